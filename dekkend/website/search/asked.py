"""What a search asks, as it stands in its address: read, tidied, and written back in one order."""

from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from functools import cached_property, lru_cache
from typing import Any
from urllib.parse import quote_plus

from django.http import QueryDict
from django.urls import reverse

from dekkend.core.languages import by_language
from dekkend.organisations.concepts import Concept
from dekkend.website.search.columns import WAYS
from dekkend.website.search.spelling import folded

LONGEST_TEXT, LONGEST_PLACE = 200, 80
DISTANCES = ("2", "5", "10", "25")
USUAL, ANYWHERE = "10", "alles"
BY_DISTANCE, BY_MATCH = "afstand", "match"
WITH, WITHOUT = "met", "zonder"
HIGHEST_PAGE = 99_999
MOST_VALUES = 30
# Dataclass field → its name in the address, in the order of the address.
NAMES = {
    "text": "zoek",
    "place": "plaats",
    "needs": "nodig",
    "dropped": "niet",
    "ways": "hoe",
    "kinds": "soort",
    "denominations": "richting",
    "concepts": "concept",
    "sizes": "grootte",
    "boards": "bestuur",
    "profile": "profiel",
    "km": "ver",
    "sort": "sorteer",
    "page": "pagina",
}
# The ways in the words of an address.
WAYS_IN_WORDS = dict(zip(("standaard", "extra", "regio", "elders"), WAYS, strict=True))
KINDS_IN_WORDS = {"basisschool": "regular", "sbo": "sbo", "so": "so"}
SIZES_IN_WORDS = {"klein": "small", "middel": "middle", "groot": "large", "grootst": "largest"}
CHOICES: dict[str, tuple[str, ...]] = {
    "ways": tuple(WAYS_IN_WORDS),
    "kinds": tuple(KINDS_IN_WORDS),
    "concepts": tuple(Concept.values),
    "sizes": tuple(SIZES_IN_WORDS),
    "profile": (WITH, WITHOUT),
    "km": (*DISTANCES, ANYWHERE),
    "sort": (BY_DISTANCE, BY_MATCH),
}
FILTERS = ("ways", "kinds", "denominations", "concepts", "sizes", "boards", "profile", "km")


class TooLong(ValueError):
    """`field` is the name in the address of what is too long, `most` how much fits."""

    def __init__(self, field: str, most: int):
        super().__init__(f"{field} is longer than {most}")
        self.field, self.most = field, most


@dataclass(frozen=True)
class Asked:
    """A search. Empty means: not asked for. `needs` were added by hand, `dropped` taken off by hand."""

    text: str = ""
    place: str = ""
    needs: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()
    ways: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    denominations: tuple[str, ...] = ()
    concepts: tuple[str, ...] = ()
    sizes: tuple[str, ...] = ()
    boards: tuple[str, ...] = ()
    profile: str = ""
    km: str = ""
    sort: str = ""
    page: int = 1

    @classmethod
    def of(cls, data: QueryDict) -> "Asked":
        """What the address says; what it cannot mean is left out. Raises TooLong."""
        found: dict[str, Any] = {}
        for part in fields(cls):
            values = [tidy(value) for value in data.getlist(NAMES[part.name])[:MOST_VALUES]]
            found[part.name] = _read(part.name, [value for value in values if value])
        return cls(**found)

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """(name, value) in the order of the one address this search has."""
        return list(self._pairs())

    def _pairs(self) -> Iterator[tuple[str, str]]:
        for part, name in NAMES.items():
            value = getattr(self, part)
            if isinstance(value, tuple):
                yield from ((name, each) for each in value)
            elif value and value != 1:
                yield name, str(value)

    def but(self, **changes) -> "Asked":
        """The same search with something else, at its first page."""
        return replace(self, **({"page": 1} | changes))

    @cached_property
    def query(self) -> str:
        """ "?zoek=…", or "" where nothing is asked."""
        written = "&".join(f"{name}={_quoted(value)}" for name, value in self._pairs())
        return written and f"?{written}"

    @property
    def filtered(self) -> int:
        """How many filters are on."""
        return sum(len(value) if isinstance(value, tuple) else bool(value) for value in self._filters())

    def _filters(self) -> Iterator[str | tuple[str, ...]]:
        return (getattr(self, part) for part in FILTERS)

    @property
    def is_odd(self) -> bool:
        """Not for search engines: any filter, page or order. A need or a town is what people look for."""
        return self != Asked(text=self.text, place=self.place, needs=self.needs)


@by_language
def address() -> str:
    """Of the page that answers searches, without the search."""
    return reverse("schools")


@lru_cache(4096)
def _quoted(value: str) -> str:
    return quote_plus(value)


def tidy(value: str) -> str:
    """On one line, without what cannot be seen."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in value).split())


def _read(part: str, values: list[str]) -> str | int | tuple[str, ...]:
    if part == "text":
        return _short(part, values, LONGEST_TEXT)
    if part == "place":
        return _short(part, values, LONGEST_PLACE)
    if part == "page":
        return _page(values)
    if part == "profile" and {WITH, WITHOUT} <= set(values):
        return ""  # with or without is any
    if part in ("profile", "km", "sort"):
        return next((value for value in values if value in CHOICES[part]), "")
    if part in CHOICES:
        return tuple(choice for choice in CHOICES[part] if choice in values)
    return tuple(sorted(set(values)))


def _short(part: str, values: list[str], most: int) -> str:
    text = values[0] if values else ""
    if len(text) > most:
        raise TooLong(NAMES[part], most)
    return text


def _page(values: list[str]) -> int:
    """Any digits; what is no page at all is one that is not there."""
    figures = folded(values[0]) if values else "1"
    if figures.isascii() and figures.isdecimal() and len(figures) < 8:
        return max(1, min(int(figures), HIGHEST_PAGE + 1))
    return HIGHEST_PAGE + 1
