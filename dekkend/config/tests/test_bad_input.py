"""Whatever a browser sends to an address about a child, in whichever field: an answer, never a failure."""

import pytest
from django.db import transaction
from django.http import QueryDict
from django.urls import reverse

from dekkend.config.tests.access import DO, LATER
from dekkend.config.tests.asking import ask
from dekkend.config.tests.case_access import ARGUMENTS, CASE_TABLE, PARENTS, CaseRow
from dekkend.config.tests.case_world import REGION, build_case_world, with_case

EVIL = ("²", "9" * 5000, "9" * 30, "een\0twee", "0001-01-01")
ROWS = [row for row in CASE_TABLE if row.method == "POST" and row.do + row.later and row not in PARENTS]


@pytest.fixture(scope="module")
def built(django_db_setup, django_db_blocker):
    """The people with their sessions, once for this file."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield build_case_world()
        transaction.set_rollback(True)


@pytest.fixture
def read(monkeypatch) -> set[str]:
    """The names of the fields that a page asks for, as it asks."""
    names: set[str] = set()

    def noting(method):
        def noted(self, name, *more):
            names.add(name)
            return method(self, name, *more)

        return noted

    for method in ("__getitem__", "__contains__", "getlist"):
        monkeypatch.setattr(QueryDict, method, noting(getattr(QueryDict, method)))
    return names


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.name} {row.of} {row.state}".strip())
def test_every_field_takes_anything(row, built, db, read):
    things = {"site": built.site.code, "region": REGION, "of": row.of} | (
        with_case(built, row.state) if row.state else {}
    )
    path = reverse(row.name, args=[things[word] for word in ARGUMENTS.get(row.name, [])])
    person = next(one for one in built.people if row.outcomes()[one.column] in (DO, LATER))
    failed = []
    for name in fields_of(person, row, path, read):
        for evil in EVIL:
            sent = CaseRow(row.name, "POST", data=row.data | {name: evil})
            if ask(person, sent, path).status_code >= 500:
                failed.append((name, evil[:10]))
    assert failed == []


def fields_of(person, row, path, read) -> list[str]:
    """What this page reads of what is sent, also what it reads once something else was filled in.

    Not of nothing: a form of `request.POST or None` would then read no field at all.
    """
    for data in ({"iets": ""}, row.data, dict.fromkeys(read, "x")):
        ask(person, CaseRow(row.name, "POST", data=data), path)
    return sorted(read)
