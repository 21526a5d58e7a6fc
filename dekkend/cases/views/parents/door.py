"""The door of a parent's place: a code is asked, typed, and the door shut again."""

from allauth.core.ratelimit import respond_429
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext, gettext_noop
from django.views.decorators.http import require_http_methods, require_POST

from dekkend.cases import actions
from dekkend.cases.parents.door import DOOR
from dekkend.cases.parents.words import START
from dekkend.cases.views.parents.frame import WRONG, Visit, at_the_door, door_page, for_parent
from dekkend.core.door import codes, cookie
from dekkend.organisations.throttle import guesses_too_often, happens_too_often

MOST_CODES, AN_HOUR = 6, 3600
NO_CODE = gettext_noop("Deze code werkt niet meer. Vraag een nieuwe.")
WRONG_CODE = gettext_noop("Deze code klopt niet. Kijk in de nieuwste mail.")
TOO_MANY = gettext_noop("Er zijn al een paar codes gestuurd. Kijk in uw mail, of probeer het over een uur.")
LEFT = gettext_noop("Klaar. Op dit apparaat kan niemand meer binnen, tot u een nieuwe code vraagt.")


@at_the_door
@require_http_methods(["GET", "POST"])
def parent_code(request: HttpRequest, token: str) -> HttpResponse:
    """Send a code to the address of the parent, or take the code that was typed.

    A GET leads to the door: the page that tells of a wrong code offers its languages.
    """
    visit = visit_of(token)
    if request.method != "POST":
        return redirect("parent-case", token)
    if "code" in request.POST:
        return _enter(request, visit)
    if happens_too_often(f"parent-code:{visit.party.pk}", most=MOST_CODES, seconds=AN_HOUR):
        return door_page(request, visit, error=gettext(TOO_MANY), status=429)
    try:
        actions.send_parent_code(token=token, at=visit.at)
    except actions.CannotEnter:
        raise
    except actions.NotPossible as refused:
        return door_page(request, visit, error=gettext(refused.reason), status=409)
    return redirect(after_the_door(request, token))


@at_the_door
@require_POST
def parent_leave(request: HttpRequest, token: str) -> HttpResponse:
    """Shut the door behind oneself: for a computer that others use too."""
    response = redirect("parent-case", token)
    cookie.let_out(response, DOOR, visit_of(token).party, token)
    messages.success(request, gettext(LEFT))
    return response


@for_parent(START)
def parent_language(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Be written to in the language of the page from now on."""
    if request.method == "POST":
        language = request.POST.get("language", "")
        try:
            actions.choose_language(token=visit.token, language=language, at=visit.at)
            messages.success(request, gettext("Wij schrijven u voortaan in deze taal."))
        except actions.NotPossible:
            messages.error(request, gettext("Kies een taal uit de lijst."))
    return redirect("parent-case", visit.token)


def _enter(request: HttpRequest, visit: Visit) -> HttpResponse:
    outcome = actions.enter_as_parent(token=visit.token, code=request.POST["code"], at=visit.at)
    if outcome == "right":
        response = redirect(after_the_door(request, visit.token))
        cookie.let_in(response, DOOR, visit.party, visit.token)
        return response
    if outcome in ("wrong", "shut") and guesses_too_often(request, "parent-code"):
        return respond_429(request)
    again = visit_of(visit.token)  # that was perhaps one wrong code too many
    error = WRONG_CODE if codes.is_live(again.party, again.at) else NO_CODE
    return door_page(request, again, error=gettext(error), status=WRONG)


def visit_of(token: str) -> Visit:
    """Whoever opens this link, let in or not. Raises CannotEnter."""
    at = timezone.now()
    return Visit(actions.find_party(token=token, at=at), token, at)


def after_the_door(request: HttpRequest, token: str) -> str:
    """Back to the page where the door stood in the way, when it is one of this link."""
    wanted = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) and f"/{token}/" in wanted
    return wanted if is_ours else redirect("parent-case", token)["Location"]
