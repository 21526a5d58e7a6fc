"""Every address about a child, asked as every person around it, does what the table says."""

import pytest
from django.db import transaction
from django.urls import reverse

from dekkend.config.tests.access import DO, SEE
from dekkend.config.tests.asking import assert_everyone_finds_it
from dekkend.config.tests.case_access import ARGUMENTS, CASE_TABLE, PARENTS
from dekkend.config.tests.case_world import REGION, build_case_world, with_case


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


def test_only_the_doors_of_parents_are_open_to_anyone():
    """Growing this list is a decision, not an accident."""
    seen = {row.name for row in CASE_TABLE if row.outcomes()["anonymous"] in (SEE, DO)}
    assert seen == {row.name for row in PARENTS}
