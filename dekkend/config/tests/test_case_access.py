"""Every address about a child, asked as every person around it, does what the table says."""

import pytest
from django.db import transaction
from django.urls import reverse

from dekkend.config.tests.access import NO, SEE
from dekkend.config.tests.asking import ask, outcome
from dekkend.config.tests.case_access import ARGUMENTS, CASE_TABLE
from dekkend.config.tests.case_world import build_case_world, with_case
from dekkend.config.tests.test_access import one_heading, says_why


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
    things = {"site": built.site.code, "of": row.of} | (with_case(built, row.state) if row.state else {})
    path = reverse(row.name, args=[things[word] for word in ARGUMENTS.get(row.name, [])])
    expected, found = {}, {}
    for persona in built.people:
        answer = ask(persona, row, path)
        expected[persona.name] = row.outcomes()[persona.column]
        found[persona.name] = outcome(answer, row, path)
        if found[persona.name] == NO:
            assert says_why(answer), f"{path}: no reason for {persona.name}"
        if found[persona.name] == SEE and answer["Content-Type"].startswith("text/html"):
            assert one_heading(answer), f"{path}: not exactly one h1 for {persona.name}"
    assert found == expected
