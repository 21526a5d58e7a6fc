"""The page that explains open data to who makes something with it. Dutch only: it is no page for parents."""

import json

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from dekkend.website.api import examples, queries, shapes
from dekkend.website.api.answering import FRESH, MOST, SECONDS, VERSION
from dekkend.website.api.document import filters_of
from dekkend.website.api.endpoints import MOST_ON_A_PAGE


@login_not_required
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """With examples about a real school, and what is answered to one of them. A fixed number of queries."""
    code, region = examples.subject()
    site = queries.schools(queries.Wanted()).filter(code=code).first()
    context = {
        "examples": examples.examples(code, region),
        "files": examples.files(region),
        "feeds": examples.feeds(code, region),
        "answer": json.dumps(shapes.school(site), ensure_ascii=False, indent=1) if site else "",
        "filters": filters_of("/search"),
        "openapi": shapes.whole("api-openapi"),
        "most_on_a_page": MOST_ON_A_PAGE,
        "most": MOST,
        "seconds": SECONDS,
        "fresh": FRESH,
        "version": VERSION,
    }
    return render(request, "website/open_data.html", context)
