"""Who may give which role where: the whole table."""

import pytest

from dekkend.organisations.models import (
    CASE_ROLES,
    PARTNERSHIP_ROLES,
    SCHOOL_ROLES,
    Board,
    Partnership,
    Role,
    Site,
)
from dekkend.organisations.rules import grantable, may_end, may_grant

PLACES = (Site(name="De Regenton"), Board(), Partnership())
OFFICE = (Role.BOARD_MEMBER, Role.SIGNATORY)

# role: what it may give at a school, at a board, at a partnership
TABLE = {
    Role.HEAD_TEACHER: (tuple(role for role in SCHOOL_ROLES if role != Role.MANDATED_HEAD), (), ()),
    Role.SUPPORT_COORDINATOR: ((), (), ()),
    Role.TEACHER: ((), (), ()),
    Role.MR_STAFF: ((), (), ()),
    Role.MR_PARENT: ((), (), ()),
    Role.MR_SECRETARY: ((), (), ()),
    Role.MANDATED_HEAD: ((), (), ()),
    Role.BOARD_MEMBER: ((Role.HEAD_TEACHER, Role.MANDATED_HEAD), (Role.SIGNATORY,), ()),
    Role.SIGNATORY: ((), (), ()),
    Role.PARTNERSHIP_STAFF: ((Role.HEAD_TEACHER,), OFFICE, PARTNERSHIP_ROLES),
    **dict.fromkeys(CASE_ROLES, ((), (), ())),
    Role.PARENT: ((), (), ()),  # of one child, by a link: nobody's membership
}


@pytest.mark.parametrize("role", Role)
def test_what_each_role_may_give(role):
    assert tuple(grantable({role}, place) for place in PLACES) == TABLE[role]


def test_no_role_gives_nothing():
    assert [grantable(set(), place) for place in PLACES] == [(), (), ()]


def test_the_refusal_says_who_may():
    verdict = may_grant({Role.TEACHER}, Role.MR_PARENT, PLACES[0])
    assert not verdict
    assert verdict.reason.startswith("De directeur nodigt mensen van de school uit.")


def test_everyone_may_stop_themselves_but_nobody_else():
    assert may_end({Role.MR_PARENT}, Role.MR_PARENT, PLACES[0], own=True)
    assert not may_end({Role.MR_PARENT}, Role.MR_PARENT, PLACES[0], own=False)
