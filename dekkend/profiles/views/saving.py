"""The hot path: one answer saved while its writer goes on. No template, session or message is touched."""

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from dekkend.profiles.queries import answer_values
from dekkend.profiles.saving import (
    Author,
    Current,
    Saved,
    SignedOut,
    StaleAnswer,
    UnknownVersion,
    authorise_save,
    form_of,
    save_answer,
)
from dekkend.profiles.sheet import lines_of, moment, place_of, shown_by, steers, visible_in
from dekkend.questionnaires.definition import Chapter, Question, Questionnaire
from dekkend.questionnaires.posted import revision_in
from dekkend.questionnaires.values import InvalidAnswer, clean, read_input
from dekkend.workflow.engine import NotPossible

SIGN_IN = "U bent niet meer ingelogd."
UNKNOWN = "Deze vraag kennen wij niet."


def tells_why(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """What `find_author` and the rules refuse, as 401, 403 or 404 with words for a script."""

    @wraps(view)
    def guarded(*args, **kwargs) -> HttpResponse:
        try:
            return view(*args, **kwargs)
        except SignedOut:
            return fault(SIGN_IN, 401)
        except UnknownVersion:
            return fault(UNKNOWN, 404)
        except NotPossible as refused:
            return fault(refused.reason, 403)

    return guarded


def for_author(view: Callable[[HttpRequest, Author], JsonResponse]) -> Callable[..., HttpResponse]:
    """A POST about one answer, by who may save it: 401, 403 or 404 with words for anyone else."""

    @login_not_required  # authorise_save asks for session, person and role in one query
    @require_POST
    @tells_why
    @wraps(view)
    def guarded(request: HttpRequest, pk: int, key: str) -> HttpResponse:
        session_key = request.COOKIES.get(settings.SESSION_COOKIE_NAME)
        author = authorise_save(session_key=session_key, version_id=pk, key=key, at=timezone.now())
        return view(request, author)

    return guarded


def asked_of(author: Author) -> tuple[Questionnaire, Question, Chapter]:
    """The form, and the question with its chapter. Raises UnknownVersion for a key it does not have."""
    questionnaire = form_of(author)
    place = place_of(questionnaire, author.key)
    if place is None:
        raise UnknownVersion
    return questionnaire, *place


@for_author
def answer(request: HttpRequest, author: Author) -> JsonResponse:
    """Save one answer: 200, or 401, 403, 404, 409 (with both texts), 422, each with words for the writer."""
    questionnaire, question, chapter = asked_of(author)

    def save(value: Any, revision: int) -> Saved:
        return save_answer(
            author=author, question=question, value=value, revision=revision, at=timezone.now()
        )

    def values() -> dict[str, Any]:
        return answer_values(author.version_id)

    return save_and_tell(request, author, questionnaire, question, chapter, save=save, values=values)


def save_and_tell(
    request: HttpRequest,
    author: Author,
    questionnaire: Questionnaire,
    question: Question,
    chapter: Chapter,
    *,
    save: Callable[[Any, int], Saved],
    values: Callable[[], dict[str, Any]],
) -> JsonResponse:
    """Save what the form brought with `save(value, revision)`; `values()` are what this writer may see."""
    value = None
    try:
        value = read_input(question, request.POST, question.key)
        saved = save(value, revision_in(request.POST, question.key))
    except InvalidAnswer as wrong:
        return fault(str(wrong), 422)
    except StaleAnswer as stale:
        return _both(author, questionnaire, question, clean(question, value), stale.current, values())
    said = {
        "revision": saved.revision,
        "saved_at": moment(saved.saved_at),
        "by": "u" if saved.by == author.name else saved.by,
    }
    if steers(questionnaire, question.key):
        said["visible"] = visible_in(questionnaire, chapter, values())
    return JsonResponse(said)


def _both(
    author: Author,
    questionnaire: Questionnaire,
    question: Question,
    value: Any,
    current: Current,
    values: Mapping[str, Any],
) -> JsonResponse:
    """What the writer typed beside what someone else saved; neither is lost."""
    said = {
        "yours": "\n".join(lines_of(questionnaire, question, value, values)),
        "theirs": "\n".join(lines_of(questionnaire, question, current.value, values)),
        "by": shown_by(current.saved_by_id, current.by, author.writer),
        "at": moment(current.saved_at),
        "revision": current.revision,
    }
    return JsonResponse(said, status=409)


def fault(words: str, status: int) -> JsonResponse:
    """A refusal, in words for the writer."""
    return JsonResponse({"error": words}, status=status)
