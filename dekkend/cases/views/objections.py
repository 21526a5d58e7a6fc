"""Objections to a decision: written down as they come in, adjourned, advised on, decided."""

from functools import partial
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from dekkend.cases import actions
from dekkend.cases.forms import ReasonForm
from dekkend.cases.models import Case, Decision, Objection
from dekkend.cases.objection.forms import CommitteesAdviceForm, ObjectionForm, OutcomeForm
from dekkend.cases.objection.terms import adjourned, last_day
from dekkend.cases.objection.words import ReviewWords, label_of, review_words
from dekkend.cases.parents.words import OBJECTION
from dekkend.cases.queries import parties_of
from dekkend.cases.transitions import ROUTE
from dekkend.cases.views.acting import act_page, posted
from dekkend.cases.views.frame import about_children, case_frame, open_case_for
from dekkend.organisations.models import Role
from dekkend.organisations.requests import SignedInRequest
from dekkend.workflow.engine import may
from dekkend.workflow.table import acting_role

STEPS = {"uitstel": "adjourn_objection", "advies": "note_committees_advice", "besluit": "end_objection"}


@about_children
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def case_objections(request: SignedInRequest, pk: int) -> HttpResponse:
    """Every objection in this file; below it a form for one that came in."""
    case, roles = open_case_for(request, pk, OBJECTION)
    if acting_role(ROUTE.transition("object"), roles) is None:
        raise PermissionDenied("Bezwaar leggen de school en het Loket vast.")
    decision, called = case.decisions.filter(round=case.round).first(), review_words(case)
    form = ObjectionForm(
        posted(request), parties=parties_of(case), called=called, initial={"received_on": localdate()}
    )
    return act_page(
        request,
        form,
        lambda **_: _record(request, decision, form),
        words={},
        context=case_frame(case, roles) | _listed(case, roles, decision) | {"words": called, "here": "case"},
        done=f"Het {called.one} is vastgelegd. School, ouders en Loket krijgen bericht.",
        then=reverse("case-objections", args=[pk]),
        template="cases/objection/list.html",
    )


@about_children
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def objection_step(request: SignedInRequest, pk: int, objection: int, step: str) -> HttpResponse:
    """More time, what the committee advises, or the decision: for the Loket."""
    case, roles = open_case_for(request, pk, OBJECTION)
    if Role.SERVICE_DESK not in roles:
        raise PermissionDenied("Dit doet een medewerker van het Loket.")
    found = next((one for one in _objections(case) if one.pk == objection), None)
    if found is None or step not in STEPS:
        raise Http404("Dit bezwaar kennen wij niet.")
    called = review_words(case)
    label = label_of(STEPS[step], called)
    form, do, happens = _asked(found, called, step, posted(request))
    words = {
        "title": label,
        "lead": f"Het {called.one} van {found.whose}, binnengekomen op {found.received_on:%d-%m-%Y}.",
        "happens": happens,
        "button": label,
        "back": reverse("case-objections", args=[pk]),
    }
    return act_page(
        request,
        form,
        partial(do, objection_id=objection, actor=request.user, at=timezone.now()),
        words=words,
        context=case_frame(case, roles) | {"page_title": label, "here": "case"},
        done="Vastgelegd.",
        then=reverse("case-objections", args=[pk]),
    )


def _listed(case: Case, roles: frozenset[str], decision: Decision | None) -> dict[str, Any]:
    """What came in, and what can be done now about the decision of this round."""
    return {
        "objections": _objections(case),
        "decision": decision,
        "last_day": decision and last_day(decision.objected_until),
        "records": bool(decision and may(ROUTE.transition("object"), case, roles, localdate())),
        "decides": Role.SERVICE_DESK in roles,
    }


def _record(request: SignedInRequest, decision: Decision | None, form: ObjectionForm) -> None:
    actions.record_objection(
        decision_id=decision.pk if decision else 0,
        objecting=form.objecting,
        actor=request.user,
        at=timezone.now(),
    )


def _asked(objection: Objection, called: ReviewWords, step: str, data):
    """The form of a step, the act that it leads to, and what that does in words."""
    match step:
        case "uitstel":
            form = ReasonForm(data, label=ROUTE.transition(STEPS[step]).reason_label)
            until = (
                f"Het besluit komt uiterlijk op {adjourned(objection.due_on):%d-%m-%Y}. Uitstel kan een keer."
            )
            return form, actions.adjourn_objection, [until, "School en ouders krijgen bericht."]
        case "advies":
            return CommitteesAdviceForm(data), actions.note_committees_advice, [
                "Het advies staat in het dossier.", f"Daarna kan op het {called.one} worden beslist.",
            ]  # fmt: skip
    return OutcomeForm(data), actions.end_objection, [
        f"Is het {called.short} gegrond? Dan begint een nieuwe ronde.",
        "Het oude besluit geldt tot het nieuwe er is.",
        "School en ouders krijgen bericht.",
        "Het dossier wordt daarna weer bewaard zo lang als de regel zegt.",
    ]  # fmt: skip


def _objections(case: Case) -> list[Objection]:
    """Newest first, each with the case at hand. One query."""
    rows = Objection.objects.filter(decision__case=case).select_related("decision", "party", "ended_by")
    found = list(rows.order_by("-received_on", "-pk"))
    for objection in found:
        objection.decision.case = case
    return found
