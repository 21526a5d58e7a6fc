"""How every page of a parent's place is opened: by link and code, and written in the log.

What a parent gets is kept by no browser, proxy or search engine, and the address goes to no other site.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Any

from allauth.core.ratelimit import respond_429
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, gettext_noop
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods

from dekkend.cases import actions
from dekkend.cases.actions.consent import as_outsider
from dekkend.cases.conditions import kind_of
from dekkend.cases.log import note_reading
from dekkend.cases.models import Case, Party
from dekkend.cases.parents.door import DOOR
from dekkend.cases.rules import WRITING
from dekkend.core.door import codes, cookie
from dekkend.core.kept import kept_text, token_refused, typed_in
from dekkend.core.languages import current
from dekkend.organisations.models import Role
from dekkend.organisations.throttle import guesses_too_often

type View = Callable[..., HttpResponseBase]

STATUS = {"unknown": 404, "over": 410, "locked": 403}
WRONG, NOT_NOW = 422, 409
TOO_LATE = gettext_noop("Dit kan nu niet meer. Lees op deze bladzijde hoe het er nu voor staat.")


@dataclass(frozen=True)
class Visit:
    """A parent who is let in, now."""

    party: Party
    token: str
    at: datetime

    @property
    def case(self) -> Case:
        return self.party.case


def at_the_door(view: View) -> View:
    """A page behind a parent's link, let in or not; a dead link says why."""

    @sensitive_variables("token")
    @sensitive_post_parameters()
    @login_not_required  # the link leads to a door, the code opens it
    @never_cache
    @wraps(view)
    def guarded(request: HttpRequest, token: str, **more: Any) -> HttpResponseBase:
        try:
            response = view(request, token, **more)
        except actions.CannotEnter as closed:
            response = _closed(request, closed)
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return guarded


def for_parent(what: str) -> Callable[[View], View]:
    """For the browser that gave the code, with a line in the log that `what` was read; any other at the door.

    `what` may name a part of the address: "bijlage {number}". The view gets a Visit. What is sent without
    being let in comes back, to send once more; what is sent to something that is there no longer, to keep.
    """

    def wrap(view: View) -> View:
        @at_the_door
        @csrf_exempt  # checked below: what was typed must come back
        @require_http_methods(["GET", "HEAD", "POST"])
        @wraps(view)
        def guarded(request: HttpRequest, token: str, **more: Any) -> HttpResponseBase:
            visit = Visit(actions.find_party(token=token, at=timezone.now()), token, timezone.now())
            if request.method == "POST" and (refused := token_refused(request)):
                return refused
            if not cookie.is_let_in(request, DOOR, visit.party):
                is_sent = request.method == "POST"
                return kept_text(request, door=request.path) if is_sent else door_page(request, visit)
            note_reading(visit.case, as_outsider(visit.party), Role.PARENT, what.format(**more), visit.at)
            try:
                return view(request, visit, **more)
            except Http404:
                if not typed_in(request):
                    raise
                return _not_now(request, visit, "parent-case", status=404)

        return guarded

    return wrap


def page(
    request: HttpRequest, visit: Visit, template: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    """A page for who is let in. Its title names neither child nor number."""
    frame = {
        "case": visit.case,
        "child": visit.case.child,
        "kind": kind_of(visit.case),
        "party": visit.party,
        "writes": visit.case.state in WRITING,
        "public_page": True,  # who is signed in here is not shown, for it plays no part
    }
    return render(request, f"cases/parents/{template}.html", frame | _outside(visit) | context, status=status)


def door_page(
    request: HttpRequest, visit: Visit, *, error: str = "", passkey_error: str = "", status: int = 200
) -> HttpResponse:
    """It names neither child nor parent: who has a forwarded link comes this far."""
    context = {
        "code_sent": codes.is_live(visit.party, visit.at),
        "error": error,
        "passkey_error": passkey_error,
        "has_passkey": visit.party.passkeys.exists(),
        "hours": cookie.HOURS,
        "next": request.POST.get("next", request.path),
        "public_page": True,
    }
    return render(request, "cases/parents/door.html", _outside(visit) | context, status=status)


def told(refused: actions.NotPossible) -> str:
    """The reason in the reader's language, where we have it so."""
    known = gettext(refused.reason)
    return known if known != refused.reason or current().is_dutch else gettext(TOO_LATE)


def too_late(request: HttpRequest, visit: Visit, then: str) -> HttpResponse:
    """It cannot be done any more: what was typed just now, or else `then`, the page with how it stands."""
    if typed_in(request):
        return _not_now(request, visit, then, status=NOT_NOW)
    messages.error(request, gettext(TOO_LATE))
    return redirect(then, visit.token)


def sent_twice(request: HttpRequest, before: str) -> bool:
    """A form with nothing in it but the words that were kept before."""
    return request.method == "POST" and request.POST.get("words", "").strip() in ("", before)


def _not_now(request: HttpRequest, visit: Visit, then: str, *, status: int) -> HttpResponse:
    context = {"typed": typed_in(request), "then": reverse(then, args=[visit.token])}
    return page(request, visit, "not_now", context, status)


def _outside(visit: Visit) -> dict[str, Any]:
    """What is no secret to who has the link: which school, and whom to call."""
    return {"token": visit.token, "site": visit.case.site, "partnership": visit.case.partnership}


def _closed(request: HttpRequest, closed: actions.CannotEnter) -> HttpResponse:
    """What happened and whom to call; with what was typed just now."""
    if closed.why == "unknown" and guesses_too_often(request, "parent"):
        return respond_429(request)
    context = {
        "why": closed.why,
        "site": closed.party.case.site if closed.party else None,
        "partnership": closed.party.case.partnership if closed.party else None,
        "until": closed.party.token_until if closed.party else None,
        "typed": typed_in(request) if "code" not in request.POST else [],
        "public_page": True,
    }
    return render(request, "cases/parents/closed.html", context, status=STATUS[closed.why])
