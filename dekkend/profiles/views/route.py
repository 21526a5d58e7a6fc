"""The steps of the route: a page that repeats what will happen and who sees it, then one verb."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods, require_safe

from dekkend.core.kept import keeps_typed_text, typed_in
from dekkend.organisations.requests import SignedInRequest
from dekkend.profiles import actions
from dekkend.profiles.checks import Finding, findings_of
from dekkend.profiles.forms import EstablishForm, ReasonForm
from dekkend.profiles.hearing import asks_pupils, pupils_opinion_of, standing, voices_of
from dekkend.profiles.models import Version
from dekkend.profiles.phrases import STEPS
from dekkend.profiles.queries import get_version_for, prepare_hearing
from dekkend.profiles.rules import TEAM
from dekkend.profiles.transitions import ROUTE, pupils_were_asked
from dekkend.profiles.views.reading import page_frame
from dekkend.questionnaires.definition import Chapter, Questionnaire
from dekkend.questionnaires.loader import questionnaire_of
from dekkend.questionnaires.posted import anchor
from dekkend.workflow.engine import may
from dekkend.workflow.table import Transition
from dekkend.workflow.terms import add_weeks

ACTS: dict[str, Callable[..., Version]] = {
    "send_to_mr": actions.send_to_mr,
    "withdraw_from_mr": actions.withdraw_from_mr,
    "rework": actions.rework,
    "send_to_board": actions.send_to_board,
    "withdraw_from_board": actions.withdraw_from_board,
    "send_back": actions.send_back,
    "establish": actions.establish_profile,
    "publish": actions.publish_profile,
}


@require_safe
def checks(request: SignedInRequest, pk: int) -> HttpResponse:
    """What is not right yet and what to look at once more; from here it goes to the MR."""
    version, roles = get_version_for(request.user, pk, need="read")
    if not roles & TEAM:
        raise PermissionDenied("De controle is voor wie aan het profiel schrijft.")
    return _checks_page(request, version, roles, confirmed=set())


@keeps_typed_text
@require_http_methods(["GET", "POST"])
def step(request: SignedInRequest, pk: int, transition: str) -> HttpResponse:
    """Ask for, then do, one act of the route."""
    act = _act(transition)
    version, roles = get_version_for(request.user, pk, need="see")
    if not (verdict := may(act, version, roles, localdate())):
        return _refused(request, version, act, verdict.reason, roles)
    if transition == "send_to_mr":
        return _send_to_mr(request, version, roles)
    form = _form(act, version, request.POST if request.method == "POST" else None)
    if request.method == "POST" and (form is None or form.is_valid()):
        try:
            return _do(request, version, act, _words(form))
        except actions.NotPossible as refused:
            if form is None:
                return _refused(request, version, act, refused.reason, roles)
            form.add_error(None, refused.reason)
    context = {"form": form, "step": STEPS[act.name], "act": act, "said": standing(version)}
    return render(request, "profiles/step.html", page_frame(version) | context)


def _act(name: str) -> Transition:
    """A step of the route with a page here. Raises Http404 for any other name."""
    act = ROUTE.by_name.get(name)
    if act is None or name not in ACTS:
        raise Http404("Deze stap kennen wij niet.")
    return act


def _refused(
    request: SignedInRequest, version: Version, act: Transition, reason: str, roles: frozenset[str]
) -> HttpResponse:
    """Not theirs: 403. Theirs, but someone was first: say how it stands, and give the typed text back."""
    if not roles & set(act.who):
        raise PermissionDenied(reason)
    context = {"reason": reason, "typed": typed_in(request)}
    return render(request, "profiles/refused.html", page_frame(version) | context, status=409)


def _form(act: Transition, version: Version, data) -> forms.Form | None:
    if act.name == "establish":
        return EstablishForm(data, version=version, said=standing(version))
    return ReasonForm(data, label=act.reason_label) if act.needs_reason else None


def _words(form: forms.Form | None) -> dict[str, Any]:
    """What was typed, as the act asks for it."""
    if isinstance(form, EstablishForm):
        return form.words()
    return form.cleaned_data if form else {}


def _do(request: SignedInRequest, version: Version, act: Transition, words: dict[str, Any]) -> HttpResponse:
    ACTS[act.name](version_id=version.pk, actor=request.user, at=timezone.now(), **words)
    _tell(request, version, act, words)
    return redirect("school", version.profile.site.code)


def _tell(request: SignedInRequest, version: Version, act: Transition, words: dict[str, Any]) -> None:
    """What happened, and the way back where the route has one."""
    told = STEPS["publish"].told if words.get("publish") else STEPS[act.name].told
    undo = STEPS[act.name].undo
    link = (
        format_html(' <a href="{}">Ongedaan maken</a>', reverse("step", args=[version.pk, undo]))
        if undo
        else ""
    )
    messages.success(request, format_html("{}{}", told, link))


def _send_to_mr(request: SignedInRequest, version: Version, roles: frozenset[str]) -> HttpResponse:
    """The checks page is its confirm page: what was found stands there."""
    if request.method == "GET":
        return redirect("checks", version.pk)
    confirmed = set(request.POST.getlist("confirmed"))
    try:
        return _do(request, version, ROUTE.transition("send_to_mr"), {"confirmed": confirmed})
    except actions.ChecksNotPassed as refused:
        return _checks_page(request, version, roles, confirmed=confirmed, reason=refused.reason)
    except actions.NotPossible as refused:
        return _refused(request, version, ROUTE.transition("send_to_mr"), refused.reason, roles)


def _checks_page(
    request: SignedInRequest,
    version: Version,
    roles: frozenset[str],
    *,
    confirmed: set[str],
    reason: str = "",
) -> HttpResponse:
    prepare_hearing(version)
    questionnaire = questionnaire_of(version.edition)
    findings = findings_of(version, localdate())
    errors = [finding for finding in findings if finding.level == "error"]
    act = ROUTE.transition("send_to_mr")
    context = {
        "errors": by_chapter(questionnaire, errors),
        "error_count": len(errors),
        "warnings": [(finding, anchor(finding.key)) for finding in findings if finding.level == "warning"],
        "first": (errors[0], anchor(errors[0].key)) if errors else None,
        "confirmed": confirmed,
        "reason": reason,
        "verdict": may(act, version, roles, localdate()),
        "step": STEPS["send_to_mr"],
        "asks": [
            (voice.asked, add_weeks(localdate(), voice.demand.weeks or 0)) for voice in voices_of(version)
        ],
        "asks_pupils": asks_pupils(version.regime),
        "pupils_opinion": pupils_opinion_of(version),
        "pupils_missing": not pupils_were_asked(version, localdate()),
    }
    return render(request, "profiles/checks.html", page_frame(version) | context)


def by_chapter(
    questionnaire: Questionnaire, findings: list[Finding]
) -> list[tuple[Chapter, list[tuple[Finding, str]]]]:
    """(chapter, what was found there with its place on the page), in the order of the form."""
    chapters = {finding.chapter: questionnaire.chapter(finding.chapter) for finding in findings}
    return [
        (chapter, [(found, anchor(found.key)) for found in findings if found.chapter == key])
        for key, chapter in chapters.items()
    ]
