"""Saying that last year's answers still hold: under one heading, for the rest of a page; taking it back."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.views.decorators.http import require_http_methods

from dekkend.organisations.requests import SignedInRequest
from dekkend.profiles import actions
from dekkend.profiles.actions import Confirmed
from dekkend.profiles.again import said_by
from dekkend.profiles.assigning.queries import may_write_chapter
from dekkend.profiles.models import Answer, Version
from dekkend.profiles.progress import whole_of
from dekkend.profiles.queries import answer_values, answers_of, get_version_for
from dekkend.profiles.saving import Author, Current, Writer
from dekkend.profiles.sheet import lines_of, moment, shown_by
from dekkend.profiles.views.reading import page_frame
from dekkend.profiles.views.saving import UNKNOWN, asked_of, fault, for_author
from dekkend.questionnaires.definition import Chapter, Questionnaire
from dekkend.questionnaires.loader import questionnaire_of
from dekkend.questionnaires.posted import anchor, revision_in
from dekkend.questionnaires.values import InvalidAnswer


@for_author
def confirm(request: HttpRequest, author: Author) -> JsonResponse:
    """Confirm the answers under one heading, or take that back: one fetch, no page.

    The form brings "rev:<key>" for each of them. 200 with who and when; 409 when someone changed one
    meanwhile, with what stands there now; 401, 403, 404 and 422 as with `answer`.
    """
    questionnaire, _, chapter = asked_of(author)
    at = timezone.now()
    try:
        revisions = _revisions(request, chapter)
    except InvalidAnswer as wrong:
        return fault(str(wrong), 422)
    if "take-back" in request.POST:
        result = actions.take_back_as(author=author, keys=revisions, at=at)
    else:
        result = actions.confirm_as(author=author, revisions=revisions, at=at)
    if result.stale:
        return JsonResponse(_changed(questionnaire, author, result), status=409)
    if result.refused:
        return fault(next(iter(result.refused.values())), 422)
    mine = Answer(confirmed_by_id=author.user_id, confirmed_by_name=author.name, confirmed_at=at)
    return JsonResponse({"said": said_by(mine, author.writer)} | _progress(result, chapter))


def _revisions(request: HttpRequest, chapter: Chapter) -> dict[str, int]:
    """{question key: the revision that was shown}, of this chapter. Raises InvalidAnswer."""
    brought = (question.key for question in chapter.questions if f"rev:{question.key}" in request.POST)
    return {key: revision_in(request.POST, key) for key in brought}


def _progress(result: Confirmed, chapter: Chapter) -> dict[str, Any]:
    """What the list of chapters says now."""
    whole = whole_of(result.progress)
    here = next(progress for progress in result.progress if progress.chapter.key == chapter.key)
    words = {"chapter": here.words, "whole": whole.words, "round": whole.round_words, "share": whole.share}
    return {"progress": words, "waiting": here.open}


def _changed(questionnaire: Questionnaire, author: Author, result: Confirmed) -> dict[str, Any]:
    """Who changed what, beside last year's text that the page shows already."""
    values = answer_values(author.version_id)
    key, current = next(iter(result.stale.items()))
    lines = lines_of(questionnaire, questionnaire.question(key), current.value, values)
    return {"who": _who_changed(current, author.writer), "theirs": "\n".join(lines)}


def _who_changed(current: Current, reader: Writer) -> str:
    who = shown_by(current.saved_by_id, current.by, reader)
    return f"{who[0].upper()}{who[1:]} veranderde dit antwoord {moment(current.saved_at)}."


def confirm_and_tell(
    request: SignedInRequest, version: Version, page: Chapter, revisions: Mapping[str, int], *, rest: bool
) -> None:
    """Confirm for the page without script; `rest` tells how many, and how to take it back.

    Raises NotPossible.
    """
    result = actions.confirm_answers(
        version_id=version.pk, actor=request.user, revisions=revisions, at=timezone.now()
    )
    for key, current in result.stale.items():
        title = _title(page, key)
        messages.warning(
            request, f"“{title}”: {_who_changed(current, request.user.pk)} Kijk wat er nu staat."
        )
    for key, reason in result.refused.items():
        messages.warning(request, f"“{_title(page, key)}”: {reason}")
    if rest and result.keys:
        messages.success(request, _told(version, page, len(result.keys)))


def _title(page: Chapter, key: str) -> str:
    return next(question.plain or question.label for question in page.questions if question.key == key)


def _told(version: Version, page: Chapter, number: int) -> str:
    address = reverse("confirmed", args=[version.pk, page.key])
    count = "1 antwoord klopt" if number == 1 else f"{number} antwoorden kloppen"
    undo = format_html('<a href="{}">Bekijk ze of maak het ongedaan</a>', address)
    return format_html("U zei bij “{}”: {} nog. {}", page.plain or page.title, count, undo)


@require_http_methods(["GET", "POST"])
def confirmed(request: SignedInRequest, pk: int, chapter: str) -> HttpResponse:
    """What was said to hold in a chapter, the newest ticked: to look at, and to take back."""
    version, roles = get_version_for(request.user, pk, need="read")
    questionnaire = questionnaire_of(version.edition)
    page = next((page for page in questionnaire.pages if page.key == chapter), None)
    if page is None:
        raise Http404(UNKNOWN)
    if not (verdict := may_write_chapter(request.user, version, roles, chapter)):
        raise PermissionDenied(verdict.reason)
    if request.method == "POST":
        return _take_back(request, version, page, request.POST.getlist("key"))
    answers = answers_of(version)
    held = [question for question in page.questions if _is_confirmed(answers.get(question.key))]
    moments = [at for question in held if (at := answers[question.key].confirmed_at)]
    newest = max(moments, default=None)
    values = {key: answer.value for key, answer in answers.items()}
    rows = [
        {
            "key": question.key,
            "title": question.plain or question.label,
            "lines": lines_of(questionnaire, question, values[question.key], values),
            "said": said_by(answers[question.key], request.user.pk),
            "is_newest": answers[question.key].confirmed_at == newest,
        }
        for question in held
    ]
    context = {"chapter": page, "rows": rows, "here": "chapter"}
    return render(request, "profiles/confirmed.html", page_frame(version) | context)


def _is_confirmed(answer: Answer | None) -> bool:
    return answer is not None and answer.confirmed_at is not None


def _take_back(
    request: SignedInRequest, version: Version, page: Chapter, keys: Iterable[str]
) -> HttpResponse:
    here = {question.key for question in page.questions}
    try:
        result = actions.take_back_confirmation(
            version_id=version.pk, actor=request.user, keys=here & set(keys), at=timezone.now()
        )
    except actions.NotPossible as refused:
        messages.error(request, refused.reason)
        return redirect("school", version.profile.site.code)
    number = len(result.keys)
    if number:
        count = "1 antwoord staat" if number == 1 else f"{number} antwoorden staan"
        messages.success(request, f"Teruggenomen. {count} weer open.")
    where = f"#{anchor(result.keys[0])}" if number == 1 else ""
    return redirect(reverse("chapter", args=[version.pk, page.key]) + where)
