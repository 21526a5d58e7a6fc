"""A letter as a region writes it: Markdown with {words} and [[als …]] paragraphs [[/als]].

The first line, behind a #, is what the letter is about; `## ` begins a part. All else is our own markup.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from dekkend.cases.letters.words import CONDITIONS, LONG, LetterKind

MARK = re.compile(r"\[\[(.*?)\]\]")
WORD = re.compile(r"\{([^{}\n]*)\}")
BLANK_LINES = re.compile(r"\n{3,}")
SIGNS = re.compile(r"([\\`*_\[\]()#+\-.!<>|~])")
BEGINS_PART = re.compile(r"^#", re.MULTILINE)


@dataclass(frozen=True)
class Piece:
    """Some text, and the conditions that must hold for it to stand there: (word, whether it must)."""

    text: str
    when: tuple[tuple[str, bool], ...] = ()

    def stands(self, true: Collection[str]) -> bool:
        return all((word in true) is wanted for word, wanted in self.when)


@dataclass(frozen=True)
class Template:
    subject: str
    pieces: tuple[Piece, ...]

    def filled(self, facts: Mapping[str, str], true: Collection[str]) -> tuple[str, str]:
        """(subject, body). `facts` has each word of the letter, `true` the conditions that hold.

        A fact is shown as it is, whatever signs are in it; only what people wrote at length has markup.
        """
        body = "".join(piece.text for piece in self.pieces if piece.stands(true))
        body = WORD.sub(lambda found: _shown(found[1], facts[found[1]]), body)
        subject = WORD.sub(lambda found: facts[found[1]], self.subject)
        return subject, BLANK_LINES.sub("\n\n", body).strip()


def faults_in(text: str, kind: LetterKind) -> Iterator[str]:
    """Everything that is wrong with the text of a template, in Dutch, with its line."""
    if not _subject(text):
        yield "regel 1: begin met een # en waar de brief over gaat"
    elif MARK.search(_subject(text)):
        yield "regel 1: [[als …]] kan niet in de eerste regel"
    yield from _faults_of_marks(text)
    for number, line in enumerate(text.splitlines(), 1):
        yield from (f"regel {number}: {fault}" for fault in _faults_of_words(line, kind))


def parsed(text: str) -> Template:
    """A template without faults; of one that has faults, what could be read."""
    _, _, body = text.partition("\n")
    pieces: list[Piece] = []
    when: tuple[tuple[str, bool], ...] = ()
    last = 0
    for mark in MARK.finditer(body):
        pieces.append(Piece(body[last : mark.start()], when))
        when = () if mark[1].strip() == "/als" else _conditions(mark[1])
        last = mark.end()
    return Template(_subject(text), (*pieces, Piece(body[last:], when)))


def _subject(text: str) -> str:
    first = text.partition("\n")[0]
    return first.removeprefix("# ").strip() if first.startswith("# ") else ""


def _conditions(mark: str) -> tuple[tuple[str, bool], ...]:
    """`als tlv en niet ouder` → (("tlv", True), ("ouder", False))."""
    asked = mark.strip().removeprefix("als ").split(" en ")
    return tuple(
        (one.strip().removeprefix("niet ").strip(), not one.strip().startswith("niet ")) for one in asked
    )


def _faults_of_marks(text: str) -> Iterator[str]:
    opened = 0  # the line of what is still open
    for mark in MARK.finditer(text):
        line = text.count("\n", 0, mark.start()) + 1
        said = mark[1].strip()
        if said == "/als":
            if not opened:
                yield f"regel {line}: hier sluit een [[/als]] die nergens begon"
            opened = 0
        elif not said.startswith("als "):
            yield f"regel {line}: «[[{said}]]» kennen wij niet. Schrijf [[als …]] of [[/als]]"
        else:
            if opened:
                yield f"regel {line}: een [[als …]] kan niet in die van regel {opened}"
            opened = line
            yield from _unknown_conditions(said, line)
    if opened:
        yield f"regel {opened}: deze [[als …]] wordt niet gesloten. Zet er [[/als]] achter"


def _unknown_conditions(said: str, line: int) -> Iterator[str]:
    for word, _ in _conditions(said):
        if word not in CONDITIONS:
            yield f"regel {line}: «als {word}» kennen wij niet"


def _faults_of_words(line: str, kind: LetterKind) -> Iterator[str]:
    for found in WORD.finditer(line):
        if found[1] not in kind.words:
            yield f"het woord «{found[0]}» kan niet in deze brief"
        elif found[1] in LONG and MARK.sub("", line).strip() != found[0]:
            yield f"«{found[0]}» is een stuk tekst: zet het alleen op een regel"
    if WORD.sub("", line).count("{") or WORD.sub("", line).count("}"):
        yield "hier is een { of een } te veel"


def _shown(word: str, fact: str) -> str:
    if word in LONG:
        return BEGINS_PART.sub(r"\\#", fact.strip())
    return SIGNS.sub(r"\\\1", " ".join(fact.split()))
