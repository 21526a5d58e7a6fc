"""A text in our small markup as sentences and words. Every pattern is bounded, so the time is linear."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from dekkend.profiles.readability.vocabulary import dotted

ITEM = re.compile(r"\s{0,8}(?:[-*+•]|\d{1,4}[.)])\s+")
LINK = re.compile(r"\[([^\[\]\n]{1,300})\]\([^()\s]{0,500}\)")
SIGNS = re.compile(r"[*\\]+")
ADDRESS = re.compile(r"^\W*(?:https?://|www\.)|\w@\w", re.IGNORECASE)
LETTERS = re.compile(r"[^\W_]")
# What ends a sentence: a sign, whatever closes behind it, and nothing more.
STOP = re.compile(r"([.!?…]{1,10})[\"'”’»)\]]{0,5}$")
OPENING = "\"'“‘«([„"

INITIAL = re.compile(r"[^\W\d_]\.(?:[^\W\d_]\.)*$")
WRAPPED = 50


@dataclass(frozen=True)
class Sentence:
    """One sentence without markup, and its words as they are read."""

    text: str
    words: tuple[str, ...]

    @property
    def length(self) -> int:
        return len(self.words)


def sentences_of(source: str) -> list[Sentence]:
    """The sentences of a text. A heading, a row of a list and a line of its own are sentences too."""
    found = (Sentence(" ".join(tokens), _words(tokens)) for line in _lines(source) for tokens in _split(line))
    return [sentence for sentence in found if sentence.words]


def _lines(source: str) -> Iterator[str]:
    """Pieces of text that stand by themselves: a line that was only broken off goes on in the next one."""
    kept: list[str] = []
    for raw in LINK.sub(r"\1", source).splitlines():
        item = ITEM.match(raw)
        line = SIGNS.sub("", raw[item.end() :] if item else raw).strip()
        if kept and (item or not line or not _goes_on(kept[-1], line)):
            yield " ".join(kept)
            kept = []
        if line:
            kept.append(line)
    if kept:
        yield " ".join(kept)


def _goes_on(line: str, following: str) -> bool:
    """Pasted text is often broken at the width of another page."""
    return len(line) >= WRAPPED and following[0].islower() and not STOP.search(line[-16:])


def _split(line: str) -> Iterator[list[str]]:
    tokens = line.split()
    sentence: list[str] = []
    for token, following in zip(tokens, [*tokens[1:], ""], strict=True):
        sentence.append(token)
        if _ends(token, following):
            yield sentence
            sentence = []
    if sentence:
        yield sentence


def _ends(token: str, following: str) -> bool:
    """Whether a sentence ends with this token, given the next one."""
    stop = STOP.search(token[-16:])
    if not stop or not following:
        return False
    opened = following.lstrip(OPENING)
    if opened[:1].islower():
        return False
    word = token.strip(OPENING).lower()
    if stop[1] == ".":
        return word not in dotted().never_last and (
            word in dotted().may_be_last or not INITIAL.fullmatch(word)
        )
    return True


def _words(tokens: list[str]) -> tuple[str, ...]:
    """What counts as a word: anything with a letter or figure, but no address."""
    return tuple(token for token in tokens if LETTERS.search(token) and not ADDRESS.search(token))
