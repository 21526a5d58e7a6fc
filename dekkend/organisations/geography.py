"""Where a postcode or a place lies."""

import re
import unicodedata
from dataclasses import dataclass, replace

from django.db.models import Avg

from dekkend.organisations.models import PostcodeArea, Site

POSTCODE = re.compile(r"([1-9][0-9]{3}) ?([a-z]{2})?", re.IGNORECASE)
WITH_PROVINCE = re.compile(r"(?P<city>[^(),]+)[(,](?P<province>[^(),]+)\)?")
LONGEST = 80


@dataclass(frozen=True)
class Place:
    """A point in degrees, and what to call it; `others` are places elsewhere with the same name."""

    latitude: float
    longitude: float
    label: str
    others: tuple["Place", ...] = ()


def locate(text: str) -> Place | None:
    """The place meant by a postcode (1234, 1234 AB) or the name of a town, "Bergen (Limburg)" included.

    Any digits will do. A name that means several places gives the largest, with the rest as its `others`.
    """
    text = " ".join(_with_our_digits(text).split())[:LONGEST]
    if found := POSTCODE.fullmatch(text):
        return _postcode(found[1], (found[2] or "").upper())
    if named := WITH_PROVINCE.fullmatch(text):
        return _town(named["city"].strip(), named["province"].strip())
    return _town(text) if text else None


def _with_our_digits(text: str) -> str:
    text = unicodedata.normalize("NFKC", text)
    return "".join(str(unicodedata.decimal(sign)) if sign.isdecimal() else sign for sign in text)


def _postcode(figures: str, letters: str) -> Place | None:
    """The middle of the four figures; where nobody read those in, or they are new, of the schools in it."""
    label = f"{figures} {letters}".strip()
    if area := PostcodeArea.objects.filter(figures=figures).first():
        return Place(area.latitude, area.longitude, label)
    middle = _lying().filter(postcode__startswith=figures).aggregate(y=Avg("latitude"), x=Avg("longitude"))
    return None if middle["y"] is None else Place(middle["y"], middle["x"], label)


def _town(city: str, province: str = "") -> Place | None:
    sites = _lying().filter(city__iexact=city)
    if province:
        sites = sites.filter(province__iexact=province)
    found = sites.values("city", "province").annotate(y=Avg("latitude"), x=Avg("longitude"))
    rows = sorted(found, key=lambda row: row["province"])
    several = bool(province) or len(rows) > 1
    places = [
        Place(row["y"], row["x"], f"{row['city']} ({row['province']})" if several else row["city"])
        for row in rows
    ]
    return replace(places[0], others=tuple(places[1:])) if places else None


def _lying():
    return Site.objects.filter(latitude__isnull=False, closed_on=None)
