"""From the school to the MR and back."""

from datetime import timedelta

import pytest
from django.utils.timezone import localdate

from dekkend.profiles import actions
from dekkend.profiles.actions import ChecksNotPassed
from dekkend.profiles.hearing import standing
from dekkend.profiles.models import Answer, Consultation, Version
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
    def test_the_term_is_the_regimes(self, version, head, regime, at):
        regime.demands.update(weeks=3)
        sent = send(version, head, at)
        due_on = localdate(at) + timedelta(weeks=3)
        assert (sent.state, sent.mr_asked_on, sent.mr_due_on) == ("with_mr", localdate(at), due_on)
        event = events_of(KIND, version.pk)[0]
        assert (event.act, event.actor_name, event.actor_role) == ("send_to_mr", "Marit de Wit", "directeur")
        assert event.details == {"confirmed": [], "due_on": {"mr-advice": due_on.isoformat()}}

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
        assert (back.state, back.mr_due_on) == ("working", None)

    def test_not_after_that(self, version, head, bring, at):
        bring(version, "heard")
        with refuses("De stand is: MR gehoord. Dat deed Dekkend op"):
            actions.withdraw_from_mr(version_id=version.pk, actor=head, at=at)

    def test_not_by_the_mr(self, version, mr_parent, bring, at):
        bring(version, "with_mr")
        with refuses("Dit kan alleen: directeur."):
            actions.withdraw_from_mr(version_id=version.pk, actor=mr_parent, at=at)


class TestRework:
    def rework(self, version, actor, at, reason="Wij schrijven meer over taal."):
        return actions.rework(version_id=version.pk, actor=actor, reason=reason, at=at)

    def test_what_was_said_stays_and_the_next_round_asks_anew(self, version, bring, head, at):
        bring(version, "heard")
        back = self.rework(version, head, at)
        assert (back.state, back.mr_due_on) == ("working", None)
        first = Consultation.objects.get()
        assert (first.superseded_at, first.withdrawn_at) == (at, None)
        assert standing(back) == []
        assert events_of(KIND, version.pk)[0].reason == "Wij schrijven meer over taal."
        bring(version, "heard", outcome="positive")
        assert [said.outcome for said in standing(Version.objects.get())] == ["positive"]
        assert Consultation.objects.count() == 2

    def test_it_needs_a_reason(self, version, bring, head, at):
        bring(version, "heard")
        with refuses("Vul in waarom."):
            self.rework(version, head, at, " ")
        assert [said.superseded_at for said in standing(version)] == [None]

    @pytest.mark.parametrize("who", ["coordinator", "mr_parent", "board_member"])
    def test_only_the_head_teacher(self, version, bring, at, who, request):
        bring(version, "heard")
        with refuses("Dit kan alleen: directeur."):
            self.rework(version, request.getfixturevalue(who), at)

    def test_not_from_the_board(self, version, bring, head, at):
        bring(version, "with_board")
        with refuses("De stand is: bij het bestuur."):
            self.rework(version, head, at)
