"""The account of the procedure, as page and as PDF."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from dekkend.organisations.requests import SignedInRequest
from dekkend.profiles.account import account_of, reader_with
from dekkend.profiles.documents import account_pdf
from dekkend.profiles.queries import get_version_for
from dekkend.profiles.views.reading import page_frame


@require_safe
def account(request: SignedInRequest, pk: int) -> HttpResponse:
    """How this version came about, as far as it is."""
    version, roles = get_version_for(request.user, pk, need="read")
    context = {"parts": account_of(version, reader_with(roles)), "here": "account"}
    return render(request, "profiles/account.html", page_frame(version) | context)


@require_safe
def account_file(request: SignedInRequest, pk: int) -> HttpResponse:
    """The same as an accessible PDF, to keep with the decision."""
    version, roles = get_version_for(request.user, pk, need="read")
    name = f"verantwoording-{slugify(version.profile.site.name)}-{version.number}.pdf"
    response = HttpResponse(account_pdf(version, reader_with(roles)), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}"'
    return response
