"""What a school takes along from its published profile, and the page that lists it all."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_safe

from dekkend.core.languages import DUTCH, Language, addresses_of
from dekkend.organisations.faces import face_of
from dekkend.organisations.models import Face
from dekkend.website.files import BRIEF_PDF, CARD, read_file
from dekkend.website.outlets.guide import guide_of
from dekkend.website.outlets.making import MADE_AT_ONCE
from dekkend.website.outlets.national import LONG, SHORT, national_text
from dekkend.website.outlets.plain import as_text
from dekkend.website.outlets.source import Source, source_of
from dekkend.website.queries import current_version, site_or_404
from dekkend.website.views import being_made, file_response, kept_file, nothing_to_read


@login_not_required
@require_safe
def outlet(request: HttpRequest, code: str, name: str) -> HttpResponse:
    """A file that can be made at once; kept for the next reader."""
    return kept_file(request, code, name, MADE_AT_ONCE[name])


@csp_override(settings.CSP_FRAMED)
@xframe_options_exempt
@login_not_required
@require_safe
def outlet_card(request: HttpRequest, code: str) -> HttpResponse:
    """The only page that another site may show within one of its own."""
    return outlet(request, code, CARD)


@login_not_required
@require_safe
def outlet_brief_pdf(request: HttpRequest, code: str) -> HttpResponse:
    """The summary on one sheet; when the worker has not made it yet, a page that looks again by itself."""
    if content := read_file(code, BRIEF_PDF, get_language() or DUTCH):
        return file_response(request, BRIEF_PDF, content)
    return being_made(request, code, "outlet-brief-pdf")


@login_not_required
@require_safe
def outlets(request: HttpRequest, code: str) -> HttpResponse:
    """All of them, with texts that are ready to copy."""
    site = site_or_404(code)
    version = current_version(site)
    if version is None:
        return nothing_to_read(request, site)
    source, face = source_of(version), face_of(version.profile.partnership)
    context = {
        "site": site,
        "version": version,
        "face": face,
        "source": source,
        "brief_in": _in_languages(reverse("outlet-brief-pdf", args=[code]), face),
        "frame": _snippet("frame", source, "outlet-card", code),
        "link": _snippet("link", source, "published", code),
        "guide": as_text(guide_of(version)),
        "texts": [(most, national_text(version, most)) for most in (SHORT, LONG)],
    }
    return render(request, "website/outlets/outlets.html", context)


def _in_languages(address: str, face: Face | None) -> list[tuple[Language, str]]:
    """The same in every language that the partnership offers."""
    chosen = face.languages if face else []
    return [(one, path) for one, path in addresses_of(address) if not chosen or one.code in chosen]


def _snippet(name: str, source: Source, address: str, code: str) -> str:
    """HTML for the school's own website; with every name of a person's making escaped."""
    context = {"source": source, "address": settings.SITE_URL + reverse(address, args=[code])}
    return render_to_string(f"website/outlets/snippet_{name}.html", context).strip()
