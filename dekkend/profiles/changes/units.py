"""The difference of two rows of texts, paragraphs or items of a list: whole texts first, then their words."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from django.utils.translation import gettext, gettext_noop

from dekkend.core.markup import to_blocks
from dekkend.profiles.changes.sequences import Alphabet, Step, likeness, steps
from dekkend.profiles.changes.wording import Key, Kind, Piece, Word, compare_words, pieces_of, words_in

How = Literal["same", "added", "removed", "changed", "moved", "swapped", "renewed", "reordered"]
Form = Literal["paragraph", "bullet", "number", "item"]

# From here on two texts count as one that was rewritten. Loose Dutch sentences share about a quarter of their
# words and signs. An old text is looked for among so many neighbours, so that long lists stay quick.
ALIKE, NEIGHBOURS = 0.4, 12
SAID = {"moved": gettext_noop("Verplaatst:"), "renewed": gettext_noop("Nieuw bestand:")}
SAID |= {"paragraph added": gettext_noop("Nieuw:"), "paragraph removed": gettext_noop("Vervallen:")}
FORMS: dict[str, Form] = {"bullets": "bullet", "numbers": "number"}


@dataclass(frozen=True)
class Change:
    """One thing that changed in an answer, or `count` things beside it that stayed the same.

    `label` says which row or part it is, `about` what several of them are about together. A swap has two
    pieces: what was, and what is now.
    """

    how: How
    pieces: tuple[Piece, ...] = ()
    form: Form = "item"
    label: str = ""
    about: str = ""
    count: int = 0

    @property
    def look(self) -> str:
        """Its classes on a page."""
        return f"{self.form} {self.how}"

    @property
    def said(self) -> str:
        """The word that stands before it, where its words alone do not say what happened."""
        word = SAID.get(self.how) or SAID.get(self.look, "")
        return gettext(word) if word else ""


@dataclass(frozen=True)
class Unit:
    """A paragraph or an item; `key` is what makes it another one."""

    words: tuple[Word, ...]
    form: Form = "item"

    @cached_property
    def key(self) -> tuple[Key, ...]:
        return tuple([word.key for word in self.words])


Mark = tuple[Unit, bool]  # a text, and whether it only moved


def unit_of(text: str) -> Unit:
    """One item of a list."""
    return Unit(tuple(words_in(text)))


def paragraphs_of(source: str) -> list[Unit]:
    """The paragraphs and list items of a text with markup; the markup shows as look, not as signs."""
    units = []
    for block in to_blocks(source):
        rows = block["items"] if "items" in block else [block["runs"]]
        units += [Unit(tuple(_words_of(runs)), FORMS.get(block["kind"], "paragraph")) for runs in rows]
    return [unit for unit in units if unit.words]


def compare_units(old: Sequence[Unit], new: Sequence[Unit]) -> tuple[Change, ...]:
    """What happened to each, in the order of the new row; nothing when all stayed the same."""
    found = steps([unit.key for unit in old], [unit.key for unit in new])
    gone, come = _moved(found, old, new)
    changes: list[Change] = []
    for step in found:
        if step.same:
            changes.append(Change("same", form=old[step.i].form, count=step.j - step.i))
        else:
            changes += _within(gone[step.i : step.j], come[step.k : step.m])
    return tuple(changes) if any(change.how != "same" for change in changes) else ()


def whole(how: Literal["added", "removed", "renewed"], unit: Unit, label: str = "") -> Change:
    """A text of which every word went or came; what was renewed keeps its words."""
    kind: Kind = "same" if how == "renewed" else how
    return Change(how, pieces_of((kind, word) for word in unit.words), unit.form, label)


def rewritten(old: Unit, new: Unit, label: str = "") -> Change:
    return Change("changed", pieces_of(compare_words(old.words, new.words)), new.form, label)


def _words_of(runs: Sequence[dict]) -> Iterator[Word]:
    """The words of a paragraph. White space at the start of a run belongs to the word before it."""
    last: Word | None = None
    for run in runs:
        for word in words_in(run["text"], run["bold"], run["italic"], run["href"]):
            if word.text.isspace() and not word.text.startswith("\n"):
                last = _with_space(last)
                continue
            if last:
                yield last
            last = word
    if last:
        yield last


def _with_space(word: Word | None) -> Word | None:
    return word and Word(word.text, word.space or " ", word.bold, word.italic, word.href)


def _moved(found: Sequence[Step], old: Sequence[Unit], new: Sequence[Unit]) -> tuple[list[Mark], list[Mark]]:
    """Both rows with what went in one place and came in another, unchanged."""
    changed = [step for step in found if not step.same]
    gone = [number for step in changed for number in range(step.i, step.j)]
    come = [number for step in changed for number in range(step.k, step.m)]
    both = Counter(old[number].key for number in gone) & Counter(new[number].key for number in come)
    return _marked(old, gone, both.copy()), _marked(new, come, both)


def _marked(row: Sequence[Unit], changed: Iterable[int], left: Counter) -> list[Mark]:
    """Each text with whether it moved: of equal ones as many as `left` counts."""
    moved = set()
    for number in changed:
        if left[row[number].key] > 0:
            left[row[number].key] -= 1
            moved.add(number)
    return [(unit, number in moved) for number, unit in enumerate(row)]


def _within(old: Sequence[Mark], new: Sequence[Mark]) -> Iterator[Change]:
    """One stretch of texts that went and came: what was rewritten is put together, in order."""
    alphabet = Alphabet()
    gone = [unit for unit, is_moved in old if not is_moved]
    spelled = [alphabet.spell(unit.key) for unit in gone]
    place, come = 0, []
    for unit, is_moved in new:
        others = () if is_moved else spelled[place : place + NEIGHBOURS]
        nearest = _most_like(alphabet.spell(unit.key), others) if others else None
        if nearest is None:
            come.append(_moved_here(unit) if is_moved else whole("added", unit))
            continue
        yield from (whole("removed", each) for each in gone[place : place + nearest])
        yield from come
        yield rewritten(gone[place + nearest], unit)
        place, come = place + nearest + 1, []
    yield from (whole("removed", each) for each in gone[place:])
    yield from come


def _moved_here(unit: Unit) -> Change:
    return Change("moved", pieces_of(("same", word) for word in unit.words), unit.form)


def _most_like(text: str, others: Sequence[str]) -> int | None:
    """The number of the one that this was before, when there is one."""
    best, place = 0.0, None
    for number, other in enumerate(others):
        alike = likeness(other, text, max(best, ALIKE))
        if alike > best:
            best, place = alike, number
    return place
