"""A guest's own pages: the door, where a code is asked, and one chapter. By link, without signing in."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.core.ratelimit import respond_429
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST

from dekkend.core.door import codes, cookie
from dekkend.core.kept import kept_text, token_refused, typed_in
from dekkend.core.markup import to_html
from dekkend.organisations.register import register_of
from dekkend.organisations.throttle import guesses_too_often, happens_too_often
from dekkend.profiles import actions
from dekkend.profiles.actions.visiting import ONLY_READS, author_for
from dekkend.profiles.guests.door import DOOR
from dekkend.profiles.guests.sight import chapter_of, seen
from dekkend.profiles.models import Answer, Guest
from dekkend.profiles.queries import answer_values, answers_of
from dekkend.profiles.saving import Saved
from dekkend.profiles.sheet import blocks_of, changed, entries_of, place_of
from dekkend.profiles.views.saving import UNKNOWN, fault, save_and_tell
from dekkend.profiles.views.writing import put_back
from dekkend.questionnaires.definition import Chapter, Questionnaire
from dekkend.questionnaires.loader import questionnaire_of
from dekkend.questionnaires.posted import read_form

WRONG = 422
STATUS = {"unknown": 404, "withdrawn": 410, "over": 410, "closed": 409, "locked": 403}
MOST_CODES, AN_HOUR = 6, 3600
NO_CODE = "Deze code werkt niet meer. Vraag een nieuwe."
WRONG_CODE = "Deze code klopt niet. Kijk in de nieuwste mail."
TOO_MANY = "Er zijn al een paar codes gestuurd. Kijk in uw mail, of probeer het over een uur."
CODE_AGAIN = "Uw code is verlopen."
LEFT = "Klaar. Op dit apparaat kan niemand meer bij het hoofdstuk, tot u een nieuwe code vraagt."


def for_guest(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A page behind a guest's link: kept by no cache and no search engine; a dead link says why."""

    @sensitive_variables("token")
    @sensitive_post_parameters()
    @login_not_required  # the link leads to a door, the code opens it
    @never_cache
    @wraps(view)
    def guarded(request: HttpRequest, token: str, **more: Any) -> HttpResponse:
        try:
            response = view(request, token, **more)
        except actions.CannotVisit as closed:
            response = _closed(request, closed)
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return guarded


@for_guest
@csrf_exempt  # checked below: what was typed must come back
@require_http_methods(["GET", "POST"])
def guest_chapter(request: HttpRequest, token: str) -> HttpResponse:
    """The chapter, for the browser that gave the code; the door for any other."""
    guest = actions.find_guest(token, timezone.now())
    is_in = cookie.is_let_in(request, DOOR, guest)
    if request.method == "GET":
        return _page(request, guest, token) if is_in else _door(request, guest, token)
    if refused := token_refused(request):
        return refused
    if not is_in:
        return kept_text(request, door=request.path)
    if not guest.writes:
        raise PermissionDenied(ONLY_READS)
    return _save(request, guest, token)


@for_guest
@require_POST
def guest_code(request: HttpRequest, token: str) -> HttpResponse:
    """Send a code to the address that was invited, or take the code that was typed."""
    guest = actions.find_guest(token, timezone.now())
    if "code" in request.POST:
        return _enter(request, guest, token)
    if happens_too_often(f"guest-code:{guest.pk}", most=MOST_CODES, seconds=AN_HOUR):
        return _door(request, guest, token, error=TOO_MANY, status=429)
    try:
        actions.send_guest_code(token=token, at=timezone.now())
    except actions.CannotVisit:
        raise
    except actions.NotPossible as refused:
        return _door(request, guest, token, error=refused.reason, status=409)
    return redirect("guest-chapter", token)


@for_guest
@require_POST
def guest_leave(request: HttpRequest, token: str) -> HttpResponse:
    """Shut the door behind oneself: for a computer that others use too."""
    response = redirect("guest-chapter", token)
    cookie.let_out(response, DOOR, actions.find_guest(token, timezone.now()), token)
    messages.success(request, LEFT)
    return response


@login_not_required
@never_cache
@require_POST
def guest_answer(request: HttpRequest, token: str, key: str) -> JsonResponse:
    """Save one answer while its guest goes on: as `answer`, and 401 where a new code is needed."""
    try:
        guest = actions.find_guest(token, timezone.now())
        if not cookie.is_let_in(request, DOOR, guest):
            return fault(CODE_AGAIN, 401)
        return _save_one(request, guest, token, key)
    except actions.NotPossible as refused:
        return fault(refused.reason, 403)


def _save_one(request: HttpRequest, guest: Guest, token: str, key: str) -> JsonResponse:
    form = questionnaire_of(guest.version.edition)
    place = place_of(form, key)
    if place is None:
        return fault(UNKNOWN, 404)
    question, chapter = place

    def save(value: Any, revision: int) -> Saved:
        return actions.save_answer_as_guest(
            token=token, key=key, value=value, revision=revision, at=timezone.now()
        )

    def values() -> dict[str, Any]:
        return seen(form, chapter, answer_values(guest.version_id))

    return save_and_tell(request, author_for(guest), form, question, chapter, save=save, values=values)


def _enter(request: HttpRequest, guest: Guest, token: str) -> HttpResponse:
    outcome = actions.enter_as_guest(token=token, code=request.POST["code"], at=timezone.now())
    if outcome == "right":
        response = redirect("guest-chapter", token)
        cookie.let_in(response, DOOR, guest, token)
        return response
    if outcome in ("wrong", "shut") and guesses_too_often(request, "guest-code"):
        return respond_429(request)
    guest = actions.find_guest(token, timezone.now())  # that was perhaps one wrong code too many
    error = WRONG_CODE if codes.is_live(guest, timezone.now()) else NO_CODE
    return _door(request, guest, token, error=error, status=WRONG)


def _door(
    request: HttpRequest, guest: Guest, token: str, *, error: str = "", status: int = 200
) -> HttpResponse:
    """It names neither guest, address nor chapter: who has a forwarded link comes this far."""
    context = {
        "token": token,
        "writes": guest.writes,
        "site": guest.version.profile.site,
        "inviter": guest.invited_by.name,
        "code_sent": codes.is_live(guest, timezone.now()),
        "error": error,
        "hours": cookie.HOURS,
        "public_page": True,
    }
    return render(request, "profiles/guest_door.html", context, status=status)


def _closed(request: HttpRequest, closed: actions.CannotVisit) -> HttpResponse:
    """What happened and whom to ask; with what was typed just now."""
    if closed.why == "unknown" and guesses_too_often(request, "guest"):
        return respond_429(request)
    guest = closed.guest
    context = {
        "why": closed.why,
        "site": guest.version.profile.site if guest else None,
        "inviter": guest.invited_by.name if guest else "",
        "until": guest.until if guest else None,
        "typed": typed_in(request) if "code" not in request.POST else [],
        "public_page": True,
    }
    return render(request, "profiles/guest_closed.html", context, status=STATUS[closed.why])


def _save(request: HttpRequest, guest: Guest, token: str) -> HttpResponse:
    """The whole chapter, by the button; what cannot be saved comes back with what was typed."""
    version, form, page = guest.version, *_place(guest)
    questions = {question.key: question for question in page.questions}
    typed, refused = read_form(page.questions, request.POST)
    values = changed(version, questions, typed, answers_of(version))
    values = {key: value for key, value in values.items() if key not in refused}
    result = actions.save_chapter_as_guest(token=token, values=values, at=timezone.now())
    result.invalid |= refused
    if not (result.invalid or result.stale):
        messages.success(request, "Uw antwoorden zijn bewaard. De school ziet ze nu.")
        return redirect("guest-chapter", token)
    answers = seen(form, page, answers_of(version))
    entries = entries_of(form, page, answers, _register(guest), guest.signature)
    put_back(form, entries, {key: answer.value for key, answer in answers.items()}, typed, result)
    return _render(request, guest, token, page, entries)


def _page(request: HttpRequest, guest: Guest, token: str) -> HttpResponse:
    form, page = _place(guest)
    answers: dict[str, Answer] = seen(form, page, answers_of(guest.version))
    actions.note_seen(guest, timezone.now())
    entries = entries_of(form, page, answers, _register(guest), guest.signature)
    return _render(request, guest, token, page, entries)


def _render(
    request: HttpRequest, guest: Guest, token: str, page: Chapter, entries: dict[str, Any]
) -> HttpResponse:
    context = {
        "guest": guest,
        "token": token,
        "version": guest.version,
        "site": guest.version.profile.site,
        "chapter": page,
        "intro": to_html(page.intro),
        "blocks": blocks_of(page, entries),
        "nodes": [entry.node for entry in entries.values() if entry.is_asked],
        "faults": [entry for entry in entries.values() if entry.error or entry.is_stale],
        "spreads": {},
        "writing_help": {},
        "public_page": True,  # who is signed in here is not shown, for it plays no part
    }
    return render(request, "profiles/guest_chapter.html", context)


def _place(guest: Guest) -> tuple[Questionnaire, Chapter]:
    """The form, and the one page of it that this guest was asked for."""
    form = questionnaire_of(guest.version.edition)
    page = chapter_of(form, guest.chapter)
    if page is None:
        raise actions.CannotVisit("closed", guest)
    return form, page


def _register(guest: Guest) -> dict[str, Any]:
    profile = guest.version.profile
    return register_of(profile.site, profile.partnership)
