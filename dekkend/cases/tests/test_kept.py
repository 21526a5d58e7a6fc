"""What someone typed about a child comes back: once the session ran out, and once the file was taken back."""

import pytest
from django.urls import reverse
from django.utils.html import escape
from django.utils.timezone import now

from dekkend.cases import actions
from dekkend.cases.models import Addressee, Advice, Entry
from dekkend.cases.tests.conftest import CHILD, ask
from dekkend.cases.tests.test_committee import hold
from tools.kept import kept

ADVICE = "Kees leert het best in een kleine groep."
NOT_FOUND = "Deze bladzijde is er niet, of is niet voor u."
NOT_KEPT = "Het is niet opgeslagen. Kopieer wat u wilt houden."


@kept
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


def assert_only_the_text_came_back(reply, case, status=404):
    """Nothing else: who sends something to a file is not told whether there is one."""
    page = reply.content.decode()
    assert reply.status_code == status
    for said in (ADVICE, NOT_KEPT):
        assert said in page
    for secret in (case.number, CHILD.last_name, case.site.name):
        assert secret not in page


@pytest.mark.parametrize(
    ("name", "more", "who", "field"),
    [
        ("advise", [], "member", "reasons"),
        ("write-minutes", [], "secretary", "text"),
        ("declare-conflict", [], "member", "ground"),
        ("take-off-agenda", [], "secretary", "reason"),
        ("decide", ["afwijzen"], "secretary", "reasons"),
    ],
)
def test_a_parent_takes_the_yes_back_while_the_committee_types(
    item, go, secretary, members, name, more, who, field
):
    hold(item, secretary, members)
    client = go(secretary if who == "secretary" else members[0])
    actions.withdraw_consent(party=item.case.parties.first(), words="", at=now())
    typed = {field: ADVICE, "vote": "for", "revision": "0", "sure": "ja"}
    reply = client.post(reverse(name, args=[item.pk, *more]), typed)
    assert NOT_FOUND in reply.content.decode()
    assert_only_the_text_came_back(reply, item.case)
    assert not Advice.objects.exists()
    assert not item.case.decisions.exists()


def test_a_parent_takes_the_yes_back_while_the_loket_types(taken_in, go, desk):
    mother = taken_in.parties.first()
    enquiry = actions.ask(party=mother, to=Addressee.DESK, words="Hoe lang duurt het nog?", at=now())
    actions.withdraw_consent(party=mother, words="", at=now())
    for name, argument, field in (
        ("case-step", "refuse_by_desk", "reasons"),
        ("case-enquiry", enquiry.number, "words"),
    ):
        address = reverse(name, args=[taken_in.pk, argument])
        assert_only_the_text_came_back(go(desk).post(address, {field: ADVICE, "seen": "1"}), taken_in)
    assert not taken_in.decisions.exists()
    assert enquiry.remarks.count() == 1


def test_the_school_takes_its_request_back_while_an_expert_types(placement, go, desk, expert, coordinator):
    opinion = ask(placement, desk, expert)
    actions.withdraw_request(case_id=placement.pk, reason="Toch niet.", actor=coordinator, at=now())
    address = reverse("case-advice", args=[placement.pk])
    assert_only_the_text_came_back(go(expert).post(address, {"advice": ADVICE}), placement)
    opinion.refresh_from_db()
    assert opinion.sealed_advice is None


def test_who_has_another_role_now_gets_the_reason_and_the_text(case, go, coordinator, teacher):
    actions.share_with(case_id=case.pk, user=teacher, actor=coordinator, at=now())
    reply = go(teacher).post(reverse("case-parties", args=[case.pk]), {"reason": ADVICE})
    assert "Dit doen alleen de directeur en de intern begeleider." in reply.content.decode()
    assert_only_the_text_came_back(reply, case, status=403)


def test_of_a_file_that_was_destroyed_nothing_is_left_but_what_was_typed(case, go, coordinator):
    address = reverse("case-chapter", args=[case.pk, "groeidocument", "pupil"])
    case.key.delete()
    reply = go(coordinator).post(address, {"pupil.strengths": ADVICE, "rev:pupil.strengths": "0"})
    assert_only_the_text_came_back(reply, case)
    assert not Entry.objects.exists()


def test_who_only_looks_reads_the_page_that_everyone_gets(item, go, members):
    client = go(members[0])
    actions.withdraw_consent(party=item.case.parties.first(), words="", at=now())
    page = client.get(reverse("agenda-item", args=[item.pk])).content.decode()
    assert NOT_FOUND in page
    assert "Dit typte u" not in page
