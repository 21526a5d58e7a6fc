"""Who of the committee has no say in a case: by rule, or because it was said.

Independent means: no role at the school that asks or anywhere under its board, and no parent of the child.
Any other tie (family, a friend, earlier work with the child) a member or the secretary declares.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from dekkend.cases.models import Case, Conflict, Party
from dekkend.organisations.models import Membership, User
from dekkend.organisations.queries import on_day

AT_SCHOOL = "werkt bij deze school, of hoort bij de MR"
AT_BOARD = "werkt voor het bestuur van deze school"
PARENT = "is ouder of voogd van dit kind"
DECLARED = "beslist niet mee"


@dataclass(frozen=True)
class Tie:
    """Why a member has no say; `declared` is None where it follows from who they are."""

    words: str
    declared: Conflict | None = None


Ties = dict[tuple[int, int], Tie]


def ties_between(cases: Collection[Case], people: Collection[int], on: date) -> Ties:
    """{(case, member): why they have no say}. Four queries; the cases come with their site and school.

    `people` are the keys of users.
    """
    if not cases or not people:
        return {}
    return dict([*_by_role(cases, people, on), *_as_parent(cases, people), *_declared(cases, people)])


def has_tie(case: Case, user: User, on: date) -> bool:
    return bool(ties_between([case], [user.pk], on))


def _declared(cases: Iterable[Case], people: Collection[int]) -> Iterator[tuple[tuple[int, int], Tie]]:
    by_pk = {case.pk: case for case in cases}
    for conflict in Conflict.objects.filter(case__in=by_pk, member__in=people, lifted_at=None):
        conflict.case = by_pk[conflict.case_id]
        yield (conflict.case_id, conflict.member_id), Tie(DECLARED, conflict)


def _by_role(
    cases: Collection[Case], people: Collection[int], on: date
) -> Iterator[tuple[tuple[int, int], Tie]]:
    boards = {case.site.school.board_id for case in cases} - {None}
    near = Q(site__in={case.site_id for case in cases}) | Q(board__in=boards)
    near |= Q(site__school__board__in=boards)
    roles = Membership.objects.filter(near, on_day(on), user__in=people).select_related("site__school")
    for role in roles:
        for case in cases:
            if role.site_id == case.site_id:
                yield (case.pk, role.user_id), Tie(AT_SCHOOL)
            elif case.site.school.board_id in {role.board_id, role.site and role.site.school.board_id} - {
                None
            }:
                yield (case.pk, role.user_id), Tie(AT_BOARD)


def _as_parent(cases: Collection[Case], people: Collection[int]) -> Iterator[tuple[tuple[int, int], Tie]]:
    """By the address that the school wrote down: the only thing that can be compared."""
    by_pk = {case.pk: case for case in cases}
    users = {email.lower(): pk for pk, email in User.objects.filter(pk__in=people).values_list("pk", "email")}
    for party in Party.objects.filter(case__in=by_pk, removed_at=None):
        party.case = by_pk[party.case_id]
        if user := users.get(party.about["email"].lower()):
            yield (party.case_id, user), Tie(PARENT)
