"""What someone is to one case: a role is not enough, one must be involved in this child.

The school's head teacher and support coordinator are from the beginning, a teacher when it was shared with
them, the Loket when it was sent and while an objection is open, the committee (CTC) when it is on its agenda,
but for who is tied to school, board or family. A board, and everyone else with a role, never is. Parents come
in by their own link: see `parents`.
"""

from collections.abc import Callable, Iterable
from datetime import date

from django.db.models import Q, QuerySet
from django.utils.timezone import localdate

from dekkend.cases.committee.conflicts import has_tie
from dekkend.cases.models import TO_COME, AgendaItem, Case, ExpertOpinion, Objection
from dekkend.cases.objection.queries import is_objected
from dekkend.organisations.models import Membership, Role, User
from dekkend.organisations.queries import held_by, on_day

State = Case.State

WRITERS = frozenset({Role.HEAD_TEACHER, Role.SUPPORT_COORDINATOR})
# What the Loket sees: from the moment it was sent, and as long as nobody took it back.
SENT = frozenset(
    {
        State.SENT,
        State.ASKED,
        State.INTAKE,
        State.ON_AGENDA,
        State.IN_FORCE,
        State.EVALUATED,
        State.REFUSED,
        State.ENDED,
    }
)

ADVISED_IN = frozenset({State.SENT, State.ASKED, State.INTAKE, State.ON_AGENDA})
# What a member of the committee sees in a meeting: what is to be decided, and what just was.
IN_SESSION = frozenset({State.ON_AGENDA, State.IN_FORCE, State.REFUSED})


def roles_for(user: User, case: Case, on: date) -> frozenset[str]:
    """In which roles this person is involved in this case on this day.

    One query, and one more a role; five for the committee, where ties are looked for.
    """
    return frozenset(_involved(case, held_by(user, on), user))


def desk_reads(case: Case) -> bool:
    """It was sent and not taken back, or there is an objection to decide on. One query at most."""
    return case.state in SENT or is_objected(case)


def read_by_desk(path: str = "") -> Q:
    """As `desk_reads`, of many; `path` leads to the case: "case__"."""
    objected = Objection.objects.filter(ended_on=None).values("decision__case")
    return Q(**{f"{path}state__in": SENT}) | Q(**{f"{path}is_on_hold": True, f"{path}pk__in": objected})


def roles_to_act(user: User, case: Case, on: date) -> frozenset[str]:
    """As `roles_for`, with who acts on a file without ever opening it: the privacy officer of its region."""
    watches = Membership.objects.filter(
        on_day(on), user=user, role=Role.PRIVACY_OFFICER, partnership_id=case.partnership_id
    )
    found = roles_for(user, case, on)
    return found | {Role.PRIVACY_OFFICER} if user.is_active and watches.exists() else found


def _involved(case: Case, memberships: Iterable[Membership], user: User) -> Iterable[str]:
    for membership in memberships:
        here = membership.site_id == case.site_id or membership.partnership_id == case.partnership_id
        if here and (is_involved := INVOLVED.get(Role(membership.role))) and is_involved(case, user):
            yield membership.role


def _always(case: Case, user: User) -> bool:
    return True


def _shared(case: Case, user: User) -> bool:
    return case.shares.filter(user=user, ended_at=None).exists()


def _read_by_desk(case: Case, user: User) -> bool:
    return desk_reads(case)


def seats_in(case: Case) -> QuerySet[ExpertOpinion]:
    """Of who reads the file as an expert, with an account here: while it is decided on, and no longer."""
    seats = ExpertOpinion.objects.filter(case=case, round=case.round, ended_at=None, expert__isnull=False)
    return seats if case.state in ADVISED_IN else seats.none()


def came_to_committee(case: Case) -> bool:
    """The secretary reads it: once it came on the list of the committee, until it is taken off again."""
    return case.state == State.ON_AGENDA or (case.state in SENT and _items(case).exists())


def is_on_an_agenda(case: Case) -> bool:
    """Members read it: it is on the agenda of a meeting that is to come or going on."""
    return _is_in_session(case) and _items(case).filter(meeting__state__in=TO_COME).exists()


def _asked_for_advice(case: Case, user: User) -> bool:
    return seats_in(case).filter(expert=user).exists()


def _brings_to_committee(case: Case, user: User) -> bool:
    return came_to_committee(case) and not has_tie(case, user, localdate())


def _decides_along(case: Case, user: User) -> bool:
    return is_on_an_agenda(case) and not has_tie(case, user, localdate())


def _is_in_session(case: Case) -> bool:
    """An extension that was refused just now leaves the help as it was; one that was withdrawn does too."""
    if case.state == State.EVALUATED:
        return case.decisions.filter(round=case.round).exists()
    return case.state in IN_SESSION


def _items(case: Case) -> QuerySet[AgendaItem]:
    return AgendaItem.objects.filter(case=case, round=case.round, taken_off_at=None)


INVOLVED: dict[Role, Callable[[Case, User], bool]] = {
    Role.HEAD_TEACHER: _always,
    Role.SUPPORT_COORDINATOR: _always,
    Role.TEACHER: _shared,
    Role.SERVICE_DESK: _read_by_desk,
    Role.COMMITTEE_SECRETARY: _brings_to_committee,
    Role.COMMITTEE_MEMBER: _decides_along,
    Role.EXPERT: _asked_for_advice,
}
