"""The link, the code and the cookie of a parent: each kind of bad luck, and each kind of bad intent."""

import re
from datetime import timedelta

import pytest
from django.utils.timezone import localdate, now

from dekkend.cases import actions
from dekkend.cases.models import Party, Reading
from dekkend.cases.parents.door import DOOR
from dekkend.cases.tests.conftest import CHILD, FATHER, MOTHER, mails_waiting, with_parents
from dekkend.cases.tests.parents import address, come_in, heading, token_of, words
from dekkend.core.door import codes, cookie
from dekkend.workflow.engine import NotPossible
from dekkend.workflow.models import Event
from tools.kept import kept


@kept
def shared(case, parents, coordinator):
    return with_parents(case, coordinator)


@kept
def mother(shared):
    return shared[0]


@kept
def token(mother):
    return token_of(mother)


def other_code(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06}"


def mails_to(who) -> list[dict]:
    return [mail for mail in mails_waiting() if mail["to"] == who.email]


def test_link_code_page_in_the_parents_own_language(client_for, mother, token):
    link = re.search(r"http://\S+", mails_to(MOTHER)[0]["body"])[0]
    assert link.endswith(address(token, language="tr"))
    phone = client_for()
    assert heading(phone.get(address(token, language="tr"))) == "Çocuğunuzun dosyası"
    phone.post(address(token, "parent-code", language="tr"))
    mail = mails_to(MOTHER)[-1]
    assert mail["subject"] == "Kodunuz"
    code = re.search(r"Kodunuz: (\d{6})\n", mail["body"])[1]
    typed = {"code": f"{code[:3]} {code[3:]}", "next": address(token, language="tr")}
    page = phone.post(address(token, "parent-code", language="tr"), typed, follow=True)
    assert heading(page) == "Okul evet deyip demediğinizi soruyor"
    mother.refresh_from_db()
    assert mother.opened_at is not None
    assert Event.objects.get(act="open_as_parent").actor_name == "ouder 1"


def test_opening_the_link_sends_nothing_and_reads_nothing(client_for, token):
    """Mail programs open links to look at them."""
    page = words(client_for().get(address(token)))
    assert len(mails_to(MOTHER)) == 1
    assert not Reading.objects.exists()
    for secret in (CHILD.first_name, CHILD.last_name, MOTHER.name, MOTHER.email):
        assert secret not in page


def test_no_page_is_kept_anywhere_or_tells_where_it_was(client_for, mother, token):
    inside = come_in(client_for(), mother)
    for reply in (client_for().get(address(token)), inside.get(address(token)), inside.get(address("x"))):
        assert "no-store" in reply["Cache-Control"]
        assert reply["Referrer-Policy"] == "same-origin"
        assert reply["X-Robots-Tag"] == "noindex, nofollow"
    assert CHILD.first_name not in words(inside.get(address(token))).partition("</title>")[0]


def test_in_another_browser_it_asks_a_code_of_its_own(client_for, mother, token):
    come_in(client_for(), mother)
    stranger = client_for()
    assert heading(stranger.get(address(token, "parent-file"))) == "Het dossier van uw kind"
    reply = stranger.post(address(token, "parent-say"), {"answer": "yes"})
    assert (reply.status_code, heading(reply)) == (403, "Nog niet opgeslagen: uw code is verlopen")
    assert not mother.consents.exists()


def test_what_was_typed_when_the_code_ran_out_comes_back_to_send_again(client_for, token):
    where = address(token, "parent-write", "groeidocument", "parents", language="tr")
    typed = {"parents.good": "Evde çok iyi.", "rev:parents.good": 0}
    reply = client_for().post(where, typed)
    assert 'name="parents.good" value="Evde çok iyi."' in words(reply)
    assert heading(reply) == "Henüz kaydedilmedi: kodunuzun süresi doldu"


def test_a_wrong_code_says_so_beside_the_field(client_for, token):
    code = actions.send_parent_code(token=token, at=now())
    typed = {"code": other_code(code), "next": address(token, "parent-file")}
    reply = client_for().post(address(token, "parent-code"), typed)
    assert reply.status_code == 422
    for said in ("Deze code klopt niet.", 'aria-invalid="true"', f'value="{address(token, "parent-file")}"'):
        assert said in words(reply)


def test_a_code_works_once_and_the_one_before_not_at_all(token):
    first, later = now(), now() + timedelta(minutes=2)
    old = actions.send_parent_code(token=token, at=first)
    code = actions.send_parent_code(token=token, at=later)
    assert code == old or actions.enter_as_parent(token=token, code=old, at=later) == "wrong"
    assert actions.enter_as_parent(token=token, code=code, at=later) == "right"
    assert actions.enter_as_parent(token=token, code=code, at=later) == "spent"


def test_a_code_of_fifteen_minutes_ago_is_spent(token):
    code = actions.send_parent_code(token=token, at=now())
    assert actions.enter_as_parent(token=token, code=code, at=now() + codes.WORKS) == "spent"


def test_after_twenty_wrong_ones_only_a_new_link_helps(client_for, mother, token, coordinator):
    for minute in range(0, 8, 2):
        at = now() + timedelta(minutes=minute)
        code = actions.send_parent_code(token=token, at=at)
        outcomes = [actions.enter_as_parent(token=token, code=other_code(code), at=at) for _ in range(5)]
    assert outcomes == ["wrong"] * 4 + ["shut"]
    shut = client_for().get(address(token))
    assert (shut.status_code, heading(shut)) == (403, "Deze link werkt niet")
    actions.send_parent_link(party_id=mother.pk, actor=coordinator, at=now())
    assert client_for().get(address(token)).status_code == 404
    assert client_for().get(address(token_of(mother))).status_code == 200
    assert mails_to(MOTHER)[-1]["subject"] == "Yeni bağlantınız"


def test_a_new_link_ends_the_browser_that_was_in(client_for, mother, coordinator):
    inside = come_in(client_for(), mother)
    actions.send_parent_link(party_id=mother.pk, actor=coordinator, at=now())
    assert heading(inside.get(address(token_of(mother)))) == "Het dossier van uw kind"


def test_only_the_school_sends_a_link_again(mother, desk):
    with pytest.raises(NotPossible, match="directeur en de intern begeleider"):
        actions.send_parent_link(party_id=mother.pk, actor=desk, at=now())


def test_after_its_last_day(client_for, mother, token, site, region):
    inside = come_in(client_for(), mother)
    region.support_point_phone = "0000 11 22 33"
    region.save()
    Party.objects.filter(pk=mother.pk).update(token_until=localdate() - timedelta(days=1))
    over = inside.post(address(token, "parent-write", "groeidocument", "parents"), {"x": "Wat ik typte."})
    assert (over.status_code, heading(over)) == (410, "De tijd van deze link is voorbij")
    for said in ("Wat ik typte.", site.name, 'href="tel:0000112233"', "Bel de school."):
        assert said in words(over)


def test_who_is_kept_out_from_now_on_sees_nothing_and_is_told_nothing(client_for, shared, case, coordinator):
    father = shared[1]
    inside, token = come_in(client_for(), father), token_of(father)
    who = actions.Who(FATHER.name, FATHER.email, FATHER.relation, household=2, kept_out=True)
    actions.change_party(
        party_id=father.pk, who=who, actor=coordinator, at=now(), reason="De rechter heeft dit bepaald."
    )
    gone = inside.get(address(token))
    assert (gone.status_code, heading(gone)) == (404, "Deze link werkt niet")
    assert "rechter" not in words(gone)
    assert heading(gone) == heading(client_for().get(address("een-andere-link")))


def test_of_a_request_that_was_withdrawn_the_page_says_so(client_for, mother, case, coordinator):
    inside = come_in(client_for(), mother)
    reason = "Kees gaat naar een andere school."
    actions.withdraw_request(case_id=case.pk, actor=coordinator, reason=reason, at=now())
    token = token_of(mother)
    assert heading(inside.get(address(token))) == "De aanvraag is ingetrokken"
    assert reason in words(inside.get(address(token, "parent-record")))
    assert inside.get(address(token, "parent-write", "groeidocument", "parents")).status_code == 409


class TestCookie:
    def test_what_it_is(self, client_for, mother):
        morsel = come_in(client_for(), mother).cookies[cookie.name_of(DOOR, mother)]
        assert (morsel["path"], morsel["httponly"], morsel["samesite"]) == ("/", True, "Lax")
        assert morsel["max-age"] == 12 * 3600

    def test_it_opens_no_other_parents_place(self, client_for, shared):
        mother, father = shared
        inside = come_in(client_for(), mother)
        inside.cookies[cookie.name_of(DOOR, father)] = inside.cookies[cookie.name_of(DOOR, mother)].value
        assert heading(inside.get(address(token_of(father)))) == "Het dossier van uw kind"

    def test_in_every_language(self, client_for, mother, token):
        inside = come_in(client_for(), mother)
        assert heading(inside.get(address(token, language="ar"))) == "تسألك المدرسة هل تقول نعم"

    def test_stop_on_this_device(self, client_for, mother, token):
        reply = come_in(client_for(), mother).post(address(token, "parent-leave"), follow=True)
        assert heading(reply) == "Het dossier van uw kind"
        assert "Op dit apparaat kan niemand meer binnen" in words(reply)


@pytest.mark.parametrize(
    "wanted", ["https://elders.example/", "//elders.example/{token}/", "/dossiers/", "javascript:alert(1)"]
)
def test_the_door_leads_nowhere_else(client_for, token, wanted):
    code = actions.send_parent_code(token=token, at=now())
    typed = {"code": code, "next": wanted.format(token=token)}
    reply = client_for().post(address(token, "parent-code"), typed)
    assert (reply.status_code, reply["Location"]) == (302, address(token))


def test_mail_names_neither_child_nor_parent(client_for, mother, token, coordinator):
    client_for().post(address(token, "parent-code"))
    actions.send_parent_link(party_id=mother.pk, actor=coordinator, at=now())
    said = str([{**mail, "to": ""} for mail in mails_to(MOTHER)])
    assert said.count("subject") == 3
    for name in (CHILD.first_name, CHILD.last_name, MOTHER.name, FATHER.name):
        assert name not in said
