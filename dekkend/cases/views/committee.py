"""One item of an agenda: advise, declare a tie, write what was said, decide."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dekkend.cases import actions
from dekkend.cases.committee.conflicts import ties_between
from dekkend.cases.committee.forms import AdviceForm, ConflictForm, MinutesForm, decision_form
from dekkend.cases.committee.queries import advices_on, differs, item_for, meetings_of, tally
from dekkend.cases.committee.quorum import members_of, members_present, standing
from dekkend.cases.conditions import kind_of
from dekkend.cases.forms import ReasonForm
from dekkend.cases.models import Advice, AgendaItem, Case, Conflict, Decision
from dekkend.cases.models.log import AGENDA_ITEM
from dekkend.cases.queries import parties_of
from dekkend.cases.sight import told_of_decision
from dekkend.cases.transitions import ROUTE
from dekkend.cases.views.acting import CLOSED, WRONG, act_page, posted
from dekkend.cases.views.frame import about_children, case_frame, open_case_for
from dekkend.core.numbers import number_in
from dekkend.core.verdict import Verdict
from dekkend.organisations.models import Role, User
from dekkend.organisations.requests import SignedInRequest
from dekkend.workflow.engine import may
from dekkend.workflow.table import Transition

STEPS = {"toekennen": "award_by_committee", "afwijzen": "refuse_by_committee"}
OUTCOMES = {"toekennen": Decision.Outcome.AWARDED, "afwijzen": Decision.Outcome.REFUSED}


@about_children
@require_safe
def agenda_item(request: SignedInRequest, pk: int) -> HttpResponse:
    item, case, roles = _open(request, pk, AGENDA_ITEM)
    return _page(request, item, case, roles)


@about_children
@sensitive_post_parameters()
@require_POST
def advise(request: SignedInRequest, pk: int) -> HttpResponse:
    item, case, roles = _open(request, pk, AGENDA_ITEM)
    if Role.COMMITTEE_MEMBER not in roles:
        raise PermissionDenied("Advies geven de leden van de CTC.")
    form = AdviceForm(request.POST)
    if _done(
        form, lambda: actions.advise(item_id=pk, actor=request.user, at=timezone.now(), **form.cleaned_data)
    ):
        messages.success(request, "Uw advies is bewaard. U kunt het veranderen tot er een besluit is.")
        return redirect("agenda-item", pk)
    return _page(request, item, case, roles, advice_form=form, status=WRONG)


@about_children
@sensitive_post_parameters()
@require_POST
def write_minutes(request: SignedInRequest, pk: int) -> HttpResponse:
    item, case, roles = _open(request, pk, AGENDA_ITEM)
    _only_secretary(roles)
    form = MinutesForm(request.POST)
    if _done(
        form,
        lambda: actions.write_minutes(item_id=pk, actor=request.user, at=timezone.now(), **form.cleaned_data),
    ):
        messages.success(request, "De notulen zijn bewaard.")
        return redirect("agenda-item", pk)
    return _page(request, item, case, roles, minutes_form=form, status=WRONG)


@about_children
@require_POST
def move_up(request: SignedInRequest, pk: int) -> HttpResponse:
    item, _, roles = _open(request, pk, "agenda van de CTC")
    _only_secretary(roles)
    try:
        actions.move_up(item_id=pk, actor=request.user, at=timezone.now())
    except actions.NotPossible as refused:
        messages.error(request, refused.reason)
    return redirect("meeting", item.meeting_id)


@about_children
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def declare_conflict(request: SignedInRequest, pk: int) -> HttpResponse:
    """A member says so of oneself, the secretary of anyone in the committee."""
    item, case, roles = _open(request, pk, AGENDA_ITEM)
    people = _may_be_tied(request.user, case, roles)
    form = ConflictForm(request.POST if request.method == "POST" else None, people=people)
    if request.method == "POST" and _done(form, lambda: _declare(request, case, people, form)):
        if ties_between([case], [request.user.pk], localdate()):
            messages.success(
                request, "Dank u wel. U beslist hier niet over mee, en ziet dit dossier niet meer."
            )
            return redirect("meeting", item.meeting_id)
        messages.success(request, "Vastgelegd. Dit lid ziet het dossier niet meer.")
        return redirect("agenda-item", pk)
    context = {"item": item, "form": form, "is_secretary": Role.COMMITTEE_SECRETARY in roles}
    return _render(request, "conflict", case, roles, context, WRONG if form.errors else 200)


@about_children
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def lift_conflict(request: SignedInRequest, pk: int, conflict: int) -> HttpResponse:
    item, case, roles = _open(request, pk, AGENDA_ITEM)
    _only_secretary(roles)
    found = Conflict.objects.filter(pk=conflict, case=case, lifted_at=None).select_related("member").first()
    if found is None:
        raise Http404("Deze melding is er niet meer.")
    step = ROUTE.transition("lift_conflict")
    return act_page(
        request,
        ReasonForm(posted(request), label=step.reason_label),
        partial(actions.lift_conflict, conflict_id=conflict, actor=request.user, at=timezone.now()),
        words=_asked(item, step, f"{found.member.name} ziet het dossier dan weer."),
        context=case_frame(case, roles) | {"here": "meetings"},
        done=f"{found.member.name} beslist weer mee.",
        then=reverse("agenda-item", args=[pk]),
    )


@about_children
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def take_off(request: SignedInRequest, pk: int) -> HttpResponse:
    item, case, roles = _open(request, pk, "van de lijst van de CTC")
    _only_secretary(roles)
    lead = "Het dossier gaat terug naar het Loket, dat uw reden leest. De CTC ziet het dan niet meer."
    step = ROUTE.transition("take_off_agenda")
    return act_page(
        request,
        ReasonForm(posted(request), label=step.reason_label),
        partial(actions.take_off_agenda, case_id=case.pk, actor=request.user, at=timezone.now()),
        words=_asked(item, step, lead),
        context=case_frame(case, roles) | {"here": "meetings"},
        done=f"Dossier {case.number} is terug bij het Loket.",
        then=reverse("meeting", args=[item.meeting_id]),
    )


@about_children
@require_POST
def reschedule(request: SignedInRequest, pk: int) -> HttpResponse:
    """Move to another meeting that is to come."""
    _, case, roles = _open(request, pk, "agenda van de CTC")
    _only_secretary(roles)
    meeting_id = number_in(request.POST.get("meeting", ""))
    if not meeting_id:
        messages.error(request, "Kies een vergadering.")
        return redirect("agenda-item", pk)
    try:
        moved = actions.schedule(
            case_id=case.pk, meeting_id=meeting_id, actor=request.user, at=timezone.now()
        )
    except actions.NotPossible as refused:
        messages.error(request, refused.reason)
        return redirect("agenda-item", pk)
    messages.success(request, "Het dossier staat nu op deze agenda.")
    return redirect("meeting", moved.meeting_id)


@about_children
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def decide(request: SignedInRequest, pk: int, outcome: str) -> HttpResponse:
    """Fill in what was decided, read it all again with who will be told, and record it."""
    item, case, roles = _open(request, pk, "besluit van de CTC")
    if outcome not in STEPS:
        raise Http404("Dit besluit kennen wij niet.")
    _only_secretary(roles)
    act = ROUTE.transition(STEPS[outcome])
    verdict = may(act, case, roles, localdate())
    form = decision_form(OUTCOMES[outcome], kind_of(case), request.POST if request.method == "POST" else None)
    if not verdict:
        return _decision(request, item, case, roles, form, outcome, verdict.reason, CLOSED)
    if request.method == "GET" or "edit" in request.POST:
        return _decision(request, item, case, roles, form, outcome)
    if not form.is_valid():
        return _decision(request, item, case, roles, form, outcome, status=WRONG)
    if "sure" not in request.POST:
        return _sure(request, item, case, roles, form, outcome)
    try:
        _record(request, item, form, outcome)
    except actions.NotPossible as refused:
        return _decision(request, item, case, roles, form, outcome, refused.reason, CLOSED)
    messages.success(request, "Het besluit ligt vast. De brieven zijn geschreven.")
    return redirect("agenda-item", pk)


def _record(request: SignedInRequest, item: AgendaItem, form: Any, outcome: str) -> None:
    if OUTCOMES[outcome] == Decision.Outcome.AWARDED:
        actions.award_by_committee(item_id=item.pk, award=form.award, actor=request.user, at=timezone.now())
    else:
        actions.refuse_by_committee(
            item_id=item.pk, reasons=form.cleaned_data["reasons"], actor=request.user, at=timezone.now()
        )


def _asked(item: AgendaItem, step: Transition, lead: str) -> dict[str, Any]:
    """What the page of an act says that asks for a reason and nothing else."""
    words = {"title": f"{step.label}?", "lead": lead, "button": step.label, "page_title": step.label}
    return words | {"back": reverse("agenda-item", args=[item.pk])}


def _open(request: SignedInRequest, pk: int, what: str) -> tuple[AgendaItem, Case, frozenset[str]]:
    """The item, its case and what this person is to it. Raises Http404, also for who has no say in it."""
    item = item_for(pk)
    case, roles = open_case_for(request, item.case_id, what)
    if not roles & {Role.COMMITTEE_SECRETARY, Role.COMMITTEE_MEMBER}:
        raise Http404("Dit is voor de CTC.")
    item.case = case
    return item, case, roles


def _done(form: forms.Form, act: Callable[[], object]) -> bool:
    """Whether it was done; otherwise the form says why not."""
    if not form.is_valid():
        return False
    try:
        act()
    except actions.NotPossible as refused:
        form.add_error(None, refused.reason)
        return False
    return True


def _declare(request: SignedInRequest, case: Case, people: list[User], form: ConflictForm) -> Conflict:
    said = form.cleaned_data
    member = next((one for one in people if one.pk == said.get("member")), request.user)
    return actions.declare_conflict(
        case_id=case.pk, member=member, ground=said["ground"], actor=request.user, at=timezone.now()
    )


def _may_be_tied(user: User, case: Case, roles: frozenset[str]) -> list[User]:
    """Who can be meant; those who have no say already are left out."""
    if Role.COMMITTEE_SECRETARY not in roles:
        return [user]
    on = localdate()
    members = members_of(case.partnership_id, on)
    ties = ties_between([case], [one.pk for one in members], on)
    others = [one for one in members if (case.pk, one.pk) not in ties and one != user]
    return [*others, user]


def _page(
    request: SignedInRequest,
    item: AgendaItem,
    case: Case,
    roles: frozenset[str],
    *,
    advice_form: AdviceForm | None = None,
    minutes_form: MinutesForm | None = None,
    status: int = 200,
) -> HttpResponse:
    is_secretary = Role.COMMITTEE_SECRETARY in roles
    is_with_us = case.state == Case.State.ON_AGENDA and item.meeting.is_to_come
    said = _said(request.user, item, case, is_secretary=is_secretary)
    context = said | {
        "item": item,
        "meeting": item.meeting,
        "is_secretary": is_secretary,
        "is_with_us": is_with_us,
        "decision": case.decisions.filter(round=item.round).select_related("decided_by").first(),
        "advice_form": advice_form or _advice_form(said["own"], roles, is_with_us=is_with_us),
        "minutes_form": minutes_form or _minutes_form(item, is_secretary=is_secretary),
        "form": advice_form or minutes_form,
        **(_can_decide(case, roles) if is_secretary else {}),
        "others": _other_meetings(item) if is_secretary and is_with_us else [],
    }
    return _render(request, "item", case, roles, context, status)


def _said(user: User, item: AgendaItem, case: Case, *, is_secretary: bool) -> dict[str, Any]:
    """What the members advised, and who has no say. Of others one reads it after one's own advice."""
    on = localdate()
    members, present = members_of(case.partnership_id, on), members_present(item.meeting)
    ties = ties_between([case], {one.pk for one in (*members, *present)}, on)
    advices = advices_on(case, ties)
    own = next((one for one in advices if one.member_id == user.pk), None)
    reads = is_secretary or own is not None
    return {
        "own": own,
        "advices": advices if reads else [],
        "count": len(advices),
        "votes": tally(advices) if reads else (),
        "tied": [(one, tie) for one in members if (tie := ties.get((case.pk, one.pk)))],
        "standing": standing(case, item.meeting, present, ties),
    }


def _can_decide(case: Case, roles: frozenset[str]) -> dict[str, Verdict]:
    """A no may be written down where a yes cannot: then that says why."""
    acts = {"can_award": "award_by_committee", "can_refuse": "refuse_by_committee"}
    return {key: may(ROUTE.transition(act), case, roles, localdate()) for key, act in acts.items()}


def _advice_form(own: Advice | None, roles: frozenset[str], *, is_with_us: bool) -> AdviceForm | None:
    if Role.COMMITTEE_MEMBER not in roles or not is_with_us:
        return None
    if own is None:
        return AdviceForm(initial={"revision": 0})
    return AdviceForm(initial={"vote": own.vote, "reasons": own.reasons, "revision": own.revision})


def _minutes_form(item: AgendaItem, *, is_secretary: bool) -> MinutesForm | None:
    if not is_secretary or item.meeting.state != "open":
        return None
    return MinutesForm(initial={"text": item.minutes, "revision": item.revision})


def _other_meetings(item: AgendaItem) -> list[Any]:
    to_come, _ = meetings_of([item.meeting.partnership])
    return [one.meeting for one in to_come if one.meeting != item.meeting]


def _decision(
    request: SignedInRequest,
    item: AgendaItem,
    case: Case,
    roles: frozenset[str],
    form: forms.Form,
    outcome: str,
    refused: str = "",
    status: int = 200,
) -> HttpResponse:
    context = {"item": item, "form": form, "outcome": outcome, "refused": refused}
    return _render(request, "decide", case, roles, context, status)


def _sure(
    request: SignedInRequest,
    item: AgendaItem,
    case: Case,
    roles: frozenset[str],
    form: forms.Form,
    outcome: str,
) -> HttpResponse:
    on = localdate()
    present = members_present(item.meeting)
    ties = ties_between([case], {one.pk for one in members_of(case.partnership_id, on)}, on)
    advices = advices_on(case, ties)
    said = [(field.label, _shown(field)) for field in form if field.value()]
    context = {
        "item": item,
        "form": form,
        "outcome": outcome,
        "said": said,
        "present": standing(case, item.meeting, present, ties).counted,
        "votes": tally(advices),
        "differs": differs(OUTCOMES[outcome], advices),
        "sees": told_of_decision(case, parties_of(case), on),
        "sees_title": "Wie krijgt bericht?",
    }
    return _render(request, "sure", case, roles, context)


def _shown(field: forms.BoundField) -> Any:
    """What was filled in, as a person reads it."""
    value = field.form.cleaned_data[field.name]
    return dict(field.field.choices).get(value, value) if hasattr(field.field, "choices") else value


def _only_secretary(roles: frozenset[str]) -> None:
    if Role.COMMITTEE_SECRETARY not in roles:
        raise PermissionDenied("Dit doet de secretaris van de CTC.")


def _render(
    request: SignedInRequest, name: str, case: Case, roles: frozenset[str], context: dict, status: int = 200
) -> HttpResponse:
    frame = case_frame(case, roles) | {"here": "meetings"}
    return render(request, f"cases/committee/{name}.html", frame | context, status=status)
