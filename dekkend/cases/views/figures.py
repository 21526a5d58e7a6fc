"""The figures of extra support: counts of closed school years, on a page and as a file. Of no child."""

import csv
from collections.abc import Iterable, Sequence

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from dekkend.cases.effect.columns import TOPICS
from dekkend.cases.effect.disclosure import FEW, HIDDEN
from dekkend.cases.effect.reading import BREAKDOWNS, OFFERED, Page, Place, may_read, page_of, places_of
from dekkend.organisations.models import Role
from dekkend.organisations.queries import memberships_of
from dekkend.organisations.requests import SignedInRequest

UNKNOWN = "Deze bladzijde kennen wij niet."


@never_cache
@require_safe
def figures(request: SignedInRequest) -> HttpResponse:
    """Of one place and year. Three queries at most, however much was counted."""
    roles, places, page = _asked(request)
    context = {
        "page": page,
        "places": places,
        "breakdowns": [(key, BREAKDOWNS[key][0]) for key in OFFERED[page.place.level]] if page else [],
        "few": FEW,
        "hidden": HIDDEN,
        "has_cases": bool(roles & {Role.SERVICE_DESK, Role.HEAD_TEACHER}),
        "here": "figures",
    }
    return render(request, "cases/figures.html", context)


@never_cache
@require_safe
def figures_file(request: SignedInRequest) -> HttpResponse:
    """The tables of the page below each other, with the same signs, for a spreadsheet."""
    _, _, page = _asked(request)
    if page is None:
        raise Http404(UNKNOWN)
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    name = f"cijfers-{page.place.key}-{page.figures.school_year}-per-{page.per}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response.write("\ufeff")  # or Excel takes it for another alphabet
    csv.writer(response, delimiter=";").writerows(_rows(page))
    return response


def _rows(page: Page) -> Iterable[Sequence[object]]:
    heads = {column: head for topic in TOPICS for column, head in topic.columns.items()}
    yield [page.of_what.capitalize(), *heads.values()]
    for name, row in page.lines:
        yield [_as_text(name), *(row[column] for column in heads)]


def _as_text(name: str) -> str:
    """A spreadsheet would reckon with what begins like a formula."""
    return f"'{name}" if name[:1] in ("=", "+", "-", "@") else name


def _asked(request: SignedInRequest) -> tuple[set[str], list[Place], Page | None]:
    """Raises Http404 for who reads no figures."""
    memberships = memberships_of(request.user, localdate())
    if not may_read(memberships):
        raise Http404(UNKNOWN)
    places = places_of(memberships)
    return {one.role for one in memberships}, places, page_of(places, request.GET.dict())
