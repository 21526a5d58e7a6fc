"""The pages of who leads the writing: the list of guests, inviting, more time, withdrawing, a new link."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate

from dekkend.profiles.models import Guest, Version
from dekkend.profiles.tests.guests.conftest import NURSE, address, come_in, heading, invite, words


@pytest.fixture
def director(client_for, head):
    return client_for(head)


def lead(version, name: str = "guests", *more) -> str:
    return reverse(name, args=[version.pk, *more])


def filled_in(**more) -> dict[str, str]:
    until = (localdate() + timedelta(days=10)).isoformat()
    access = {"access": "write", "until": until}
    return {key: value for key, value in (NURSE | access | more).items() if key != "writes"}


class TestInviting:
    def test_an_empty_list_says_whom_to_think_of_and_who_sees_what(self, director, version):
        page = words(director.get(lead(version)))
        assert "Er is nog niemand te gast." in page
        assert "ziet alleen dit hoofdstuk" in page
        assert "ziet geen andere hoofdstukken, opmerkingen, stukken of wie wat schreef" in page

    def test_from_a_chapter_that_chapter_is_chosen(self, director, version):
        page = words(director.get(lead(version) + "?hoofdstuk=support"))
        assert '<option value="support" selected>' in page

    def test_invite(self, director, version):
        reply = director.post(lead(version), filled_in(), follow=True)
        page = words(reply)
        assert "Noor Vis krijgt een mail met een link." in page
        assert "Schrijft mee aan “2 Missie en visie”" in page
        assert "Nog niet geopend." in page
        guest = Guest.objects.get()
        assert (guest.writes, guest.email) == (True, NURSE["email"])

    @pytest.mark.parametrize(
        ("field", "value", "told"),
        [
            ("name", " ", "Vul de naam van de gast in."),
            ("role", "", "Vul in wat de gast doet"),
            ("email", "noor(at)ggd", "Dit is geen e-mailadres."),
            ("chapter", "nergens", "Kies een hoofdstuk uit de lijst."),
            ("access", "", "Kies wat de gast mag doen."),
            ("until", "morgen", "Deze datum bestaat niet."),
            ("note", "x" * 1001, "Dit is te lang."),
        ],
    )
    def test_bad_input_is_told_beside_its_field_and_changes_nothing(
        self, director, version, field, value, told
    ):
        reply = director.post(lead(version), filled_in(**{field: value}))
        assert reply.status_code == 422
        assert words(reply).count(told) == 2  # at the top and at the field
        assert "jeugdverpleegkundige" in words(reply)
        assert not Guest.objects.exists()

    def test_what_cannot_be_done_now_comes_back_with_the_reason(self, director, version, guest):
        reply = director.post(lead(version), filled_in())
        assert reply.status_code == 409
        assert "Deze gast staat al in de lijst." in words(reply)

    def test_when_it_is_with_the_mr_there_is_no_form(self, director, version, guest, bring):
        bring(version, "with_mr")
        page = words(director.get(lead(version)))
        assert "Verstuur de uitnodiging" not in page
        assert "De stand van het profiel is: bij de MR." in page
        assert "Voorbij: u schrijft nu niet meer aan deze versie." in page
        assert director.post(lead(version), filled_in(email="a@ggd.example", name="A")).status_code == 409


class TestList:
    def test_how_it_stands_with_each(self, director, version, head, at, client_for, token, guest):
        _, opened = invite(version, head, at, name="Els Kok", email="els@ggd.example", writes=False)
        come_in(client_for(), opened, at)
        gone, _ = invite(version, head, at, name="Jan Bos", email="jan@ggd.example")
        Guest.objects.filter(pk=gone.pk).update(withdrawn_at=timezone.now())
        over, _ = invite(version, head, at, name="Ria Dam", email="ria@ggd.example")
        Guest.objects.filter(pk=over.pk).update(until=localdate() - timedelta(days=1))
        shut, _ = invite(version, head, at, name="Tom Eik", email="tom@ggd.example")
        Guest.objects.filter(pk=shut.pk).update(wrong_codes=20)
        page = words(director.get(lead(version)))
        for told in (
            "5 gasten",
            "Nog niet geopend.",
            "Het laatst hier om",
            "Ingetrokken om",
            "Voorbij sinds",
            "Dicht: iemand gaf te vaak een verkeerde code.",
        ):
            assert told in page

    def test_the_same_number_of_queries_for_one_and_for_three(
        self, director, version, head, at, guest, django_assert_num_queries
    ):
        director.get(lead(version))
        with django_assert_num_queries(4):  # session with user, version, roles, guests
            director.get(lead(version))
        for number in range(2):
            invite(version, head, at, name=f"Gast {number}", email=f"g{number}@ggd.example")
        with django_assert_num_queries(4):
            director.get(lead(version))


class TestMoreTime:
    def test_one_field_and_back(self, director, version, guest):
        page = director.get(lead(version, "extend-guest", guest.pk))
        assert heading(page) == "Geef Noor Vis meer tijd"
        until = guest.until + timedelta(days=7)
        reply = director.post(
            lead(version, "extend-guest", guest.pk), {"until": until.isoformat()}, follow=True
        )
        assert "Noor Vis heeft langer de tijd" in words(reply)
        assert Guest.objects.get().until == until

    @pytest.mark.parametrize(
        ("until", "status", "told"),
        [
            ("", 422, "Kies een dag."),
            ("2020-01-01", 409, "Deze dag is al voorbij."),
            ("2999-01-01", 409, "drie maanden"),
        ],
    )
    def test_a_day_that_cannot_be(self, director, version, guest, until, status, told):
        reply = director.post(lead(version, "extend-guest", guest.pk), {"until": until})
        assert reply.status_code == status
        assert told in words(reply)
        assert Guest.objects.get().until == guest.until


class TestEnding:
    def test_withdraw_and_invite_again(self, director, version, guest, token, phone):
        reply = director.post(lead(version, "withdraw-guest", guest.pk), follow=True)
        assert "De link van Noor Vis werkt niet meer." in words(reply)
        assert phone.get(address(token)).status_code == 410
        reply = director.post(lead(version, "send-guest-again", guest.pk), follow=True)
        assert "Noor Vis krijgt een nieuwe link" in words(reply)
        assert Guest.objects.get().withdrawn_at is None

    def test_withdraw_when_nobody_writes_any_more(self, director, version, guest, bring):
        bring(version, "with_mr")
        director.post(lead(version, "withdraw-guest", guest.pk))
        assert Guest.objects.get().withdrawn_at
        reply = director.post(lead(version, "send-guest-again", guest.pk))
        assert reply.status_code == 409
        assert "U kunt nu niets veranderen." in words(reply)

    def test_a_guest_of_another_version(self, director, version, guest):
        assert director.post(lead(version, "withdraw-guest", guest.pk + 1)).status_code == 404
        assert Version.objects.count() == 1
