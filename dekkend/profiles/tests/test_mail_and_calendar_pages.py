"""Choosing how often mail comes, and the calendar: a secret address with one's own terms."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from icalendar import Calendar

from dekkend.profiles.agenda import ENDS, terms_of
from dekkend.profiles.models import CalendarLink, MailChoice, Version
from dekkend.profiles.queries import mail_choice_of

pytestmark = pytest.mark.django_db
PAGE = "/werk/mail/"


def make_link(client) -> str:
    page = client.post(reverse("calendar-link")).content.decode()
    return re.search(r'value="http://[^/"]+(/werk/agenda/[^"]+\.ics)"', page)[1]


def events(answer) -> list[tuple[str, str]]:
    """(summary, day) of every event in a calendar file."""
    calendar = Calendar.from_ical(answer.content)
    return [(str(e["summary"]), e["dtstart"].dt.isoformat()) for e in calendar.walk("VEVENT")]


def test_who_chose_nothing_gets_mail_at_once(client_for, head):
    page = client_for(head).get(PAGE).content.decode()
    assert re.search(r'value="at_once"[^>]*checked', page)


def test_a_choice_is_kept(client_for, head):
    client = client_for(head)
    assert client.post(PAGE, {"often": "weekly"}).status_code == 302
    assert mail_choice_of(head) == MailChoice.Often.WEEKLY
    assert "Uw keuze is bewaard" in client.get(PAGE).content.decode()


@pytest.mark.parametrize("often", ["", "elke minuut"])
def test_a_choice_that_is_none_changes_nothing(client_for, head, often):
    page = client_for(head).post(PAGE, {"often": often}).content.decode()
    assert "<title>Fout:" in page
    assert not MailChoice.objects.exists()


def test_the_calendar_has_the_terms_of_its_owner(client_for, client, version, bring, mr_parent):
    bring(version, "with_mr")
    due = Version.objects.get(pk=version.pk).mr_due_on
    answer = client.get(make_link(client_for(mr_parent)))
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert events(answer) == [("De Regenton: lees het profiel en bespreek het in de MR", due.isoformat())]


def test_a_published_profile_ends_on_a_day(version, bring, head, board_member, mr_parent, at):
    bring(version, "published")
    on = at.date()
    until = Version.objects.get(pk=version.pk).valid_until
    assert [(t.what, t.on) for t in terms_of(head, on)] == [(ENDS, until)]
    assert [(t.what, t.on) for t in terms_of(board_member, on)] == [(ENDS, until)]
    assert terms_of(mr_parent, on) == []


def test_an_event_keeps_its_number_when_its_day_moves(version, bring, mr_parent, at):
    bring(version, "with_mr")
    [before] = terms_of(mr_parent, at.date())
    Version.objects.filter(pk=version.pk).update(mr_due_on=before.on + timedelta(days=7))
    [after] = terms_of(mr_parent, at.date())
    assert (after.number, after.on) == (before.number, before.on + timedelta(days=7))


def test_a_new_address_ends_the_old_one_and_stopping_ends_both(client_for, client, head):
    signed_in = client_for(head)
    old, new = make_link(signed_in), make_link(signed_in)
    assert (client.get(old).status_code, client.get(new).status_code) == (404, 200)
    signed_in.post(reverse("calendar-link"), {"end": ""})
    assert client.get(new).status_code == 404
    assert not CalendarLink.objects.exists()


def test_only_the_hash_is_kept_and_no_cache_keeps_the_calendar(client_for, client, head):
    address = make_link(client_for(head))
    token = address.removeprefix("/werk/agenda/").removesuffix(".ics")
    assert CalendarLink.objects.get().token_hash != token
    assert "no-store" in client.get(address)["Cache-Control"]


def test_someone_who_may_no_longer_sign_in_has_no_calendar(client_for, client, head):
    address = make_link(client_for(head))
    head.is_active = False
    head.save()
    assert client.get(address).status_code == 404
