"""Where a postcode or a place lies."""

import re
import unicodedata
from dataclasses import dataclass, replace

POSTCODE = re.compile(r"([1-9][0-9]{3}) ?([a-z]{2})?", re.IGNORECASE)
WITH_PROVINCE = re.compile(r"(?P<city>[^(),]+)[(,](?P<province>[^(),]+)\)?")
LONGEST = 80

type Point = tuple[float, float]  # degrees: latitude, longitude


@dataclass(frozen=True)
class Place:
    """A point in degrees, and what to call it; `others` are places elsewhere with the same name."""

    latitude: float
    longitude: float
    label: str
    others: tuple["Place", ...] = ()


@dataclass(frozen=True)
class Gazetteer:
    """All postcodes and towns of the list of schools, in memory: see `geodata/gazetteer.py`.

    `areas` are {four figures: place} as they were read in, `streets` the same after the schools that lie
    there; `towns` are {name in small letters: the towns that are called so, each with its province}.
    """

    areas: dict[str, Point]
    streets: dict[str, Point]
    towns: dict[str, tuple[tuple[str, str, Point], ...]]

    def locate(self, text: str) -> Place | None:
        """The place meant by a postcode (1234, 1234 AB) or the name of a town, "Bergen (Limburg)" included.

        Any digits will do. A name that means several places gives the first of them, with the rest as its
        `others`.
        """
        text = " ".join(_with_our_digits(text).split())[:LONGEST]
        if found := POSTCODE.fullmatch(text):
            return self._postcode(found[1], (found[2] or "").upper())
        if named := WITH_PROVINCE.fullmatch(text):
            return self._town(named["city"].strip(), named["province"].strip())
        return self._town(text)

    def _postcode(self, figures: str, letters: str) -> Place | None:
        """The middle of the four figures; where nobody read those in, of the schools in it."""
        point = self.areas.get(figures) or self.streets.get(figures)
        return Place(*point, f"{figures} {letters}".strip()) if point else None

    def _town(self, city: str, province: str = "") -> Place | None:
        towns = self.towns.get(city.casefold(), ())
        if province:
            towns = tuple(town for town in towns if town[1].casefold() == province.casefold())
        several = bool(province) or len(towns) > 1
        places = [Place(*point, f"{name} ({within})" if several else name) for name, within, point in towns]
        return replace(places[0], others=tuple(places[1:])) if places else None


def _with_our_digits(text: str) -> str:
    text = unicodedata.normalize("NFKC", text)
    return "".join(str(unicodedata.decimal(sign)) if sign.isdecimal() else sign for sign in text)
