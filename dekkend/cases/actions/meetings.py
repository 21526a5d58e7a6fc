"""What the secretary of the committee does with a meeting: plan it, change it, hold it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from dekkend.cases.committee.notices import tell_members
from dekkend.cases.committee.quorum import members_of
from dekkend.cases.committee.route import MEETING, MEETING_ROUTE
from dekkend.cases.models import Attendance, Meeting
from dekkend.organisations.models import Membership, Partnership, Role, User
from dekkend.organisations.queries import on_day
from dekkend.workflow.engine import NotPossible, perform, record


@dataclass(frozen=True)
class When:
    """A meeting as it is planned."""

    held_at: datetime
    place: str
    quorum: int


@transaction.atomic
def plan_meeting(*, partnership: Partnership, when: When, actor: User, at: datetime) -> Meeting:
    """Raises NotPossible for who is not its secretary, and for a day that is over."""
    here = Membership.objects.filter(on_day(localdate(at)), user=actor, partnership=partnership)
    if not here.filter(role=Role.COMMITTEE_SECRETARY).exists():
        raise NotPossible("Een vergadering plant de secretaris van de CTC.")
    _check(when, at)
    meeting = Meeting(partnership=partnership, held_at=when.held_at, place=when.place, quorum=when.quorum)
    meeting.save(force_insert=True)
    record(MEETING, meeting.pk, "plan", actor=actor, role=Role.COMMITTEE_SECRETARY, at=at)
    return meeting


@transaction.atomic
def change_meeting(*, meeting_id: int, when: When, actor: User, at: datetime) -> None:
    """The members hear of another day or place."""
    _check(when, at)
    with _step("change", meeting_id, actor, at) as meeting:
        moved = (meeting.held_at, meeting.place) != (when.held_at, when.place)
        meeting.held_at, meeting.place, meeting.quorum = when.held_at, when.place, when.quorum
        if moved:
            tell_members(meeting, "meeting_changed", localdate(at))


@transaction.atomic
def send_agenda(*, meeting_id: int, actor: User, at: datetime) -> None:
    """Tell the members that they can read and advise. The mail names nothing that is on it."""
    with _step("send_agenda", meeting_id, actor, at) as meeting:
        if not meeting.items.filter(taken_off_at=None).exists():
            raise NotPossible("De agenda is nog leeg. Zet er eerst een dossier op.")
        tell_members(meeting, "agenda", localdate(at))


@transaction.atomic
def cancel_meeting(*, meeting_id: int, actor: User, at: datetime) -> None:
    """What was on its agenda waits for another meeting."""
    with _step("cancel", meeting_id, actor, at) as meeting:
        meeting.items.filter(taken_off_at=None).update(taken_off_at=at)
        tell_members(meeting, "meeting_cancelled", localdate(at))


@transaction.atomic
def open_meeting(*, meeting_id: int, actor: User, at: datetime) -> None:
    with _step("open", meeting_id, actor, at):
        pass


@transaction.atomic
def note_present(*, meeting_id: int, members: Collection[int], actor: User, at: datetime) -> None:
    """Who is there, by their keys; who left is left out. Raises NotPossible for who is no member."""
    with _step("note_present", meeting_id, actor, at, {"present": sorted(members)}) as meeting:
        known = {one.pk for one in members_of(meeting.partnership_id, localdate(at))}
        if set(members) - known:
            raise NotPossible("Kies uit de leden van de CTC.")
        meeting.attendance.exclude(member__in=members).delete()
        there = set(meeting.attendance.values_list("member", flat=True))
        Attendance.objects.bulk_create(
            Attendance(meeting=meeting, member_id=one) for one in sorted(set(members) - there)
        )


@transaction.atomic
def close_meeting(*, meeting_id: int, actor: User, at: datetime) -> None:
    """From now on the members see its files no more. What was not decided waits for another meeting."""
    with _step("close", meeting_id, actor, at):
        pass


def _step(name: str, meeting_id: int, actor: User, at: datetime, details: dict | None = None):
    return perform(MEETING_ROUTE, pk=meeting_id, transition=name, actor=actor, at=at, details=details)


def _check(when: When, at: datetime) -> None:
    if localdate(when.held_at) < localdate(at):
        raise NotPossible("Deze dag is al voorbij. Kies een dag vanaf vandaag.")
    if not when.place.strip():
        raise NotPossible("Vul in waar de vergadering is.")
