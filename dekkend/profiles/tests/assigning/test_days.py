"""The day a chapter must be done: work list, calendar, weekly overview, and reminders once each."""

from datetime import date, timedelta

import pytest
from django.utils.timezone import localdate

from dekkend.organisations.models import Membership
from dekkend.profiles import actions
from dekkend.profiles.agenda import terms_of
from dekkend.profiles.assigning.rules import stage_of
from dekkend.profiles.models import Assignment
from dekkend.profiles.overview import work_list
from dekkend.profiles.tests.test_digests import bodies
from dekkend.profiles.tests.test_reminders import noon

pytestmark = pytest.mark.django_db
TO_DO = "Schrijf hoofdstuk 2 “Missie en visie”"


def waits_for(person, on) -> list[tuple[str, date | None, bool]]:
    return [(item.what, item.due_on, item.late) for item in work_list(person, on)]


@pytest.fixture
def due(asked):
    """due("2027-03-30") asks long before and makes that the day."""

    def make(day: str, asked_on: str = "2020-01-06") -> Assignment:
        Assignment.objects.update(due_on=day, asked_at=noon(asked_on))
        return Assignment.objects.get()

    return make


class TestWhatWaits:
    def test_for_who_was_asked_with_its_day(self, version, asked, teacher, at):
        due_on = asked.due_on
        assert waits_for(teacher, localdate(at)) == [(TO_DO, due_on, False)]
        assert waits_for(teacher, due_on + timedelta(days=1)) == [(TO_DO, due_on, True)]
        (item,) = work_list(teacher, localdate(at))
        assert item.url == f"/werk/profiel/{version.pk}/hoofdstuk/mission/"

    @pytest.mark.parametrize("end", ["finish", "withdraw", "with_mr", "role"])
    def test_no_longer(self, version, asked, act, bring, teacher, head, at, end):
        match end:
            case "finish":
                act("finish", teacher)
            case "withdraw":
                act("withdraw", head)
            case "with_mr":
                bring(version, "with_mr")
            case "role":
                Membership.objects.filter(user=teacher).update(ends_on=localdate(at) - timedelta(days=1))
        assert waits_for(teacher, localdate(at)) == []

    def test_a_role_at_another_school_shows_nothing(self, asked, teacher, other_site, at):
        Membership.objects.filter(user=teacher).update(site=other_site)
        assert waits_for(teacher, localdate(at)) == []

    def test_in_the_calendar_under_one_number(self, asked, ask, teacher, at):
        (before,) = terms_of(teacher, localdate(at))
        assert (before.what, before.on) == (TO_DO, asked.due_on)
        ask(revision=1, due_on=asked.due_on + timedelta(days=7))
        (after,) = terms_of(teacher, localdate(at))
        assert (after.number, after.on) == (before.number, asked.due_on + timedelta(days=7))

    def test_in_the_weekly_overview(self, asked, teacher, at):
        Assignment.objects.update(due_on="2026-12-12")
        actions.send_digest(user_id=teacher.pk, at=at)
        assert f"- De Regenton: {TO_DO} (" in bodies()[teacher.email]
        assert "12 december 2026)" in bodies()[teacher.email]


@pytest.mark.parametrize(
    ("due_on", "day_before", "day"),
    [
        ("2028-03-03", "2028-02-28", "2028-02-29"),  # a leap year
        ("2027-03-03", "2027-02-27", "2027-02-28"),
        ("2027-03-31", "2027-03-27", "2027-03-28"),  # the night summer time begins
        ("2027-11-03", "2027-10-30", "2027-10-31"),  # and ends
        ("2028-02-29", "2028-02-25", "2028-02-26"),
    ],
)
def test_three_days_before_is_a_day_of_the_calendar(due, sent, due_on, day_before, day):
    due(due_on)
    assert [actions.send_reminders(at=noon(moment)) for moment in (day_before, day, day)] == [0, 1, 0]


@pytest.mark.parametrize(
    ("asked_on", "due_on", "on", "stage"),
    [
        (1, 10, 6, None),
        (1, 10, 7, "soon"),
        (1, 10, 10, "soon"),
        (1, 10, 11, "late"),
        (7, 10, 9, None),  # just asked
        (6, 10, 7, "soon"),
        (10, 10, 10, None),
        (10, 10, 11, "late"),
    ],
)
def test_stages(asked_on, due_on, on, stage):
    days = {"asked_on": asked_on, "due_on": due_on, "on": on}
    assert stage_of(**{name: date(2026, 12, day) for name, day in days.items()}) == stage


class TestReminders:
    def test_near_and_late_each_once(self, due, sent, teacher, head):
        due("2026-12-12")
        days = ("2026-12-08", "2026-12-09", "2026-12-12", "2026-12-13", "2027-01-13")
        assert [actions.send_reminders(at=noon(day)) for day in days] == [0, 1, 0, 1, 0]
        assert [(name, to) for name, to, _ in sent] == [
            ("remind_chapter.txt", [teacher.email]),
            ("remind_chapter.txt", [teacher.email]),
            ("tell_chapter_waits.txt", [head.email]),
        ]
        assert "Het moet klaar zijn op 12 december 2026." in sent[0][2]
        assert sent[1][2].startswith("De dag is voorbij: hoofdstuk 2")
        assert "Youssef Amrani zei nog niet dat hoofdstuk 2 “Missie en visie” klaar is." in sent[2][2]

    def test_late_in_the_evening_and_early_in_the_morning(self, due, sent):
        """The day ends at midnight here, not in Greenwich."""
        due("2027-07-10")
        evening = noon("2027-07-10") + timedelta(hours=11, minutes=59)
        assert actions.send_reminders(at=evening) == 1
        assert actions.send_reminders(at=evening + timedelta(minutes=2)) == 1
        assert [text.split(":")[0] for _, _, text in sent] == [
            "Bijna zover",
            "De dag is voorbij",
            "Nog niet klaar",
        ]

    def test_after_days_without_a_run_only_that_it_is_late(self, due, sent):
        due("2026-12-12")
        assert actions.send_reminders(at=noon("2026-12-20")) == 1
        assert [name for name, *_ in sent] == ["remind_chapter.txt", "tell_chapter_waits.txt"]

    def test_another_day_and_another_person_are_told_anew(self, due, sent, ask, coordinator):
        due("2026-12-12")
        told = [actions.send_reminders(at=noon("2026-12-10"))]
        due("2026-12-13")
        told.append(actions.send_reminders(at=noon("2026-12-10")))
        Assignment.objects.update(assignee=coordinator)
        told.append(actions.send_reminders(at=noon("2026-12-10")))
        assert told == [1, 1, 1]
        assert sent[-1][1] == [coordinator.email]

    def test_of_who_left_the_asker_hears_only(self, due, sent, teacher, head):
        due("2026-12-12")
        Membership.objects.filter(user=teacher).update(begins_on="2020-01-01", ends_on="2026-12-01")
        assert actions.send_reminders(at=noon("2026-12-10")) == 1
        ((template, to, text),) = sent
        assert (template, to) == ("tell_chapter_waits.txt", [head.email])
        assert text.startswith("Vraag iemand anders: hoofdstuk 2")

    @pytest.mark.parametrize("end", ["finish", "withdraw", "with_mr"])
    def test_nobody_about_what_is_over(self, version, due, act, bring, sent, teacher, head, end):
        match end:
            case "finish":
                act("finish", teacher)
            case "withdraw":
                act("withdraw", head)
            case "with_mr":
                bring(version, "with_mr")
        due("2026-12-12")
        before = len(sent)
        actions.send_reminders(at=noon("2026-12-13"))
        assert len(sent) == before

    def test_who_asked_themselves_is_reminded_once(self, ask, sent, head):
        ask(assignee_id=head.pk)
        Assignment.objects.update(due_on="2026-12-12")
        actions.send_reminders(at=noon("2026-12-13"))
        assert [(name, to) for name, to, _ in sent] == [("remind_chapter.txt", [head.email])]

    def test_the_same_queries_for_one_and_for_three_that_were_told(
        self, due, ask, sent, version, django_assert_num_queries
    ):
        def run():
            actions.send_reminders(at=noon("2026-12-13"))

        due("2026-12-12")
        run()
        with django_assert_num_queries(4):
            run()
        for chapter in ("school", "ambitions"):
            ask(chapter=chapter)
        Assignment.objects.update(due_on="2026-12-12")
        run()
        with django_assert_num_queries(4):
            run()
