"""From the school to the board: establish, publish, send back, expire."""

from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.utils.timezone import localdate

from dekkend.profiles import actions
from dekkend.profiles.actions import NotPossible
from dekkend.profiles.models import Answer, Consultation, Version
from dekkend.profiles.signals import profile_published, profile_withdrawn
from dekkend.profiles.tests.conftest import MISSION, answer, establish, refuses
from dekkend.profiles.transitions import KIND
from dekkend.workflow.engine import events_of
from dekkend.workflow.terms import add_months

pytestmark = pytest.mark.django_db
ONLY_BOARD = (
    "Dit kan alleen: bestuurder, gemandateerde van het bestuur of directeur met mandaat van het bestuur."
)


def acts(version):
    return [event.act for event in reversed(events_of(KIND, version.pk))]


@pytest.fixture
def heard():
    """The signals that were sent: [("published", version number), …]."""
    seen = []

    def published(sender, version, **kwargs):
        seen.append(("published", version.number, version.state))

    def withdrawn(sender, version, **kwargs):
        seen.append(("withdrawn", version.number, version.state))

    profile_published.connect(published)
    profile_withdrawn.connect(withdrawn)
    yield seen
    profile_published.disconnect(published)
    profile_withdrawn.disconnect(withdrawn)


class TestSendToBoard:
    def test_the_head_teacher_sends_on_what_the_mr_was_heard_about(self, version, bring, head, at):
        bring(version, "heard")
        assert actions.send_to_board(version_id=version.pk, actor=head, at=at).state == "with_board"

    def test_not_before_the_mr_has_acted(self, version, bring, head, at):
        bring(version, "with_mr")
        with refuses("De stand is: bij de MR."):
            actions.send_to_board(version_id=version.pk, actor=head, at=at)

    def test_a_lapsed_term_opens_the_way(self, version, bring, head, at):
        bring(version, "with_mr")
        later = at + timedelta(weeks=7)
        actions.lapse_terms(at=later)
        assert actions.send_to_board(version_id=version.pk, actor=head, at=later).state == "with_board"

    @pytest.mark.parametrize("who", ["coordinator", "mr_parent", "board_member"])
    def test_nobody_else(self, version, bring, at, who, request):
        bring(version, "heard")
        with refuses("Dit kan alleen: directeur."):
            actions.send_to_board(version_id=version.pk, actor=request.getfixturevalue(who), at=at)


class TestWithdrawFromBoard:
    def test_until_the_board_has_acted(self, version, bring, head, at):
        bring(version, "with_board")
        back = actions.withdraw_from_board(version_id=version.pk, actor=head, at=at)
        assert back.state == "heard"
        assert Consultation.objects.get().superseded_at is None

    def test_not_after_that(self, version, bring, head, at):
        bring(version, "established")
        with refuses("De stand is: vastgesteld. Dat deed Henk Veldman"):
            actions.withdraw_from_board(version_id=version.pk, actor=head, at=at)

    def test_not_by_the_board(self, version, bring, signatory, at):
        bring(version, "with_board")
        with refuses("Dit kan alleen: directeur."):
            actions.withdraw_from_board(version_id=version.pk, actor=signatory, at=at)


class TestSendBack:
    @pytest.mark.parametrize("who", ["board_member", "signatory"])
    def test_with_a_reason_the_school_works_on(self, version, bring, at, who, request):
        bring(version, "with_board")
        person = request.getfixturevalue(who)
        back = actions.send_back(version_id=version.pk, actor=person, reason="De missie mist.", at=at)
        assert back.state == "working"
        assert Consultation.objects.get().superseded_at == at
        assert (acts(version)[-1], events_of(KIND, version.pk)[0].reason) == ("send_back", "De missie mist.")

    def test_not_without_a_reason(self, version, bring, signatory, at):
        bring(version, "with_board")
        with refuses("Vul in waarom."):
            actions.send_back(version_id=version.pk, actor=signatory, reason="", at=at)

    def test_not_by_the_school(self, version, bring, head, at):
        bring(version, "with_board")
        with refuses(ONLY_BOARD):
            actions.send_back(version_id=version.pk, actor=head, reason="Toch niet.", at=at)


class TestEstablish:
    def test_it_sets_the_dates_answers_the_mr_and_freezes(self, version, bring, signatory, at, edition):
        answer(version, {"inspection.op2": "onvoldoende", "team.note": "Voor ons."})
        bring(version, "with_board")
        done = establish(version, signatory, at)
        done = Version.objects.get(pk=done.pk)
        assert done.state == "established"
        assert (done.established_on, done.valid_until) == (localdate(at), localdate(at) + timedelta(days=730))
        advice = Consultation.objects.get()
        assert (advice.answer, advice.answered_by_name) == ("Wij doen wat u vraagt.", "Ingrid Sluis")
        assert advice.answered_at == at
        assert done.snapshot["edition"] == {"form": "proef", "name": "2025", "checksum": edition.checksum}
        assert done.snapshot["register"]["site.name"] == "De Regenton"
        event = events_of(KIND, version.pk)[0]
        assert (event.act, event.actor_name, event.actor_role) == (
            "establish",
            "Ingrid Sluis",
            "gemandateerde van het bestuur",
        )

    def test_a_hidden_answer_is_not_frozen(self, version, bring, signatory, at):
        answer(version, {"inspection.assessed": False, "inspection.op2": "goed"})
        bring(version, "established")
        answers = Version.objects.get(pk=version.pk).snapshot["answers"]
        assert "inspection.op2" not in answers
        assert answers["inspection.assessed"] is False

    def test_a_snapshot_names_nobody_who_wrote(self, version, bring, head):
        bring(version, "established")
        snapshot = str(Version.objects.get(pk=version.pk).snapshot)
        assert MISSION in snapshot
        assert head.name not in snapshot
        assert head.email not in snapshot

    def test_later_saves_and_register_changes_leave_it_alone(self, version, bring, site):
        before = bring(version, "established").snapshot
        Answer.objects.filter(version=version).update(value="Anders")
        site.name = "De Nieuwe Ton"
        site.save()
        assert Version.objects.get(pk=version.pk).snapshot == before

    @pytest.mark.parametrize("outcome", ["positive_if", "negative"])
    def test_the_board_answers_an_advice_that_asks_for_something(
        self, version, bring, signatory, at, outcome
    ):
        bring(version, "with_board", outcome)
        with refuses("Geef antwoord op het advies van de MR."):
            establish(version, signatory, at, answers={"mr-advice": "  "})
        assert Version.objects.get(pk=version.pk).state == "with_board"

    @pytest.mark.parametrize("outcome", ["positive", "none"])
    def test_otherwise_it_may_be_silent(self, version, bring, signatory, at, outcome):
        bring(version, "with_board", outcome)
        assert establish(version, signatory, at, answers={}).state == "established"
        assert Consultation.objects.get().answered_at is None

    def test_a_decision_lies_not_in_the_future(self, version, bring, signatory, at):
        bring(version, "with_board")
        with refuses("De datum van het besluit ligt in de toekomst."):
            establish(version, signatory, at, on=localdate(at) + timedelta(days=1))

    def test_a_decision_comes_after_the_advice(self, version, bring, signatory, at):
        bring(version, "with_board")
        later = at + timedelta(days=9)
        with pytest.raises(NotPossible, match=r"Het besluit komt na wat de MR zegt. Kies \d+ \w+ \d{4}"):
            establish(version, signatory, later, on=localdate(at) - timedelta(days=1))
        assert establish(version, signatory, later, on=localdate(at)).established_on == localdate(at)

    def test_it_holds_no_longer_than_the_partnership_agreed(self, version, bring, signatory, at, regime):
        regime.valid_months = 12
        regime.save()
        bring(version, "with_board")
        last = add_months(localdate(at), 12)
        with refuses("Het profiel mag gelden tot en met"):
            establish(version, signatory, at, valid_until=last + timedelta(days=1))
        assert establish(version, signatory, at, valid_until=last).valid_until == last

    def test_it_holds_for_a_while(self, version, bring, signatory, at):
        bring(version, "with_board")
        with refuses("Kies een latere einddatum."):
            establish(version, signatory, at, valid_until=localdate(at))

    @pytest.mark.parametrize("who", ["head", "coordinator", "mr_parent", "staff", "outsider"])
    def test_nobody_else(self, version, bring, at, who, request):
        bring(version, "with_board")
        with refuses(ONLY_BOARD):
            establish(version, request.getfixturevalue(who), at)

    def test_not_before_it_lies_with_the_board(self, version, bring, signatory, at):
        bring(version, "heard")
        with refuses("De stand is: MR gehoord."):
            establish(version, signatory, at)

    def test_and_publish_at_once(self, version, bring, signatory, at, heard):
        bring(version, "with_board")
        done = establish(version, signatory, at, publish=True)
        assert (done.state, done.published_at) == ("published", at)
        assert acts(version)[-2:] == ["establish", "publish"]
        assert heard == [("published", 1, "published")]


class TestPublish:
    @pytest.mark.parametrize("who", ["head", "board_member", "signatory"])
    def test_head_teacher_and_board_may(self, version, bring, at, who, request, heard):
        bring(version, "established")
        done = actions.publish_profile(version_id=version.pk, actor=request.getfixturevalue(who), at=at)
        assert (done.state, done.published_at) == ("published", at)
        assert heard == [("published", 1, "published")]

    @pytest.mark.parametrize("who", ["coordinator", "teacher", "mr_parent", "staff"])
    def test_nobody_else(self, version, bring, at, who, request):
        bring(version, "established")
        with refuses("Dit kan alleen"):
            actions.publish_profile(version_id=version.pk, actor=request.getfixturevalue(who), at=at)

    def test_not_when_its_time_is_up(self, version, bring, head, at):
        bring(version, "established")
        with refuses("Dit profiel geldt niet meer."):
            actions.publish_profile(version_id=version.pk, actor=head, at=at + timedelta(days=731))

    def test_the_next_one_succeeds_it(self, version, bring, site, region, head, at, heard):
        bring(version, "published")
        second = actions.start_working_copy(site=site, partnership=region, actor=head, at=at)
        bring(second, "published")
        assert list(Version.objects.values_list("number", "state")) == [(2, "published"), (1, "succeeded")]
        assert acts(version)[-1] == "succeed"
        assert events_of(KIND, version.pk)[0].actor_name == "Dekkend"
        assert heard == [("published", 1, "published"), ("published", 2, "published")]


class TestExpire:
    def test_after_the_last_day_and_only_once(self, version, bring, heard):
        last = bring(version, "published").valid_until
        assert actions.expire_profiles(on=last) == []
        assert [v.pk for v in actions.expire_profiles(on=last + timedelta(days=1))] == [version.pk]
        assert actions.expire_profiles(on=last + timedelta(days=2)) == []
        assert Version.objects.get().state == "expired"
        assert acts(version)[-1] == "expire"
        assert heard == [("published", 1, "published"), ("withdrawn", 1, "expired")]

    def test_what_was_never_published_does_not_expire_into_the_open(self, version, bring):
        last = bring(version, "established").valid_until
        assert actions.expire_profiles(on=last + timedelta(days=1)) == []
        with pytest.raises(IntegrityError), transaction.atomic():
            Version.objects.update(state="expired")

    def test_what_still_holds_stays(self, version, bring, at):
        bring(version, "with_board")
        assert actions.expire_profiles(on=date(2100, 1, 1)) == []


def test_the_daily_work_can_be_done_twice(version, bring, capsys):
    bring(version, "with_mr")
    Version.objects.update(mr_due_on=date(2020, 1, 1))
    for _ in range(2):
        call_command("daily")
    told = capsys.readouterr().out
    assert [line for line in told.splitlines() if "lapsed" in line] == ["terms lapsed: 1", "terms lapsed: 0"]
