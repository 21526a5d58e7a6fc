"""Names, addresses and numbers in what a parent wrote, to point out before others read it.

Better one too many than one too few: a person looks at each, and decides.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

LEFT_OUT = "[weggelaten]"
EMAIL = re.compile(r"[\w.+-]+\s?(?:@|\(at\)|\[at\])\s?[\w-]+(?:\.[\w-]+)+", re.IGNORECASE)
PHONE = re.compile(r"(?<!\d)(?:\+31|0031|0)[\s\-(]{0,2}\d(?:[\s\-)]{0,2}\d){7,9}(?!\d)")
CAPITAL = r"[A-ZÀ-ÖØ-ÞĀ-Ž][\w'’-]+"
TITLED = re.compile(
    rf"\b(?i:juf|juffrouw|meester|mevrouw|meneer|mevr\.|mw\.|dhr\.|dokter)\s+{CAPITAL}(?:\s{CAPITAL})*"
)
# Inside a sentence: after a letter, a comma or a bracket, so that the first word of a sentence is none.
NAME = re.compile(rf"(?<=[\w,;:(“\"] ){CAPITAL}(?:\s(?:(?:van|de|der|den|ten|el|al)\s)*{CAPITAL})*")
NO_NAMES = {
    *("Nederlands", "Nederland", "Engels", "Turks", "Arabisch", "Pools", "Oekraïens", "Frans", "Duits"),
    *("MR", "IB", "OPP", "TLV", "SBO", "SO", "BSO", "GGD", "ADHD", "ADD", "ASS", "TOS", "DUO", "Cito"),
    *("Ik", "Wij", "Hij", "Zij", "Ze", "Het", "De", "Een"),
}


@dataclass(frozen=True)
class Spot:
    """Something that may say who a person is, at its place in the words."""

    start: int
    end: int
    text: str
    what: str

    @property
    def value(self) -> str:
        return f"{self.start}-{self.end}"


def spots_in(words: str, names: Iterable[str], places: Iterable[str] = ()) -> list[Spot]:
    """Everything to look at, in its order. `names` are of people at the school, `places` are no names."""
    found: list[Spot] = []
    for spot in _all(words, names, {part for place in places for part in place.split()} | NO_NAMES):
        if not any(spot.start < other.end and other.start < spot.end for other in found):
            found.append(spot)
    return sorted(found, key=lambda spot: spot.start)


def without(words: str, spots: Iterable[Spot]) -> str:
    """The words with these spots left out, and a sign that something was."""
    for spot in sorted(spots, key=lambda spot: -spot.start):
        words = words[: spot.start] + LEFT_OUT + words[spot.end :]
    return words


def _all(words: str, names: Iterable[str], known: set[str]) -> Iterator[Spot]:
    """The surest first: what lies within an earlier spot is not told again."""
    yield from _matches(EMAIL, words, "een e-mailadres")
    yield from _matches(PHONE, words, "een telefoonnummer")
    for name in sorted({part for full in names for part in (full, *full.split())}, key=len, reverse=True):
        if len(name) > 2 and name[0].isupper():
            yield from _matches(re.compile(rf"\b{re.escape(name)}\b", re.IGNORECASE), words, "een naam")
    yield from _matches(TITLED, words, "misschien een naam")
    for spot in _matches(NAME, words, "misschien een naam"):
        if not set(spot.text.split()) <= known:
            yield spot


def _matches(pattern: re.Pattern[str], words: str, what: str) -> Iterator[Spot]:
    return (Spot(match.start(), match.end(), match[0], what) for match in pattern.finditer(words))
