"""From the school to the MR and back."""

from datetime import timedelta

import pytest
from django.utils.timezone import localdate

from dekkend.profiles import actions
from dekkend.profiles.actions import ChecksNotPassed
from dekkend.profiles.models import Advice, Answer, Version
from dekkend.profiles.queries import standing_advice
from dekkend.profiles.tests.conftest import answer, refuses
from dekkend.profiles.transitions import KIND
from dekkend.workflow.engine import events_of

pytestmark = pytest.mark.django_db


def state_of(version):
    return Version.objects.get(pk=version.pk).state


def acts(version):
    return [event.act for event in reversed(events_of(KIND, version.pk))]


def send(version, actor, at, confirmed=frozenset()):
    return actions.send_to_mr(version_id=version.pk, actor=actor, confirmed=set(confirmed), at=at)


class TestSendToMr:
    def test_the_term_is_the_partnerships(self, version, head, regime, at):
        regime.advice_weeks = 3
        regime.save()
        sent = send(version, head, at)
        assert (sent.state, sent.advice_due_on) == ("with_mr", localdate(at) + timedelta(weeks=3))
        event = events_of(KIND, version.pk)[0]
        assert (event.act, event.actor_name, event.actor_role) == ("send_to_mr", "Marit de Wit", "directeur")
        assert event.details == {"confirmed": [], "advice_due_on": sent.advice_due_on.isoformat()}

    def test_an_error_stops_it(self, version, head, at):
        Answer.objects.filter(key="mission").delete()
        with pytest.raises(ChecksNotPassed) as refused:
            send(version, head, at)
        assert refused.value.reason == "Het profiel is nog niet af. Kijk bij de controle wat er mist."
        assert [finding.key for finding in refused.value.findings] == ["mission"]
        assert (state_of(version), acts(version)) == ("working", ["start"])

    def test_a_warning_asks_for_its_own_confirmation(self, version, head, at):
        answer(version, {"support.bullying": False}, head)
        for confirmed in ((), ("legal_duties:something.else",)):
            with pytest.raises(ChecksNotPassed) as refused:
                send(version, head, at, confirmed)
            assert [finding.id for finding in refused.value.findings] == ["legal_duties:support.bullying"]
        assert send(version, head, at, ["legal_duties:support.bullying"]).state == "with_mr"
        assert events_of(KIND, version.pk)[0].details["confirmed"] == [
            "U kruiste “Een pestprotocol” niet aan. De wet vraagt dit van elke school. Klopt dit?"
        ]

    @pytest.mark.parametrize(
        "who", ["coordinator", "teacher", "mr_parent", "board_member", "staff", "other_head"]
    )
    def test_only_the_head_teacher_sends(self, version, who, at, request):
        with refuses("Dit kan alleen: directeur."):
            send(version, request.getfixturevalue(who), at)
        assert state_of(version) == "working"

    def test_a_double_submit_sends_once(self, version, head, at):
        send(version, head, at)
        with refuses("De stand is: bij de MR. Dat deed Marit de Wit op"):
            send(version, head, at)
        assert acts(version) == ["start", "send_to_mr"]

    def test_a_role_that_ended_yesterday_sends_nothing(self, version, head, at):
        head.memberships.update(ends_on=localdate(at) - timedelta(days=1))
        with refuses("Dit kan alleen"):
            send(version, head, at)


class TestWithdrawFromMr:
    def test_until_the_mr_has_acted(self, version, head, bring, at):
        bring(version, "with_mr")
        back = actions.withdraw_from_mr(version_id=version.pk, actor=head, at=at)
        assert (back.state, back.advice_due_on) == ("working", None)

    def test_not_after_that(self, version, head, bring, at):
        bring(version, "advised")
        with refuses("De stand is: advies gegeven. Dat deed Samira Oumar"):
            actions.withdraw_from_mr(version_id=version.pk, actor=head, at=at)

    def test_not_by_the_mr(self, version, mr_parent, bring, at):
        bring(version, "with_mr")
        with refuses("Dit kan alleen: directeur."):
            actions.withdraw_from_mr(version_id=version.pk, actor=mr_parent, at=at)


class TestGiveAdvice:
    def give(self, version, actor, at, outcome="negative", reasons="De groepen zijn te vol."):
        return actions.give_advice(
            version_id=version.pk, actor=actor, outcome=outcome, reasons=reasons, at=at
        )

    @pytest.mark.parametrize(
        ("who", "role"), [("mr_parent", "ouder in de MR"), ("mr_staff", "personeel in de MR")]
    )
    def test_both_sections_of_the_mr_may(self, version, bring, at, who, role, request):
        bring(version, "with_mr")
        person = request.getfixturevalue(who)
        assert self.give(version, person, at).state == "advised"
        advice = Advice.objects.get()
        assert (advice.outcome, advice.reasons) == ("negative", "De groepen zijn te vol.")
        assert (advice.given_by, advice.given_by_name, advice.given_by_role) == (person, person.name, role)
        assert (advice.given_at, advice.withdrawn_at, advice.superseded_at) == (at, None, None)
        event = events_of(KIND, version.pk)[0]
        assert (event.act, event.actor_role, event.details) == ("give_advice", role, {"outcome": "negative"})

    def test_it_is_about_the_text_as_it_was(self, version, bring, mr_parent, at, head):
        answer(version, {"mission": "Anders."}, head, revision=4)
        bring(version, "with_mr")
        self.give(version, mr_parent, at)
        assert Advice.objects.get().revisions == {
            "mission": 4,
            "school.motto": 1,
            "school.nickname": 1,
            "support.bullying": 1,
            "support.reporting_code": 1,
        }

    @pytest.mark.parametrize("outcome", ["positive", "positive_if", "negative"])
    def test_an_advice_has_reasons(self, version, bring, mr_parent, at, outcome):
        bring(version, "with_mr")
        with refuses("Vul in waarom."):
            self.give(version, mr_parent, at, outcome, "  ")
        assert Advice.objects.count() == 0

    def test_an_mr_that_gives_no_advice_need_not_say_why(self, version, bring, mr_parent, at):
        bring(version, "with_mr")
        assert self.give(version, mr_parent, at, "none", "").state == "advised"

    @pytest.mark.parametrize("outcome", ["lapsed", "", "verzonnen"])
    def test_a_forged_outcome_is_refused(self, version, bring, mr_parent, at, outcome):
        bring(version, "with_mr")
        with refuses("Kies wat het advies van de MR is."):
            self.give(version, mr_parent, at, outcome)

    @pytest.mark.parametrize("who", ["head", "coordinator", "teacher", "board_member", "staff", "outsider"])
    def test_nobody_else_may(self, version, bring, at, who, request):
        bring(version, "with_mr")
        with refuses("Dit kan alleen: ouder in de MR of personeel in de MR."):
            self.give(version, request.getfixturevalue(who), at)

    def test_not_twice(self, version, bring, mr_parent, mr_staff, at):
        bring(version, "with_mr")
        self.give(version, mr_parent, at)
        with refuses("De stand is: advies gegeven. Dat deed Samira Oumar"):
            self.give(version, mr_staff, at)
        assert Advice.objects.count() == 1


class TestWithdrawAdvice:
    def test_the_mr_may_until_the_school_has_sent_it_on(self, version, bring, mr_staff, mr_parent, at):
        due_on = bring(version, "advised").advice_due_on
        back = actions.withdraw_advice(version_id=version.pk, actor=mr_staff, at=at)
        assert (back.state, back.advice_due_on) == ("with_mr", due_on)
        assert Advice.objects.get().withdrawn_at == at
        again = {"version_id": version.pk, "actor": mr_parent, "at": at}
        actions.give_advice(outcome="positive", reasons="Nu wel.", **again)
        assert [a.outcome for a in Advice.objects.all()] == ["positive", "positive_if"]
        assert standing_advice(Version.objects.get()).outcome == "positive"

    def test_not_after_that(self, version, bring, mr_parent, at):
        bring(version, "with_board")
        with refuses("De stand is: bij het bestuur."):
            actions.withdraw_advice(version_id=version.pk, actor=mr_parent, at=at)

    def test_not_by_the_head_teacher(self, version, bring, head, at):
        bring(version, "advised")
        with refuses("Dit kan alleen"):
            actions.withdraw_advice(version_id=version.pk, actor=head, at=at)

    def test_a_lapsed_term_cannot_be_taken_back(self, version, bring, mr_parent, at):
        bring(version, "with_mr")
        actions.lapse_advice(at=at + timedelta(weeks=7))
        with refuses("De termijn voor het advies is voorbij."):
            actions.withdraw_advice(version_id=version.pk, actor=mr_parent, at=at)


class TestLapse:
    def test_only_after_the_last_day(self, version, bring, at):
        bring(version, "with_mr")
        last_day = at + timedelta(weeks=6)
        assert actions.lapse_advice(at=last_day) == []
        with refuses("De MR heeft nog tijd voor het advies."):
            actions.record_lapsed_advice(version_id=version.pk, at=last_day)
        assert [v.pk for v in actions.lapse_advice(at=last_day + timedelta(days=1))] == [version.pk]
        advice = Advice.objects.get()
        assert (advice.outcome, advice.given_by, advice.given_by_name) == ("lapsed", None, "")
        assert (state_of(version), acts(version)[-1]) == ("advised", "lapse_advice")

    def test_a_second_run_does_nothing(self, version, bring, at):
        bring(version, "with_mr")
        later = at + timedelta(weeks=7)
        actions.lapse_advice(at=later)
        assert actions.lapse_advice(at=later) == []
        assert Advice.objects.count() == 1


class TestRework:
    def rework(self, version, actor, at, reason="Wij schrijven meer over taal."):
        return actions.rework(version_id=version.pk, actor=actor, reason=reason, at=at)

    def test_the_advice_stays_and_the_next_round_asks_anew(self, version, bring, head, at):
        bring(version, "advised")
        back = self.rework(version, head, at)
        assert (back.state, back.advice_due_on) == ("working", None)
        first = Advice.objects.get()
        assert (first.superseded_at, first.withdrawn_at) == (at, None)
        assert standing_advice(back) is None
        assert events_of(KIND, version.pk)[0].reason == "Wij schrijven meer over taal."
        bring(version, "advised", outcome="positive")
        assert standing_advice(Version.objects.get()).outcome == "positive"
        assert Advice.objects.count() == 2

    def test_it_needs_a_reason(self, version, bring, head, at):
        bring(version, "advised")
        with refuses("Vul in waarom."):
            self.rework(version, head, at, " ")
        assert standing_advice(version).superseded_at is None

    @pytest.mark.parametrize("who", ["coordinator", "mr_parent", "board_member"])
    def test_only_the_head_teacher(self, version, bring, at, who, request):
        bring(version, "advised")
        with refuses("Dit kan alleen: directeur."):
            self.rework(version, request.getfixturevalue(who), at)

    def test_not_from_the_board(self, version, bring, head, at):
        bring(version, "with_board")
        with refuses("De stand is: bij het bestuur."):
            self.rework(version, head, at)
