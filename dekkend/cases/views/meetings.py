"""The meetings of the committee: a list, a meeting with its agenda, and its minutes to print."""

from datetime import date

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dekkend.cases import actions
from dekkend.cases.committee.forms import MeetingForm, PresentForm
from dekkend.cases.committee.queries import (
    Point,
    committees_of,
    get_meeting_for,
    meetings_of,
    points_of,
    waiting_for,
)
from dekkend.cases.committee.quorum import members_of, members_present
from dekkend.cases.committee.route import MEETING_ROUTE
from dekkend.cases.conditions import kind_of
from dekkend.cases.log import note_reading
from dekkend.cases.models import Meeting
from dekkend.cases.queries import offering_on
from dekkend.cases.views.frame import about_children, reading_role
from dekkend.core.kept import typed_in
from dekkend.organisations.models import Partnership, Role
from dekkend.organisations.queries import memberships_of
from dekkend.organisations.requests import SignedInRequest
from dekkend.workflow.engine import available, may

CLOSED, WRONG = 409, 422
# What a step does, told before it is taken; the others have a form of their own.
STEPS = {
    "send_agenda": (
        actions.send_agenda,
        "Alle leden krijgen een mail met dag, tijd en plaats. In de mail staat niets over de dossiers. "
        "Zij lezen die hier, en geven advies.",
    ),
    "cancel": (
        actions.cancel_meeting,
        "Alle leden krijgen een mail. De dossiers wachten op een andere vergadering.",
    ),
    "open": (
        actions.open_meeting,
        "U legt daarna vast welke leden er zijn. Zijn het er genoeg? Dan kunt u besluiten vastleggen.",
    ),
    "close": (
        actions.close_meeting,
        "De leden zien de dossiers daarna niet meer, en u kunt de notulen niet meer veranderen. "
        "Waarover geen besluit is, wacht op een andere vergadering.",
    ),
}


@about_children
@require_safe
def meetings(request: SignedInRequest) -> HttpResponse:
    """Meetings to come and over, and for the secretary what waits for one. Nine queries a committee."""
    on = localdate()
    committees = committees_of(memberships_of(request.user, on))
    if not committees:
        raise Http404("Deze bladzijde is voor de CTC.")
    led = [one for one, roles in committees.items() if Role.COMMITTEE_SECRETARY in roles]
    to_come, over = meetings_of(committees)
    waiting = [(one, [(case, kind_of(case)) for case in waiting_for(one, request.user, on)]) for one in led]
    context = {"to_come": to_come, "over": over, "waiting": waiting, "here": "meetings"}
    return render(request, "cases/committee/list.html", context)


@about_children
@require_http_methods(["GET", "POST"])
def plan_meeting(request: SignedInRequest, code: str) -> HttpResponse:
    """A new meeting of one committee."""
    on = localdate()
    partnership = _led_by(request, code)
    offering = offering_on(partnership, on)
    initial = {"quorum": offering.catalogue.quorum} if offering else {}
    form = MeetingForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            planned = actions.plan_meeting(
                partnership=partnership, when=form.when, actor=request.user, at=timezone.now()
            )
        except actions.NotPossible as refused:
            form.add_error(None, refused.reason)
        else:
            messages.success(request, "De vergadering is gepland. Zet er nu dossiers op.")
            return redirect("meeting", planned.pk)
    context = {"form": form, "here": "meetings", "verb": "Plan een vergadering"}
    return render(request, "cases/committee/plan.html", context, status=WRONG if form.errors else 200)


@about_children
@require_http_methods(["GET", "POST"])
def change_meeting(request: SignedInRequest, pk: int) -> HttpResponse:
    found, roles = get_meeting_for(request.user, pk, localdate())
    _only_secretary(roles)
    if not (verdict := may(MEETING_ROUTE.transition("change"), found, roles, localdate())):
        return _refused(request, found, verdict.reason)
    form = MeetingForm.of(found, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_meeting(meeting_id=pk, when=form.when, actor=request.user, at=timezone.now())
        except actions.NotPossible as refused:
            form.add_error(None, refused.reason)
        else:
            messages.success(request, "De vergadering is veranderd.")
            return redirect("meeting", pk)
    context = {"form": form, "meeting": found, "here": "meetings", "verb": "Verander de vergadering"}
    return render(request, "cases/committee/plan.html", context, status=WRONG if form.errors else 200)


@about_children
@require_safe
def meeting(request: SignedInRequest, pk: int) -> HttpResponse:
    """The agenda as this person may see it, and what they can do. Eighteen queries at most."""
    on = localdate()
    found, roles = get_meeting_for(request.user, pk, on)
    is_secretary = Role.COMMITTEE_SECRETARY in roles
    points = points_of(found, request.user, roles, on)
    context = {
        "meeting": found,
        "state": MEETING_ROUTE.state(found.state),
        "points": points,
        "is_secretary": is_secretary,
        "asked": [one for one in points if one.waits_for_advice] if _advises(found, roles) else [],
        "steps": [one for one in available(MEETING_ROUTE, found, roles, on) if one.name in STEPS],
        "main": _main_step(points, on, found),
        "present": members_present(found),
        "here": "meetings",
    }
    if is_secretary and found.is_to_come:
        context["waiting"] = waiting_for(found.partnership, request.user, on)
        context["form"] = _present_form(found)
    return render(request, "cases/committee/meeting.html", context)


@about_children
@require_http_methods(["GET", "POST"])
def meeting_step(request: SignedInRequest, pk: int, step: str) -> HttpResponse:
    """Ask for, then do, one step of the meeting."""
    on = localdate()
    found, roles = get_meeting_for(request.user, pk, on)
    if step not in STEPS:
        raise Http404("Deze stap kennen wij niet.")
    _only_secretary(roles)
    act, (run, told) = MEETING_ROUTE.transition(step), STEPS[step]
    if not (verdict := may(act, found, roles, on)):
        return _refused(request, found, verdict.reason)
    points = points_of(found, request.user, roles, on)
    context = {"meeting": found, "act": act, "told": told, "here": "meetings"}
    context["undecided"] = [one for one in points if one.hidden == "" and not one.decision]
    if request.method == "GET":
        return render(request, "cases/committee/step.html", context)
    try:
        run(meeting_id=pk, actor=request.user, at=timezone.now())
    except actions.NotPossible as refused:
        return _refused(request, found, refused.reason)
    messages.success(request, f"{act.done}.")
    return redirect("meeting", pk)


@about_children
@require_POST
def note_present(request: SignedInRequest, pk: int) -> HttpResponse:
    """Who is there now."""
    found, roles = get_meeting_for(request.user, pk, localdate())
    _only_secretary(roles)
    form = PresentForm(request.POST, members=members_of(found.partnership_id, localdate()))
    if not form.is_valid():
        return _refused(request, found, str(form.errors["members"][0]), WRONG)
    try:
        actions.note_present(
            meeting_id=pk, members=form.cleaned_data["members"], actor=request.user, at=timezone.now()
        )
    except actions.NotPossible as refused:
        return _refused(request, found, refused.reason)
    messages.success(request, "Vastgelegd wie er is.")
    return redirect("meeting", pk)


@about_children
@require_POST
def schedule(request: SignedInRequest, pk: int, case: int) -> HttpResponse:
    """Put a case that waits on this meeting."""
    found, roles = get_meeting_for(request.user, pk, localdate())
    _only_secretary(roles)
    try:
        actions.schedule(case_id=case, meeting_id=pk, actor=request.user, at=timezone.now())
    except actions.NotPossible as refused:
        return _refused(request, found, refused.reason)
    messages.success(request, "Het dossier staat op de agenda.")
    return redirect("meeting", pk)


@about_children
@require_safe
def meeting_minutes(request: SignedInRequest, pk: int) -> HttpResponse:
    """All that was said and decided, to print. A look at each file, so a line in its log for each."""
    on = localdate()
    found, roles = get_meeting_for(request.user, pk, on)
    _only_secretary(roles)
    points = [one for one in points_of(found, request.user, roles, on) if _is_told(one)]
    for point in points:
        note_reading(point.item.case, request.user, reading_role(roles), "notulen van de CTC", timezone.now())
    context = {"meeting": found, "state": MEETING_ROUTE.state(found.state), "here": "meetings"}
    context |= {"points": points, "present": members_present(found)}
    return render(request, "cases/committee/minutes.html", context)


def _main_step(points: list[Point], on: date, found: Meeting) -> str:
    """What the secretary does next: the agenda goes out, and on the day the meeting opens."""
    return "send_agenda" if points and on < found.held_on else "open"


def _is_told(point: Point) -> bool:
    return point.hidden == ""


def _advises(found: Meeting, roles: frozenset[str]) -> bool:
    return found.is_to_come and Role.COMMITTEE_MEMBER in roles


def _present_form(found: Meeting) -> PresentForm | None:
    """Once the meeting is open."""
    if found.state != Meeting.State.OPEN:
        return None
    there = [one.pk for one in members_present(found)]
    return PresentForm(initial={"members": there}, members=members_of(found.partnership_id, localdate()))


def _led_by(request: SignedInRequest, code: str) -> Partnership:
    """The partnership whose committee this person is the secretary of. Raises Http404, PermissionDenied."""
    committees = committees_of(memberships_of(request.user, localdate()))
    for partnership, roles in committees.items():
        if partnership.code == code:
            _only_secretary(roles)
            return partnership
    raise Http404("Deze CTC kennen wij niet.")


def _only_secretary(roles: frozenset[str]) -> None:
    if Role.COMMITTEE_SECRETARY not in roles:
        raise PermissionDenied("Dit doet de secretaris van de CTC.")


def _refused(request: SignedInRequest, found: Meeting, reason: str, status: int = CLOSED) -> HttpResponse:
    context = {"meeting": found, "reason": reason, "typed": typed_in(request), "here": "meetings"}
    return render(request, "cases/committee/refused.html", context, status=status)
