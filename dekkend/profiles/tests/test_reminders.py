"""Reminders before a profile ends: at each stage of its regime, once, and never in a heap."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django_tasks_db.models import DBTaskResult

from dekkend.profiles import actions
from dekkend.profiles.actions.reminders import due_reminders
from dekkend.profiles.models import Signal, Version
from tools.kept import kept

pytestmark = pytest.mark.django_db
AMSTERDAM = ZoneInfo("Europe/Amsterdam")


def noon(day: str) -> datetime:
    return datetime.combine(date.fromisoformat(day), time(12), tzinfo=AMSTERDAM)


def mails() -> list[tuple[str, str]]:
    """(to, subject) of every mail that waits to be sent, in order."""
    tasks = DBTaskResult.objects.filter(task_path="dekkend.core.mail.deliver").order_by("enqueued_at", "id")
    return [(task.args_kwargs["kwargs"]["to"], task.args_kwargs["kwargs"]["subject"]) for task in tasks]


@kept
def ends(version, bring):
    """Publish a profile that holds from and until these days; the mail on the way is forgotten."""
    bring(version, "published")
    DBTaskResult.objects.all().delete()

    def make(begun: str, until: str) -> Version:
        Version.objects.filter(pk=version.pk).update(established_on=begun, valid_until=until)
        return version

    return make


@pytest.mark.parametrize(
    ("day", "stage"),
    [
        ("2026-07-31", None),
        ("2026-08-01", 12),
        ("2027-01-31", 12),
        ("2027-02-01", 6),
        ("2027-05-01", 3),
        ("2027-06-30", 3),
        ("2027-07-01", 1),
        ("2027-08-01", 1),
        ("2027-08-02", None),
    ],
)
def test_the_nearest_stage_that_has_come(ends, day, stage):
    ends("2024-08-01", "2027-08-01")
    assert [due.months for due in due_reminders(noon(day))] == ([stage] if stage else [])


@pytest.mark.parametrize(
    ("until", "day_before", "day"),
    [
        ("2028-03-29", "2028-02-28", "2028-02-29"),  # a leap year
        ("2027-03-31", "2027-02-27", "2027-02-28"),  # no such day in February
        ("2027-04-28", "2027-03-27", "2027-03-28"),  # the night summer time begins
    ],
)
def test_one_month_before_is_a_day_of_the_calendar(ends, regime, until, day_before, day):
    regime.reminder_months = [1]
    regime.save()
    ends("2025-08-01", until)
    assert list(due_reminders(noon(day_before))) == []
    assert [due.months for due in due_reminders(noon(day))] == [1]


def test_the_months_come_from_the_regime(ends, regime):
    regime.reminder_months = [2]
    regime.save()
    ends("2024-08-01", "2027-08-01")
    assert list(due_reminders(noon("2027-05-31"))) == []
    assert [due.months for due in due_reminders(noon("2027-06-01"))] == [2]


def test_a_stage_before_the_profile_began_is_no_news(ends):
    """A profile that holds a year would be announced to end on the day it begins."""
    ends("2026-08-01", "2027-08-01")
    assert list(due_reminders(noon("2026-08-02"))) == []
    assert [due.months for due in due_reminders(noon("2027-02-01"))] == [6]


def test_who_writes_it_is_told_once(ends, head, coordinator, teacher, board_member):
    version = ends("2024-08-01", "2027-08-01")
    assert actions.send_reminders(at=noon("2027-02-01")) == 1
    assert actions.send_reminders(at=noon("2027-02-02")) == 0
    subject = "Het profiel van De Regenton geldt nog 6 maanden"
    assert sorted(mails()) == [(coordinator.email, subject), (head.email, subject)]
    assert list(Signal.objects.values_list("subject_id", "stage")) == [(version.pk, "6")]


def test_near_the_end_the_board_hears_it_too(ends, head, board_member):
    ends("2024-08-01", "2027-08-01")
    actions.send_reminders(at=noon("2027-07-01"))
    assert {to for to, _ in mails()} == {head.email, board_member.email}
    assert {subject for _, subject in mails()} == {"Het profiel van De Regenton geldt nog 1 maand"}


def test_after_weeks_without_a_run_only_the_nearest_stage_is_told(ends, head):
    ends("2024-08-01", "2027-08-01")
    for day in ("2026-08-01", "2027-06-01", "2027-06-02"):
        actions.send_reminders(at=noon(day))
    assert [subject.split(" geldt ")[1] for to, subject in mails() if to == head.email] == [
        "nog 12 maanden",
        "nog 3 maanden",
    ]


def test_a_version_that_no_longer_holds_tells_nobody(ends, head):
    version = ends("2024-08-01", "2027-08-01")
    [due] = due_reminders(noon("2027-02-01"))
    Version.objects.filter(pk=version.pk).update(state=Version.State.SUCCEEDED)
    assert not actions.remind(version_id=due.version_id, months=due.months, at=noon("2027-02-01"))
    assert mails() == []


def test_it_says_how_far_the_next_one_is(ends, head, site, region):
    version = ends("2024-08-01", "2027-08-01")
    actions.start_working_copy(site=site, partnership=region, actor=head, at=noon("2027-01-05"))
    actions.send_reminders(at=noon("2027-02-01"))
    [task] = DBTaskResult.objects.filter(task_path="dekkend.core.mail.deliver")
    text = task.args_kwargs["kwargs"]["body"]
    assert "Hoe staat het daarmee? werkversie." in text
    assert f"/werk/school/{version.profile.site.code}/" in text


def test_the_same_queries_for_one_school_and_for_none_due(ends, django_assert_num_queries):
    ends("2024-08-01", "2027-08-01")
    with django_assert_num_queries(2):
        assert list(due_reminders(noon("2026-01-01"))) == []


class TestTermsOfTheMR:
    def test_a_week_before_and_once(self, version, bring, mr_parent, at):
        due = bring(version, "with_mr").mr_due_on
        DBTaskResult.objects.all().delete()
        days = [due - timedelta(days=8), due - timedelta(days=7), due]
        told = [actions.send_reminders(at=noon(day.isoformat())) for day in days]
        assert told == [0, 1, 0]
        assert mails() == [(mr_parent.email, "Nog een week voor het profiel van De Regenton")]

    def test_a_new_round_is_told_anew(self, version, bring, head, at):
        due = bring(version, "with_mr").mr_due_on
        actions.send_reminders(at=noon(due.isoformat()))
        actions.withdraw_from_mr(version_id=version.pk, actor=head, at=at)
        later = bring(version, "with_mr", moment=at + timedelta(days=3)).mr_due_on
        assert actions.send_reminders(at=noon(later.isoformat())) == 1

    def test_nobody_is_told_who_was_heard(self, version, bring):
        due = bring(version, "heard").mr_due_on
        assert due is None
        assert actions.send_reminders(at=noon("2027-01-01")) == 0
