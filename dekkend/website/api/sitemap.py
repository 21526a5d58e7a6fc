"""What search engines may read, and where: a list for each partnership, for none may hold the country."""

from collections.abc import Iterable

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db.models import Max, OuterRef, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from dekkend.core.languages import addresses_of
from dekkend.organisations.models import Partnership, Site
from dekkend.profiles.facts import READABLE
from dekkend.profiles.models import Version
from dekkend.website.api.queries import partnership_or_404, partnerships
from dekkend.website.api.shapes import whole

KIND = "application/xml; charset=utf-8"
PAGES = ("home", "schools", "about", "accessibility", "privacy", "open-data")


@login_not_required
@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Everything but what asks for sign-in."""
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in not_for_robots()), ""]
    lines += [f"Sitemap: {whole('sitemap')}", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


def not_for_robots() -> list[str]:
    """The beginnings of addresses that ask for sign-in."""
    return [reverse("work"), "/account/", "/uitnodiging/"]


@login_not_required
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Of each partnership where something can be read. One query."""
    codes = [found.code for found in partnerships() if found.number_of_profiles]  # type: ignore[attr-defined]
    lists = [whole("sitemap-pages"), *(whole("sitemap-region", code) for code in codes)]
    return render(request, "website/sitemap_index.xml", {"lists": lists}, content_type=KIND)


@login_not_required
@require_safe
def of_pages(request: HttpRequest) -> HttpResponse:
    """The pages of our own, without schools."""
    return listed(request, [(reverse(name), None) for name in PAGES])


@login_not_required
@require_safe
def of_region(request: HttpRequest, code: str) -> HttpResponse:
    """The pages of the schools of a partnership. Two queries; raises Http404."""
    sites = readable_sites(partnership_or_404(code))
    return listed(request, [(reverse("published", args=[code]), at) for code, at in sites])


def readable_sites(region: Partnership) -> Iterable[tuple]:
    """(code, when the text that can be read was published) of its open schools."""
    versions = Version.objects.filter(
        profile__site=OuterRef("pk"), profile__partnership=region, state__in=READABLE
    )
    newest = versions.order_by().values("profile__site").annotate(at=Max("published_at")).values("at")
    sites = Site.objects.filter(closed_on=None).annotate(at=Subquery(newest))
    return sites.filter(at__isnull=False).order_by("code").values_list("code", "at")


def listed(request: HttpRequest, pages: Iterable[tuple]) -> HttpResponse:
    """`pages` are (path, when it changed or None); each with its address in every language."""
    rows = [
        {
            "address": settings.SITE_URL + path,
            "at": at,
            "languages": [
                (language.code, settings.SITE_URL + other) for language, other in addresses_of(path)
            ],
        }
        for path, at in pages
    ]
    return render(request, "website/sitemap.xml", {"rows": rows}, content_type=KIND)
