"""How every page about a case is opened: signed in with a second step, involved, and written in the log."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.timezone import localdate
from django.views.decorators.cache import never_cache

from dekkend.cases.conditions import kind_of
from dekkend.cases.log import note_reading
from dekkend.cases.models import Case
from dekkend.cases.queries import get_case_for
from dekkend.cases.rules import sees_inside
from dekkend.cases.transitions import ROUTE
from dekkend.core.kept import keeps_typed_text, kept_text, refused_with_text
from dekkend.organisations.models import Role
from dekkend.organisations.requests import SignedInRequest
from dekkend.organisations.second_step import took_second_step

# In which of someone's roles they read, where they have more.
FIRST = (
    Role.SUPPORT_COORDINATOR,
    Role.HEAD_TEACHER,
    Role.TEACHER,
    Role.SERVICE_DESK,
    Role.COMMITTEE_SECRETARY,
    Role.COMMITTEE_MEMBER,
    Role.EXPERT,
    Role.PRIVACY_OFFICER,
)


def about_children(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """A page about a child: for who took a second step in this session, and kept by no browser or proxy.

    What is sent without that (the session ran out) comes back as a form, to send once more; what is sent to
    a file that is theirs no longer (it was taken back meanwhile) to be kept elsewhere.
    """

    @never_cache
    @keeps_typed_text
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not took_second_step(request):
            if request.method == "POST":
                return kept_text(request, is_in=False)
            return redirect(f"{reverse('second-step')}?{urlencode({'next': request.get_full_path()})}")
        try:
            response = view(request, *args, **kwargs)
        except (Http404, PermissionDenied) as refused:
            if request.method != "POST":
                raise
            response = refused_with_text(request, refused)
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return guarded


def open_case_for(request: SignedInRequest, pk: int, what: str) -> tuple[Case, frozenset[str]]:
    """The case and the roles of who asks; that they looked at `what` is in the log before they see it.

    Raises Http404 for who is not involved, PermissionDenied for who may not open it.
    """
    case, roles = get_case_for(request.user, pk, localdate())
    note_reading(case, request.user, reading_role(roles), what, timezone.now())
    return case, roles


def pdf_response(content: bytes, name: str) -> HttpResponse:
    """A PDF to print or keep, always as a download."""
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = content_disposition_header(True, name)
    response["X-Content-Type-Options"] = "nosniff"
    return response


def reading_role(roles: frozenset[str]) -> str:
    return next(role for role in FIRST if role in roles)


def case_frame(case: Case, roles: frozenset[str]) -> dict[str, Any]:
    """What every page about a case needs. Its title is the number: no name in a title, a history or a tab."""
    return {
        "case": case,
        "child": case.child,
        "kind": kind_of(case),
        "words": case.offering.catalogue.words,
        "state": ROUTE.state(case.state),
        "roles": roles,
        "is_of_school": sees_inside(roles),
    }
