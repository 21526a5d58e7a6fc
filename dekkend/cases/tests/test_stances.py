"""What parents said: whether it is to what lies there now, who said it, and what became of it afterwards."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import localdate, now

from dekkend.cases import actions
from dekkend.cases.consents import request_digest, stances_of
from dekkend.cases.models import Case, Party
from dekkend.cases.parents.situation import may_withdraw, own_stance, situation_of
from dekkend.cases.queries import parties_of
from dekkend.cases.tests.conftest import FATHER, MOTHER, REASONS, award, mails_waiting, say_yes, with_parents
from dekkend.cases.tests.parents import address, come_in, token_of, words
from dekkend.cases.tests.test_objection import end, object_to
from dekkend.conftest import make_person
from dekkend.organisations.models import Role
from dekkend.workflow.engine import NotPossible

AIM = "request.aim"


def rewrite(case, actor, text="Kees leest in een jaar een boek."):
    entry = case.entries.filter(key=AIM).first()
    values = {AIM: (text, entry.revision if entry else 0)}
    written = actions.write_as_school(case_id=case.pk, form="request", values=values, actor=actor, at=now())
    assert written.is_whole


def keep_out(party, actor):
    who = actions.Who(**vars(MOTHER) | {"kept_out": True})
    actions.change_party(party_id=party.pk, who=who, actor=actor, at=now(), reason="Een rechter.")


class TestAfterAnObjectionThatWasRight:
    """A round begins, and nobody is asked anew: what was said still counts."""

    @pytest.fixture
    def anew(self, taken_in, desk, coordinator, region):
        decision = actions.refuse_by_desk(case_id=taken_in.pk, reasons=REASONS, actor=desk, at=now())
        other = make_person("Wouter Vink", Role.SERVICE_DESK, partnership=region)
        end(object_to(decision, coordinator), other, "upheld")
        return Case.objects.get(pk=taken_in.pk)

    def test_the_file_shows_what_they_said(self, anew):
        assert (anew.state, anew.round) == ("intake", 2)
        assert [stance.agrees for stance in stances_of(anew)] == [True, True]

    def test_a_yes_can_be_taken_back(self, anew):
        mother, _ = anew.parties.all()
        assert may_withdraw(anew, own_stance(stances_of(anew), mother))
        actions.withdraw_consent(party=mother, words="", at=now())
        anew.refresh_from_db()
        assert anew.state == "with_parents"
        assert [stance.agrees for stance in stances_of(anew)] == [False, True]

    def test_an_extension_asks_everyone(self, anew, coordinator):
        Case.objects.filter(pk=anew.pk).update(state="evaluated")
        actions.ask_extension(case_id=anew.pk, actor=coordinator, reason="Het helpt.", at=now())
        anew.refresh_from_db()
        assert [stance.said for stance in stances_of(anew)] == [None, None]


class TestWhoSaysIt:
    """As it stands when it is said, not as it was when the page was opened."""

    @pytest.fixture
    def mother(self, case, parents, coordinator):
        found = with_parents(case, coordinator)[0]
        keep_out(Party.objects.get(pk=found.pk), coordinator)
        return found

    def test_who_is_kept_out_meanwhile_says_nothing(self, case, mother):
        with pytest.raises(NotPossible, match="niet nodig"):
            say_yes(case, mother)
        assert not case.consents.exists()

    def test_nor_takes_it_back(self, sent, coordinator):
        mother = sent.parties.first()
        keep_out(Party.objects.get(pk=mother.pk), coordinator)
        with pytest.raises(NotPossible, match="niet nodig"):
            actions.withdraw_consent(party=mother, words="", at=now())
        sent.refresh_from_db()
        assert (sent.state, sent.consents.filter(answer="withdrawn").exists()) == ("sent", False)


class TestWhoseTurn:
    @pytest.fixture
    def pair(self, case, parents, coordinator):
        """Both said yes, then the request was changed and the mother said yes again."""
        pair = with_parents(case, coordinator)
        for party in pair:
            say_yes(case, party)
        rewrite(case, coordinator)
        say_yes(case, pair[0])
        return pair

    def turn(self, case, party):
        return situation_of(case, party, stances_of(case), None, on=localdate()).turn

    def test_it_waits_for_who_said_it_to_the_old_text(self, case, pair):
        assert [self.turn(case, one) for one in pair] == ["De andere ouder is aan zet.", "U bent aan zet."]

    def test_who_said_no_has_answered(self, case, pair):
        digest = request_digest(case)
        actions.answer_as_parent(party=pair[1], answer="no", words="", digest=digest, at=now())
        assert [self.turn(case, one) for one in pair] == ["De school is aan zet."] * 2


class TestWhatChangedWhileTheDeskAsks:
    """Whoever said yes to the old text says it again, before the answer goes to the Loket."""

    @pytest.fixture
    def asked(self, sent, desk):
        until = localdate() + timedelta(days=7)
        actions.ask_school(case_id=sent.pk, actor=desk, reason="Wat mist?", answer_by=until, at=now())
        return Case.objects.get(pk=sent.pk)

    @pytest.fixture
    def changed(self, asked, coordinator):
        rewrite(asked, coordinator)
        return asked

    def answer(self, case, actor):
        actions.answer_desk(case_id=case.pk, actor=actor, reason="Erbij gezet.", at=now())
        case.refresh_from_db()

    def situations(self, case):
        stances = stances_of(case)
        return [situation_of(case, one, stances, None, on=localdate()).heading for one in case.parties.all()]

    def test_nothing_changed_and_nothing_is_asked(self, asked, coordinator):
        assert self.situations(asked) == ["Er is een vraag aan de school"] * 2
        with pytest.raises(NotPossible, match="hoeven nu niets te zeggen"):
            actions.ask_parents_again(case_id=asked.pk, actor=coordinator, at=now())
        self.answer(asked, coordinator)
        assert asked.state == "sent"

    def test_both_say_it_again_and_then_it_goes(self, changed, coordinator):
        with pytest.raises(NotPossible, match="toestemming van ouder 1 en ouder 2"):
            self.answer(changed, coordinator)
        assert self.situations(changed) == ["De aanvraag is veranderd"] * 2
        mother, father = changed.parties.all()
        say_yes(changed, mother)
        assert self.situations(changed) == ["Er is een vraag aan de school", "De aanvraag is veranderd"]
        say_yes(changed, father)
        self.answer(changed, coordinator)
        assert changed.state == "sent"

    def test_a_no_can_still_become_a_yes(self, changed, coordinator):
        mother, father = changed.parties.all()
        say_yes(changed, father)
        digest = request_digest(changed)
        actions.answer_as_parent(party=mother, answer="no", words="", digest=digest, at=now())
        assert self.situations(changed) == ["Er is een vraag aan de school"] * 2
        with pytest.raises(NotPossible, match="toestemming van ouder 1"):
            self.answer(changed, coordinator)
        say_yes(changed, mother)
        self.answer(changed, coordinator)

    def test_the_school_asks_who_must_say_it_by_mail(self, changed, coordinator):
        mother, _ = changed.parties.all()
        say_yes(changed, mother)
        before = len(mails_waiting())
        actions.ask_parents_again(case_id=changed.pk, actor=coordinator, at=now())
        (mail,) = mails_waiting()[before:]
        assert (mail["to"], mail["subject"]) == (FATHER.email, "De aanvraag is veranderd")

    def test_who_gets_authority_meanwhile_is_asked_with_them(self, asked, coordinator, desk):
        told = len([mail for mail in mails_waiting() if desk.email in mail["to"]])
        who = actions.Who("Noor Vink", "noor@example.org", "voogd")
        added = actions.add_party(case_id=asked.pk, who=who, actor=coordinator, at=now())
        assert mails_waiting()[-1]["subject"] == "Lees mee in het dossier van uw kind"
        assert len([mail for mail in mails_waiting() if desk.email in mail["to"]]) == told
        with pytest.raises(NotPossible, match=f"toestemming van {added.signature}"):
            self.answer(asked, coordinator)
        say_yes(asked, Party.objects.get(pk=added.pk))
        self.answer(asked, coordinator)

    def test_a_yes_that_stands_is_taken_back_and_not_said_again(self, asked, coordinator):
        mother = asked.parties.first()
        no = {"party": mother, "answer": "no", "words": ""}
        with pytest.raises(NotPossible, match="hoeven nu niets te zeggen"):
            actions.answer_as_parent(**no, digest=request_digest(asked), at=now())
        rewrite(asked, coordinator)
        say_yes(asked, mother)
        with pytest.raises(NotPossible, match="zei al ja"):
            actions.answer_as_parent(**no, digest=request_digest(asked), at=now())

    def test_on_their_own_page(self, changed, client_for):
        mother = changed.parties.first()
        inside, token = come_in(client_for(), mother), token_of(mother)
        assert address(token, "parent-say") in words(inside.get(address(token)))
        page = words(inside.get(address(token, "parent-say")))
        assert "De aanvraag is veranderd nadat u antwoord gaf." in page
        typed = {"answer": "yes", "words": "", "digest": request_digest(changed)}
        inside.post(address(token, "parent-say"), typed)
        assert stances_of(changed)[0].agrees
        assert 'name="answer"' not in words(inside.get(address(token, "parent-say")))

    def test_the_school_reads_what_is_needed(self, changed, coordinator, client_for, second_step):
        school = second_step(client_for(coordinator))
        page = words(school.get(reverse("case", args=[changed.pk])))
        assert "Nog nodig: toestemming van ouder 1 en ouder 2." in page
        again = reverse("case-step", args=[changed.pk, "ask_parents_again"])
        assert again in page
        party = words(school.get(reverse("case-party", args=[changed.pk, 1])))
        assert reverse("consent-paper", args=[changed.pk, 1]) in party
        assert "De ouders krijgen een mail." in words(school.post(again, follow=True))

    def test_nothing_is_awarded_to_another_text(self, changed, coordinator, desk):
        Case.objects.filter(pk=changed.pk).update(state="intake", paused_on=None, answer_by=None)
        with pytest.raises(NotPossible, match="niet die waar ouder 1 en ouder 2 ja tegen zei"):
            actions.award_by_desk(case_id=changed.pk, award=award(), actor=desk, at=now())
        actions.refuse_by_desk(case_id=changed.pk, reasons=REASONS, actor=desk, at=now())

    def test_for_a_declaration_they_were_heard(self, placement, coordinator, desk):
        until = localdate() + timedelta(days=7)
        actions.ask_school(case_id=placement.pk, actor=desk, reason="Wat mist?", answer_by=until, at=now())
        new = {"pupil.strengths": ("Hij telt graag.", 0)}
        actions.write_as_school(case_id=placement.pk, form="growth", values=new, actor=coordinator, at=now())
        self.answer(placement, coordinator)
        assert placement.state == "sent"


def test_who_said_no_to_this_text_is_not_told_that_it_changed(taken_in, desk, coordinator):
    until = localdate() + timedelta(days=7)
    actions.ask_school(case_id=taken_in.pk, actor=desk, reason="Wat mist er?", answer_by=until, at=now())
    rewrite(taken_in, coordinator)
    mother, father = parties_of(taken_in)
    digest = request_digest(taken_in)
    actions.answer_as_parent(party=father, answer="no", words="Liever niet.", digest=digest, at=now())
    before = len(mails_waiting())
    actions.ask_parents_again(case_id=taken_in.pk, actor=coordinator, at=now())
    told = {mail["to"]: mail["body"] for mail in mails_waiting()[before:]}
    assert "Uw antwoord gold voor de oude tekst." not in told[father.about["email"]]
    assert mother.about["email"] in told
