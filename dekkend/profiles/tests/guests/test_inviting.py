"""Inviting a guest, giving more time, withdrawing, sending again, forgetting."""

import json
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils.timezone import localdate
from django_tasks_db.models import DBTaskResult

from dekkend.core.tokens import hash_of
from dekkend.profiles import actions
from dekkend.profiles.account import account_of
from dekkend.profiles.documents import profile_json
from dekkend.profiles.guests.standing import standing_of
from dekkend.profiles.models import Guest
from dekkend.profiles.phrases import act_in_words
from dekkend.profiles.tests.conftest import refuses
from dekkend.profiles.tests.guests.conftest import NURSE, address, invite
from dekkend.profiles.transitions import KIND
from dekkend.workflow.engine import events_of
from dekkend.workflow.models import Event


def mails(to: str = NURSE["email"]) -> list[dict]:
    """What went out to an address, the newest first."""
    sent = (task.args_kwargs["kwargs"] for task in DBTaskResult.objects.order_by("-enqueued_at"))
    return [mail for mail in sent if mail["to"] == to]


class TestInvite:
    def test_a_mail_with_the_link_and_only_its_hash_is_kept(self, guest, token, version, head):
        assert guest.token_hash == hash_of(token)
        assert guest.writes
        (mail,) = mails()
        assert mail["subject"] == "Schrijf mee met De Regenton"
        assert address(token) in mail["body"]
        assert "Marit de Wit van De Regenton in Oudveen vraagt u, als jeugdverpleegkundige" in mail["body"]
        assert "2 Missie en visie" in mail["body"]
        assert NURSE["note"] in mail["body"]
        assert token not in str(list(Guest.objects.values()))

    def test_who_only_reads_is_asked_to_read(self, version, head, at):
        invite(version, head, at, writes=False, note="")
        assert mails()[0]["subject"] == "Lees mee met De Regenton"
        assert "schrijft erbij" not in mails()[0]["body"]

    def test_the_record_tells_who_invited_whom_and_no_address(self, guest, version):
        event = events_of(KIND, version.pk)[0]
        assert (event.actor_name, event.actor_role) == ("Marit de Wit", "directeur")
        told = "Gast uitgenodigd: Noor Vis, jeugdverpleegkundige (2 Missie en visie)"
        assert act_in_words(event) == told
        assert NURSE["email"] not in json.dumps(event.details)

    def test_the_coordinator_may_too(self, version, coordinator, at):
        assert invite(version, coordinator, at)[0].invited_by == coordinator

    @pytest.mark.parametrize("who", ["teacher", "mr_parent", "board_member", "staff", "other_head"])
    def test_nobody_else_may(self, version, who, at, request):
        with refuses("Alleen de directeur en de intern begeleider nodigen gasten uit."):
            invite(version, request.getfixturevalue(who), at)

    @pytest.mark.parametrize(
        ("days", "why"), [(-1, "Deze dag is al voorbij."), (100, "Een gast kan hoogstens drie maanden.")]
    )
    def test_the_last_day_is_near(self, version, head, at, days, why):
        with refuses(why):
            invite(version, head, at, until=localdate(at) + timedelta(days=days))

    def test_today_is_possible(self, version, head, at):
        assert standing_of(invite(version, head, at, until=localdate(at))[0], localdate(at)) == "open"

    def test_a_chapter_of_this_form(self, version, head, at):
        with refuses("Dit hoofdstuk staat niet in het formulier."):
            invite(version, head, at, chapter="elsewhere")

    def test_not_who_writes_already(self, version, head, coordinator, at):
        with refuses("Deze collega schrijft al aan het profiel"):
            invite(version, head, at, email=coordinator.email.upper())

    def test_not_twice_in_one_chapter(self, guest, version, head, at):
        with refuses("Deze gast staat al in de lijst."):
            invite(version, head, at, email=NURSE["email"].upper())
        assert Guest.objects.count() == 1

    def test_one_person_in_two_chapters(self, guest, version, head, at):
        invite(version, head, at, chapter="support")
        assert Guest.objects.count() == 2

    def test_no_two_people_under_one_name(self, guest, version, head, at):
        with refuses("Er is al een gast met deze naam."):
            invite(version, head, at, name="noor vis", email="ander@ggd.example")

    def test_not_more_than_twenty_at_a_time(self, version, head, at):
        for number in range(20):
            invite(version, head, at, name=f"Gast {number}", email=f"gast{number}@ggd.example")
        with refuses("Er zijn nu 20 gasten."):
            invite(version, head, at)

    def test_only_in_a_working_copy(self, version, bring, head, at):
        with refuses("De stand van het profiel is: bij de MR."):
            invite(bring(version, "with_mr"), head, at)


class TestMoreTime:
    def test_longer_with_the_same_link(self, guest, token, version, head, at):
        until = guest.until + timedelta(days=7)
        actions.extend_guest(version_id=version.pk, guest_id=guest.pk, actor=head, until=until, at=at)
        later = at + timedelta(days=20)
        assert actions.find_guest(token, later).until == until
        assert mails()[0]["subject"] == "U hebt langer de tijd: De Regenton"
        assert events_of(KIND, version.pk)[0].act == "extend_guest"

    def test_after_the_last_day_it_works_again(self, guest, token, version, head, at):
        later = at + timedelta(days=20)
        with refuses("De laatste dag is voorbij."):
            actions.find_guest(token, later)
        until = localdate(later) + timedelta(days=7)
        actions.extend_guest(version_id=version.pk, guest_id=guest.pk, actor=head, until=until, at=later)
        assert actions.find_guest(token, later).pk == guest.pk

    def test_not_shorter(self, guest, version, head, at):
        with refuses("zo lang kan deze gast al"):
            actions.extend_guest(
                version_id=version.pk, guest_id=guest.pk, actor=head, until=guest.until, at=at
            )

    def test_not_after_withdrawing(self, guest, version, head, at):
        actions.withdraw_guest(version_id=version.pk, guest_id=guest.pk, actor=head, at=at)
        until = guest.until + timedelta(days=7)
        with refuses("Nodig de gast opnieuw uit."):
            actions.extend_guest(version_id=version.pk, guest_id=guest.pk, actor=head, until=until, at=at)


class TestWithdraw:
    def test_at_once_and_undone_with_a_new_link(self, guest, token, version, head, at):
        who = {"version_id": version.pk, "guest_id": guest.pk, "actor": head, "at": at}
        actions.withdraw_guest(**who)
        with refuses("De school heeft uw toegang gestopt."):
            actions.find_guest(token, at)
        _, new = actions.send_guest_again(**who)
        assert actions.find_guest(new, at).pk == guest.pk
        with refuses("Deze link kennen wij niet."):
            actions.find_guest(token, at)

    def test_twice_is_once(self, guest, version, head, at):
        for _ in range(2):
            actions.withdraw_guest(version_id=version.pk, guest_id=guest.pk, actor=head, at=at)
        assert Event.objects.filter(act="withdraw_guest").count() == 1

    def test_a_guest_of_another_school_is_unknown(self, guest, version, at, region, other_site, other_head):
        other = actions.start_working_copy(site=other_site, partnership=region, actor=other_head, at=at)
        with refuses("Deze gast kennen wij niet."):
            actions.withdraw_guest(version_id=other.pk, guest_id=guest.pk, actor=other_head, at=at)


class TestSendAgain:
    def test_two_mails_take_a_minute(self, guest, version, head, at):
        with refuses("Wacht een minuut."):
            actions.send_guest_again(version_id=version.pk, guest_id=guest.pk, actor=head, at=at)
        later = at + timedelta(minutes=2)
        actions.send_guest_again(version_id=version.pk, guest_id=guest.pk, actor=head, at=later)
        assert len(mails()) == 2

    def test_after_the_last_day_for_two_weeks(self, guest, version, head, at):
        later = at + timedelta(days=20)
        again, _ = actions.send_guest_again(version_id=version.pk, guest_id=guest.pk, actor=head, at=later)
        assert again.until == localdate(later) + timedelta(days=14)


class TestForget:
    def test_when_the_board_establishes(self, guest, version, bring):
        bring(version, "established")
        guest.refresh_from_db()
        assert (guest.email, guest.note, guest.name) == ("", "", "Noor Vis")

    @pytest.mark.parametrize(("days", "forgotten"), [(44, 0), (45, 1)])
    def test_thirty_days_after_the_last_one(self, guest, at, days, forgotten):
        assert actions.forget_old_guests(at=at + timedelta(days=days)) == forgotten
        assert actions.forget_old_guests(at=at + timedelta(days=days)) == 0
        assert bool(Guest.objects.get().email) is not bool(forgotten)

    def test_thirty_days_after_withdrawing(self, guest, version, head, at):
        actions.withdraw_guest(version_id=version.pk, guest_id=guest.pk, actor=head, at=at)
        Guest.objects.update(until=localdate(at) + timedelta(days=80))
        assert actions.forget_old_guests(at=at + timedelta(days=29)) == 0
        assert actions.forget_old_guests(at=at + timedelta(days=31)) == 1

    def test_the_day_does_it(self, guest, capsys):
        Guest.objects.update(until=localdate() - timedelta(days=40))
        call_command("daily")
        assert "guests forgotten: 1" in capsys.readouterr().out

    def test_then_nothing_can_be_sent(self, guest, version, head, at):
        Guest.objects.update(email="")
        later = at + timedelta(hours=1)
        with refuses("is vergeten"):
            actions.send_guest_again(version_id=version.pk, guest_id=guest.pk, actor=head, at=later)
        invite(version, head, later)  # the same person, by their address


def test_no_address_in_anything_that_goes_out(guest, token, version, bring, at):
    """Snapshot, open data, account and record of a published version in which a guest wrote."""
    actions.save_answer_as_guest(token=token, key="mission", value="Van mij.", revision=1, at=at)
    published = bring(version, "published")
    outputs = json.dumps(profile_json(published)) + json.dumps(published.snapshot)
    outputs += str([account_of(published, reader) for reader in ("school", "public")])
    outputs += str(list(Event.objects.values()))
    assert "Van mij." in outputs
    assert "jeugdverpleegkundige" in outputs
    assert NURSE["email"] not in outputs
    assert "Noor Vis" not in json.dumps(profile_json(published)) + json.dumps(published.snapshot)
