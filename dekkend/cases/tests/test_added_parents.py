"""A parent who is written down after the file was shared: in at once, and asked while that can be."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import now

from dekkend.cases import actions
from dekkend.cases.models import Case, Party
from dekkend.cases.parents.everything import everything_of
from dekkend.cases.phrases import record_of
from dekkend.cases.tests.conftest import MOTHER, REASONS, award, mails_waiting, say_yes, with_parents
from dekkend.cases.tests.parents import address, come_in, heading, left_in_dutch, token_of, words
from dekkend.core.templatetags.dekkend import day
from dekkend.organisations.models import Role
from tools.kept import kept

GUARDIAN = actions.Who("Noor Vink", "noor@example.org", "voogd", language="en")
TYPED = {"name": "Noor Vink", "relation": "voogd", "email": "noor@example.org", "language": "nl"} | {
    "household": "1", "has_authority": "on", "reason": "",
}  # fmt: skip


@kept
def shared(case, coordinator):
    """With one parent, who said yes."""
    actions.add_party(case_id=case.pk, who=MOTHER, actor=coordinator, at=now())
    for party in with_parents(case, coordinator):
        say_yes(case, party)
    return case


def add(case, actor, **other):
    who = actions.Who(**vars(GUARDIAN) | other)
    return actions.add_party(case_id=case.pk, who=who, actor=actor, at=now(), reason="Een rechter.")


def mailed_to(email):
    return [mail["subject"] for mail in mails_waiting() if email in mail["to"]]


def acts(case):
    return [told.event.act for told in record_of(case, frozenset({Role.SUPPORT_COORDINATOR}))]


def test_while_it_is_with_the_parents_they_are_asked_too(client_for, shared, coordinator):
    added = add(shared, coordinator)
    assert mailed_to(GUARDIAN.email) == ["Read along in your child’s file"]
    assert acts(shared)[:2] == ["first_parent_link", "add_party"]
    page = come_in(client_for(), added).get(address(token_of(added)))
    assert heading(page) == "De school vraagt of u ja zegt"
    with pytest.raises(actions.NotPossible, match="toestemming van ouder 2"):
        actions.send_case(case_id=shared.pk, actor=coordinator, at=now())
    say_yes(shared, Party.objects.get(pk=added.pk))
    actions.send_case(case_id=shared.pk, actor=coordinator, at=now())


def test_once_sent_they_read_along_and_the_desk_is_told(client_for, sent, coordinator, desk):
    told = len(mailed_to(desk.email))
    added = add(sent, coordinator, language="nl")
    assert mailed_to(desk.email)[told:] == [f"Een ouder met gezag erbij in dossier {sent.number}"]
    page = come_in(client_for(), added).get(address(token_of(added)))
    assert heading(page) == "Het Loket kijkt of alles er is"
    actions.accept(case_id=sent.pk, actor=desk, at=now())
    actions.award_by_desk(case_id=sent.pk, award=award(), actor=desk, at=now())
    assert sent.letters.filter(party=added).exists()


def test_who_comes_after_sending_is_asked_when_it_comes_back(sent, coordinator):
    added = add(sent, coordinator)
    first = Party.objects.get(case=sent, number=1)
    actions.withdraw_consent(party=first, words="", at=now())
    say_yes(sent, first)
    with pytest.raises(actions.NotPossible, match=f"toestemming van {added.signature}"):
        actions.send_case(case_id=sent.pk, actor=coordinator, at=now())


def test_without_authority_nobody_waits_for_them(sent, coordinator, desk):
    told = len(mailed_to(desk.email))
    added = add(sent, coordinator, has_authority=False)
    assert (added.token_hash is not None, len(mailed_to(desk.email))) == (True, told)


class TestAuthorityAfterSending:
    """Whoever has it and was not asked: the Loket is told once, however they got it."""

    @pytest.fixture
    def told(self, sent, desk):
        before = len(mailed_to(desk.email))
        return lambda: mailed_to(desk.email)[before:]

    def change(self, party, actor, **other):
        who = actions.Who(**vars(GUARDIAN) | other)
        actions.change_party(party_id=party.pk, who=who, actor=actor, at=now(), reason="Een rechter.")

    def test_given_to_who_is_in_the_file_already(self, sent, coordinator, told):
        added = add(sent, coordinator, has_authority=False)
        self.change(added, coordinator)
        assert told() == [f"Een ouder met gezag erbij in dossier {sent.number}"]
        self.change(added, coordinator, name="Noor de Vink")
        assert len(told()) == 1

    def test_to_who_may_see_it_after_all(self, sent, coordinator, told):
        added = add(sent, coordinator, kept_out=True)
        assert told() == []
        self.change(added, coordinator)
        assert len(told()) == 1

    def test_to_who_has_no_address(self, sent, coordinator, told):
        added = add(sent, coordinator, email="")
        assert len(told()) == 1
        self.change(added, coordinator)
        actions.send_parent_link(party_id=added.pk, actor=coordinator, at=now())
        assert len(told()) == 1

    def test_not_back_to_who_said_yes(self, sent, coordinator, told):
        first = Party.objects.get(case=sent, number=1)
        self.change(first, coordinator, has_authority=False)
        self.change(first, coordinator)
        assert told() == []

    def test_before_sending_they_are_asked_like_the_others(self, shared, coordinator, desk):
        added = add(shared, coordinator, has_authority=False)
        self.change(added, coordinator)
        assert mailed_to(desk.email) == []

    def test_the_page_says_so_before(self, go, sent, coordinator):
        add(sent, coordinator, has_authority=False)
        says = "Krijgt deze ouder nu het gezag?"
        for number, is_said in ((1, False), (3, True)):
            page = words(go(coordinator).get(reverse("case-party", args=[sent.pk, number])))
            assert (says in page) == is_said


def test_who_is_kept_out_from_now_on_is_so_for_a_reason(go, shared, coordinator):
    party = Party.objects.get(case=shared, number=1)
    where = reverse("case-party", args=[shared.pk, 1])
    reply = go(coordinator).post(where, TYPED | {"kept_out": "on"})
    assert (reply.status_code, "Vul in waarom deze ouder niets te zien krijgt." in words(reply)) == (
        422,
        True,
    )
    party.refresh_from_db()
    assert not party.kept_out
    for reason in ("Een rechter.", ""):  # once it is so, nobody says it again
        assert go(coordinator).post(where, TYPED | {"kept_out": "on", "reason": reason}).status_code == 302


@pytest.mark.parametrize("other", [{"kept_out": True}, {"email": ""}], ids=["kept out", "no address"])
def test_nothing_goes_to_who_may_not_or_cannot(shared, coordinator, other):
    before = len(mails_waiting())
    added = add(shared, coordinator, **other)
    assert (added.token_hash, len(mails_waiting())) == (None, before)


def test_before_it_is_shared_nothing_goes_away(case, coordinator):
    added = add(case, coordinator)
    assert (added.token_hash, mails_waiting()) == (None, [])
    with pytest.raises(actions.NotPossible, match="als u het dossier met de ouders deelt"):
        actions.send_parent_link(party_id=added.pk, actor=coordinator, at=now())


def test_a_first_link_once_there_is_an_address(shared, coordinator):
    added = add(shared, coordinator, email="")
    with pytest.raises(actions.NotPossible, match="e-mailadres"):
        actions.send_parent_link(party_id=added.pk, actor=coordinator, at=now())
    actions.change_party(party_id=added.pk, who=GUARDIAN, actor=coordinator, at=now())
    actions.send_parent_link(party_id=added.pk, actor=coordinator, at=now())
    actions.send_parent_link(party_id=added.pk, actor=coordinator, at=now())
    assert mailed_to(GUARDIAN.email) == ["Read along in your child’s file", "Your new link"]
    assert acts(shared)[:3] == ["send_parent_link", "first_parent_link", "change_party"]


class TestAfterADecision:
    """There is no letter to who came afterwards: they read the decision itself in the file."""

    @pytest.fixture
    def decided(self, taken_in, desk):
        made = award(amount=40, conditions="De school evalueert elk half jaar.")
        actions.award_by_desk(case_id=taken_in.pk, award=made, actor=desk, at=now())
        return taken_in.decisions.get()

    @pytest.fixture
    def refused(self, taken_in, desk):
        actions.refuse_by_desk(case_id=taken_in.pk, reasons=REASONS, actor=desk, at=now())
        return taken_in.decisions.get()

    def pages(self, client_for, party):
        inside, token = come_in(client_for(), party), token_of(party)
        names = ("parent-case", "parent-file")
        return [words(inside.get(address(token, name))).partition("<main")[2] for name in names]

    def test_the_first_page_leads_to_the_decision(self, client_for, decided, coordinator):
        added = add(decided.case, coordinator)
        start, file = self.pages(client_for, added)
        assert "In het dossier leest u wat er is besloten." in start
        assert "brief" not in start.lower()
        assert f'{address(token_of(added), "parent-file")}#besluiten">Lees het besluit</a>' in start
        for text in (
            REASONS,
            "De school evalueert elk half jaar.",
            day(decided.begins_on),
            day(decided.ends_on),
        ):
            assert text in file
        assert "Toen dit besluit kwam, las u nog niet mee." in file
        assert address(token_of(added), "parent-questions") in file

    def test_a_letter_about_something_else_is_not_that_of_the_decision(
        self, client_for, taken_in, coordinator, desk
    ):
        added = add(taken_in, coordinator)
        until = taken_in.due_on + timedelta(weeks=2)
        actions.extend_term(case_id=taken_in.pk, until=until, actor=desk, reason="Meer tijd.", at=now())
        kept_out = {"who": actions.Who(**vars(GUARDIAN) | {"kept_out": True}), "reason": "Een rechter."}
        actions.change_party(party_id=added.pk, actor=coordinator, at=now(), **kept_out)
        actions.award_by_desk(case_id=taken_in.pk, award=award(), actor=desk, at=now())
        actions.change_party(party_id=added.pk, who=GUARDIAN, actor=coordinator, at=now())
        actions.send_parent_link(party_id=added.pk, actor=coordinator, at=now())
        start, _ = self.pages(client_for, added)
        assert added.letters.count() == 1
        assert "Lees de brief</a>" not in start
        assert "Lees het besluit</a>" in start

    def test_after_a_no_they_read_why_and_may_say_that_they_do_not_agree(
        self, client_for, refused, coordinator
    ):
        added = add(refused.case, coordinator)
        start, file = self.pages(client_for, added)
        assert "In het dossier leest u waarom. Bent u het er niet mee eens?" in start
        assert REASONS in file
        assert address(token_of(added), "parent-object") in file

    def test_who_got_the_letter_is_led_to_it(self, client_for, decided):
        mother = decided.case.parties.first()
        start, file = self.pages(client_for, mother)
        letter = address(token_of(mother), "parent-letter", mother.letters.get().pk)
        assert "In de brief leest u wat er is besloten." in start
        assert f'class="button primary" href="{letter}"' in start
        assert letter in file
        assert "las u nog niet mee" not in file

    def test_what_they_take_along_says_the_same(self, decided, coordinator):
        added = add(decided.case, coordinator)
        kept = everything_of(added.case, added, [], [], now())
        assert "In het dossier leest u" in kept["situation"]["lead"]
        (decision,) = kept["decisions"]
        assert (REASONS in decision["reasons"], decision["amount"]) == (True, "40 uur per schooljaar")

    def test_no_text_of_ours_is_left_in_dutch(self, client_for, decided, coordinator):
        added = add(decided.case, coordinator)
        inside = come_in(client_for(), added)
        pages = [("parent-case",), ("parent-file",), ("parent-correct", "besluit", "1")]
        assert left_in_dutch(inside, added, pages) == set()
        Case.objects.update(state="refused")
        assert left_in_dutch(inside, added, [("parent-case",)]) == set()


class TestPages:
    @pytest.mark.parametrize(
        ("state", "said"),
        [
            (Case.State.WITH_PARENTS, "U verstuurt de aanvraag pas als dat antwoord er is."),
            (Case.State.INTAKE, "Dan krijgt het Loket bericht"),
            (Case.State.IN_FORCE, "Geef ze zelf."),
        ],
    )
    def test_it_says_before_what_will_happen(self, go, shared, coordinator, state, said):
        Case.objects.filter(pk=shared.pk).update(state=state)
        page = words(go(coordinator).get(reverse("case-parties", args=[shared.pk])))
        assert said in page
        assert "Zet erbij en stuur de link" in page

    def test_and_after_that_it_did(self, go, shared, coordinator):
        where = reverse("case-parties", args=[shared.pk])
        page = words(go(coordinator).post(where, TYPED, follow=True))
        assert "Er gaat nu een mail met een link." in page
        assert "Link verstuurd op" in page

    def test_a_draft_sends_nothing(self, go, case, coordinator):
        where = reverse("case-parties", args=[case.pk])
        page = words(go(coordinator).post(where, TYPED, follow=True))
        assert "Er is nog niets verstuurd." in page
        assert "Stuur de link" not in words(go(coordinator).get(reverse("case-party", args=[case.pk, 1])))

    def test_a_first_link_from_the_page_of_one_parent(self, go, shared, coordinator):
        add(shared, coordinator, kept_out=True)
        party = Party.objects.get(case=shared, number=2)
        where = reverse("case-party", args=[shared.pk, 2])
        assert "Stuur de link" not in words(go(coordinator).get(where))
        actions.change_party(party_id=party.pk, who=GUARDIAN, actor=coordinator, at=now())
        assert "Deze ouder heeft nog geen link" in words(go(coordinator).get(where))
        page = words(go(coordinator).post(where, {"send_link": "yes"}, follow=True))
        assert "Er gaat een link naar ouder 2." in page
        assert "Stuur de link opnieuw" in page
