"""The page on which parents find a school, and the front door that leads to it."""

from urllib.parse import parse_qsl

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_safe

from dekkend.core.languages import DUTCH
from dekkend.core.rendering import render_by_shape
from dekkend.organisations.faces import face_here
from dekkend.website.find.page import page_of
from dekkend.website.map.tiles import may_fetch_tiles
from dekkend.website.search.asked import NAMES, Asked, TooLong
from dekkend.website.search.columns import Columns
from dekkend.website.search.finding import Finding
from dekkend.website.search.fresh import columns_now
from dekkend.website.search.lexicon import lexicon_for


@login_not_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What parents come for; who works here goes on to that."""
    if request.user.is_authenticated:
        return redirect("work")
    columns = columns_now()
    context = {
        "needs": needs_to_choose(columns),
        "canonical": settings.SITE_URL + request.path,
    }
    return render(request, "website/home.html", context)


@login_not_required
@require_safe
@may_fetch_tiles
def schools(request: HttpRequest) -> HttpResponse:
    """The schools that fit. One search has one address: any other one leads to it."""
    asked, errors = read(request.GET)
    if not errors and parse_qsl(request.META["QUERY_STRING"], keep_blank_values=True) != asked.pairs:
        return redirect(request.path + asked.query)
    finding = Finding(asked, get_language() or DUTCH)
    status = 404 if not finding.page_exists else 400 if errors else 200
    if finding.place_is_unknown:
        words = gettext("Deze postcode of plaats kennen wij niet. Kijk of u geen fout typte.")
        errors[NAMES["place"]] = words
    return _drawn(request, finding, errors, status)


def _drawn(request: HttpRequest, finding: Finding, errors: dict[str, str], status: int) -> HttpResponse:
    """The page; what its frame shows depends on whose host this is."""
    shape, words = page_of(finding, errors, request)
    face = face_here(request)["face"]
    return render_by_shape(
        request,
        "website/find.html",
        shape | {"canonical": settings.SITE_URL + request.path},
        words,
        frame=(face.pk, face.revision, face.logo_hash, str(face)) if face else None,
        status=status,
    )


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
    labels = lexicon_for(get_language() or DUTCH, tuple(columns.needs.values())).labels
    said = [need for need in labels if columns.ways.get(need)]
    return [{"label": labels[need], "query": Asked(needs=(need,)).query} for need in said]
