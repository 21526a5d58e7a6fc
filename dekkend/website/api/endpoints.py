"""The questions that open data answers. Each reads, says what it found, and nothing else."""

from collections.abc import Callable
from typing import Annotated, Any, Literal

from django.conf import settings
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from ninja import NinjaAPI, Path, Query, Router, Schema
from ninja.renderers import JSONRenderer
from pydantic import Field

from dekkend.organisations.concepts import Concept
from dekkend.questionnaires.loader import questionnaire_of
from dekkend.website.api import dumps, queries, searching, shapes
from dekkend.website.api.answering import VERSION
from dekkend.website.api.problems import add_problems
from dekkend.website.files import JSON, read_file
from dekkend.website.publishing import json_of

TITLE = "Dekkend: open data over ondersteuning op scholen"
ABOUT = "Wat scholen publiceerden over de hulp die zij kinderen geven. Uitleg en voorbeelden: /open-data/."
MOST_ON_A_PAGE, USUAL_ON_A_PAGE = 200, 50

Code = Annotated[
    str, Path(pattern=r"^[0-9]{2}[A-Z]{2}[0-9]{2}$", description="BRIN en vestiging, zoals 99AB00")
]
RegionCode = Annotated[str, Path(pattern=r"^PO[0-9]{4}$", description="Zoals PO9901")]
Number = Annotated[
    str, Path(pattern=r"^(current|[1-9][0-9]{0,3})$", description='Nummer van de versie, of "current"')
]
OfRegion = Annotated[
    str | None, Field(pattern=r"^PO[0-9]{4}$", description="Code van een samenwerkingsverband")
]
Kind = Literal["BO", "SBO", "SO", "VSO", "SO/VSO"]


class WhichSchools(Schema):
    """Filters; a school fits when all of them do."""

    partnership: OfRegion = None
    municipality: Annotated[
        str | None,
        Field(pattern=r"^[^\x00-\x1f]*$", max_length=80, description="Naam of CBS-code van een gemeente"),
    ] = None
    board: Annotated[str | None, Field(pattern=r"^[0-9]{5}$", description="Nummer van het bestuur")] = None
    kind: Annotated[Kind | None, Field(description="Soort school")] = None
    denomination: Annotated[
        str | None, Field(pattern=r"^[^\x00-\x1f]*$", max_length=80, description="Richting, zoals Openbaar")
    ] = None
    concept: Annotated[Concept | None, Field(description="Hoe de school lesgeeft, zoals zij zelf zegt")] = (
        None
    )
    has_profile: Annotated[bool | None, Field(description="Met of zonder profiel")] = None


class WhichPage(Schema):
    page: Annotated[int, Field(ge=1, le=1_000_000)] = 1
    page_size: Annotated[int, Field(ge=1, le=MOST_ON_A_PAGE)] = USUAL_ON_A_PAGE


class WhichRegion(Schema):
    partnership: OfRegion = None


class WhichForm(Schema):
    form: Annotated[
        str | None, Field(pattern=r"^[-a-zA-Z0-9_]{1,50}$", description="Naam van een formulier")
    ] = None


class Readable(JSONRenderer):
    json_dumps_params = {"ensure_ascii": False}


router = Router()


@router.get("/schools", response=shapes.Page[shapes.School], url_name="api-schools", summary="Scholen")
def schools(request: HttpRequest, which: Query[WhichSchools], page: Query[WhichPage]):
    """De open scholen, op code. Alle filters mogen samen."""
    found = queries.schools(queries.Wanted(**which.dict()))
    return page_of(request, found, page, shapes.school)


@router.get("/schools/{code}", response=shapes.School, url_name="api-school", summary="Eén school")
def school(request: HttpRequest, code: Code):
    """Eén vestiging van een school."""
    return shapes.school(queries.school_or_404(code))


@router.get(
    "/schools/{code}/profiles",
    response=shapes.Every[shapes.ProfileLine],
    url_name="api-school-profiles",
    summary="De profielen van één school",
)
def profiles_of_school(request: HttpRequest, code: Code):
    """Elke versie die de school publiceerde, de nieuwste eerst."""
    site = queries.school_or_404(code)
    versions = list(queries.versions_of(site).defer("snapshot"))
    current = next((version for version in versions if version.state in queries.READABLE), None)
    return every([shapes.profile_line(version, current) for version in versions])


@router.get(
    "/schools/{code}/profiles/{number}",
    response=shapes.Profile,
    by_alias=True,
    url_name="api-profile",
    summary="Eén profiel",
)
def profile(request: HttpRequest, code: Code, number: Number):
    """De hele tekst van een versie. De tekst van een versie verandert niet; aanvullingen komen erbij."""
    site = queries.school_or_404(code)
    kept = read_file(code, JSON) if number == "current" else None
    return HttpResponse(
        kept or json_of(queries.version_or_404(site, number)), content_type="application/json; charset=utf-8"
    )


@router.get(
    "/profiles", response=shapes.Page[shapes.ProfileLine], url_name="api-profiles", summary="Profielen"
)
def profiles(request: HttpRequest, which: Query[WhichRegion], page: Query[WhichPage]):
    """Wat ouders nu lezen, van elke school: zonder de tekst zelf."""
    found = queries.current_profiles(which.partnership).defer("snapshot")
    return page_of(request, found, page, lambda version: shapes.profile_line(version, version))


@router.get(
    "/partnerships",
    response=shapes.Every[shapes.PartnershipOut],
    url_name="api-partnerships",
    summary="Samenwerkingsverbanden",
)
def partnerships(request: HttpRequest):
    """De samenwerkingsverbanden die met Dekkend werken."""
    return every([shapes.partnership(found) for found in queries.partnerships()])


@router.get(
    "/partnerships/{code}",
    response=shapes.PartnershipOut,
    url_name="api-partnership",
    summary="Eén samenwerkingsverband",
)
def partnership(request: HttpRequest, code: RegionCode):
    """Eén samenwerkingsverband, met zijn steunpunt voor ouders en jongeren."""
    return shapes.partnership(queries.partnership_or_404(code))


@router.get("/needs", response=shapes.Every[shapes.FormNeeds], url_name="api-needs", summary="Behoeften")
def needs(request: HttpRequest, which: Query[WhichForm]):
    """Wat een kind nodig kan hebben, per formulier: de sleutels die in profielen staan, met hun woorden."""
    forms = [questionnaire_of(edition) for edition in queries.public_editions(which.form)]
    return every([shapes.form_needs(form) for form in forms])


@router.get("/search", response=searching.FoundPage, url_name="api-search", summary="Zoeken")
def search(request: HttpRequest, sought: Query[searching.WhatIsSought]):
    """Zoekt zoals ouders dat op de site doen: op woorden, plaats en behoeften, met dezelfde filters."""
    finding = searching.find(sought)
    return searching.found_page(finding, around(request, finding.asked.page, finding.last_page))


@router.get("/dumps/schools.csv", url_name="api-dump-schools-csv", summary="Alle scholen als CSV")
def schools_csv(request: HttpRequest, which: Query[WhichSchools]):
    """Alle scholen die passen in één bestand."""
    wanted = queries.Wanted(**which.dict())
    return dump("scholen.csv", dumps.schools_csv(wanted), queries.stamp_of_schools(wanted))


@router.get("/dumps/schools.json", url_name="api-dump-schools-json", summary="Alle scholen als JSON")
def schools_json(request: HttpRequest, which: Query[WhichSchools]):
    """Alle scholen die passen in één bestand: een lijst."""
    wanted = queries.Wanted(**which.dict())
    return dump("scholen.json", dumps.schools_json(wanted), queries.stamp_of_schools(wanted))


@router.get("/dumps/profiles.csv", url_name="api-dump-profiles-csv", summary="Alle profielen als CSV")
def profiles_csv(request: HttpRequest, which: Query[WhichRegion]):
    """Elk antwoord in elk profiel dat nu te lezen is: een rij per vraag."""
    stamp = queries.stamp_of_profiles(which.partnership)
    return dump("profielen.csv", dumps.profiles_csv(which.partnership), stamp)


@router.get("/dumps/profiles.json", url_name="api-dump-profiles-json", summary="Alle profielen als JSON")
def profiles_json(request: HttpRequest, which: Query[WhichRegion]):
    """Elk profiel dat nu te lezen is, in één lijst."""
    stamp = queries.stamp_of_profiles(which.partnership)
    return dump("profielen.json", dumps.profiles_json(which.partnership), stamp)


def page_of(
    request: HttpRequest, rows: QuerySet, which: WhichPage, shape: Callable[[Any], dict[str, Any]]
) -> dict[str, Any]:
    """One page of rows; raises Http404 for a page after the last."""
    count = rows.count()
    last = max(1, -(-count // which.page_size))
    if which.page > last:
        raise Http404(searching.NO_PAGE.format(last=last))
    first = (which.page - 1) * which.page_size
    return {
        "count": count,
        "page": which.page,
        "page_size": which.page_size,
        "results": [shape(row) for row in rows[first : first + which.page_size]],
    } | around(request, which.page, last)


def around(request: HttpRequest, page: int, last: int) -> dict[str, str | None]:
    """The addresses of the pages beside this one; None where there is none."""
    return {
        "next": at_page(request, page + 1) if page < last else None,
        "previous": at_page(request, page - 1) if page > 1 else None,
    }


def at_page(request: HttpRequest, number: int) -> str:
    """This same question, at another page."""
    query = request.GET.copy()
    query["page"] = str(number)
    return f"{settings.SITE_URL}{request.path}?{query.urlencode()}"


def every(rows: list[dict[str, Any]]) -> dict[str, Any]:
    return {"count": len(rows), "results": rows}


def dump(name: str, content, stamp: str) -> StreamingHttpResponse:
    kind = "text/csv; charset=utf-8" if name.endswith(".csv") else "application/json; charset=utf-8"
    headers = {"ETag": stamp, "Content-Disposition": f'attachment; filename="{name}"'}
    return StreamingHttpResponse(content, content_type=kind, headers=headers)


api = NinjaAPI(
    title=TITLE, version=VERSION, description=ABOUT, openapi_url=None, docs_url=None, renderer=Readable()
)
api.add_router("", router)
add_problems(api)
