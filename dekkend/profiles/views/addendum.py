"""A change in the course of the year: one page for it, and one for each step."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods

from dekkend.core.kept import keeps_typed_text, typed_in
from dekkend.organisations.requests import SignedInRequest
from dekkend.profiles import actions
from dekkend.profiles.addendum.hearing import sayings_of, voice_of, voices_of
from dekkend.profiles.addendum.queries import beside_text, get_addendum_for
from dekkend.profiles.addendum.route import ADDENDUM_ROUTE, KIND
from dekkend.profiles.forms import AddendumForm, AddendumSignForm, OutcomeForm, ReasonForm
from dekkend.profiles.models import Addendum, Version
from dekkend.profiles.queries import get_version_for, has_secretary
from dekkend.profiles.rules import may_amend, may_record
from dekkend.profiles.views.reading import page_frame
from dekkend.questionnaires.loader import questionnaire_of
from dekkend.workflow.engine import NotPossible, available, events_of, may
from dekkend.workflow.table import SYSTEM, Transition

ACTS: dict[str, Callable[..., Addendum]] = {
    "send_to_mr": actions.send_addendum_to_mr,
    "send_to_board": actions.send_addendum_to_board,
    "take_back": actions.take_back_addendum,
    "send_back": actions.send_addendum_back,
    "establish": actions.establish_addendum,
    "drop": actions.drop_addendum,
}


@keeps_typed_text
@require_http_methods(["GET", "POST"])
def start_addendum(request: SignedInRequest, pk: int) -> HttpResponse:
    """Write what changes for one question of the profile that parents read now."""
    version, roles = get_version_for(request.user, pk, need="read")
    if not (verdict := may_amend(roles, version.state)):
        raise PermissionDenied(verdict.reason)
    form = AddendumForm(
        request.POST or None, questions=_questions(version), initial={"key": request.GET.get("vraag")}
    )
    if request.method == "POST" and form.is_valid():
        words = {name: form.cleaned_data[name] for name in ("key", "text", "reason")}
        try:
            begun = actions.start_addendum(version_id=pk, actor=request.user, at=timezone.now(), **words)
        except NotPossible as refused:
            form.add_error(None, refused.reason)
        else:
            messages.success(request, "De aanvulling is bewaard.")
            return redirect("addendum", begun.pk)
    return render(request, "profiles/addendum_start.html", page_frame(version) | {"form": form})


@keeps_typed_text
@require_http_methods(["GET", "POST"])
def addendum(request: SignedInRequest, pk: int) -> HttpResponse:
    """The addendum as it stands, and what this person can do. A POST changes the draft."""
    found, roles = get_addendum_for(request.user, pk)
    writes = bool(may_amend(roles, found.version.state)) and found.state == Addendum.State.DRAFT
    form = _draft_form(request, found) if writes else None
    if request.method == "POST":
        if form is None:
            return _refused(
                request, found, "De aanvulling is intussen verder. U kunt haar nu niet veranderen."
            )
        if form.is_valid() and (saved := _change(request, found, form)):
            return saved
    return render(
        request, "profiles/addendum.html", _page(found) | _ways(request, found, roles) | {"form": form}
    )


@keeps_typed_text
@require_http_methods(["GET", "POST"])
def addendum_step(request: SignedInRequest, pk: int, transition: str) -> HttpResponse:
    """Ask for, then do, one step of its route."""
    found, roles = get_addendum_for(request.user, pk)
    act = _act(transition)
    if not (verdict := may(act, found, roles, localdate())):
        if not roles & set(act.who):
            raise PermissionDenied(verdict.reason)
        return _refused(request, found, verdict.reason)
    form = _step_form(act, found, request.POST if request.method == "POST" else None)
    if request.method == "POST" and (form is None or form.is_valid()):
        try:
            ACTS[act.name](addendum_id=pk, actor=request.user, at=timezone.now(), **_words(form))
        except NotPossible as refused:
            if form is None:
                return _refused(request, found, refused.reason)
            form.add_error(None, refused.reason)
        else:
            messages.success(request, f"{act.done}.")
            return redirect("addendum", pk)
    return render(request, "profiles/addendum_step.html", _page(found) | {"form": form, "act": act})


@keeps_typed_text
@require_http_methods(["GET", "POST"])
def addendum_say(request: SignedInRequest, pk: int, say: str) -> HttpResponse:
    """Record what one body of the MR says about it."""
    found, roles = get_addendum_for(request.user, pk)
    voice = voice_of(found, say)
    if voice is None:
        raise Http404("Dit wordt bij deze aanvulling niet gevraagd.")
    secretary = has_secretary(found.version.profile.site, localdate())
    if not (theirs := may_record(roles, voice.demand.body, has_secretary=secretary)):
        raise PermissionDenied(theirs.reason)
    if found.state != Addendum.State.WITH_MR or voice.said:
        return _refused(request, found, "Dit is al vastgelegd, of de aanvulling is niet bij de MR.")
    form = OutcomeForm(request.POST if request.method == "POST" else None, voice=voice)
    if request.method == "POST" and form.is_valid():
        try:
            actions.record_addendum_outcome(
                addendum_id=pk, actor=request.user, say=say, at=timezone.now(), **form.words()
            )
        except NotPossible as refused:
            form.add_error(None, refused.reason)
        else:
            messages.success(request, f"{voice.title} is vastgelegd.")
            return redirect("addendum", pk)
    return render(request, "profiles/addendum_say.html", _page(found) | {"form": form, "voice": voice})


def _questions(version: Version) -> list[tuple[str, list[tuple[str, str]]]]:
    """Every question parents read, by chapter."""
    chapters = questionnaire_of(version.edition).pages
    return [
        (f"{chapter.number} {chapter.plain or chapter.title}".strip(), choices)
        for chapter in chapters
        if (choices := [(q.key, q.plain or q.label) for q in chapter.questions if _can_change(q)])
    ]


def _can_change(question) -> bool:
    return question.audience == "public" and question.type != "fixed" and not question.source


def _draft_form(request: SignedInRequest, found: Addendum) -> AddendumForm:
    now = {"text": found.text, "reason": found.reason, "revision": found.revision}
    return AddendumForm(request.POST if request.method == "POST" else None, questions=[], initial=now)


def _change(request: SignedInRequest, found: Addendum, form: AddendumForm) -> HttpResponse | None:
    try:
        actions.change_addendum(
            addendum_id=found.pk, actor=request.user, at=timezone.now(), **form.cleaned_data
        )
    except NotPossible as refused:
        form.add_error(None, refused.reason)
        return None
    messages.success(request, "De aanvulling is bewaard.")
    return redirect("addendum", found.pk)


def _page(found: Addendum) -> dict[str, Any]:
    context = {
        "addendum": found,
        "beside": beside_text(found.version, found),
        "state": ADDENDUM_ROUTE.state(found.state),
        "voices": voices_of(found),
    }
    return page_frame(found.version) | context


def _ways(request: SignedInRequest, found: Addendum, roles: frozenset[str]) -> dict[str, Any]:
    """The steps this person can take, and what of the MR they may record."""
    on = localdate()
    steps = [step for step in available(ADDENDUM_ROUTE, found, roles, on) if step.name in ACTS]
    secretary = has_secretary(found.version.profile.site, on)
    says = [
        voice
        for voice in voices_of(found)
        if found.state == Addendum.State.WITH_MR
        and not voice.said
        and may_record(roles, voice.demand.body, has_secretary=secretary)
    ]
    return {
        "steps": steps,
        "says": says,
        "acts": [(event, _act_words(event.act)) for event in events_of(KIND, found.pk)],
    }


def _act_words(name: str) -> str:
    own = {"start": "Begonnen", "change": "Tekst veranderd"}
    return own.get(name) or ADDENDUM_ROUTE.transition(name).done


def _act(name: str) -> Transition:
    act = ADDENDUM_ROUTE.by_name.get(name)
    if act is None or name not in ACTS or SYSTEM in act.who:
        raise Http404("Deze stap kennen wij niet.")
    return act


def _step_form(act: Transition, found: Addendum, data) -> forms.Form | None:
    if act.name == "establish":
        return AddendumSignForm(data, said=sayings_of(found))
    return ReasonForm(data, label=act.reason_label) if act.needs_reason else None


def _words(form: forms.Form | None) -> dict[str, Any]:
    if isinstance(form, AddendumSignForm):
        words = dict(form.cleaned_data)
        return {"on": words.pop("on"), "answers": words}
    return form.cleaned_data if form else {}


def _refused(request: SignedInRequest, found: Addendum, reason: str) -> HttpResponse:
    context = {"reason": reason, "typed": typed_in(request)}
    return render(request, "profiles/refused.html", page_frame(found.version) | context, status=409)
