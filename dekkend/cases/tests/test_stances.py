"""What parents said: whether it is to what lies there now, who said it, and what became of it afterwards."""

import pytest
from django.utils.timezone import localdate, now

from dekkend.cases import actions
from dekkend.cases.consents import request_digest, stances_of
from dekkend.cases.models import Case, Party
from dekkend.cases.parents.situation import may_withdraw, own_stance, situation_of
from dekkend.cases.tests.conftest import MOTHER, REASONS, say_yes, with_parents
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
