"""The page on which parents find a school, and the front door that leads to it."""

from typing import Any
from urllib.parse import parse_qsl

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_safe

from dekkend.website.map.drawing import Map
from dekkend.website.map.svg import inside
from dekkend.website.search import presenting
from dekkend.website.search.asked import FILTERS, NAMES, Asked, TooLong
from dekkend.website.search.columns import Columns
from dekkend.website.search.engine import PAGE
from dekkend.website.search.filters import groups
from dekkend.website.search.finding import Finding
from dekkend.website.search.fresh import columns_now
from dekkend.website.search.lexicon import lexicon_for
from dekkend.website.search.rows import Rows


@login_not_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What parents come for; who works here goes on to that."""
    if request.user.is_authenticated:
        return redirect("work")
    columns = columns_now()
    context = {
        "asked": Asked(),
        "needs": needs_to_choose(columns),
        "canonical": settings.SITE_URL + request.path,
    }
    return render(request, "website/home.html", context)


@login_not_required
@require_safe
def schools(request: HttpRequest) -> HttpResponse:
    """The schools that fit. One search has one address: any other one leads to it."""
    asked, errors = read(request.GET)
    if not errors and parse_qsl(request.META["QUERY_STRING"], keep_blank_values=True) != asked.pairs:
        return redirect(request.path + asked.query)
    status = 400 if errors else 200
    finding = Finding(asked, get_language() or "nl")
    if finding.place_is_unknown:
        errors[NAMES["place"]] = gettext(
            "Deze postcode of plaats kennen wij niet. Kijk of u geen fout typte."
        )
    if not finding.page_exists:
        status = 404
    return render(request, "website/find.html", context_of(finding, errors, request), status=status)


def read(data: QueryDict) -> tuple[Asked, dict[str, str]]:
    """What is asked, and what is wrong with it by the name of its field."""
    errors: dict[str, str] = {}
    while True:
        try:
            return Asked.of(data), errors
        except TooLong as long:
            words = gettext("Dit is te lang. Er passen %(most)s tekens. Maak het korter.")
            errors[long.field] = words % {"most": long.most}
            data = without(data, long.field)


def without(data: QueryDict, name: str) -> QueryDict:
    """The same address without the part that nobody can read."""
    left = data.copy()
    left.pop(name)
    return left


def needs_to_choose(columns: Columns) -> list[dict[str, str]]:
    """The needs that some school says something about, each with its search."""
    labels = lexicon_for(get_language() or "nl", tuple(columns.needs.values())).labels
    said = [need for need in labels if columns.ways.get(need)]
    return [{"label": labels[need], "query": Asked(needs=(need,)).query} for need in said]


def context_of(finding: Finding, errors: dict[str, str], request: HttpRequest) -> dict[str, Any]:
    asked, nothing = finding.asked, finding.total == 0
    rows = Rows(finding, compare=True)
    near = finding.nearby if nothing else []
    first = (asked.page - 1) * PAGE + 1
    drawn = Map(finding, near, 1) if nothing else Map(finding, finding.hits, first)
    return {
        "asked": asked,
        "finding": finding,
        "errors": errors,
        "page_address": request.path + asked.query,
        "canonical": settings.SITE_URL + request.path + asked.query,
        "page_title": presenting.title(finding),
        "chips": presenting.chips(finding),
        "suggestions": presenting.suggestions(finding),
        "other_places": presenting.other_places(finding),
        "groups": groups(finding),
        "results": rows.of(finding.hits, first=first),
        "start": first,
        "changes": presenting.changes(finding) if nothing else [],
        "nearby": rows.of(near, first=1),
        "map": drawn,
        "drawing": inside(drawn) if drawn else "",
        "named": [finding.columns.schools[place] for place in finding.named],
        "heading": presenting.heading(finding),
        "other_order": presenting.other_order(finding),
        "support_point": presenting.support_point(finding),
        "kept_by_search": [pair for pair in asked.pairs if pair[0] not in _names("text", "place", "page")],
        "kept_by_filters": [pair for pair in asked.pairs if pair[0] not in _names(*FILTERS, "page")],
        "first": asked.but(page=1).query,
        "followed": asked.but(sort="").query,
    } | presenting.pages(finding)


def _names(*parts: str) -> set[str]:
    return {NAMES[part] for part in parts}
