"""Who guesses is counted until the span is over, whatever else is asked meanwhile."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.core.cache.backends import db as database_cache
from django.utils.timezone import now

from dekkend.core.throttle import guesses_too_often, happens_too_often

pytestmark = pytest.mark.django_db
AN_HOUR = {"most": 2, "seconds": 3600}


@pytest.fixture(autouse=True)
def within_one_span(db, monkeypatch):
    cache.clear()
    monkeypatch.setattr("dekkend.core.throttle.time", lambda: 36000.0)


def count(what: str, times: int) -> list[bool]:
    return [happens_too_often(what, **AN_HOUR) for _ in range(times)]


def test_only_what_is_over_the_most():
    assert count("a-code", 4) == [False, False, True, True]
    assert count("another-code", 1) == [False]


def test_the_next_span_begins_anew(monkeypatch):
    count("a-code", 4)
    monkeypatch.setattr("dekkend.core.throttle.time", lambda: 39600.0)
    assert count("a-code", 1) == [False]


def test_waiting_a_while_does_not_begin_anew(monkeypatch):
    count("a-code", 3)
    later = now() + timedelta(minutes=50)
    monkeypatch.setattr(database_cache, "tz_now", lambda: later)
    assert count("a-code", 1) == [True]


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
