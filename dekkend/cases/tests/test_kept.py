"""What someone typed about a child is not lost when their session ran out, on whichever page it was."""

import pytest
from django.urls import reverse
from django.utils.html import escape

from dekkend.cases.models import Advice, Entry

ADVICE = "Kees leert het best in een kleine groep."


@pytest.fixture
def address(item) -> dict[str, str]:
    return {
        name: reverse(name, args=[item.pk]) for name in ("advise", "write-minutes", "declare-conflict")
    } | {
        "decide": reverse("decide", args=[item.pk, "toekennen"]),
        "plan-meeting": reverse("plan-meeting", args=["PO9901"]),
    }


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("advise", {"vote": "for", "reasons": ADVICE, "revision": "0"}),
        ("write-minutes", {"text": ADVICE, "revision": "0"}),
        ("declare-conflict", {"ground": ADVICE}),
        ("decide", {"reasons": ADVICE, "begins_on": "2026-12-01"}),
        ("plan-meeting", {"place": ADVICE, "starts": "14:30"}),
    ],
)
def test_what_the_committee_typed_comes_back_to_send_again(client_for, address, name, typed):
    reply = client_for().post(address[name], typed)
    page = reply.content.decode()
    assert (reply.status_code, "Nog niet opgeslagen: u bent uitgelogd" in page) == (403, True)
    for field, text in typed.items():
        assert f'name="{field}" value="{escape(text)}"' in page
    assert "no-store" in reply["Cache-Control"]


def test_also_when_only_the_second_step_is_missing(client_for, members, item, address):
    typed = {"vote": "for", "reasons": ADVICE, "revision": "0"}
    page = client_for(members[0]).post(address["advise"], typed).content.decode()
    assert "Nog niet opgeslagen: u bent uitgelogd" in page
    assert ADVICE in page
    assert not Advice.objects.exists()


def test_signing_in_leads_to_the_page_of_the_form_and_nowhere_else(client_for, item, address):
    form = reverse("agenda-item", args=[item.pk])
    for said, back in ((f"http://testserver{form}", form), ("https://elders.example/x", address["advise"])):
        reply = client_for().post(address["advise"], {"reasons": ADVICE}, headers={"Referer": said})
        assert f"?next={back}" in reply.content.decode()


def test_sent_once_more_it_is_kept(client_for, second_step, members, item, address):
    client = second_step(client_for(members[0]))
    client.post(address["advise"], {"vote": "for", "reasons": ADVICE, "revision": "0"})
    assert Advice.objects.get().reasons == ADVICE


def test_of_the_school_too(client_for, case):
    chapter = reverse("case-chapter", args=[case.pk, "groeidocument", "pupil"])
    typed = {"pupil.strengths": "Kees bouwt graag.", "rev:pupil.strengths": "0"}
    page = client_for().post(chapter, typed).content.decode()
    assert 'name="pupil.strengths" value="Kees bouwt graag."' in page
    assert not Entry.objects.exists()
