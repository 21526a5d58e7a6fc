"""The working copy as others would read it: parents, the MR, and on paper. Marked as a draft everywhere."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from dekkend.organisations.register import register_of
from dekkend.organisations.requests import SignedInRequest
from dekkend.profiles.documents import profile_pdf, tree_of
from dekkend.profiles.models import Version
from dekkend.profiles.parents import parents_page
from dekkend.profiles.queries import get_version_for
from dekkend.profiles.views.reading import page_frame

READERS = {"ouders": "een ouder", "mr": "de MR"}


@require_safe
def preview(request: SignedInRequest, pk: int, reader: str) -> HttpResponse:
    """For who may read the working copy. What is established already has its own page."""
    if reader not in READERS:
        raise Http404("Deze bladzijde kennen wij niet.")
    version, _ = get_version_for(request.user, pk, need="read")
    if not version.is_under_way:
        return redirect("read", version.pk)
    context = page_frame(version) | {"preview": READERS[reader], "reader": reader, "here": "preview"}
    return _as_parents(request, version, context) if reader == "ouders" else _as_mr(request, version, context)


@require_safe
def preview_pdf(request: SignedInRequest, pk: int) -> HttpResponse:
    """What parents could download, with "concept" on every page."""
    version, _ = get_version_for(request.user, pk, need="read")
    if not version.is_under_way:
        return redirect("read", version.pk)
    response = HttpResponse(profile_pdf(version, "public"), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="concept-{version.profile.site.code}.pdf"'
    return response


def _as_parents(request: SignedInRequest, version: Version, context: dict) -> HttpResponse:
    register = register_of(version.profile.site, version.profile.partnership)
    context |= {"register": register, "partnership": version.profile.partnership} | parents_page(version)
    return render(request, "profiles/preview_parents.html", context)


def _as_mr(request: SignedInRequest, version: Version, context: dict) -> HttpResponse:
    """The page that the MR gets once the profile is sent, before that."""
    context |= {"chapters": tree_of(version, "school"), "standing": "Zo ziet de MR de tekst."}
    return render(request, "profiles/read.html", context)
