"""The search of the page for parents, for programs: the same engine, with keys in place of words."""

from collections.abc import Iterable, Iterator
from typing import Annotated, Any, Literal

from django.http import Http404
from ninja import Schema
from ninja.errors import ValidationError
from pydantic import Field

from dekkend.core.languages import DUTCH
from dekkend.organisations.concepts import Concept
from dekkend.website.api.shapes import Named, whole
from dekkend.website.search.asked import (
    ANYWHERE,
    BY_DISTANCE,
    BY_MATCH,
    KINDS_IN_WORDS,
    LONGEST_PLACE,
    LONGEST_TEXT,
    MOST_VALUES,
    SIZES_IN_WORDS,
    WAYS_IN_WORDS,
    WITH,
    WITHOUT,
    Asked,
    tidy,
)
from dekkend.website.search.columns import WAYS
from dekkend.website.search.engine import PAGE, Hit
from dekkend.website.search.finding import Finding

# What a program says → how an address of the page says it, in the order of that address.
WAYS_HERE = {way: word for word, way in WAYS_IN_WORDS.items()}
SIZES_HERE = {size: word for word, size in SIZES_IN_WORDS.items()}
KINDS_HERE = dict(zip(("BO", "SBO", "SO"), KINDS_IN_WORDS, strict=True))
DISTANCES_HERE = {"any": ANYWHERE}
SORTS_HERE = {"distance": BY_DISTANCE, "match": BY_MATCH}
PROFILES_HERE = {True: WITH, False: WITHOUT}
NO_PAGE = "Deze bladzijde is er niet. De laatste is {last}."
Way = Literal["basic", "own", "arrangement", "refer"]
Kind = Literal["BO", "SBO", "SO"]
Size = Literal["small", "middle", "large", "largest"]
Key = Annotated[str, Field(max_length=80)]
Denomination = Annotated[str, Field(pattern=r"^[^\x00-\x1f]+$", max_length=80)]
BoardNumber = Annotated[str, Field(pattern=r"^[0-9]{5}$")]


class WhatIsSought(Schema):
    """A school fits when it meets every need, and of each other filter one of the values that are given.

    Without `distance` it lies at most 10 km from `place`.
    """

    text: Annotated[str, Field(max_length=LONGEST_TEXT, description="In gewone woorden")] = ""
    place: Annotated[str, Field(max_length=LONGEST_PLACE, description="Postcode of plaats")] = ""
    need: Annotated[
        list[Key], Field(max_length=MOST_VALUES, description="Sleutels van behoeften, zie /needs")
    ] = []
    way: Annotated[
        list[Way], Field(max_length=len(WAYS), description="Hoe de school elke behoefte mag vervullen")
    ] = []
    kind: Annotated[list[Kind], Field(max_length=3, description="Soort school; SO is ook VSO en SO/VSO")] = []
    denomination: Annotated[
        list[Denomination], Field(max_length=MOST_VALUES, description="Richting, zoals Openbaar")
    ] = []
    concept: Annotated[
        list[Concept],
        Field(max_length=len(Concept), description="Hoe de school lesgeeft, zoals zij zelf zegt"),
    ] = []
    size: Annotated[
        list[Size],
        Field(max_length=4, description="Kinderen: tot 100, 100 tot 250, 250 tot 500, 500 of meer"),
    ] = []
    board: Annotated[
        list[BoardNumber], Field(max_length=MOST_VALUES, description="Nummers van besturen")
    ] = []
    has_profile: Annotated[bool | None, Field(description="Met of zonder profiel")] = None
    distance: Annotated[
        Literal["", "2", "5", "10", "25", "any"],
        Field(description="Kilometer in een rechte lijn vanaf place"),
    ] = ""
    sort: Annotated[
        Literal["", "distance", "match"], Field(description="Dichtbij eerst of beste match eerst")
    ] = ""
    page: Annotated[int, Field(ge=1, le=99_999, description="Bladzijde, vanaf 1")] = 1


class Met(Schema):
    """How a school meets a need; none where it does not say so."""

    need: str
    ways: list[Way]


class Found(Schema):
    """A school that fits. `because` holds the sentences of its profile by which it was found."""

    school: Named
    city: str
    distance_km: float | None
    has_profile: bool
    meets: list[Met]
    because: list[str]
    page: str
    details: str


class FoundPage(Schema):
    """`needs` are the needs that were searched on: those that were given and those read in `text`."""

    count: int
    page: int
    page_size: int
    next: str | None
    previous: str | None
    needs: list[str]
    results: list[Found]


def find(sought: WhatIsSought) -> Finding:
    """What fits. Raises ValidationError for what nobody is called or what says nothing, Http404 after the
    last page."""
    asked = Asked(
        text=tidy(sought.text),
        place=tidy(sought.place),
        needs=tuple(sorted(set(sought.need))),
        ways=_in_order(WAYS_HERE, sought.way),
        kinds=_in_order(KINDS_HERE, sought.kind),
        denominations=tuple(sorted(set(sought.denomination))),
        concepts=tuple(concept for concept in Concept.values if concept in sought.concept),
        sizes=_in_order(SIZES_HERE, sought.size),
        boards=tuple(sorted(set(sought.board))),
        profile="" if sought.has_profile is None else PROFILES_HERE[sought.has_profile],
        km=DISTANCES_HERE.get(sought.distance, sought.distance),
        sort=SORTS_HERE.get(sought.sort, ""),
        page=sought.page,
    )
    finding = Finding(asked, DUTCH)
    if faults := list(_faults(finding)):
        raise ValidationError(faults)
    if not finding.page_exists:
        raise Http404(NO_PAGE.format(last=finding.last_page))
    return finding


def _in_order(words: dict[str, str], said: Iterable[str]) -> tuple[str, ...]:
    return tuple(word for value, word in words.items() if value in said)


def _faults(finding: Finding) -> Iterator[dict[str, Any]]:
    """What would find too much or nothing, and nobody would see why."""
    asked, columns = finding.asked, finding.columns
    faults = {
        ("place", "unknown_place"): finding.place_is_unknown,
        ("need", "unknown_need"): not set(asked.needs) <= columns.needs.keys(),
        ("denomination", "unknown_denomination"): not set(asked.denominations)
        <= columns.facets["denomination"].keys(),
        ("board", "unknown_board"): not set(asked.boards) <= columns.boards.keys(),
        ("distance", "distance_from_nowhere"): bool(asked.km) and not asked.place,
        ("sort", "distance_from_nowhere"): asked.sort == BY_DISTANCE and not asked.place,
        ("way", "need_is_missing"): bool(asked.ways) and not finding.needs,
        ("sort", "need_is_missing"): asked.sort == BY_MATCH and not finding.needs,
    }
    for (name, kind), is_so in faults.items():
        if is_so:
            yield {"loc": ("query", name), "type": kind}


def found_page(finding: Finding, addresses: dict[str, str | None]) -> dict[str, Any]:
    """`addresses` are those of the pages around this one."""
    results = [found(finding, hit) for hit in finding.hits]
    about = {"count": finding.total, "page": finding.asked.page, "page_size": PAGE}
    return about | addresses | {"needs": list(finding.needs), "results": results}


def found(finding: Finding, hit: Hit) -> dict[str, Any]:
    """As `Found` describes it."""
    school = finding.columns.schools[hit.place]
    profile = finding.columns.profiles.get(school.pk)
    ways = profile.ways if profile else {}
    return {
        "school": {"code": school.code, "name": school.name},
        "city": school.city,
        "distance_km": None if hit.km is None else round(hit.km, 1),
        "has_profile": profile is not None,
        "meets": [{"need": need, "ways": in_order(ways.get(need, ()))} for need in finding.needs],
        "because": [shown.text for shown in finding.shown.get(school.pk, ())],
        "page": whole("published", school.code),
        "details": whole("api-school", school.code),
    }


def in_order(ways) -> list[str]:
    """The ways from near to far."""
    return [way for way in WAYS if way in ways]
