"""The weekly overview: what waits and what happened, once a week, to who wants it."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils.timezone import now
from django_tasks_db.models import DBTaskResult

from dekkend.profiles import actions
from dekkend.profiles.management.commands import daily
from dekkend.profiles.models import MailChoice
from dekkend.profiles.news import MOST, news_for
from dekkend.profiles.tests.test_reminders import noon
from dekkend.workflow.models import Event

pytestmark = pytest.mark.django_db
MONDAY = noon("2026-11-23")


@pytest.fixture
def at():
    """Everything in this file happens on a Monday."""
    return MONDAY


def bodies() -> dict[str, str]:
    """{to: text} of every overview that waits to be sent; one each."""
    tasks = DBTaskResult.objects.filter(task_path="dekkend.core.mail.deliver")
    mails = [task.args_kwargs["kwargs"] for task in tasks]
    overviews = [mail for mail in mails if "Kies hoe vaak u mail krijgt" in mail["body"]]
    assert len({mail["to"] for mail in overviews}) == len(overviews)
    return {mail["to"]: f"{mail['subject']}\n{mail['body']}" for mail in overviews}


def test_it_says_what_waits_and_what_happened(version, bring, head, mr_parent, coordinator, board_member):
    bring(version, "with_mr")
    assert actions.send_digests(at=MONDAY + timedelta(hours=1)) == 3
    told = bodies()
    assert told.keys() == {mr_parent.email, coordinator.email, board_member.email}
    assert told[mr_parent.email].startswith(
        "1 ding wacht op u\nDit wacht op u:\n\n- De Regenton: Lees het profiel"
    )
    assert "- De Regenton: Naar de MR gestuurd, 23 november 2026" in told[coordinator.email]


def test_once_a_week_also_when_a_day_was_missed(version, bring, mr_parent):
    bring(version, "with_mr")
    first = actions.send_digests(at=MONDAY + timedelta(days=1))
    assert (first > 0, actions.send_digests(at=MONDAY + timedelta(days=6))) == (True, 0)
    assert actions.send_digests(at=MONDAY + timedelta(days=7)) > 0
    assert len(bodies_with_repeats(mr_parent.email)) == 2


def bodies_with_repeats(email: str) -> list:
    tasks = DBTaskResult.objects.filter(task_path="dekkend.core.mail.deliver")
    mails = [task.args_kwargs["kwargs"] for task in tasks]
    return [mail for mail in mails if mail["to"] == email and "Kies hoe vaak" in mail["body"]]


def test_nobody_gets_an_empty_one_or_one_they_did_not_want(version, bring, head, mr_parent, outsider):
    actions.choose_mail(user=mr_parent, often=MailChoice.Often.NEVER)
    bring(version, "with_mr")
    actions.send_digests(at=MONDAY + timedelta(hours=1))
    assert not {mr_parent.email, outsider.email} & bodies().keys()


def test_one_person_is_not_told_twice_by_two_runs(version, bring, mr_parent):
    bring(version, "with_mr")
    later = MONDAY + timedelta(hours=1)
    assert actions.send_digest(user_id=mr_parent.pk, at=later)
    assert not actions.send_digest(user_id=mr_parent.pk, at=later)


def test_news_is_what_others_did_and_not_more_than_fits(version, head, mr_parent, far_head):
    for minute in range(MOST + 3):
        Event.objects.create(
            subject_kind="profile version",
            subject_id=version.pk,
            act="send_to_mr",
            actor=head,
            actor_name=head.name,
            at=MONDAY + timedelta(minutes=minute),
        )
    until = MONDAY + timedelta(hours=1)
    assert news_for(head, since=MONDAY - timedelta(days=7), until=until) == []
    assert news_for(far_head, since=MONDAY - timedelta(days=7), until=until) == []
    news = news_for(mr_parent, since=MONDAY - timedelta(days=7), until=until)
    assert (len(news), news[0].at) == (MOST, MONDAY + timedelta(minutes=MOST + 2))


def test_the_region_hears_what_came_out_only(version, bring, staff):
    bring(version, "published")
    news = news_for(staff, since=MONDAY - timedelta(days=1), until=MONDAY)
    assert [line.what for line in news] == ["Gepubliceerd", "Vastgesteld"]


def test_the_daily_run_does_all_of_it_and_a_second_run_nothing(version, bring, capsys):
    bring(version, "with_mr", moment=now())
    call_command("daily")
    call_command("daily")
    first, second = capsys.readouterr().out.strip().split("terms lapsed: ")[1:]
    assert "overviews sent: 2" in first
    assert "overviews sent: 0" in second


def test_what_fails_does_not_stop_the_rest(db, capsys, monkeypatch):
    def broken(at):
        raise ValueError("no calendar today")

    monkeypatch.setitem(daily.WORK, "reminders sent", broken)
    with pytest.raises(CommandError, match="failed: reminders sent"):
        call_command("daily")
    told = capsys.readouterr()
    assert "overviews sent: 0" in told.out
    assert "no calendar today" in told.err
