"""The search of the page for parents, for programs: the same engine, with keys in place of words."""

from collections.abc import Iterator
from typing import Annotated, Any, Literal

from django.http import Http404
from ninja import Schema
from ninja.errors import ValidationError
from pydantic import Field

from dekkend.core.languages import DUTCH
from dekkend.website.api.shapes import Named, whole
from dekkend.website.search.asked import LONGEST_PLACE, LONGEST_TEXT, MOST_VALUES, WAYS_IN_WORDS, Asked, tidy
from dekkend.website.search.columns import WAYS
from dekkend.website.search.engine import PAGE, Hit
from dekkend.website.search.finding import Finding

IN_WORDS = {way: word for word, way in WAYS_IN_WORDS.items()}
NO_PAGE = "Deze bladzijde is er niet. De laatste is {last}."
Way = Literal["basic", "own", "arrangement", "refer"]
Key = Annotated[str, Field(max_length=80)]


class WhatIsSought(Schema):
    """A school fits when it meets every need; without `distance` it lies at most 10 km from `place`."""

    text: Annotated[str, Field(max_length=LONGEST_TEXT, description="In gewone woorden")] = ""
    place: Annotated[str, Field(max_length=LONGEST_PLACE, description="Postcode of plaats")] = ""
    need: Annotated[
        list[Key], Field(max_length=MOST_VALUES, description="Sleutels van behoeften, zie /needs")
    ] = []
    way: Annotated[
        list[Way], Field(max_length=len(WAYS), description="Hoe de school elke behoefte mag vervullen")
    ] = []
    distance: Annotated[
        Literal["", "2", "5", "10", "25"], Field(description="Kilometer in een rechte lijn vanaf place")
    ] = ""
    page: Annotated[int, Field(ge=1, le=99_999)] = 1


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
    """What fits. Raises ValidationError for an unknown place or need, Http404 after the last page."""
    asked = Asked(
        text=tidy(sought.text),
        place=tidy(sought.place),
        needs=tuple(sorted(set(sought.need))),
        ways=tuple(IN_WORDS[way] for way in WAYS if way in sought.way),
        km=sought.distance,
        page=sought.page,
    )
    finding = Finding(asked, DUTCH)
    if faults := list(_unknown(finding)):
        raise ValidationError(faults)
    if not finding.page_exists:
        raise Http404(NO_PAGE.format(last=finding.last_page))
    return finding


def _unknown(finding: Finding) -> Iterator[dict[str, Any]]:
    if finding.place_is_unknown:
        yield {"loc": ("query", "place"), "type": "unknown_place"}
    if set(finding.asked.needs) - set(finding.columns.needs):
        yield {"loc": ("query", "need"), "type": "unknown_need"}


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
