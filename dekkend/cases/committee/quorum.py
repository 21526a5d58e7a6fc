"""When the committee can decide: in an open meeting, with enough members who have a say."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from dekkend.cases.committee.conflicts import Ties, ties_between
from dekkend.cases.models import AgendaItem, Attendance, Case, Meeting
from dekkend.core.verdict import YES, Verdict, no
from dekkend.organisations.models import Membership, Role, User
from dekkend.organisations.queries import on_day

NOT_IN_SESSION = "De CTC beslist in een vergadering. Zet dit dossier op de agenda, en open de vergadering."


@dataclass(frozen=True)
class Standing:
    """Who counts for one case: the members who are there and have a say."""

    counted: tuple[User, ...]
    quorum: int

    @property
    def verdict(self) -> Verdict:
        there = len(self.counted)
        if there >= self.quorum:
            return YES
        are = "is 1 lid dat meebeslist" if there == 1 else f"zijn {there} leden die meebeslissen"
        return no(f"Er {are}. Er zijn er {self.quorum} nodig.")


def can_decide(case: Case, on: date) -> Verdict:
    """Whether the committee can decide on this case now. At most six queries."""
    item = item_in_session(case)
    if item is None:
        return no(NOT_IN_SESSION)
    present = members_present(item.meeting)
    return standing(
        case, item.meeting, present, ties_between([case], [one.pk for one in present], on)
    ).verdict


def standing(case: Case, meeting: Meeting, present: Iterable[User], ties: Ties) -> Standing:
    return Standing(tuple(one for one in present if (case.pk, one.pk) not in ties), meeting.quorum)


def item_in_session(case: Case) -> AgendaItem | None:
    """Its place on the agenda of a meeting that is open. One query."""
    items = AgendaItem.objects.filter(case=case, round=case.round, taken_off_at=None)
    return items.filter(meeting__state=Meeting.State.OPEN).select_related("meeting").first()


def members_present(meeting: Meeting) -> list[User]:
    """One query."""
    there = Attendance.objects.filter(meeting=meeting).select_related("member").order_by("member__name")
    return [one.member for one in there]


def members_of(partnership_id: int, on: date) -> list[User]:
    """Who is in the committee on that day, by name. One query."""
    return _with_role(partnership_id, (Role.COMMITTEE_MEMBER,), on)


def secretaries_of(partnership_id: int, on: date) -> list[User]:
    return _with_role(partnership_id, (Role.COMMITTEE_SECRETARY,), on)


def _with_role(partnership_id: int, roles: Collection[str], on: date) -> list[User]:
    held = Membership.objects.filter(on_day(on), partnership_id=partnership_id, role__in=roles)
    return list(User.objects.filter(is_active=True, memberships__in=held).distinct().order_by("name"))
