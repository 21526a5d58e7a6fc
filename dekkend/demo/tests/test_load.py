"""The demo in the database: loaded on any day, and what its days count back from."""

from collections import Counter
from datetime import date, timedelta

import pytest
from django.core.management import CommandError, call_command
from django_tasks_db.models import DBTaskResult

from dekkend.demo.diary import Diary
from dekkend.demo.load import load_demo
from dekkend.demo.places import pupil_counts
from dekkend.demo.region import read_schools
from dekkend.demo.route import Calendar, workday
from dekkend.demo.tests.test_cases import CALENDAR, stories_hold
from dekkend.profiles.models import Version


def only_the_last_week_sent_mail() -> None:
    tasks = Counter(
        path.rsplit(".", 1)[1] for path in DBTaskResult.objects.values_list("task_path", flat=True)
    )
    assert 5 <= tasks["deliver"] <= 60
    assert tasks["make_files"] >= 18


@pytest.mark.once(CALENDAR)
def test_it_loads_on_another_day_and_only_the_last_week_sends_mail(db, django_capture_on_commit_callbacks):
    today = date(2024, 2, 29)
    with django_capture_on_commit_callbacks(execute=True):
        load_demo(today)
    assert set(Version.objects.values_list("state", flat=True)) == set(Version.State)
    stories_hold(today)
    only_the_last_week_sent_mail()


def test_only_in_the_demo(settings, db):
    settings.DEMO = False
    with pytest.raises(CommandError, match="DEKKEND_DEMO"):
        call_command("load_demo")


@pytest.mark.parametrize(
    ("today", "turn"),
    [
        (date(2026, 11, 23), date(2025, 8, 1)),
        (date(2027, 7, 31), date(2025, 8, 1)),
        (date(2027, 8, 1), date(2026, 8, 1)),
        (date(2024, 2, 29), date(2022, 8, 1)),
    ],
)
def test_the_turn_is_the_newest_first_of_august_a_year_ago(today, turn):
    assert Calendar.of(today).turn == turn


@pytest.mark.parametrize("weekday", range(7))
def test_what_a_file_says_of_a_day_was_so_when_it_was_written(weekday):
    diary = Diary(Calendar.of(date(2026, 11, 23) + timedelta(days=weekday)))
    assert all(diary.day(-days) == diary.moment(days).date() for days in range(1, 15))
    assert diary.day(2) == diary.calendar.today + timedelta(days=2)


@pytest.mark.parametrize(("day", "expected"), [(20, 20), (21, 20), (22, 20), (23, 23)])
def test_a_weekend_becomes_the_friday_before(day, expected):
    assert workday(date(2026, 11, day)) == date(2026, 11, expected)


@pytest.mark.parametrize(
    ("today", "newest_year"),
    [(date(2026, 11, 23), 2025), (date(2026, 12, 30), 2026), (date(2027, 1, 15), 2026)],
)
def test_a_count_is_known_some_months_later(today, newest_year):
    school = read_schools()[0]
    assert max(pupil_counts(school, today)) == newest_year
    assert pupil_counts(school, today)[newest_year] == 212
