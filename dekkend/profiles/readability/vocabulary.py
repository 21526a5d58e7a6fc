"""The words of the trade and the short forms, as `profiles/data/` lists them."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

DATA = Path(__file__).resolve().parents[1] / "data"
ENDINGS = ("", "s", "n", "en", "e")


@dataclass(frozen=True)
class Jargon:
    """One way to write a term: the words after its first one, and plain words for it."""

    rest: tuple[str, ...]
    plain: str


@dataclass(frozen=True)
class ShortForms:
    """`known` says what they stand for; `small` also come in small letters; `everyone` knows the last."""

    known: dict[str, str]
    small: frozenset[str]
    everyone: frozenset[str]


@dataclass(frozen=True)
class Dotted:
    """Short forms with a dot: those a sentence never ends with, and those it may end with."""

    never_last: frozenset[str]
    may_be_last: frozenset[str]


@cache
def jargon() -> dict[str, tuple[Jargon, ...]]:
    """{first word: the terms that begin with it, the longest first}, in small letters."""
    found: dict[str, list[Jargon]] = {}
    for written, plain in tomllib.loads((DATA / "jargon.toml").read_text()).items():
        for first, *rest in _forms(written):
            found.setdefault(first, []).append(Jargon(tuple(rest), plain))
    return {first: tuple(sorted(terms, key=lambda term: -len(term.rest))) for first, terms in found.items()}


@cache
def short_forms() -> ShortForms:
    written = _abbreviations()
    small, everyone = (frozenset(written[part]["words"]) for part in ("small", "everyone"))
    return ShortForms(written["known"], small, everyone)


@cache
def dotted() -> Dotted:
    written = _abbreviations()["dotted"]
    return Dotted(frozenset(written["never_last"]), frozenset(written["may_be_last"]))


@cache
def _abbreviations() -> dict[str, Any]:
    return tomllib.loads((DATA / "abbreviations.toml").read_text())


def _forms(written: str) -> Iterator[list[str]]:
    """Every form of a term as words: "casus, casussen" with the usual endings."""
    for form in written.split(", "):
        *start, last = form.split()
        yield from ([*start, last + ending] for ending in ENDINGS)
