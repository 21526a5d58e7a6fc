"""Every address about a child, asked as every person around it, does what the table says."""

import pytest
from django.db import transaction
from django.urls import reverse

from dekkend.config.tests.access import DO, SEE
from dekkend.config.tests.asking import assert_everyone_finds_it, roles_in
from dekkend.config.tests.case_access import ARGUMENTS, CASE_TABLE, COLUMNS, PARENTS
from dekkend.config.tests.case_world import REGION, build_case_world, with_case
from dekkend.organisations.models import Role


@pytest.fixture(scope="module")
def built(django_db_setup, django_db_blocker):
    """The people with their sessions, once for this file."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield build_case_world()
        transaction.set_rollback(True)


@pytest.mark.parametrize(
    "row", CASE_TABLE, ids=lambda row: f"{row.method} {row.name} {row.of} {row.state}".strip()
)
def test_only_who_is_involved_finds_what_the_table_says(row, built, db):
    things = {"site": built.site.code, "region": REGION, "of": row.of} | (
        with_case(built, row.state) if row.state else {}
    )
    path = reverse(row.name, args=[things[word] for word in ARGUMENTS.get(row.name, [])])
    assert_everyone_finds_it(built.people, row, path)


def test_every_role_stands_under_a_column(built, db):
    """A parent has no account: `cases/tests/test_parents_*.py` ask what their link and code open."""
    assert roles_in(built.people, ("other", "far", "special")) == set(Role) - {Role.PARENT}


def test_every_column_has_someone_under_it(built):
    assert {one.column for persona in built.people for one in (persona, *persona.all_of)} == set(COLUMNS)


def test_only_the_doors_of_parents_are_open_to_anyone():
    """Growing this list is a decision, not an accident."""
    seen = {row.name for row in CASE_TABLE if row.outcomes()["anonymous"] in (SEE, DO)}
    assert seen == {row.name for row in PARENTS}
