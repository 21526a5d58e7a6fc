"""Who guesses is counted until the span is over, whatever else is asked meanwhile."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from dekkend.organisations.models import Tally
from dekkend.organisations.throttle import forget_tallies, guesses_too_often, happens_too_often

AN_HOUR = {"most": 2, "seconds": 3600}


@pytest.fixture(autouse=True)
def within_one_span(db, monkeypatch):
    monkeypatch.setattr("dekkend.organisations.throttle.time", lambda: 36000.0)


def count(what: str, times: int) -> list[bool]:
    return [happens_too_often(what, **AN_HOUR) for _ in range(times)]


def test_only_what_is_over_the_most():
    assert count("a-code", 4) == [False, False, True, True]
    assert count("another-code", 1) == [False]


def test_the_next_span_begins_anew(monkeypatch):
    count("a-code", 4)
    monkeypatch.setattr("dekkend.organisations.throttle.time", lambda: 39600.0)
    assert count("a-code", 1) == [False]


def test_what_is_over_is_forgotten_and_what_holds_is_not(monkeypatch):
    count("a-code", 3)
    assert forget_tallies() == 0
    monkeypatch.setattr("dekkend.organisations.throttle.time", lambda: 39601.0)
    count("another-code", 1)
    assert forget_tallies() == 1
    assert Tally.objects.count() == 1


def test_nobody_can_be_known_again_by_what_is_kept(rf):
    guesses_too_often(rf.get("/", REMOTE_ADDR="192.0.2.7"), "link")
    assert "192.0.2.7" not in str(Tally.objects.values_list().get())


@pytest.mark.django_db(transaction=True)
def test_of_two_at_the_same_moment_each_counts():
    each, start = 25, Barrier(2)

    def knock(_) -> list[bool]:
        start.wait()
        try:
            return [happens_too_often("a-code", most=2 * each - 1, seconds=3600) for _ in range(each)]
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as both:
        said = [answer for answers in both.map(knock, range(2)) for answer in answers]
    assert (said.count(False), said.count(True)) == (2 * each - 1, 1)


def test_it_is_one_query(django_assert_num_queries):
    with django_assert_num_queries(1):
        count("a-code", 1)


def test_a_crowd_does_not_drive_a_count_out():
    count("a-code", 3)
    for number in range(400):
        happens_too_often(f"of-another-{number}", **AN_HOUR)
    assert count("a-code", 1) == [True]


@pytest.mark.parametrize(
    ("addresses", "is_one"),
    [
        ("2001:db8:1:2::{:x}", True),
        ("2001:db8:1:{:x}::1", False),
        ("192.0.2.{}", False),
        ("::ffff:192.0.2.{}", False),
    ],
)
def test_who_has_many_addresses_is_still_one(rf, addresses, is_one):
    asked = (rf.get("/", REMOTE_ADDR=addresses.format(number)) for number in range(1, 22))
    assert [guesses_too_often(request, "link") for request in asked][-1] is is_one
