"""Addresses for programs, without a slash at the end; any other below /api/ says that it is not there."""

from collections.abc import Iterator
from functools import wraps

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import URLPattern, path, re_path

from dekkend.website import codes  # noqa: F401 codes registers site_code
from dekkend.website.api import feeds, open_data, sitemap
from dekkend.website.api.answering import View, open_to_all
from dekkend.website.api.document import openapi, parameters_of
from dekkend.website.api.endpoints import api
from dekkend.website.api.problems import NOT_HERE, problem, unknown_parameters

ROOT = "api/v1/"


def strict(view: View, route: str) -> View:
    """A view that takes only the parameters that openapi.json names."""
    known = parameters_of("/" + route.replace("<", "{").replace(">", "}"))

    @wraps(view)
    def answer(request: HttpRequest, *args, **kwargs) -> HttpResponseBase:
        if unknown := sorted(set(request.GET) - known):
            return unknown_parameters(unknown)
        return view(request, *args, **kwargs)

    return answer


def nothing_here(request: HttpRequest, rest: str) -> HttpResponse:
    """For any other address below /api/: 404 as a program takes it."""
    return problem(404, NOT_HERE)


def addresses() -> Iterator[URLPattern]:
    """What the API answers, each for everyone; without the root that has nothing to tell."""
    for found in api.urls[0]:
        if isinstance(found, URLPattern) and found.name != "api-root":
            route = str(found.pattern)
            yield path(ROOT + route, open_to_all(strict(found.callback, route)), name=found.name)


documents = [
    *addresses(),
    path(ROOT + "openapi.json", open_to_all(openapi), name="api-openapi"),
    re_path(r"^api/(?P<rest>.*)$", open_to_all(nothing_here), name="api-nothing"),
    path("open-data/", open_data.page, name="open-data"),
    path("scholen/<site_code:code>/nieuws.atom", open_to_all(feeds.of_site), name="site-feed"),
    path("nieuws/<slug:code>.atom", open_to_all(feeds.of_region), name="region-feed"),
    path("robots.txt", sitemap.robots, name="robots"),
    path("sitemap.xml", sitemap.index, name="sitemap"),
    path("sitemap-paginas.xml", sitemap.of_pages, name="sitemap-pages"),
    path("sitemap-<slug:code>.xml", sitemap.of_region, name="sitemap-region"),
]
