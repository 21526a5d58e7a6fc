"""Look for a file among one's own."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from dekkend.cases.finding import FindForm, asks_too_often, find
from dekkend.cases.queries import cases_of
from dekkend.cases.views.frame import about_children
from dekkend.organisations.queries import memberships_of
from dekkend.organisations.requests import SignedInRequest

TOO_OFTEN = "U zocht nu heel vaak. Wacht een kwartier en probeer het dan opnieuw."


@about_children
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def find_case(request: SignedInRequest) -> HttpResponse:
    """Asked by POST, so that initials and a birth date stand in no address."""
    form = FindForm(request.POST if request.method == "POST" else None)
    found, status = None, 200
    if form.is_bound:
        if asks_too_often(request.user):
            form.add_error(None, TOO_OFTEN)
        if form.is_valid():
            found = find(
                cases_of(memberships_of(request.user, localdate()), request.user), **form.cleaned_data
            )
        else:
            status = 429 if form.non_field_errors() else 422
    return render(request, "cases/find.html", {"form": form, "found": found, "here": "find"}, status=status)
