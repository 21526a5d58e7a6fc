"""A parent's passkey: made by who is in, opens their door only, and only while the link holds."""

import json
from datetime import timedelta

import pytest
from django.db.models import F
from django.utils.timezone import localdate, now

from dekkend.cases import actions
from dekkend.cases.models import Case, Party, Passkey, PasskeyChallenge
from dekkend.cases.parents.devices import device_of
from dekkend.cases.parents.passkeys import Here
from dekkend.cases.tests.authenticator import FLAG, Device
from dekkend.cases.tests.conftest import CHILD, MOTHER, mails_waiting, with_parents
from dekkend.cases.tests.parents import address, come_in, heading, token_of, words
from dekkend.core.door import codes
from dekkend.workflow.engine import NotPossible
from dekkend.workflow.models import Event
from tools.kept import kept

HERE = Here("testserver", "http://testserver")
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15"
DOOR = "Het dossier van uw kind"


@kept
def shared(case, parents, coordinator):
    return with_parents(case, coordinator)


@kept
def mother(shared):
    return shared[0]


@kept
def token(mother):
    return token_of(mother)


def add(token, device, here=HERE, at=None):
    at = at or now()
    asked = actions.ask_new_passkey(token=token, here=here, at=at)
    return actions.add_passkey(token=token, here=here, answer=device.create(asked), device="iPhone", at=at)


@kept
def device(token):
    """The mother's phone, with a passkey that counts."""
    device = Device(count=1)
    assert add(token, device) == "right"
    return device


def enter(token, device, at=None, here=HERE):
    asked = actions.ask_passkey(token=token, here=here, at=at or now())
    return actions.enter_with_passkey(token=token, here=here, answer=device.get(asked), at=at or now())


def asked_at_the_door(client, token):
    reply = client.post(address(token, "parent-passkey"))
    assert reply.status_code == 200
    return reply.json()


def last_mail_to(who) -> dict:
    return [mail for mail in mails_waiting() if mail["to"] == who.email][-1]


class TestPages:
    def test_made_inside_and_the_next_time_it_opens_the_door(self, client_for, mother, token):
        inside, device = come_in(client_for(), mother), Device()
        where = address(token, "parent-passkeys")
        assert "U hebt nog geen passkey." in words(inside.get(where))
        assert "data-passkey=" not in words(client_for().get(address(token)))
        said = json.dumps(device.create(inside.post(where).json()))
        page = inside.post(where, {"credential": said}, headers={"User-Agent": IPHONE}, follow=True)
        assert "Uw passkey is gemaakt." in words(page)
        assert "(<bdi>iPhone</bdi>)" in words(page)
        later = client_for()
        assert 'data-passkey="get" hidden' in words(later.get(address(token)))
        answer = json.dumps(device.get(asked_at_the_door(later, token)))
        wanted = address(token, "parent-record")
        reply = later.post(address(token, "parent-passkey"), {"credential": answer, "next": wanted})
        assert (reply.status_code, reply["Location"]) == (302, wanted)
        assert heading(later.get(address(token))) == "De school vraagt of u ja zegt"

    def test_the_parent_is_told_in_their_own_language_and_reads_it_again(self, client_for, mother, device):
        token = token_of(mother)
        mail = last_mail_to(MOTHER)
        assert "(iPhone)" in mail["body"]
        assert mail["subject"] == "Bağlantınız için bir geçiş anahtarı oluşturuldu"
        record = words(come_in(client_for(), mother).get(address(token, "parent-record")))
        assert "U maakte een passkey" in record
        for name in (CHILD.first_name, CHILD.last_name, MOTHER.name):
            assert name not in str(mail)

    def test_the_other_parent_is_not_told(self, client_for, shared, device):
        inside = come_in(client_for(), shared[1])
        assert "passkey" not in words(inside.get(address(token_of(shared[1]), "parent-record"))).lower()

    def test_taken_away_after_a_page_that_says_what_it_means(self, client_for, mother, token, device):
        inside, passkey = come_in(client_for(), mother), Passkey.objects.get()
        where = address(token, "remove-parent-passkey", passkey.pk)
        assert heading(inside.get(where)) == "Wilt u deze passkey weghalen?"
        assert "Uw passkey is weg." in words(inside.post(where, follow=True))
        assert inside.post(where).status_code == 302  # pressed twice
        assert not Passkey.objects.exists()
        assert Event.objects.filter(act="remove_passkey").count() == 1
        assert last_mail_to(MOTHER)["subject"] == "Bağlantınızın bir geçiş anahtarı kaldırıldı"
        with pytest.raises(NotPossible):
            enter(token, device)

    def test_of_someone_else_there_is_nothing_to_take_away(self, client_for, shared, device):
        father, passkey = shared[1], Passkey.objects.get()
        inside, where = (
            come_in(client_for(), father),
            address(token_of(father), "remove-parent-passkey", passkey.pk),
        )
        assert inside.get(where).status_code == 404
        inside.post(where)
        assert Passkey.objects.filter(pk=passkey.pk).exists()

    def test_only_who_is_in_makes_one(self, client_for, token):
        stranger, where = client_for(), address(token, "parent-passkeys")
        assert heading(stranger.get(where)) == DOOR
        assert stranger.post(where).status_code == 403
        assert not PasskeyChallenge.objects.exists()

    def test_what_is_no_answer_is_refused_in_words(self, client_for, mother, token, device):
        inside = come_in(client_for(), mother)
        for said in (
            "",
            "null",
            "[]",
            '"x"',
            "{",
            "{}",
            "[" * 100_000,
            '{"response": {"clientDataJSON": 1}}',
        ):
            made = inside.post(address(token, "parent-passkeys"), {"credential": said})
            assert (made.status_code, "De passkey is niet gemaakt." in words(made)) == (422, True), said[:40]
        reply = client_for().post(address(token, "parent-passkey"), {"credential": "{}"})
        assert (reply.status_code, heading(reply)) == (422, DOOR)
        assert "Het lukte niet met deze passkey." in words(reply)
        assert "<title>Fout:" in words(reply)

    def test_asked_too_often_says_so_to_the_script(self, client_for, token, device):
        phone = client_for()
        replies = [phone.post(address(token, "parent-passkey")).status_code for _ in range(31)]
        assert replies == [200] * 30 + [429]
        assert phone.post(address(token, "parent-passkey")).json()["error"].startswith("Dit ging te vaak")

    def test_query_counts(self, client_for, mother, token, device, django_assert_num_queries):
        inside = come_in(client_for(), mother)
        add(token, Device())
        with django_assert_num_queries(7):
            inside.get(address(token, "parent-passkeys"))
        with django_assert_num_queries(2):
            client_for().get(address(token))


class TestAnswer:
    def test_right_and_counted(self, token, device):
        assert enter(token, device) == "right"
        passkey = Passkey.objects.get()
        assert (passkey.sign_count, passkey.used_at is not None) == (2, True)

    def test_a_challenge_is_answered_once(self, token, device):
        asked = actions.ask_passkey(token=token, here=HERE, at=now())
        first, second = device.get(asked), device.get(asked)
        assert actions.enter_with_passkey(token=token, here=HERE, answer=first, at=now()) == "right"
        for again in (first, second):
            assert actions.enter_with_passkey(token=token, here=HERE, answer=again, at=now()) == "spent"

    def test_also_by_a_wrong_answer(self, token, device):
        asked = actions.ask_passkey(token=token, here=HERE, at=now())
        wrong, right = Device().get(asked), device.get(asked)
        assert actions.enter_with_passkey(token=token, here=HERE, answer=wrong, at=now()) == "wrong"
        assert actions.enter_with_passkey(token=token, here=HERE, answer=right, at=now()) == "spent"

    def test_after_five_minutes_it_is_spent(self, token, device):
        asked, later = actions.ask_passkey(token=token, here=HERE, at=now()), now() + PasskeyChallenge.WORKS
        answer = device.get(asked)
        assert actions.enter_with_passkey(token=token, here=HERE, answer=answer, at=later) == "spent"

    def test_a_challenge_to_come_in_makes_no_passkey(self, token, device):
        asked = actions.ask_passkey(token=token, here=HERE, at=now())
        other = Device()
        made = actions.add_passkey(token=token, here=HERE, answer=other.create(asked), device="", at=now())
        assert made == "spent"

    def test_a_challenge_that_we_never_gave(self, token, device):
        asked = {"publicKey": {"challenge": "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"}}
        answer = device.get(asked)
        assert actions.enter_with_passkey(token=token, here=HERE, answer=answer, at=now()) == "spent"

    @pytest.mark.parametrize(
        "wrong",
        [
            {"origin": "http://testserver:8000"},
            {"origin": "https://testserver"},
            {"origin": "https://elders.example"},
            {"host": "elders.example"},
            {"flags": FLAG.UP},
            {"flags": FLAG.UV},
        ],
    )
    def test_elsewhere_or_without_a_finger(self, token, device, wrong):
        right = {name: getattr(device, name) for name in wrong}
        vars(device).update(wrong)
        assert enter(token, device) == "wrong"
        assert add(token, Device(**wrong)) == "wrong"
        vars(device).update(right)
        assert enter(token, device) == "right"

    def test_a_count_that_went_back_is_a_copy(self, token, device):
        device.count = 8
        assert enter(token, device) == "right"
        device.count = 4
        assert enter(token, device) == "wrong"
        assert Passkey.objects.get().sign_count == 9

    def test_a_phone_does_not_count(self, token):
        phone = Device()
        add(token, phone)
        assert [enter(token, phone), enter(token, phone)] == ["right", "right"]

    def test_another_key_under_the_same_name(self, token, device):
        thief = Device(credential_id=device.credential_id, count=7)
        assert enter(token, thief) == "wrong"

    def test_the_same_answer_twice_makes_one(self, token, device):
        assert add(token, device) == "right"
        assert Passkey.objects.count() == 1

    def test_ten_at_most(self, token):
        for _ in range(10):
            add(token, Device())
        with pytest.raises(NotPossible, match="al 10 passkeys"):
            add(token, Device())

    def test_wrong_ones_count_as_wrong_codes(self, token, mother, device):
        Party.objects.filter(pk=mother.pk).update(wrong_codes=F("wrong_codes") + codes.MOST_WRONG - 1)
        assert enter(token, Device(count=1)) == "shut"
        with pytest.raises(actions.CannotEnter):
            enter(token, device)
        assert Event.objects.filter(act="shut_parent_link").exists()


class TestWhose:
    def test_the_other_parent_does_not_come_in_by_it(self, shared, device):
        theirs = token_of(shared[1])
        with pytest.raises(NotPossible, match="geen passkey"):
            enter(theirs, device)
        add(theirs, Device())
        assert enter(theirs, device) == "wrong"

    def test_an_answer_for_one_parent_is_none_for_another(self, shared, token, device):
        asked = actions.ask_passkey(token=token, here=HERE, at=now())
        theirs = token_of(shared[1])
        add(theirs, device)
        answer = device.get(asked)
        assert actions.enter_with_passkey(token=theirs, here=HERE, answer=answer, at=now()) == "spent"

    def test_of_another_child_neither(self, token, device, offering, site, region, coordinator):
        other = actions.open_case(
            site=site, partnership=region, kind="workshop", child=CHILD, actor=coordinator, at=now()
        )
        actions.add_party(case_id=other.pk, who=MOTHER, actor=coordinator, at=now())
        theirs = token_of(with_parents(other, coordinator)[0])
        add(theirs, Device())
        assert enter(theirs, device) == "wrong"

    def test_made_for_one_host_it_is_not_asked_for_at_another(self, token, device):
        elsewhere = Here("rietland.example", "https://rietland.example")
        with pytest.raises(NotPossible, match="geen passkey"):
            actions.ask_passkey(token=token, here=elsewhere, at=now())

    def test_the_browser_is_asked_for_those_of_this_parent_only(self, shared, token, device):
        add(token_of(shared[1]), Device())
        asked = actions.ask_passkey(token=token, here=HERE, at=now())["publicKey"]
        assert [one["id"] for one in asked["allowCredentials"]] == [device.get({"publicKey": asked})["id"]]
        assert (asked["rpId"], asked["userVerification"]) == ("testserver", "required")

    def test_a_device_shows_a_number_and_no_name(self, token, mother):
        user = actions.ask_new_passkey(token=token, here=HERE, at=now())["publicKey"]["user"]
        assert user["name"] == user["displayName"] == f"Dossier {mother.case.number}"


class TestEnd:
    def test_a_new_link_ends_it(self, mother, device, coordinator):
        actions.send_parent_link(party_id=mother.pk, actor=coordinator, at=now())
        assert not Passkey.objects.exists()
        with pytest.raises(NotPossible):
            enter(token_of(mother), device)

    def test_another_address_or_being_kept_out_ends_it(self, shared, mother, device, coordinator):
        who = actions.Who(MOTHER.name, "nieuw@example.org", MOTHER.relation)
        actions.change_party(party_id=mother.pk, who=who, actor=coordinator, at=now())
        assert not Passkey.objects.exists()

    def test_a_name_that_is_spelt_right_keeps_the_link(self, mother, token, device, coordinator):
        who = actions.Who("Aylin Bakkermans", MOTHER.email, MOTHER.relation)
        actions.change_party(party_id=mother.pk, who=who, actor=coordinator, at=now())
        assert token_of(mother) == token
        assert enter(token, device) == "right"

    def test_after_the_last_day_it_opens_nothing_and_is_gone_by_the_night(self, mother, token, device):
        Party.objects.filter(pk=mother.pk).update(token_until=localdate() - timedelta(days=1))
        with pytest.raises(actions.CannotEnter):
            enter(token, device)
        assert actions.forget_passkeys(now()) == 1
        assert not Passkey.objects.exists()

    def test_the_night_clears_what_was_asked_and_keeps_what_holds(self, token, device):
        actions.ask_passkey(token=token, here=HERE, at=now())
        assert actions.forget_passkeys(now()) == 0
        assert actions.forget_passkeys(now() + PasskeyChallenge.WORKS) == 1
        assert Passkey.objects.exists()

    def test_nothing_of_it_can_be_read_without_the_key_of_the_case(self, device):
        kept = bytes(Passkey.objects.get().sealed)
        assert device.credential_id not in kept
        assert b"iPhone" not in kept

    def test_it_goes_with_the_case(self, case, device):
        from dekkend.cases.destruction import destroy_expired

        past = localdate() - timedelta(days=1)
        Case.objects.filter(pk=case.pk).update(state="withdrawn", closed_on=past, retain_until=past)
        assert destroy_expired(now()) == 1
        assert not Passkey.objects.exists()
        assert not PasskeyChallenge.objects.exists()


@pytest.mark.parametrize(
    ("said", "name"), [(IPHONE, "iPhone"), ("X11; Linux; Android 15", "Android"), ("curl/8", "")]
)
def test_device_of(said, name):
    assert device_of(said) == name
