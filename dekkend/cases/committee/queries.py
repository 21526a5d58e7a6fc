"""Reads of meetings and agendas. Each function says how many queries it makes."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.http import Http404

from dekkend.cases.catalogue import Kind
from dekkend.cases.committee.conflicts import Tie, Ties, ties_between
from dekkend.cases.committee.quorum import Standing, members_present, standing
from dekkend.cases.committee.route import COMMITTEE_ROLES, committee_roles
from dekkend.cases.conditions import kind_of
from dekkend.cases.involvement import IN_SESSION
from dekkend.cases.models import TO_COME, Advice, AgendaItem, Case, Decision, Meeting
from dekkend.cases.queries import with_place
from dekkend.organisations.models import Membership, Partnership, Role, User

UNKNOWN = "Deze vergadering kennen wij niet."
MOST_OVER = 20


@dataclass(frozen=True)
class Point:
    """One item of an agenda, as someone may see it. Of a hidden one nothing is there but its place.

    `hidden`: "tied" (they have no say), "gone" (it is with the committee no more), or "" for all to see.
    """

    item: AgendaItem
    number: int
    hidden: str
    tie: Tie | None
    case: Case | None = None
    decision: Decision | None = None
    own: Advice | None = None
    standing: Standing | None = None
    votes: tuple[tuple[str, int], ...] = ()

    @property
    def kind(self) -> Kind | None:
        return kind_of(self.case) if self.case else None

    @property
    def waits_for_advice(self) -> bool:
        return bool(self.case and self.case.state == Case.State.ON_AGENDA and not self.own)


@dataclass(frozen=True)
class Listed:
    """A meeting in the list, with how much is on its agenda."""

    meeting: Meeting
    points: int
    decided: int


def get_meeting_for(user: User, pk: int, on: date) -> tuple[Meeting, frozenset[str]]:
    """The meeting and what `user` is in its committee; Http404 for anyone else. Two queries."""
    meeting = Meeting.objects.filter(pk=pk).select_related("partnership").first()
    roles = frozenset(committee_roles(user, meeting, on)) if meeting else frozenset()
    if meeting is None or not roles:
        raise Http404(UNKNOWN)
    return meeting, roles


def committees_of(memberships: Iterable[Membership]) -> dict[Partnership, frozenset[str]]:
    """{partnership: what someone is in its committee}."""
    found: dict[Partnership, set[str]] = {}
    for one in memberships:
        if one.role in COMMITTEE_ROLES and one.partnership:
            found.setdefault(one.partnership, set()).add(one.role)
    return {partnership: frozenset(roles) for partnership, roles in found.items()}


def meetings_of(partnerships: Collection[Partnership]) -> tuple[list[Listed], list[Listed]]:
    """(to come, the nearest first; over, the last first). Two queries."""
    counted = Meeting.objects.filter(partnership__in=partnerships).annotate(
        points=Count("items", filter=Q(items__taken_off_at=None)),
        decided=Count("items", filter=Q(Exists(_decisions("items__")), items__taken_off_at=None)),
    )
    counted = counted.select_related("partnership")
    to_come = counted.filter(state__in=TO_COME).order_by("held_at", "id")
    over = counted.exclude(state__in=TO_COME)[:MOST_OVER]
    return [_listed(one) for one in to_come], [_listed(one) for one in over]


def waiting_for(partnership: Partnership, user: User, on: date) -> list[Case]:
    """What the Loket put on the list of the committee and is on no meeting yet, the most pressing first.

    Without what this secretary has no say in. Five queries.
    """
    placed = AgendaItem.objects.filter(
        case=OuterRef("pk"), round=OuterRef("round"), taken_off_at=None, meeting__state__in=TO_COME
    )
    cases = with_place(Case.objects.filter(partnership=partnership, state=Case.State.ON_AGENDA))
    found = list(cases.exclude(Exists(placed)).order_by("-is_urgent", "due_on", "number"))
    ties = ties_between(found, [user.pk], on)
    return [case for case in found if (case.pk, user.pk) not in ties]


def points_of(meeting: Meeting, user: User, roles: frozenset[str], on: date) -> list[Point]:
    """The agenda as `user` may see it. Nine queries, however long it is."""
    items = _items(meeting)
    cases = {case.pk: case for case in with_place(Case.objects.filter(pk__in=[one.case_id for one in items]))}
    for item in items:
        item.case = cases[item.case_id]
    present = members_present(meeting)
    people = {user.pk, *(one.pk for one in present)}
    ties = ties_between(list(cases.values()), people, on)
    seen = _Seen(user, roles, meeting, present, ties, _advices(cases), _decided(cases))
    return [seen.point(item, number) for number, item in enumerate(items, 1)]


def item_for(pk: int) -> AgendaItem:
    """An item with its meeting; who may see its case is for the caller to ask. Raises Http404. One query."""
    found = AgendaItem.objects.filter(pk=pk, taken_off_at=None).select_related("meeting__partnership").first()
    if found is None:
        raise Http404("Dit punt staat niet op een agenda.")
    return found


def advices_on(case: Case, ties: Ties) -> list[Advice]:
    """What members advise in this round, without who has no say. One query."""
    given = Advice.objects.filter(case=case, round=case.round)
    found = given.select_related("member").order_by("member__name")
    advices = [one for one in found if (case.pk, one.member_id) not in ties]
    for one in advices:
        one.case = case
    return advices


def tally(advices: Iterable[Advice]) -> tuple[tuple[str, int], ...]:
    """(("toekennen", 3), ("afwijzen", 1)), in the order of the choices, without what nobody said."""
    votes = Counter(one.vote for one in advices)
    return tuple((vote.label, votes[vote]) for vote in Advice.Vote if votes[vote])


def differs(outcome: str, advices: Collection[Advice]) -> bool:
    """Whether a decision goes against what most members advise."""
    votes = Counter(one.vote for one in advices)
    most_say_no = votes[Advice.Vote.AGAINST] > votes[Advice.Vote.FOR]
    most_say_yes = votes[Advice.Vote.FOR] > votes[Advice.Vote.AGAINST]
    return most_say_no if outcome == Decision.Outcome.AWARDED else most_say_yes


@dataclass(frozen=True)
class _Seen:
    """What is known of a whole agenda, to make of each item what one person sees of it."""

    user: User
    roles: frozenset[str]
    meeting: Meeting
    present: list[User]
    ties: Ties
    advices: dict[tuple[int, int], list[Advice]]
    decided: dict[tuple[int, int], Decision]

    def point(self, item: AgendaItem, number: int) -> Point:
        case, is_secretary = item.case, Role.COMMITTEE_SECRETARY in self.roles
        tie = self.ties.get((case.pk, self.user.pk))
        decision = self.decided.get((case.pk, item.round))
        if tie:
            return Point(item, number, "tied", tie)
        if not self._is_here(item, decision, is_secretary=is_secretary):
            return Point(item, number, "gone", None, case if is_secretary else None)
        counted = [one for one in self.advices.get((case.pk, item.round), []) if self._counts(case, one)]
        own = next((one for one in counted if one.member_id == self.user.pk), None)
        votes = tally(counted) if is_secretary or own else ()
        there = standing(case, self.meeting, self.present, self.ties)
        return Point(item, number, "", None, case, decision, own, there, votes)

    def _is_here(self, item: AgendaItem, decision: Decision | None, *, is_secretary: bool) -> bool:
        """A member sees what is to be decided or just was, until the end; the secretary also later."""
        if is_secretary and decision:
            return True
        just_was = decision is not None and item.case.state == Case.State.EVALUATED
        in_session = (just_was or item.case.state in IN_SESSION) and item.case.round == item.round
        return in_session and (self.meeting.is_to_come or is_secretary)

    def _counts(self, case: Case, advice: Advice) -> bool:
        return (case.pk, advice.member_id) not in self.ties


def _items(meeting: Meeting) -> list[AgendaItem]:
    items = list(meeting.items.filter(taken_off_at=None))
    for item in items:
        item.meeting = meeting
    return items


def _advices(cases: Collection[int]) -> dict[tuple[int, int], list[Advice]]:
    found: dict[tuple[int, int], list[Advice]] = {}
    for one in Advice.objects.filter(case__in=cases):
        found.setdefault((one.case_id, one.round), []).append(one)
    return found


def _decided(cases: Collection[int]) -> dict[tuple[int, int], Decision]:
    return {(one.case_id, one.round): one for one in Decision.objects.filter(case__in=cases)}


def _decisions(prefix: str) -> QuerySet[Decision]:
    return Decision.objects.filter(case=OuterRef(f"{prefix}case"), round=OuterRef(f"{prefix}round"))


def _listed(meeting: Meeting) -> Listed:
    return Listed(meeting, meeting.points, meeting.decided)  # type: ignore[attr-defined]
