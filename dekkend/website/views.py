"""What anyone may read. Nothing here writes, except the files that keep what was rendered."""

from collections.abc import Callable
from hashlib import sha256

from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from dekkend.core.files.serving import PUBLIC
from dekkend.core.files.store import StoreDown
from dekkend.core.languages import DUTCH
from dekkend.core.views import unavailable
from dekkend.organisations.models import Site
from dekkend.profiles.compared import changes_pdf, in_order, name_of
from dekkend.profiles.models import Version
from dekkend.profiles.papers.serving import paper_response
from dekkend.website.files import JSON, PAGE, PDF, content_type_of, new_file, read_file, write_file
from dekkend.website.publishing import changes_context, context_of, json_of, make_files, page_of
from dekkend.website.queries import (
    current_version,
    partnership_of,
    public_pair_or_404,
    public_paper_or_404,
    public_version_or_404,
    public_versions,
    site_or_404,
)
from dekkend.website.search.nearby import who_can_be_read

SECONDS_TO_WAIT = 5
SECONDS_TO_MAKE = 60
AWAY = "Dit stuk is nu even niet op te halen. Probeer het over een kwartier nog eens."


@login_not_required
@require_safe
def published(request: HttpRequest, code: str) -> HttpResponse:
    """What a school does, for parents, in their language; kept for the next reader."""
    language = get_language() or DUTCH
    if content := read_file(code, PAGE, language):
        return file_response(request, PAGE, content)
    site = site_or_404(code)
    with new_file(code, PAGE, language) as file:
        version = current_version(site)
        if version is None:
            return nothing_to_read(request, site)
        content = page_of(site, version)
        file.write(content)
    return file_response(request, PAGE, content)


@login_not_required
@require_safe
def published_json(request: HttpRequest, code: str) -> HttpResponse:
    """The text for programs, in a file."""
    return kept_file(request, code, JSON, json_of)


@login_not_required
@require_safe
def published_pdf(request: HttpRequest, code: str) -> HttpResponse:
    """The PDF; when the worker has not made it yet, a page that says so and looks again by itself."""
    if content := read_file(code, PDF):
        return file_response(request, PDF, content)
    return being_made(request, code, "published-pdf")


@login_not_required
@require_safe
def published_versions(request: HttpRequest, code: str) -> HttpResponse:
    """Every version that parents could ever read."""
    site = site_or_404(code)
    return render(request, "website/versions.html", {"site": site, "versions": public_versions(site)})


@login_not_required
@require_safe
def published_version(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """One of those, with what is read now beside it when that is another."""
    site = site_or_404(code)
    version = public_version_or_404(site, number)
    current = current_version(site)
    context = context_of(site, version) | {"versions": public_versions(site), "current": current}
    context |= {} if version == current else {"earlier": True, "at_question": ""}
    return render(request, "website/profile.html", context)


@login_not_required
@require_safe
def published_changes(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """What changed since the version before it that parents could read, or any other of those."""
    site = site_or_404(code)
    version, beside = public_pair_or_404(site, number, request.GET.get("met", ""))
    others = [other for other in public_versions(site) if other.profile_id == version.profile_id]
    choices = [(other.number, name_of(other)) for other in others if other.pk != version.pk]
    context = {"site": site, "version": version, "beside": beside, "choices": choices}
    if beside:
        context |= changes_context(site, *in_order(version, beside))
    return render(request, "website/changed.html", context)


@login_not_required
@require_safe
def published_changes_pdf(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """The same as PDF. It never changes, so it is kept with the other files of the site."""
    site = site_or_404(code)
    version, beside = public_pair_or_404(site, number, request.GET.get("met", ""))
    if beside is None:
        return redirect("published-changes", code, number)
    old, new = in_order(version, beside)
    name = f"veranderd-{old.number}-{new.number}.pdf"
    content = read_file(code, name)
    if content is None:
        content = changes_pdf(old, new, "public")
        write_file(code, name, content)
    return file_response(request, PDF, content)


@login_not_required
@require_safe
def published_paper(request: HttpRequest, code: str, paper: int, name: str) -> HttpResponseBase:
    """A file that a school added for everyone. Its name is in the address: nobody can give it another one."""
    found = public_paper_or_404(code, paper, name)
    try:
        return paper_response(request, found, cache=PUBLIC)
    except StoreDown:
        return unavailable(request, AWAY)


def being_made(request: HttpRequest, code: str, address: str) -> HttpResponse:
    """Asks the worker for the files of a site, once a minute; meanwhile a page that looks again by itself."""
    site = site_or_404(code)
    if current_version(site) is None:
        return nothing_to_read(request, site)
    if cache.add(f"making-{code}", True, SECONDS_TO_MAKE):
        make_files.enqueue(code=code)
    context = {"site": site, "again": reverse(address, args=[code])}
    response = render(request, "website/pdf_soon.html", context, status=202)
    response["Refresh"] = str(SECONDS_TO_WAIT)
    return response


def kept_file(request: HttpRequest, code: str, name: str, make: Callable[[Version], bytes]) -> HttpResponse:
    """A file of what can be read now of a site, in the language of its address: the one that is kept, else
    made and kept. Raises Http404."""
    language = get_language() or DUTCH
    content = read_file(code, name, language)
    if content is None:
        site = site_or_404(code)
        with new_file(code, name, language) as file:
            version = current_version(site)
            if version is None:
                return nothing_to_read(request, site)
            content = make(version)
            file.write(content)
    return file_response(request, name, content)


def nothing_to_read(request: HttpRequest, site: Site) -> HttpResponse:
    """A school that is gone, or that has no profile yet: who to ask then."""
    if site.closed_on:
        return render(request, "website/closed.html", {"site": site}, status=410)
    context = {"site": site, "partnership": partnership_of(site), "nearby": who_can_be_read(site)}
    return render(request, "website/no_profile.html", context, status=404)


def file_response(request: HttpRequest, name: str, content: bytes) -> HttpResponse:
    """A published file with its strong ETag, or 304 when the reader has it already."""
    etag = f'"{sha256(content).hexdigest()[:32]}"'
    headers = {"ETag": etag, "Cache-Control": "no-cache"}
    response = HttpResponse(content, content_type=content_type_of(name), headers=headers)
    return get_conditional_response(request, etag=etag, response=response) or response
