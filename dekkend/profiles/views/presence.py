"""Who else is here: what a page asks every 20 seconds, and what it shows when it is drawn."""

from collections.abc import Set
from dataclasses import asdict
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from dekkend.organisations.requests import SignedInRequest
from dekkend.profiles.comments import Remarks
from dekkend.profiles.models import Version
from dekkend.profiles.presence.arriving import arrive, arrive_and_hear
from dekkend.profiles.presence.rows import Place, Visitor, leave, meet
from dekkend.profiles.presence.words import Together, together
from dekkend.profiles.rules import may_meet, may_write
from dekkend.profiles.saving import Author, UnknownVersion, find_author, form_of
from dekkend.profiles.sheet import moment
from dekkend.profiles.views.saving import tells_why
from dekkend.questionnaires.definition import Questionnaire
from dekkend.questionnaires.loader import questionnaire_of
from dekkend.workflow.engine import NotPossible


@login_not_required  # find_author asks for session, person and role in one query
@require_POST
@tells_why
def presence(request: HttpRequest, pk: int) -> HttpResponse:
    """Say where I am, and hear who else is where: 200, or 401, 403, 404 with words. `leaving`: 204.

    Two queries, and one that writes when I moved or my row grows old. Nothing is kept of where I was.
    """
    question = request.POST.get("question", "")
    author, place = _who_and_where(request, pk, Place(request.POST.get("chapter", ""), question))
    visitor = Visitor.of_team(author.user_id, author.name, author.roles)
    if "leaving" in request.POST:
        leave(version_id=pk, visitor=visitor, chapter=place.chapter)
        return HttpResponse(status=204)
    others = meet(version_id=pk, visitor=visitor, place=place, at=timezone.now())
    said = asdict(together(form_of(author), pk, others, place.chapter))
    return JsonResponse(said | _answer_now(author, place))


def _who_and_where(request: HttpRequest, pk: int, place: Place) -> tuple[Author, Place]:
    """Raises SignedOut, UnknownVersion (of a place that the form does not have too), NotPossible."""
    session_key = request.COOKIES.get(settings.SESSION_COOKIE_NAME)
    author, state = find_author(session_key=session_key, version_id=pk, key=place.question, at=timezone.now())
    if not (verdict := may_meet(author.roles, state)):
        raise NotPossible(verdict.reason)
    if not _is_in_form(form_of(author), place):
        raise UnknownVersion
    is_asked = place.question in (author.only or ())
    writes = may_write(author.roles, state, is_asked=is_asked)
    return author, place if writes else place._replace(question="")


def _is_in_form(questionnaire: Questionnaire, place: Place) -> bool:
    if not place.chapter:
        return not place.question
    page = next((page for page in questionnaire.pages if page.key == place.chapter), None)
    if page is None:
        return False
    return not place.question or any(question.key == place.question for question in page.questions)


def _answer_now(author: Author, place: Place) -> dict[str, Any]:
    """What someone else made of the answer I am at: who waited can see it before writing on."""
    current = author.current
    if not (place.question and current.revision) or current.writer == author.writer:
        return {}
    words = f"{current.by} veranderde dit antwoord {moment(current.saved_at)}."
    return {"answer": {"revision": current.revision, "words": words}}


def arrive_at(
    request: SignedInRequest, version: Version, roles: Set[str], chapter: str = ""
) -> Together | None:
    """Being on a page, for who may: what it shows of others, else None. One query at most."""
    if not may_meet(roles, version.state):
        return None
    others = arrive(**_arrival(request, version, roles, chapter))
    return together(questionnaire_of(version.edition), version.pk, others, chapter)


def arrive_to_write(
    request: SignedInRequest, version: Version, roles: Set[str], chapter: str
) -> tuple[Together, dict[str, Remarks]]:
    """The same for who may write there, with the remarks at the questions. One query."""
    others, remarks = arrive_and_hear(**_arrival(request, version, roles, chapter))
    return together(questionnaire_of(version.edition), version.pk, others, chapter), remarks


def _arrival(request: SignedInRequest, version: Version, roles: Set[str], chapter: str) -> dict[str, Any]:
    visitor = Visitor.of_team(request.user.pk, request.user.name, roles)
    return {"version_id": version.pk, "visitor": visitor, "place": Place(chapter), "at": timezone.now()}
