"""What the school arranges, when it goes wrong: the reason, what was typed still there, nothing changed."""

import pytest
from django.urls import reverse
from django.utils.timezone import now

from dekkend.cases import actions
from dekkend.cases.models import Case, Offering
from dekkend.cases.tests.conftest import MOTHER, say_yes, with_parents
from dekkend.cases.tests.parents import words
from dekkend.organisations.models import SitePartnership

REASON = "Deze ouder hoort bij een ander kind."
OPEN = "<details open> <summary>Haal deze ouder uit het dossier</summary>"


@pytest.fixture
def client(client_for, second_step, coordinator):
    return second_step(client_for(coordinator))


class TestTakingOff:
    @pytest.fixture
    def address(self, case, parents) -> str:
        return reverse("case-party", args=[case.pk, 1])

    def test_with_a_reason_that_is_kept(self, client, case, address):
        assert "<details open>" not in words(client.get(address))
        done = client.post(address, {"remove": "yes", "remove-reason": REASON}, follow=True)
        assert "Deze ouder staat niet meer in het dossier." in words(done)
        assert case.parties.get(number=1).removed_at

    @pytest.mark.parametrize(
        ("typed", "fault"),
        [("", "Vul dit in."), ("Weg. " * 2000, "8000 tekens"), ("Weg\0 ermee.", "Null-teken")],
    )
    def test_a_reason_that_cannot_be_kept_is_pointed_at(self, client, case, address, typed, fault):
        reply = client.post(address, {"remove": "yes", "remove-reason": typed})
        page = words(reply)
        assert (reply.status_code, OPEN in page, "<title>Fout: " in page) == (422, True, True)
        assert 'href="#id_remove-reason"' in page
        assert fault in page.partition('id="id_remove-reason_error"')[2]
        assert f'value="{MOTHER.name}"' in page
        assert case.parties.filter(removed_at=None).count() == 2

    def test_who_spoke_stays_and_the_reason_is_still_there(self, client, case, address, coordinator):
        say_yes(case, with_parents(case, coordinator)[0])
        reply = client.post(address, {"remove": "yes", "remove-reason": REASON})
        page = words(reply)
        assert (reply.status_code, OPEN in page) == (409, True)
        for said in ("Deze ouder heeft al iets gezegd of geschreven.", REASON):
            assert said in page
        assert case.parties.filter(removed_at=None).count() == 2


@pytest.mark.parametrize("number", ["", "²", "9" * 30, "9" * 5000, "a\0", "-1"])
def test_whom_to_share_with_is_someone_of_the_list(client, case, teacher, coordinator, number):
    share = reverse("case-share", args=[case.pk])
    assert "Kies een collega." in words(client.post(share, {"user": number}, follow=True))
    actions.share_with(case_id=case.pk, user=teacher, actor=coordinator, at=now())
    assert client.post(share, {"end": number or "0"}).status_code == 404
    assert case.shares.filter(ended_at=None).count() == 1


def test_only_a_teacher_of_this_school_reads_along_and_ending_it_twice_is_no_harm(
    client, case, other_head, teacher
):
    share = reverse("case-share", args=[case.pk])
    refused = client.post(share, {"user": str(other_head.pk)}, follow=True)
    assert "Alleen een leerkracht van deze school kan meelezen." in words(refused)
    assert not case.shares.exists()
    client.post(share, {"user": str(teacher.pk)})
    end = {"end": str(case.shares.get().pk)}
    assert "leest niet meer mee" in words(client.post(share, end, follow=True))
    assert "leest al niet meer mee" in words(client.post(share, end, follow=True))


def test_where_no_file_can_be_begun(client, client_for, second_step, site, offering, teacher, other_site):
    address = reverse("new-case", args=[site.code])
    assert second_step(client_for(teacher)).get(address).status_code == 403
    assert client.get(reverse("new-case", args=[other_site.code])).status_code == 404
    Offering.objects.all().delete()
    assert "samenwerkingsverband" in words(client.get(address)).partition("<h1")[2]
    SitePartnership.objects.all().delete()
    assert client.post(address, {"first_name": "Kees"}).status_code == 404
    assert not Case.objects.exists()


def test_a_parent_of_whom_something_is_wrong_is_not_changed(client, case, parents):
    typed = {"name": "Aylin", "relation": "moeder", "email": "geen adres", "language": "tr", "household": "1"}
    address = reverse("case-party", args=[case.pk, 1])
    reply = client.post(address, typed)
    assert reply.status_code == 422
    for said in ("Een adres lijkt op naam@voorbeeld.nl.", 'value="geen adres"'):
        assert said in words(reply)
    kept_out = client.post(address, typed | {"email": "a@example.org", "kept_out": "on"})
    assert (kept_out.status_code, 'href="#id_reason"' in words(kept_out)) == (422, True)
    assert case.parties.get(number=1).about["email"] == MOTHER.email
