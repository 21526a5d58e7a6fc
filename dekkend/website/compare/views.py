"""The page that puts schools side by side. Its address says it all, so it can be kept and shared."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from dekkend.organisations.models import Site
from dekkend.website.compare.columns import MOST, Chosen, Column, chosen_schools, sites_to_add
from dekkend.website.compare.table import table_of
from dekkend.website.compare.visit import questions_for
from dekkend.website.search.asked import tidy

LONGEST_NAME = 100


@login_not_required
@require_safe
def compare(request: HttpRequest) -> HttpResponse:
    """Up to three schools; with a code that nobody has the page says so, and is a 404."""
    chosen = chosen_schools(request.GET.getlist("school"))
    words = tidy(request.GET.get("naam", ""))[:LONGEST_NAME]
    context = {
        "columns": [_shown(column, chosen) for column in chosen.columns],
        "chosen": chosen,
        "forms_differ": _forms_differ(chosen),
        "is_full": len(chosen.columns) == MOST,
        "words": words,
        "found": [_found(site, chosen) for site in sites_to_add(words, chosen.columns)] if words else [],
    }
    if len(chosen.columns) > 1:
        table = table_of(chosen.columns)
        context |= {"table": table, "questions": questions_for(table.different)}
    return render(request, "website/compare.html", context, status=404 if chosen.unknown else 200)


def _shown(column: Column, chosen: Chosen) -> dict:
    others = [code for code in chosen.codes if code != column.site.code]
    version = column.read.version if column.read else None
    return {"column": column, "site": column.site, "version": version, "without": _address(others)}


def _found(site: Site, chosen: Chosen) -> dict:
    return {"site": site, "address": _address([*chosen.codes, site.code])}


def _address(codes: list[str]) -> str:
    return reverse("compare", query={"school": codes} if codes else None)


def _forms_differ(chosen: Chosen) -> bool:
    """Whether schools answered different forms; editions of one form are about the same."""
    return len({column.read.questionnaire.form for column in chosen.columns if column.read}) > 1
