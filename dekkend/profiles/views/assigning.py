"""Who writes a chapter: asked by a writer, changed, taken back; and said to be done by who was asked."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods, require_POST

from dekkend.core.kept import keeps_typed_text, typed_in
from dekkend.organisations.requests import SignedInRequest
from dekkend.profiles import actions
from dekkend.profiles.assigning.forms import AssignmentForm
from dekkend.profiles.assigning.queries import assigned_of, colleagues_at, with_team
from dekkend.profiles.assigning.rules import may_be_asked
from dekkend.profiles.assigning.telling import chapter_name, page_of, to_do
from dekkend.profiles.models import Assignment, Version
from dekkend.profiles.phrases import Headline, day
from dekkend.profiles.queries import get_version_for
from dekkend.profiles.rules import TEAM, WRITERS, may_assign
from dekkend.profiles.views.reading import page_frame
from dekkend.profiles.views.ways import Way
from dekkend.questionnaires.definition import Chapter

FOR_THE_TEAM = "Alleen wie het hoofdstuk is gevraagd, zegt dat het klaar is."


def assigned_frame(
    request: SignedInRequest, version: Version, roles: frozenset[str], page: Chapter
) -> dict[str, Any]:
    """What the page of a chapter tells about who writes it, and which of the others is asked of whom."""
    assigned = assigned_of(version, localdate())
    here = assigned.get(page.key)
    return {
        "assigned": assigned,
        "assignment": here,
        "is_mine": here is not None and here.assignee_id == request.user.pk,
        "may_assign": bool(may_assign(roles, version.state) and may_be_asked(page)),
    }


def asked_headline(asked: list[Assignment]) -> Headline:
    """How the profile stands for someone who was asked to write a chapter, or more of them."""
    until = f"Uiterlijk {day(min(one.due_on for one in asked))}."
    if len(asked) == 1:
        return Headline("U schrijft mee aan het profiel", f"U bent gevraagd voor 1 hoofdstuk. {until}")
    lead = f"U bent gevraagd voor {len(asked)} hoofdstukken. Het eerste {until.lower()}"
    return Headline("U schrijft mee aan het profiel", lead)


def ways_to_write(asked: list[Assignment]) -> list[Way]:
    """The chapters somebody was asked to write, soonest due first."""
    soonest = sorted(asked, key=lambda one: one.due_on)
    return [Way(to_do(one), reverse("chapter", args=[one.version_id, one.chapter])) for one in soonest]


@keeps_typed_text
@require_http_methods(["GET", "POST"])
def assign(request: SignedInRequest, pk: int, chapter: str) -> HttpResponse:
    """Ask someone of the team for a chapter, or change what was asked."""
    version, roles = get_version_for(request.user, pk, need="read")
    page = _page_of(version, chapter)
    if not (verdict := may_assign(roles, version.state)):
        if request.method == "POST" and roles & WRITERS:
            return _closed(request, version, verdict.reason)
        raise PermissionDenied(verdict.reason)
    if request.method == "GET":
        initial = _initial(version.assignments.filter(chapter=page.key).first())
        return _page(request, version, page, _form(request, version, initial=initial))
    form = _form(request, version, request.POST)
    if not form.is_valid():
        return _page(request, version, page, form)
    return _ask(request, version, page, form)


@require_POST
def withdraw_assignment(request: SignedInRequest, pk: int, chapter: str) -> HttpResponse:
    """Take the question back, with a way to undo it; `undo` asks it again."""
    version, roles = get_version_for(request.user, pk, need="read")
    page = _page_of(version, chapter)
    if not (verdict := may_assign(roles, version.state)):
        raise PermissionDenied(verdict.reason)
    act = actions.restore_assignment if "undo" in request.POST else actions.withdraw_assignment
    try:
        assignment = act(version_id=pk, chapter=chapter, actor=request.user, at=timezone.now())
    except actions.NotPossible as refused:
        messages.error(request, refused.reason)
        return redirect("assign", pk, chapter)
    if assignment.withdrawn_at is None:
        messages.success(request, _asked(assignment, page))
    else:
        words = f"{assignment.assignee_name} hoeft {chapter_name(page)} niet meer te schrijven."
        messages.success(request, _with_way_back(words, "Toch wel? Vraag het weer.", pk, chapter))
    return redirect("chapter", pk, chapter)


@require_POST
def chapter_done(request: SignedInRequest, pk: int, chapter: str) -> HttpResponse:
    """Say that a chapter is done; `undo` opens it again."""
    version, roles = get_version_for(request.user, pk, need="read")
    page = _page_of(version, chapter)
    if not roles & TEAM:
        raise PermissionDenied(FOR_THE_TEAM)
    if "undo" not in request.POST:
        return finish_and_tell(request, version, page)
    try:
        assignment = actions.reopen_assignment(
            version_id=pk, chapter=chapter, actor=request.user, at=timezone.now()
        )
    except actions.NotPossible as refused:
        messages.error(request, refused.reason)
    else:
        who = "U kunt" if assignment.assignee_id == request.user.pk else f"{assignment.assignee_name} kan"
        messages.success(request, f"Het hoofdstuk is weer open. {who} verder schrijven.")
    return redirect("chapter", pk, chapter)


def finish_and_tell(request: SignedInRequest, version: Version, page: Chapter) -> HttpResponse:
    """Also the way of the chapter's own form, once what was typed is saved."""
    try:
        assignment = actions.finish_assignment(
            version_id=version.pk, chapter=page.key, actor=request.user, at=timezone.now()
        )
    except actions.NotPossible as refused:
        messages.error(request, refused.reason)
    else:
        sees = "" if assignment.asked_by == request.user else f" {assignment.asked_by_name} ziet dat."
        messages.success(request, f"Bewaard. U zei dat {chapter_name(page)} klaar is.{sees}")
    return redirect("chapter", version.pk, page.key)


def _page_of(version: Version, chapter: str) -> Chapter:
    page = page_of(version, chapter)
    if page is None:
        raise Http404("Dit hoofdstuk kennen wij niet.")
    return page


def _stored(version: Version, page: Chapter) -> Assignment | None:
    """Who was asked last, also when that was taken back."""
    return with_team(Assignment.objects.filter(version=version, chapter=page.key), localdate()).first()


def _form(request: SignedInRequest, version: Version, *data: Any, **initial: Any) -> AssignmentForm:
    colleagues = colleagues_at(version.profile.site, localdate())
    return AssignmentForm(*data, colleagues=colleagues, asker=request.user, **initial)


def _initial(assignment: Assignment | None) -> dict[str, Any]:
    """The form with what stands there now; a day that has passed is to be chosen anew."""
    if assignment is None:
        return {}
    facts: dict[str, Any] = {"revision": assignment.revision, "note": assignment.note}
    due_on: dict[str, date] = {"due_on": assignment.due_on} if assignment.due_on >= localdate() else {}
    return facts | due_on | {"assignee": assignment.assignee_id}


def _ask(request: SignedInRequest, version: Version, page: Chapter, form: AssignmentForm) -> HttpResponse:
    said = form.cleaned_data
    try:
        assignment = actions.assign_chapter(
            version_id=version.pk,
            chapter=page.key,
            actor=request.user,
            assignee_id=said["assignee"],
            due_on=said["due_on"],
            note=said["note"],
            revision=said["revision"],
            at=timezone.now(),
        )
    except actions.StaleAssignment as stale:
        return _both(request, version, page, form, stale)
    except actions.NotPossible as refused:
        form.add_error(None, refused.reason)
        return _page(request, version, page, form)
    words = _asked(assignment, page)
    messages.success(request, _with_way_back(words, "Toch niet? Neem het terug.", version.pk, page.key))
    return redirect("chapter", version.pk, page.key)


def _both(
    request: SignedInRequest,
    version: Version,
    page: Chapter,
    form: AssignmentForm,
    stale: actions.StaleAssignment,
) -> HttpResponse:
    """What was chosen stays in the form, under what stands there now; sending again replaces that."""
    form.add_error(None, stale.reason)
    again = request.POST.copy()
    again["revision"] = str(stale.current.revision)
    form.data = again
    return _page(request, version, page, form, status=409)


def _page(
    request: SignedInRequest,
    version: Version,
    page: Chapter,
    form: AssignmentForm,
    *,
    status: int = 200,
) -> HttpResponse:
    context = {
        "chapter": page,
        "name": chapter_name(page),
        "assignment": _stored(version, page),
        "form": form,
        "here": "chapter",
    }
    return render(request, "profiles/assign.html", page_frame(version) | context, status=status)


def _asked(assignment: Assignment, page: Chapter) -> str:
    until = day(assignment.due_on)
    return f"{assignment.assignee_name} is gevraagd voor {chapter_name(page)}, uiterlijk {until}."


def _with_way_back(words: str, way: str, pk: int, chapter: str) -> str:
    return format_html('{} <a href="{}">{}</a>', words, reverse("assign", args=[pk, chapter]), way)


def _closed(request: SignedInRequest, version: Version, reason: str) -> HttpResponse:
    context = {"reason": reason, "typed": typed_in(request)}
    return render(request, "profiles/refused.html", page_frame(version) | context, status=409)
