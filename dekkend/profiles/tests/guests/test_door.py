"""The link, the code and the cookie: each kind of bad luck, and each kind of bad intent."""

import re
import time
from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone

from dekkend.core.door import codes, cookie
from dekkend.profiles import actions
from dekkend.profiles.guests.door import DOOR
from dekkend.profiles.models import Answer, Guest, Version
from dekkend.profiles.tests.conftest import MISSION
from dekkend.profiles.tests.guests.conftest import address, come_in, heading, invite, put, words
from dekkend.profiles.tests.guests.test_inviting import mails
from dekkend.workflow.models import Event


def other_code(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06}"


class TestComingIn:
    def test_link_mail_code_chapter(self, phone, token):
        door = phone.get(address(token))
        assert heading(door) == "Schrijf mee met De Regenton"
        asked = phone.post(address(token, "guest-code"), follow=True)
        assert heading(asked) == "Vul uw code in"
        mail = mails()[0]
        assert mail["subject"] == "Uw code voor De Regenton"
        code = re.search(r"Uw code is (\d{6})\n", mail["body"])[1]
        chapter = phone.post(address(token, "guest-code"), {"code": f"{code[:3]} {code[3:]}"}, follow=True)
        assert heading(chapter) == "Missie en visie"
        assert MISSION in words(chapter)

    def test_opening_the_link_sends_nothing(self, phone, token):
        """Mail programs open links to look at them."""
        phone.get(address(token))
        assert len(mails()) == 1

    def test_the_door_says_nothing_that_was_not_for_everyone(self, phone, guest, token):
        page = words(phone.get(address(token)))
        for secret in (guest.name, guest.role, guest.email, guest.note, MISSION, "Missie en visie"):
            assert secret not in page

    def test_the_first_time_is_in_the_record(self, inside, token, at, client_for):
        come_in(client_for(), token, at + timedelta(minutes=2))
        event = Event.objects.get(act="open_as_guest")
        assert (event.actor, event.actor_name, event.actor_role) == (None, "Noor Vis (gast)", "")


class TestForwarded:
    def test_in_another_browser_it_asks_a_code_of_its_own(self, inside, token, client_for):
        stranger = client_for()
        assert heading(stranger.get(address(token))) == "Schrijf mee met De Regenton"
        assert stranger.post(address(token, "guest-code")).status_code in (302, 409)
        assert put(stranger, token, "Van een ander.", 1).status_code == 401
        assert stranger.post(address(token), {"mission": "x", "rev:mission": 1}).status_code == 403
        assert Answer.objects.get(key="mission").value == MISSION

    def test_the_code_goes_to_the_invited_address_only(self, phone, token):
        before = {mail["number"] for mail in mails()}
        phone.post(address(token, "guest-code"), {"email": "aanvaller@example.org"})
        assert mails("aanvaller@example.org") == []
        assert len({mail["number"] for mail in mails()} - before) == 1

    def test_a_code_works_once(self, inside, token, client_for, at):
        code = actions.send_guest_code(token=token, at=at + timedelta(minutes=2))
        assert client_for().post(address(token, "guest-code"), {"code": code}).status_code == 302
        again = client_for().post(address(token, "guest-code"), {"code": code})
        assert again.status_code == 422
        assert "Deze code werkt niet meer." in words(again)

    def test_one_guests_cookie_is_no_other_guests(self, inside, version, head, at, guest, token):
        els, other = invite(version, head, at, chapter="support", name="Els Kok", email="els@ggd.example")
        inside.cookies[cookie.name_of(DOOR, els)] = inside.cookies[cookie.name_of(DOOR, guest)].value
        assert heading(inside.get(address(other))) == "Schrijf mee met De Regenton"


class TestWrongCodes:
    def test_it_says_so_beside_the_field(self, phone, token, at):
        code = actions.send_guest_code(token=token, at=at)
        reply = phone.post(address(token, "guest-code"), {"code": other_code(code)})
        assert reply.status_code == 422
        assert "Deze code klopt niet." in words(reply)
        assert 'aria-invalid="true"' in words(reply)

    @pytest.mark.parametrize("nonsense", ["", "abcdef", "1234567", "١٢٣٤٥٦", "0" * 5000])
    def test_nonsense_is_wrong(self, phone, token, at, nonsense):
        actions.send_guest_code(token=token, at=at)
        assert phone.post(address(token, "guest-code"), {"code": nonsense}).status_code == 422

    def test_after_five_the_right_one_is_dead(self, token, at):
        code = actions.send_guest_code(token=token, at=at)
        outcomes = [actions.enter_as_guest(token=token, code=other_code(code), at=at) for _ in range(5)]
        assert outcomes == ["wrong"] * 5
        assert actions.enter_as_guest(token=token, code=code, at=at) == "spent"

    def test_after_twenty_the_link_is_shut_until_a_new_one(self, phone, guest, token, version, head, at):
        for round in range(4):
            moment = at + timedelta(minutes=2 * round)
            code = actions.send_guest_code(token=token, at=moment)
            for _ in range(5):
                actions.enter_as_guest(token=token, code=other_code(code), at=moment)
        reply = phone.get(address(token))
        assert reply.status_code == 403
        assert "Vraag Marit de Wit van De Regenton om een nieuwe link." in words(reply)
        assert Event.objects.filter(act="shut_guest_link").count() == 1
        _, new = actions.send_guest_again(
            version_id=version.pk, guest_id=guest.pk, actor=head, at=at + timedelta(hours=1)
        )
        assert phone.get(address(new)).status_code == 200

    def test_a_right_one_begins_the_count_anew(self, token, at):
        code = actions.send_guest_code(token=token, at=at)
        for _ in range(4):
            actions.enter_as_guest(token=token, code=other_code(code), at=at)
        assert actions.enter_as_guest(token=token, code=code, at=at) == "right"
        assert Guest.objects.get().wrong_codes == 0

    def test_it_lives_a_quarter_of_an_hour(self, token, at):
        code = actions.send_guest_code(token=token, at=at)
        assert actions.enter_as_guest(token=token, code=code, at=at + codes.WORKS) == "spent"
        almost = at + codes.WORKS - timedelta(seconds=1)
        assert actions.enter_as_guest(token=token, code=code, at=almost) == "right"

    def test_a_new_code_ends_the_one_before(self, token, at, monkeypatch):
        first = actions.send_guest_code(token=token, at=at)
        monkeypatch.setattr(codes, "new_code", lambda: other_code(first))
        second = actions.send_guest_code(token=token, at=at + timedelta(minutes=2))
        assert actions.enter_as_guest(token=token, code=first, at=at + timedelta(minutes=2)) == "wrong"
        assert actions.enter_as_guest(token=token, code=second, at=at + timedelta(minutes=2)) == "right"

    def test_only_a_keyed_hash_is_kept(self, guest, token, at):
        code = actions.send_guest_code(token=token, at=at)
        guest.refresh_from_db()
        assert guest.code_hash == codes.hash_of_code(DOOR, guest, code)
        assert code not in guest.code_hash

    def test_a_guesser_is_slowed_down(self, phone, token, at):
        replies = [phone.post(address("onbekend"), {}).status_code for _ in range(3)]
        assert replies == [404, 404, 404]
        for _ in range(18):
            phone.get(address("onbekend"))
        assert phone.get(address("onbekend")).status_code == 429
        assert phone.get(address(token)).status_code == 200

    def test_a_minute_between_two_codes_and_six_an_hour(self, phone, token):
        assert phone.post(address(token, "guest-code")).status_code == 302
        soon = phone.post(address(token, "guest-code"))
        assert soon.status_code == 409
        assert "Wij stuurden net een code." in words(soon)
        for _ in range(4):
            Guest.objects.update(code_sent_at=timezone.now() - timedelta(minutes=2))
            assert phone.post(address(token, "guest-code")).status_code == 302
        Guest.objects.update(code_sent_at=timezone.now() - timedelta(minutes=2))
        reply = phone.post(address(token, "guest-code"))
        assert reply.status_code == 429
        assert "probeer het over een uur" in words(reply)


class TestDeadLinks:
    """One clear page each: what happened, whom to ask, the right status."""

    def closed(self, client, token, status: int, title: str) -> str:
        reply = client.get(address(token))
        assert (reply.status_code, heading(reply)) == (status, title)
        page = words(reply)
        for secret in ("Noor Vis", "noor.vis@", "jeugdverpleegkundige", "Missie en visie", MISSION):
            assert secret not in page
        return page

    def test_unknown(self, phone, version):
        assert "wie u uitnodigde" in self.closed(phone, "a" * 43, 404, "Deze link kennen wij niet")

    def test_after_its_date(self, inside, token, guest):
        Guest.objects.update(until=guest.until - timedelta(days=15))
        page = self.closed(inside, token, 410, "Uw tijd is voorbij")
        assert "Vraag het aan Marit de Wit van De Regenton." in page

    def test_withdrawn(self, inside, token, guest, version, head, at):
        actions.withdraw_guest(version_id=version.pk, guest_id=guest.pk, actor=head, at=at)
        page = self.closed(inside, token, 410, "Deze link werkt niet meer")
        assert "heeft de uitnodiging ingetrokken" in page

    def test_sent_to_the_mr_and_taken_back(self, inside, token, version, bring, head, at):
        bring(version, "with_mr")
        page = self.closed(inside, token, 409, "De school schrijft nu niet aan deze tekst")
        assert "verder gestuurd" in page
        actions.withdraw_from_mr(version_id=version.pk, actor=head, at=at)
        assert heading(inside.get(address(token))) == "Missie en visie"

    @pytest.mark.parametrize("state", ["established", "published"])
    def test_of_a_version_that_is_no_working_copy_any_more(self, inside, token, version, bring, state):
        bring(version, state)
        self.closed(inside, token, 409, "De school schrijft nu niet aan deze tekst")

    @pytest.mark.parametrize("change", ["withdrawn", "over", "closed"])
    def test_what_was_being_typed_comes_back(self, inside, token, guest, change):
        changes = {
            "withdrawn": lambda: Guest.objects.update(withdrawn_at=timezone.now()),
            "over": lambda: Guest.objects.update(until=guest.until - timedelta(days=15)),
            "closed": lambda: Version.objects.update(state="with_mr"),
        }
        changes[change]()
        typed = {"mission": "Een lange tekst van mij.", "rev:mission": 1}
        reply = inside.post(address(token), typed)
        assert reply.status_code in (409, 410)
        assert "Een lange tekst van mij." in words(reply)
        assert put(inside, token, "Een lange tekst van mij.", 1).status_code == 403
        assert Answer.objects.get(key="mission").value == MISSION


class TestCookie:
    def test_what_it_is(self, inside, guest, token):
        morsel = inside.cookies[cookie.name_of(DOOR, guest)]
        assert morsel["path"] == address(token)
        assert morsel["httponly"]
        assert morsel["samesite"] == "Lax"
        assert morsel["max-age"] == 12 * 3600

    def test_only_over_https_where_the_site_is(self, phone, guest, token, at, settings):
        settings.SESSION_COOKIE_SECURE = True
        assert come_in(phone, token, at).cookies[cookie.name_of(DOOR, guest)]["secure"]

    def test_after_twelve_hours_a_new_code_also_when_the_browser_kept_it(self, inside, token, monkeypatch):
        later = time.time() + cookie.SECONDS + 1
        monkeypatch.setattr("django.core.signing.time.time", lambda: later)
        assert heading(inside.get(address(token))) == "Schrijf mee met De Regenton"
        refused = put(inside, token, "Te laat.", 1)
        assert (refused.status_code, refused.json()) == (401, {"error": "Uw code is verlopen."})

    def test_text_typed_after_twelve_hours_comes_back_to_send_again(self, inside, token, monkeypatch):
        later = time.time() + cookie.SECONDS + 1
        monkeypatch.setattr("django.core.signing.time.time", lambda: later)
        reply = inside.post(address(token), {"mission": "Wat ik typte.", "rev:mission": 1})
        assert reply.status_code == 403
        assert heading(reply) == "Nog niet opgeslagen: uw code is verlopen"
        assert 'name="mission" value="Wat ik typte."' in words(reply)
        assert "Vraag een nieuwe code" in words(reply)

    def test_a_forged_one_is_nothing(self, phone, guest, token):
        phone.cookies[cookie.name_of(DOOR, guest)] = f"{guest.pk}.{guest.token_hash}:forged"
        assert heading(phone.get(address(token))) == "Schrijf mee met De Regenton"

    def test_a_new_link_ends_it(self, inside, guest, version, head, at):
        _, new = actions.send_guest_again(
            version_id=version.pk, guest_id=guest.pk, actor=head, at=at + timedelta(minutes=2)
        )
        inside.cookies[cookie.name_of(DOOR, guest)]["path"] = address(new)
        assert heading(inside.get(address(new))) == "Schrijf mee met De Regenton"

    def test_stop_on_this_device(self, inside, token):
        reply = inside.post(address(token, "guest-leave"), follow=True)
        assert heading(reply) == "Schrijf mee met De Regenton"
        assert "Op dit apparaat kan niemand meer bij het hoofdstuk" in words(reply)


@pytest.mark.parametrize("page", ["door", "chapter", "unknown"])
def test_no_cache_no_search_engine_no_referrer_elsewhere(inside, client_for, token, page):
    client, link = {
        "door": (client_for(), token),
        "chapter": (inside, token),
        "unknown": (client_for(), "b" * 43),
    }[page]
    reply = client.get(address(link))
    assert "no-store" in reply["Cache-Control"]
    assert reply["X-Robots-Tag"] == "noindex, nofollow"
    assert reply["Referrer-Policy"] == settings.SECURE_REFERRER_POLICY == "same-origin"


def test_a_form_without_our_token_is_refused_and_text_of_our_own_page_comes_back(
    client_for, token, at, settings
):
    client = client_for(enforce_csrf_checks=True)
    code = actions.send_guest_code(token=token, at=at)
    assert client.post(address(token, "guest-code"), {"code": code}).status_code == 403
    elsewhere = client.post(address(token), {"mission": "Wat ik typte."}, HTTP_ORIGIN="https://evil.example")
    assert "Wat ik typte." not in words(elsewhere)
    ours = client.post(address(token), {"mission": "Wat ik typte."}, HTTP_ORIGIN="http://testserver")
    assert ours.status_code == 403
    assert "Wat ik typte." in words(ours)
