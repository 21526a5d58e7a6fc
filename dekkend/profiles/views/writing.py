"""The page of one chapter, for those who write it and those who read along."""

from collections.abc import Collection, Iterable, Iterator
from collections.abc import Set as AbstractSet
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods

from dekkend.core.kept import keeps_typed_text, typed_in
from dekkend.core.markup import to_html
from dekkend.organisations.register import register_of
from dekkend.organisations.requests import SignedInRequest
from dekkend.profiles import actions
from dekkend.profiles.actions import ChapterResult
from dekkend.profiles.again import lay_beside
from dekkend.profiles.alongside.suggestions import Proposal, open_suggestions, proposals_of, said_by_question
from dekkend.profiles.assigning.queries import chapters_asked_of, may_write_chapter
from dekkend.profiles.attached import papers_by_question
from dekkend.profiles.documents import tree_of
from dekkend.profiles.guests.queries import open_at
from dekkend.profiles.last_year import last_year_of
from dekkend.profiles.models import Answer, Version
from dekkend.profiles.progress import is_round, progress_of, whole_of
from dekkend.profiles.queries import answers_of, get_version_for
from dekkend.profiles.rules import TEAM, WRITERS, audience_of, may_lead_guests, may_suggest
from dekkend.profiles.sheet import (
    Entry,
    blocks_of,
    changed,
    entries_of,
    heading_anchor,
    lines_of,
    together_with,
)
from dekkend.profiles.team.queries import team_view_for
from dekkend.profiles.views.assigning import assigned_frame, finish_and_tell
from dekkend.profiles.views.confirming import confirm_and_tell
from dekkend.profiles.views.presence import arrive_at, arrive_to_write
from dekkend.profiles.views.reading import AT_QUESTION, page_frame
from dekkend.profiles.views.suggestions import accept_from_chapter
from dekkend.profiles.writing_help import help_for, suggest
from dekkend.questionnaires.definition import Chapter, Questionnaire
from dekkend.questionnaires.loader import questionnaire_of
from dekkend.questionnaires.posted import Typed, read_form
from dekkend.questionnaires.tree import ChapterNode, QuestionNode


@keeps_typed_text
@require_http_methods(["GET", "POST"])
def chapter(request: SignedInRequest, pk: int, chapter: str) -> HttpResponse:
    """Write a chapter, or read it with who may write it. Without script the button saves all of it."""
    version, roles = get_version_for(request.user, pk, need="read", last_year=True)
    questionnaire = questionnaire_of(version.edition)
    page = next((page for page in questionnaire.pages if page.key == chapter), None)
    if page is None:
        raise Http404("Dit hoofdstuk kennen wij niet.")
    verdict = may_write_chapter(request.user, version, roles, chapter)
    if verdict:
        save_or_show = _save if request.method == "POST" else _show
        return save_or_show(request, version, roles, questionnaire, page)
    if request.method == "GET":
        return _read_only(request, version, roles, page, verdict.reason)
    if roles & TEAM:  # it may have been theirs when they began to type
        return _closed(request, version, verdict.reason, status=409 if roles & WRITERS else 403)
    raise PermissionDenied(verdict.reason)


def _show(
    request: SignedInRequest,
    version: Version,
    roles: frozenset[str],
    questionnaire: Questionnaire,
    page: Chapter,
) -> HttpResponse:
    return _page(request, version, roles, questionnaire, page, answers_of(version))


def _save(
    request: SignedInRequest,
    version: Version,
    roles: frozenset[str],
    questionnaire: Questionnaire,
    page: Chapter,
) -> HttpResponse:
    """Save what was changed; what cannot be saved comes back with what was typed."""
    questions = {question.key: question for question in page.questions}
    typed, refused = read_form(page.questions, request.POST)
    values = changed(version, questions, typed, answers_of(version))
    values = {key: value for key, value in values.items() if key not in refused}
    try:
        result = actions.save_chapter(version=version, actor=request.user, values=values, at=timezone.now())
        _confirm(request, version, page, typed, result)
    except actions.NotPossible as closed:
        return _closed(request, version, closed.reason)
    result.invalid |= refused
    if result.invalid or result.stale:
        return _page(request, version, roles, questionnaire, page, answers_of(version), (typed, result))
    if (key := request.POST.get("papers")) in questions:
        return redirect("papers", version.pk, key)
    if (key := request.POST.get("remarks")) in questions:
        return redirect("comments", version.pk, key)
    if (key := request.POST.get("suggestions")) in questions:
        return redirect("suggestions", version.pk, key)
    if ticket := request.POST.get("accept-suggestion"):
        return accept_from_chapter(request, version, page, ticket)
    if place := _place_on_page(request, page):
        return redirect(reverse("chapter", args=[version.pk, page.key]) + place)
    if "finish" in request.POST:
        return finish_and_tell(request, version, page)
    if "confirm-rest" not in request.POST:
        messages.success(request, "Uw antwoorden zijn bewaard.")
    theirs = None if roles & WRITERS else chapters_asked_of(request.user, version)
    return redirect(_next_url(version, questionnaire, page, theirs))


def _confirm(
    request: SignedInRequest,
    version: Version,
    page: Chapter,
    typed: dict[str, Typed],
    result: ChapterResult,
) -> None:
    """What the button says about last year's answers: those under one heading, or all that wait here.

    What was typed is saved by now, and is this year's. Raises NotPossible.
    """
    taken_back, confirmed = request.POST.get("take-back"), request.POST.get("confirm")
    if taken_back:
        keys = together_with(page, taken_back)
        actions.take_back_confirmation(
            version_id=version.pk, actor=request.user, keys=keys, at=timezone.now()
        )
    if not (confirmed or "confirm-rest" in request.POST):
        return
    written = {key for key, revision in result.saved.items() if revision != typed[key].revision}
    waits = set(request.POST.getlist("waits")) & typed.keys() - written
    chosen = waits & set(together_with(page, confirmed)) if confirmed else waits
    revisions = {key: typed[key].revision for key in chosen}
    confirm_and_tell(request, version, page, revisions, rest=not confirmed)


def _place_on_page(request: SignedInRequest, page: Chapter) -> str:
    """Where a button that stands with a question leads: back there, with the field shown to change it."""
    change = request.POST.get("change")
    key = change or request.POST.get("confirm") or request.POST.get("take-back")
    question = next((question for question in page.questions if question.key == key), None)
    if question is None:
        return ""
    return (f"?aanpassen={change}" if change else "") + f"#{heading_anchor(question)}"


def _page(
    request: SignedInRequest,
    version: Version,
    roles: frozenset[str],
    questionnaire: Questionnaire,
    page: Chapter,
    answers: dict[str, Answer],
    came_back: tuple[dict[str, Typed], ChapterResult] | None = None,
) -> HttpResponse:
    register = register_of(version.profile.site, version.profile.partnership)
    values = {key: answer.value for key, answer in answers.items()}
    entries = entries_of(questionnaire, page, answers, register, request.user.pk)
    if came_back:
        put_back(questionnaire, entries, values, *came_back)
    _beside_last_year(request, version, questionnaire, page, entries, answers)
    team = team_view_for(version, page, localdate())
    writing_help = help_for(version, entries)
    suggest(entries, writing_help)
    together, remarks = arrive_to_write(request, version, roles, page.key)
    context = {
        "chapter": page,
        "intro": to_html(page.intro),
        "writing_help": writing_help,
        "team": team,
        "spreads": team.spreads if team else {},
        "values": values,
        "register": register,
        "papers": papers_by_question(version),
        "remarks": remarks,
        "together": together,
        "proposals": _proposals(version, entries),
        "decides": bool(roles & WRITERS),
        "here": "chapter",
    }
    context |= _entries_frame(page, entries) | _way_on(version, questionnaire, page, answers)
    context |= assigned_frame(request, version, roles, page) | _guests_frame(version, roles, page)
    return render(request, "profiles/chapter.html", page_frame(version) | context)


def _entries_frame(page: Chapter, entries: dict[str, Entry]) -> dict[str, Any]:
    """The questions in blocks, and which of them still need someone."""
    blocks = blocks_of(page, entries)
    return {
        "blocks": blocks,
        "first_waiting": next((block.key for block in blocks if block.awaits), ""),
        "faults": [entry for entry in entries.values() if entry.error or entry.is_stale],
        "waiting": [key for key, entry in entries.items() if entry.is_asked and entry.awaits],
    }


def _way_on(
    version: Version, questionnaire: Questionnaire, page: Chapter, answers: dict[str, Answer]
) -> dict[str, Any]:
    """How far the whole text is, and the chapters before and after this one."""
    tasks = progress_of(questionnaire, answers, is_round=is_round(version))
    return {
        "tasks": tasks,
        "whole": whole_of(tasks),
        "previous": _neighbour(questionnaire, page, -1),
        "next": _neighbour(questionnaire, page, 1),
    }


def _beside_last_year(
    request: SignedInRequest,
    version: Version,
    questionnaire: Questionnaire,
    page: Chapter,
    entries: dict[str, Entry],
    answers: dict[str, Answer],
) -> None:
    """In a later round: give each question what stood there, with the one that is to be changed open."""
    if last_year := last_year_of(version, questionnaire):
        opened = set(together_with(page, request.GET.get("aanpassen", "")))
        lay_beside(entries, last_year, answers, opened, request.user.pk)


def _guests_frame(version: Version, roles: AbstractSet[str], page: Chapter) -> dict[str, Any]:
    """Who is a guest in this chapter, for who may invite them; a teacher who writes here may not."""
    if not may_lead_guests(roles):
        return {"leads_guests": False}
    return {"leads_guests": True, "guests": open_at(version, page.key, localdate())}


def put_back(
    questionnaire: Questionnaire,
    entries: dict[str, Entry],
    values: dict[str, Any],
    typed: dict[str, Typed],
    result: ChapterResult,
) -> None:
    """What was typed and not saved stands in its field again, with why."""
    for key, fault in result.invalid.items():
        entries[key].value, entries[key].error = typed[key].value, fault
        entries[key].revision = typed[key].revision
    for key, stale in result.stale.items():
        entry = entries[key]
        entry.theirs = lines_of(questionnaire, entry.question, stale.current.value, values)
        entry.value, entry.revision = stale.yours, stale.current.revision


def _proposals(version: Version, entries: dict[str, Entry]) -> dict[str, list[Proposal]]:
    """What was proposed at the questions of this page, beside the answers of now. One query."""
    questions = {key: entry.question for key, entry in entries.items()}
    current = {key: entry.current for key, entry in entries.items()}
    return proposals_of(open_suggestions(version), questions, current)


def _read_only(
    request: SignedInRequest, version: Version, roles: frozenset[str], page: Chapter, reason: str
) -> HttpResponse:
    """The same chapter as text, for who may read it now."""
    chapters = list(_all(tree_of(version, audience_of(roles))))
    node = next((node for node in chapters if node.key == page.key), None)
    context = {
        "chapter": page,
        "intro": to_html(page.intro),
        "pages": questionnaire_of(version.edition).pages,
        "questions": [child for child in node.children if not child.is_chapter] if node else [],
        "reason": reason,
        "together": arrive_at(request, version, roles, page.key),
        "here": "chapter",
    }
    context |= assigned_frame(request, version, roles, page)
    if may_suggest(roles, version.state):
        context |= {"at_question": AT_QUESTION, "said": said_by_question(version)}
    return render(request, "profiles/chapter_read.html", page_frame(version) | context)


def _all(chapters: Iterable[ChapterNode | QuestionNode]) -> Iterator[ChapterNode]:
    """Every chapter node, those within others too."""
    for node in chapters:
        if isinstance(node, ChapterNode):
            yield node
            yield from _all(node.children)


def _closed(request: SignedInRequest, version: Version, reason: str, *, status: int = 409) -> HttpResponse:
    """The profile went on while someone typed: say so, and give the text back."""
    context = {"reason": reason, "typed": typed_in(request)}
    return render(request, "profiles/refused.html", page_frame(version) | context, status=status)


def _neighbour(questionnaire: Questionnaire, page: Chapter, step: int) -> Chapter | None:
    place = questionnaire.pages.index(page) + step
    return questionnaire.pages[place] if 0 <= place < len(questionnaire.pages) else None


def _next_url(
    version: Version, questionnaire: Questionnaire, page: Chapter, theirs: Collection[str] | None
) -> str:
    """The next chapter, in a later round the next with something open; after the last one the checks.

    Who writes only some chapters (`theirs`) goes on with those, and after the last one stays there.
    """
    following = questionnaire.pages[questionnaire.pages.index(page) + 1 :]
    if theirs is not None:
        following = tuple(chapter for chapter in following if chapter.key in theirs)
    if is_round(version):
        progress = progress_of(questionnaire, answers_of(version), is_round=True)
        done = {chapter.chapter.key for chapter in progress if chapter.is_done}
        following = tuple(chapter for chapter in following if chapter.key not in done)
    if not following and theirs is not None:
        return reverse("chapter", args=[version.pk, page.key])
    if not following:
        return reverse("checks", args=[version.pk])
    return reverse("chapter", args=[version.pk, following[0].key])
