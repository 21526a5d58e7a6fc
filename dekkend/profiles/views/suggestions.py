"""Proposals for another text: a page at one question, the list of all, and what is done with them."""

import re
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dekkend.core.kept import keeps_typed_text, typed_in
from dekkend.organisations.requests import SignedInRequest
from dekkend.profiles import actions
from dekkend.profiles.alongside.forms import DecisionForm, SuggestionForm
from dekkend.profiles.alongside.suggestions import Proposal, suggestions_at
from dekkend.profiles.models import Suggestion, Version
from dekkend.profiles.queries import answers_of, get_version_for
from dekkend.profiles.rules import (
    may_be_suggested,
    may_decide,
    may_read_suggestions,
    may_suggest,
)
from dekkend.profiles.saving import Current, StaleAnswer
from dekkend.profiles.views.alongside import AtQuestion, at_question
from dekkend.profiles.views.reading import page_frame
from dekkend.questionnaires.definition import Chapter, Question
from dekkend.questionnaires.loader import questionnaire_of
from dekkend.questionnaires.posted import FORGED, anchor
from dekkend.questionnaires.values import InvalidAnswer

NUMBER = re.compile(r"[0-9]{1,12}")
CHANGED = "Het antwoord is intussen veranderd. Lees wat er nu staat, en kies opnieuw."
TOLD = {
    "accept": "Het voorstel staat nu in het profiel.",
    "merge": "Uw tekst staat nu in het profiel, met het voorstel erin.",
    "decline": "Het voorstel gaat niet mee.",
    "undo": "Het voorstel staat weer open.",
}


@dataclass(frozen=True)
class CameBack:
    """The text that a writer made of two, and why it was not saved."""

    suggestion_id: int
    text: str
    error: str


@keeps_typed_text
@require_http_methods(["GET", "POST"])
def suggestions(request: SignedInRequest, pk: int, key: str) -> HttpResponse:
    """Read the proposals at a question, and make one or change one's own."""
    at = at_question(request.user, pk, key)
    if not (verdict := may_read_suggestions(at.roles)):
        raise PermissionDenied(verdict.reason)
    if not may_be_suggested(at.question):
        raise Http404("Bij deze vraag kunt u geen andere tekst voorstellen.")
    if request.method == "GET":
        return _page(request, at)
    form = SuggestionForm(request.POST, is_line=at.question.type == "text")
    if form.is_valid():
        try:
            actions.suggest(
                version_id=pk, actor=request.user, key=key, at=timezone.now(), **form.cleaned_data
            )
        except InvalidAnswer as wrong:
            form.add_error("text", str(wrong))
        except actions.NotPossible as refused:
            form.add_error(None, refused.reason)
        else:
            messages.success(request, "Uw voorstel staat erbij. De school beslist.")
            return redirect("suggestions", pk, key)
    return _page(request, at, form)


@require_safe
def all_suggestions(request: SignedInRequest, pk: int) -> HttpResponse:
    """Every proposal of a version, in the order of the form: what waits first."""
    version, roles = get_version_for(request.user, pk, need="read")
    if not (verdict := may_read_suggestions(roles)):
        raise PermissionDenied(verdict.reason)
    questionnaire = questionnaire_of(version.edition)
    order = {question.key: number for number, question in enumerate(questionnaire.questions)}
    found = sorted(version.suggestions.all(), key=lambda each: order[each.key])
    rows = [(questionnaire.question(each.key), each) for each in found]
    context = {
        "waiting": [row for row in rows if row[1].is_open],
        "decided": [row for row in rows if not row[1].is_open],
        "decides": may_decide(roles, version.state),
    }
    return render(request, "profiles/all_suggestions.html", page_frame(version) | context)


@keeps_typed_text
@require_POST
def decide_suggestion(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take a proposal over, as it is or merged, or not; or undo that. For who writes."""
    suggestion = get_object_or_404(Suggestion, pk=pk)
    version, roles = get_version_for(request.user, suggestion.version_id, need="see")
    if not (verdict := may_decide(roles, Version.State.WORKING)):
        raise PermissionDenied(verdict.reason)
    way = next((way for way in TOLD if way in request.POST), None)
    if way is None:
        raise Http404("Dit besluit kennen wij niet.")
    try:
        _decide(request, suggestion, way)
    except (StaleAnswer, InvalidAnswer) as fault:
        error = CHANGED if isinstance(fault, StaleAnswer) else str(fault)
        came_back = CameBack(pk, request.POST.get("text", ""), error)
        at = at_question(request.user, version.pk, suggestion.key)
        return _page(request, at, came_back=came_back, status=409)
    except actions.NotPossible as refused:
        if typed_in(request):
            context = {"reason": refused.reason, "typed": typed_in(request)}
            return render(request, "profiles/refused.html", page_frame(version) | context, status=409)
        messages.error(request, refused.reason)
    else:
        _tell(request, suggestion, way)
    return redirect(_place(suggestion))


@require_POST
def withdraw_suggestion(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take one's own proposal back, with a way to undo it."""
    suggestion = get_object_or_404(Suggestion, pk=pk)
    at = at_question(request.user, suggestion.version_id, suggestion.key)
    if not may_read_suggestions(at.roles) or (at.friend and suggestion.friend_id != at.friend.pk):
        raise Http404("Dit voorstel kennen wij niet.")
    if suggestion.author_id != request.user.pk:
        raise PermissionDenied("Dit is niet uw voorstel. Alleen wie het deed, neemt het terug.")
    undo = "undo" in request.POST
    act = actions.restore_suggestion if undo else actions.withdraw_suggestion
    try:
        act(suggestion_id=pk, actor=request.user, at=timezone.now())
    except actions.NotPossible as refused:
        messages.error(request, refused.reason)
    else:
        undone = _undo(suggestion, "Ongedaan maken")
        told = "Uw voorstel staat er weer." if undo else format_html("U nam uw voorstel terug. {}", undone)
        messages.success(request, told)
    return redirect(_place(suggestion))


def accept_from_chapter(
    request: SignedInRequest, version: Version, page: Chapter, ticket: str
) -> HttpResponse:
    """The button beside a question: `ticket` says what stood on the page. Back to the question.

    When the answer is another one by now, the page of its proposals shows all texts first.
    """
    numbers = [int(part) if NUMBER.fullmatch(part) else -1 for part in ticket.split("-")]
    keys = [question.key for question in page.questions]
    suggestion = version.suggestions.filter(pk=numbers[0], key__in=keys).first()
    if suggestion is None or len(numbers) != 3:
        raise Http404("Dit voorstel kennen wij niet.")
    try:
        actions.accept_suggestion(
            suggestion_id=suggestion.pk,
            actor=request.user,
            revision=numbers[1],
            answer_revision=numbers[2],
            at=timezone.now(),
        )
    except StaleAnswer:
        messages.warning(request, CHANGED)
        return redirect(_place(suggestion))
    except InvalidAnswer as wrong:
        messages.error(request, str(wrong))
        return redirect(_place(suggestion))
    except actions.NotPossible as refused:
        messages.error(request, refused.reason)
    else:
        _tell(request, suggestion, "accept")
    return redirect(reverse("chapter", args=[version.pk, page.key]) + f"#{anchor(suggestion.key)}")


def _decide(request: SignedInRequest, suggestion: Suggestion, way: str) -> None:
    facts: dict[str, Any] = {
        "suggestion_id": suggestion.pk,
        "actor": request.user,
        "at": timezone.now(),
    }
    if way == "undo":
        actions.undo_decision(**facts)
    elif way == "decline":
        actions.decline_suggestion(reason=request.POST.get("reason", ""), **facts)
    else:
        text = request.POST.get("text", "") if way == "merge" else None
        actions.accept_suggestion(text=text, **_seen(request), **facts)


def _seen(request: SignedInRequest) -> dict[str, Any]:
    """Which proposal and answer stood on the page. Raises NotPossible for what no page of ours sends."""
    form = DecisionForm(request.POST)
    if not form.is_valid() or None in form.cleaned_data.values():
        raise actions.NotPossible(FORGED)
    return form.cleaned_data


def _page(
    request: SignedInRequest,
    at: AtQuestion,
    form: SuggestionForm | None = None,
    came_back: CameBack | None = None,
    status: int = 200,
) -> HttpResponse:
    current = _current(at.version, at.question)
    found = suggestions_at(at.version, at.question.key, at.friend)
    mine = next((each for each in found if each.is_open and each.author_id == request.user.pk), None)
    initial = {"text": current.value or "", "why": "", "revision": current.revision}
    if mine:
        initial |= {"text": mine.text, "why": mine.why}
    context = {
        "current": current,
        "proposals": [Proposal(each, at.question, current) for each in reversed(found) if each.is_open],
        "decided": [each for each in found if not each.is_open],
        "mine": mine,
        "verdict": may_suggest(at.roles, at.version.state),
        "decides": may_decide(at.roles, at.version.state),
        "form": form or SuggestionForm(initial=initial, is_line=at.question.type == "text"),
        "came_back": came_back,
    }
    return render(request, "profiles/suggestions.html", at.frame | context, status=status)


def _current(version: Version, question: Question) -> Current:
    answer = answers_of(version).get(question.key)
    return Current.of(answer) if answer else Current()


def _tell(request: SignedInRequest, suggestion: Suggestion, way: str) -> None:
    undo = "" if way == "undo" else _undo(suggestion, "Ongedaan maken")
    messages.success(request, format_html("{} {}", TOLD[way], undo))


def _undo(suggestion: Suggestion, words: str) -> str:
    return format_html('<a href="{}">{}</a>', _place(suggestion), words)


def _place(suggestion: Suggestion) -> str:
    """Where a proposal stands on the page of its question."""
    page = reverse("suggestions", args=[suggestion.version_id, suggestion.key])
    return f"{page}#voorstel-{suggestion.pk}"
