"""The difference of two texts in words, as a person would tell it.

Sentences first: one that stayed is told as such. Between those, words; but a word or two that happen to be in
both do not hold a rewritten sentence together, so what is mostly new reads as one removal and one addition.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from itertools import groupby, pairwise
from typing import Literal, NamedTuple

from dekkend.profiles.changes.sequences import Step, steps

Kind = Literal["same", "removed", "added"]
Key = str | tuple[str, str]

# A word may hold signs inside (foto's, IB-er, 1.250); every other sign stands alone. White space after a word
# belongs to it and does not count; a new line is a part of its own and does.
SIGN = r"!-/:-@\[-`{-~“”„‘’«»…–—•·"
PART = re.compile(
    rf"(\n\s*|[^\s{SIGN}]+(?:['’\-.,][^\s{SIGN}]+)*|[{SIGN}]|[^\S\n]+)([^\S\n]*)",
)
ENDS = frozenset(".!?…:;\n")


class Word(NamedTuple):
    """A word or a sign with the white space after it; the look is what the markup says of it.

    A text has a thousand of these: a tuple is made four times as fast as a frozen dataclass.
    """

    text: str
    space: str = ""
    bold: bool = False
    italic: bool = False
    href: str = ""

    @property
    def key(self) -> Key:
        """What makes it another word: its letters, and where it leads."""
        text = "\n" if self.text[0] == "\n" else self.text
        return (text, self.href) if self.href else text


class Piece(NamedTuple):
    """Words of one kind and one look, one after the other; `space` is what stands behind the last."""

    kind: Kind
    text: str
    space: str = ""
    bold: bool = False
    italic: bool = False
    href: str = ""


def words(old: str, new: str) -> tuple[Piece, ...]:
    """The difference of two texts. What is same and added gives the new text, to the letter.

    What is same and removed gives the old one, but for white space. Equal texts give one piece,
    or none when they are empty.
    """
    return pieces_of(compare_words(words_in(old), words_in(new)))


def words_in(text: str, bold: bool = False, italic: bool = False, href: str = "") -> list[Word]:
    return [Word(word, space, bold, italic, href) for word, space in PART.findall(text)]


def compare_words(old: Sequence[Word], new: Sequence[Word]) -> list[tuple[Kind, Word]]:
    """Every word of both, in reading order: what went stands before what came."""
    before, after = sentences_in(old), sentences_in(new)
    told: list[tuple[Kind, Word]] = []
    for step in steps([_keys(s) for s in before], [_keys(s) for s in after]):
        gone, come = _flat(before[step.i : step.j]), _flat(after[step.k : step.m])
        told += [("same", word) for word in come] if step.same else _within(gone, come)
    return told


def sentences_in(text: Sequence[Word]) -> list[list[Word]]:
    """A sentence ends at a sign of the end with white space behind it, or at a new line."""
    sentences: list[list[Word]] = [[]]
    for word in text:
        sentences[-1].append(word)
        if word.text[0] in ENDS and (word.space or word.text[0] == "\n"):
            sentences.append([])
    return [sentence for sentence in sentences if sentence]


def pieces_of(told: Iterable[tuple[Kind, Word]]) -> tuple[Piece, ...]:
    """Neighbours of one kind and look become one piece; what went never touches what came instead."""
    pieces = [
        _piece(kind, [word for _, word in group])
        for (kind, _), group in groupby(told, key=lambda each: (each[0], each[1][2:]))
    ]
    for number, (one, other) in enumerate(pairwise(pieces)):
        if (one.kind, one.space, other.kind) == ("removed", "", "added"):
            pieces[number] = one._replace(space=" ")
    return tuple(pieces)


def _piece(kind: Kind, run: list[Word]) -> Piece:
    last = run[-1]
    text = "".join(word.text + word.space for word in run[:-1]) + last.text
    return Piece(kind, text, last.space, last.bold, last.italic, last.href)


def _within(old: Sequence[Word], new: Sequence[Word]) -> list[tuple[Kind, Word]]:
    """What changed in these sentences, word by word."""
    told: list[tuple[Kind, Word]] = []
    for step in _tidy(steps(_keys(old), _keys(new)), old, new):
        if not step.same:
            told += [("removed", word) for word in old[step.i : step.j]]
        told += [("same" if step.same else "added", word) for word in new[step.k : step.m]]
    return told


def _tidy(found: list[Step], old: Sequence[Word], new: Sequence[Word]) -> list[Step]:
    """Without the small words that stayed between two larger changes: those would read as confetti."""
    if len(found) < 3:
        return found
    gone, come = _offsets(old), _offsets(new)

    def size(step: Step) -> int:
        return max(gone[step.j] - gone[step.i], come[step.m] - come[step.k])

    kept: list[Step] = []
    for step in found:
        kept.append(step)
        while len(kept) > 2 and not kept[-1].same and _is_lost(kept[-3:], size):
            first, _, last = kept[-3:]
            kept[-3:] = [Step(False, first.i, last.j, first.k, last.m)]
    return kept


def _is_lost(three: list[Step], size: Callable[[Step], int]) -> bool:
    before, between, after = three
    return size(between) <= min(size(before), size(after))


def _offsets(text: Sequence[Word]) -> list[int]:
    """How many signs stand before each word, and before the end."""
    offsets = [0]
    for word in text:
        offsets.append(offsets[-1] + len(word.text))
    return offsets


def _keys(text: Iterable[Word]) -> tuple[Key, ...]:
    return tuple([word.key for word in text])


def _flat(sentences: Iterable[Sequence[Word]]) -> list[Word]:
    return [word for sentence in sentences for word in sentence]
