"""Whoever looks for a child finds it among their own files only, and leaves no trace of what they typed."""

from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import now

from dekkend.cases import actions, finding
from dekkend.cases.models import Reading
from dekkend.cases.tests.conftest import CHILD

BORN = CHILD.born_on.isoformat()


@pytest.fixture
def look(client_for, second_step):
    def ask(user, **said):
        return second_step(client_for(user)).post(reverse("find-case"), said)

    return ask


def said(answer) -> str:
    return answer.content.decode()


@pytest.mark.parametrize("typed", [{"number": "2026-0001"}, {"number": "2026/1"}, {"initials": "k.b."},
                                   {"initials": "K. van den B."}])  # fmt: skip
def test_by_number_or_by_initials_and_birth_date(case, coordinator, look, typed):
    number = {"number": typed["number"].replace("2026", case.number[:4])} if "number" in typed else {}
    born = {} if number else {"born_on": BORN}
    page = said(look(coordinator, **(typed | number | born)))
    assert "1 dossier gevonden" in page
    assert f'href="{reverse("case", args=[case.pk])}"' in page
    assert not Reading.objects.exists(), "nothing was opened"
    assert CHILD.last_name not in page


def test_who_is_not_involved_reads_the_same_as_when_there_is_nothing(case, desk, other_head, look):
    answers = {
        said(look(user, **typed)).split("</h2>", 1)[0].rpartition("<h2")[2]
        for user in (desk, other_head)
        for typed in ({"number": case.number}, {"number": "1999-0001"}, {"initials": "KB", "born_on": BORN})
    }
    assert len(answers) == 1
    assert "Niets gevonden" in answers.pop()


def test_as_many_queries_whether_there_is_something_or_not(case, coordinator, desk, look):
    def queries(user) -> int:
        with CaptureQueriesContext(connection) as asked:
            look(user, initials="KB", born_on=BORN)
        return len(asked)

    assert queries(desk) == queries(coordinator)


def test_the_loket_finds_it_once_it_was_sent(sent, desk, look):
    assert sent.number in said(look(desk, initials="K.B.", born_on=BORN))


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ({}, "Vul het nummer in, of de voorletters en de geboortedatum."),
        ({"initials": "KB"}, "Vul ook de geboortedatum in."),
        ({"born_on": BORN}, "Vul het nummer in, of de voorletters"),
        ({"number": "Kees"}, "Een nummer is een jaar met een nummer"),
        ({"initials": "1", "born_on": BORN}, "Vul letters in."),
        ({"initials": "KB", "born_on": "2999-01-01"}, "Deze datum moet nog komen."),
        ({"initials": "KB", "born_on": "31-31"}, "Deze datum bestaat niet."),
    ],
)
def test_what_cannot_be_looked_for_is_said_beside_the_field(case, coordinator, look, typed, fault):
    answer = look(coordinator, **typed)
    assert answer.status_code == 422
    assert fault in said(answer)


def test_nobody_tries_all_birth_dates(case, coordinator, client_for, second_step, monkeypatch):
    monkeypatch.setattr(finding, "MOST", 3)
    client = second_step(client_for(coordinator))
    typed = {"initials": "KB", "born_on": BORN}
    answers = [client.post(reverse("find-case"), typed).status_code for _ in range(5)]
    assert answers == [200, 200, 200, 429, 429]


def test_another_child_born_that_day_is_another_file(case, site, region, coordinator, look):
    other = actions.open_case(
        site=site, partnership=region, kind="expertise",
        child=replace(CHILD, first_name="Sara", last_name="van den Dool"), actor=coordinator, at=now(),
    )  # fmt: skip
    page = said(look(coordinator, initials="S.D.", born_on=BORN))
    assert other.number in page
    assert case.number not in page
