"""A parent's passkeys: the door opens with one, and on a page of their own they come and go.

One address asks and answers: without an answer of the device it gives what the script is to ask of it.
"""

import json
from collections.abc import Callable
from typing import Any

from allauth.core.ratelimit import respond_429
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.request import split_domain_port
from django.shortcuts import redirect
from django.utils.translation import gettext, gettext_noop
from django.views.decorators.http import require_http_methods

from dekkend.cases import actions
from dekkend.cases.parents.devices import device_of
from dekkend.cases.parents.door import DOOR
from dekkend.cases.parents.passkeys import LONGEST, Here
from dekkend.cases.parents.words import PASSKEYS
from dekkend.cases.views.parents.door import after_the_door, visit_of
from dekkend.cases.views.parents.frame import NOT_NOW, WRONG, Visit, at_the_door, door_page, for_parent, page
from dekkend.core.door import cookie
from dekkend.organisations.throttle import guesses_too_often, happens_too_often

MOST_ASKED, AN_HOUR = 30, 3600
NOT_THIS_ONE = gettext_noop("Het lukte niet met deze passkey. Probeer het nog een keer, of vraag een code.")
TOO_OFTEN = gettext_noop("Dit ging te vaak achter elkaar. Vraag een code, of probeer het over een uur.")
GONE = gettext_noop("Uw passkey is weg. Met de code per mail komt u altijd binnen.")
NOT_MADE = gettext_noop("De passkey is niet gemaakt. Probeer het nog een keer.")


@at_the_door
@require_http_methods(["GET", "POST"])
def parent_passkey(request: HttpRequest, token: str) -> HttpResponse:
    """Come in with a passkey. A GET leads to the door, as with the code."""
    visit = visit_of(token)
    if request.method != "POST":
        return redirect("parent-case", token)
    here = here_of(request)
    if "credential" not in request.POST:
        return _asked(visit, lambda: actions.ask_passkey(token=token, here=here, at=visit.at))
    outcome = actions.enter_with_passkey(token=token, here=here, answer=_answer(request), at=visit.at)
    if outcome == "right":
        response = redirect(after_the_door(request, token))
        cookie.let_in(response, DOOR, visit.party, token)
        return response
    if outcome != "spent" and guesses_too_often(request, "parent-code"):
        return respond_429(request)
    return door_page(request, visit_of(token), passkey_error=gettext(NOT_THIS_ONE), status=WRONG)


@for_parent(PASSKEYS)
def parent_passkeys(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Those there are, and a new one."""
    if request.method != "POST":
        return _page(request, visit)
    here = here_of(request)
    if "credential" not in request.POST:
        return _asked(visit, lambda: actions.ask_new_passkey(token=visit.token, here=here, at=visit.at))
    device = device_of(request.headers.get("User-Agent", ""))
    try:
        outcome = actions.add_passkey(
            token=visit.token, here=here, answer=_answer(request), device=device, at=visit.at
        )
    except actions.CannotEnter:
        raise
    except actions.NotPossible as refused:
        return _page(request, visit, error=gettext(refused.reason), status=NOT_NOW)
    if outcome != "right":
        return _page(request, visit, error=gettext(NOT_MADE), status=WRONG)
    messages.success(request, gettext("Uw passkey is gemaakt. Wij mailden u dat ook."))
    return redirect(request.path)


@for_parent(PASSKEYS)
def remove_parent_passkey(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """First which one and what that means, then one button."""
    if request.method == "POST":
        actions.remove_passkey(token=visit.token, passkey_id=pk, at=visit.at)
        messages.success(request, gettext(GONE))
        return redirect("parent-passkeys", visit.token)
    passkey = visit.party.passkeys.filter(pk=pk).first()
    if passkey is None:
        raise Http404("Deze passkey kennen wij niet.")
    passkey.party = visit.party
    return page(request, visit, "remove_passkey", {"passkey": passkey})


def here_of(request: HttpRequest) -> Here:
    """A passkey belongs to the host of the page: a region may have one of its own."""
    host = request.get_host()
    return Here(split_domain_port(host)[0], f"{request.scheme}://{host}")


def _asked(visit: Visit, ask: Callable[[], dict[str, Any]]) -> JsonResponse:
    """What the script asks of the device, or in words why it cannot."""
    if happens_too_often(f"parent-passkey:{visit.party.pk}", most=MOST_ASKED, seconds=AN_HOUR):
        return JsonResponse({"error": gettext(TOO_OFTEN)}, status=429)
    try:
        return JsonResponse(ask())
    except actions.CannotEnter:
        raise
    except actions.NotPossible as refused:
        return JsonResponse({"error": gettext(refused.reason)}, status=NOT_NOW)


def _answer(request: HttpRequest) -> dict[str, Any]:
    """What the device said; nothing when that cannot be read, which is a wrong answer."""
    text = request.POST["credential"]
    try:
        said = json.loads(text) if len(text) <= LONGEST else None
    except (ValueError, RecursionError):
        said = None
    return said if isinstance(said, dict) else {}


def _page(request: HttpRequest, visit: Visit, *, error: str = "", status: int = 200) -> HttpResponse:
    passkeys = list(visit.party.passkeys.all())
    for one in passkeys:
        one.party = visit.party
    return page(request, visit, "passkeys", {"passkeys": passkeys, "error": error}, status=status)
