"""The acts of school and Loket: a page that repeats what will happen and who sees it, then one verb."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.timezone import localdate
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from dekkend.cases import actions, offer
from dekkend.cases.attachments.papers import missing_papers
from dekkend.cases.conditions import kind_of
from dekkend.cases.effect.evaluation import looking_back
from dekkend.cases.effect.forms import EvaluationForm
from dekkend.cases.extension import award_that_runs
from dekkend.cases.forms import (
    AskForm,
    AwardForm,
    MoreTimeForm,
    NeedsForm,
    PassOnForm,
    ReasonForm,
    RefuseForm,
    TalkForm,
)
from dekkend.cases.models import Case
from dekkend.cases.models.log import FILE
from dekkend.cases.phrases import INSIDE
from dekkend.cases.queries import parties_of
from dekkend.cases.sight import who_sees
from dekkend.cases.steps import OF_EXTENSION, Words, words_of
from dekkend.cases.transitions import ROUTE
from dekkend.cases.views.frame import about_children, case_frame, open_case_for
from dekkend.organisations.requests import SignedInRequest
from dekkend.workflow.engine import may
from dekkend.workflow.table import Transition, acting_role

CLOSED, WRONG = 409, 422
# Acts after which someone else sees more than before: the page names them.
SHOWS_TO = {"share_with_parents", "send", "ask_extension"}
# Acts before which one wants to know whether every paper is there.
LOOKS_FOR_PAPERS = {"send", "answer_desk", "go_on_unanswered", "accept"}

ACTS: dict[str, Callable[..., Any]] = {
    "talk_inside": actions.talk_inside,
    "end_talk": actions.end_talk,
    "share_with_parents": actions.share_with_parents,
    "take_back_from_parents": actions.take_back_from_parents,
    "send": actions.send_case,
    "withdraw_request": actions.withdraw_request,
    "make_urgent": actions.make_urgent,
    "ask_school": actions.ask_school,
    "ask_parents_again": actions.ask_parents_again,
    "answer_desk": actions.answer_desk,
    "go_on_unanswered": actions.go_on_unanswered,
    "accept": actions.accept,
    "map_needs": actions.map_needs,
    "plan_talk": actions.plan_talk,
    "extend_term": actions.extend_term,
    "award_by_desk": actions.award_by_desk,
    "refuse_by_desk": actions.refuse_by_desk,
    "put_on_agenda": actions.put_on_agenda,
    "evaluate": actions.evaluate,
    "ask_extension": actions.ask_extension,
    "pass_on": actions.pass_on,
    "end": actions.end_support,
    "put_on_hold": actions.put_on_hold,
    "release": actions.release,
}


@about_children
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def case_step(request: SignedInRequest, pk: int, step: str) -> HttpResponse:
    """Ask for, then do, one act of the route."""
    act = _act(step)
    case, roles = open_case_for(request, pk, _looked_at(act))
    told = _words_of(act, case).told
    if acting_role(act, roles) is None:
        raise PermissionDenied("Deze stap is voor iemand anders.")
    form = form_for(act, case, request.POST if request.method == "POST" else None)
    verdict = may(act, case, roles, localdate())
    if request.method == "GET" or not verdict:
        return _page(request, case, roles, act, form, verdict.reason, 200 if verdict else CLOSED)
    if form is None or form.is_valid():
        try:
            done = ACTS[step](case_id=case.pk, actor=request.user, at=timezone.now(), **_words(form))
        except actions.NotPossible as refused:
            return _page(request, case, roles, act, form, refused.reason, CLOSED)
        messages.success(request, told)
        return redirect("case", done.pk if isinstance(done, Case) else case.pk)
    return _page(request, case, roles, act, form, "", WRONG)


def _looked_at(act: Transition) -> str:
    """As the log calls it, which parents and Loket read too."""
    return FILE if act.name in INSIDE else f"stap: {act.label}"


def form_for(act: Transition, case: Case, data) -> forms.Form | None:
    """What the act asks to be filled in; None when it only asks for a yes."""
    match act.name:
        case "ask_school":
            return AskForm(data, label=act.reason_label)
        case "extend_term":
            return MoreTimeForm(data, label=act.reason_label)
        case "plan_talk":
            return TalkForm(data)
        case "map_needs":
            needs = offer.source().needs(case.partnership, localdate())
            return NeedsForm(data, needs=needs, initial={"needs": case.needs})
        case "evaluate":
            mapped = actions.mapped_needs(case, localdate())
            return EvaluationForm(data, asked=looking_back(case), needs=mapped, label=act.reason_label)
        case "award_by_desk":
            return AwardForm(data, kind=kind_of(case))
        case "pass_on":
            return PassOnForm(data, kinds=actions.kinds_after(case))
        case "refuse_by_desk":
            return RefuseForm(data)
    return ReasonForm(data, label=act.reason_label) if act.needs_reason else None


def _act(name: str) -> Transition:
    """A step of the route with a page here. Raises Http404 for any other name."""
    if name not in ACTS:
        raise Http404("Deze stap kennen wij niet.")
    return ROUTE.transition(name)


def _words_of(act: Transition, case: Case) -> Words:
    is_extension = act.name in OF_EXTENSION and award_that_runs(case, localdate()) is not None
    return words_of(act.name, is_extension=is_extension)


def _words(form: forms.Form | None) -> dict[str, Any]:
    """What was typed, as the act asks for it."""
    if isinstance(form, AwardForm):
        return {"award": form.award}
    if isinstance(form, EvaluationForm):
        return {"evaluated": form.evaluated}
    if isinstance(form, TalkForm):
        return {"planned": form.planned}
    return form.cleaned_data if form else {}


def _page(
    request: SignedInRequest,
    case: Case,
    roles: frozenset[str],
    act: Transition,
    form: forms.Form | None,
    refused: str,
    status: int,
) -> HttpResponse:
    sees = who_sees(case, parties_of(case), localdate(), once_sent=act.name == "send")
    context = {
        "act": act,
        "step": _words_of(act, case),
        "form": form,
        "refused": refused,
        "sees": sees if act.name in SHOWS_TO else [],
        "sees_title": "Wie ziet dit straks?",
        "missing": missing_papers(case) if act.name in LOOKS_FOR_PAPERS else [],
        "here": "case",
    }
    return render(request, "cases/step.html", case_frame(case, roles) | context, status=status)
