"""What the MR and its sections say: each outcome, in time or late, once, taken back or lapsed."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, transaction
from django.utils.timezone import localdate

from dekkend.conftest import make_person
from dekkend.organisations.models import Membership, Role
from dekkend.profiles import actions
from dekkend.profiles.actions import Votes
from dekkend.profiles.hearing import standing, voices_of
from dekkend.profiles.models import Consultation, Version
from dekkend.profiles.tests.conftest import COMPLETE, advise, answer, consent, establish, refuses
from dekkend.profiles.transitions import KIND
from dekkend.workflow.engine import events_of

pytestmark = pytest.mark.django_db
AMSTERDAM = ZoneInfo("Europe/Amsterdam")


def state_of(version):
    return Version.objects.get(pk=version.pk).state


def acts(version):
    return [event.act for event in reversed(events_of(KIND, version.pk))]


def said(version):
    """{say: outcome} of what counts now."""
    return {one.slug: one.outcome for one in standing(Version.objects.get(pk=version.pk))}


class TestTheAdviceOfTheWholeMr:
    """The older route: nobody else is asked."""

    @pytest.mark.parametrize(
        ("who", "role"),
        [
            ("mr_parent", "ouder in de MR"),
            ("mr_staff", "personeel in de MR"),
            ("mr_secretary", "secretaris van de MR"),
        ],
    )
    def test_it_is_recorded_and_the_mr_is_done(self, version, bring, at, who, role, request):
        person = request.getfixturevalue(who)
        bring(version, "with_mr")
        done = advise(version, person, at, "negative", reasons=" De groepen zijn te vol. ", votes=Votes(5, 2))
        assert (done.state, done.mr_due_on) == ("heard", None)
        one = Consultation.objects.get()
        assert (one.slug, one.outcome, one.reasons) == ("mr-advice", "negative", "De groepen zijn te vol.")
        assert (one.recorded_by, one.recorded_by_name, one.recorded_by_role) == (person, person.name, role)
        assert (one.recorded_at, one.decided_on, one.is_late) == (at, localdate(at), False)
        assert (one.votes_for, one.votes_against, one.abstained) == (5, 2, None)
        assert one.votes == "5 voor, 2 tegen"
        closing, recording = events_of(KIND, version.pk)[:2]
        assert (recording.act, recording.actor_role, recording.to_state) == ("record_outcome", role, "")
        assert recording.details == {"say": "mr-advice", "outcome": "negative", "late": False}
        assert (closing.act, closing.actor_name, closing.to_state) == ("close_hearing", "Dekkend", "heard")

    def test_it_is_about_the_text_as_it_was(self, version, bring, mr_parent, at, head):
        answer(version, {"mission": COMPLETE["mission"]}, head, revision=4)
        bring(version, "heard")
        assert Consultation.objects.get().revisions == {
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
            advise(version, mr_parent, at, outcome, reasons="  ")
        assert Consultation.objects.count() == 0

    def test_an_mr_that_gives_no_advice_need_not_say_why(self, version, bring, mr_parent, at):
        bring(version, "with_mr")
        assert advise(version, mr_parent, at, "none", reasons="").state == "heard"

    @pytest.mark.parametrize("outcome", ["lapsed", "given", "refused", "", "verzonnen"])
    def test_an_outcome_of_another_right_is_refused(self, version, bring, mr_parent, at, outcome):
        bring(version, "with_mr")
        with refuses("Kies wat het advies is."):
            advise(version, mr_parent, at, outcome)

    def test_the_database_refuses_it_too(self, version, bring, at):
        bring(version, "with_mr")
        facts = {"decided_on": localdate(at), "recorded_at": at}
        with pytest.raises(IntegrityError), transaction.atomic():
            version.consultations.create(body="parents", right="consent", outcome="positive", **facts)

    def test_a_say_that_nobody_asked_for(self, version, bring, mr_parent, at):
        bring(version, "with_mr")
        with refuses("Dat wordt bij dit profiel niet gevraagd."):
            consent(version, mr_parent, at)

    @pytest.mark.parametrize("who", ["head", "coordinator", "teacher", "board_member", "staff", "outsider"])
    def test_nobody_outside_the_mr_may(self, version, bring, at, who, request):
        bring(version, "with_mr")
        with refuses("Dit kan alleen: secretaris van de MR, ouder in de MR of personeel in de MR."):
            advise(version, request.getfixturevalue(who), at)

    def test_not_twice(self, version, bring, mr_parent, mr_staff, at):
        bring(version, "with_mr")
        advise(version, mr_parent, at)
        with refuses("Alles wat de MR te zeggen heeft, is al vastgelegd."):
            advise(version, mr_staff, at, "negative")
        assert said(version) == {"mr-advice": "positive_if"}


class TestTheMeeting:
    def test_it_was_not_in_the_future(self, version, bring, mr_parent, at):
        bring(version, "with_mr")
        with refuses("De vergadering ligt in de toekomst."):
            advise(version, mr_parent, at, decided_on=localdate(at) + timedelta(days=1))

    def test_it_was_not_before_the_mr_had_this_text(self, version, bring, mr_parent, at):
        bring(version, "with_mr")
        with refuses("De MR kreeg deze tekst op"):
            advise(version, mr_parent, at, decided_on=localdate(at) - timedelta(days=1))

    def test_the_board_decides_after_it(self, version, bring, mr_parent, head, signatory, at):
        bring(version, "with_mr")
        later = at + timedelta(days=9)
        advise(version, mr_parent, later, "positive", decided_on=localdate(at) + timedelta(days=3))
        actions.send_to_board(version_id=version.pk, actor=head, at=later)
        with refuses("Het besluit komt na wat de MR zegt."):
            establish(version, signatory, later, on=localdate(at) + timedelta(days=2))
        done = establish(version, signatory, later, on=localdate(at) + timedelta(days=3))
        assert done.established_on == localdate(at) + timedelta(days=3)


class TestTheSchoolGuide:
    """The newer route: the pupils before, then the MR's advice and the consent of its parents."""

    def test_the_whole_way(self, asked, head, mr_secretary, signatory, at):
        assert acts(asked) == ["start", "record_pupils_opinion", "send_to_mr"]
        assert [voice.slug for voice in voices_of(asked)] == ["mr-advice", "parents-consent"]
        who = {"version_id": asked.pk, "at": at}
        assert advise(asked, mr_secretary, at, "positive_if").state == "with_mr"
        assert consent(asked, mr_secretary, at, reasons="").state == "heard"
        actions.send_to_board(actor=head, **who)
        answers = {"mr-advice": "Dat doen wij."}
        year = localdate(at) + timedelta(days=360)
        establish(asked, signatory, at, answers=answers, valid_until=year, publish=True)
        assert state_of(asked) == "published"
        assert {one.slug: one.answer for one in Consultation.objects.all()} == {
            "mr-advice": "Dat doen wij.",
            "parents-consent": "",
        }

    def test_it_holds_a_year_and_no_longer(self, asked, head, mr_secretary, signatory, at):
        advise(asked, mr_secretary, at, "positive")
        consent(asked, mr_secretary, at)
        actions.send_to_board(version_id=asked.pk, actor=head, at=at)
        with refuses("Het profiel mag gelden tot en met"):
            establish(asked, signatory, at, answers={}, valid_until=localdate(at) + timedelta(days=367))

    def test_a_section_without_secretary_speaks_for_itself(self, asked, mr_parent, mr_staff, at):
        with refuses("Alleen een ouder in de MR kan dit vastleggen, zolang de MR geen secretaris heeft."):
            consent(asked, mr_staff, at)
        consent(asked, mr_parent, at)
        assert advise(asked, mr_staff, at).state == "heard"

    def test_with_a_secretary_only_the_secretary(self, asked, mr_parent, mr_secretary, at):
        with refuses("De secretaris van de MR legt dit vast."):
            consent(asked, mr_parent, at)
        assert consent(asked, mr_secretary, at).state == "with_mr"

    def test_a_secretary_whose_role_ended_leaves_it_to_the_members(self, asked, mr_parent, mr_secretary, at):
        yesterday = localdate(at) - timedelta(days=1)
        Membership.objects.filter(user=mr_secretary).update(ends_on=yesterday)
        assert said(consent(asked, mr_parent, at)) == {"parents-consent": "given"}

    def test_someone_can_be_parent_and_secretary(self, asked, site, mr_parent, at):
        Membership.objects.create(
            user=mr_parent, role=Role.MR_SECRETARY, site=site, begins_on=date(2025, 8, 1)
        )
        advise(asked, mr_parent, at)
        assert Consultation.objects.get().recorded_by_role == "secretaris van de MR"

    @pytest.mark.parametrize("outcome", ["positive", "none", "lapsed", "", "ja"])
    def test_consent_is_yes_or_no(self, asked, mr_parent, at, outcome):
        with refuses("Kies ja of nee."):
            consent(asked, mr_parent, at, outcome)

    def test_a_no_has_reasons(self, asked, mr_parent, at):
        with refuses("Vul in waarom."):
            consent(asked, mr_parent, at, "refused", reasons="")

    def test_two_secretaries_send_the_same(self, asked, site, mr_secretary, at):
        other = make_person("Tweede Secretaris", Role.MR_SECRETARY, site=site)
        advise(asked, mr_secretary, at)
        with refuses("Bram Hoek legde dit al vast op"):
            advise(asked, other, at, "negative")
        assert said(asked) == {"mr-advice": "positive_if"}


class TestRefused:
    @pytest.fixture
    def refused(self, asked, mr_secretary, at):
        advise(asked, mr_secretary, at, "positive")
        return consent(asked, mr_secretary, at, "refused", reasons="De gids belooft te veel.")

    def test_the_board_does_not_get_it(self, refused, head, at):
        assert refused.state == "heard"
        with refuses("Nee van de ouders in de MR. Pas het profiel aan, en vraag de MR opnieuw."):
            actions.send_to_board(version_id=refused.pk, actor=head, at=at)

    def test_nor_can_a_board_establish_it(self, refused, signatory, at):
        Version.objects.update(state="with_board")
        with refuses("Nee van de ouders in de MR."):
            establish(refused, signatory, at, answers={})

    def test_the_school_works_on_it_and_everyone_is_asked_anew(
        self, refused, head, mr_secretary, signatory, at
    ):
        actions.rework(version_id=refused.pk, actor=head, reason="Wij schrappen dat.", at=at)
        assert said(refused) == {}
        actions.send_to_mr(version_id=refused.pk, actor=head, confirmed=set(), at=at)
        advise(refused, mr_secretary, at, "positive")
        consent(refused, mr_secretary, at, "given")
        assert actions.send_to_board(version_id=refused.pk, actor=head, at=at).state == "with_board"
        kept = Consultation.objects.filter(right="consent").order_by("id")
        assert [(one.outcome, one.superseded_at) for one in kept] == [("refused", at), ("given", None)]

    def test_or_the_parents_think_again(self, refused, head, mr_secretary, at):
        back = actions.take_back_outcome(
            version_id=refused.pk, actor=mr_secretary, say="parents-consent", at=at
        )
        assert (back.state, said(back)) == ("with_mr", {"mr-advice": "positive"})
        assert consent(refused, mr_secretary, at, "given").state == "heard"
        assert actions.send_to_board(version_id=refused.pk, actor=head, at=at).state == "with_board"

    def test_the_school_need_not_wait_for_the_others(self, asked, head, mr_secretary, at):
        consent(asked, mr_secretary, at, "refused")
        again = actions.rework(version_id=asked.pk, actor=head, reason="Wij passen het aan.", at=at)
        assert (again.state, again.mr_asked_on, again.mr_due_on) == ("working", None, None)


class TestTakenBack:
    def test_until_the_school_has_sent_it_on(self, version, bring, mr_staff, mr_parent, at):
        due_on = bring(version, "with_mr").mr_due_on
        advise(version, mr_parent, at)
        back = actions.take_back_outcome(version_id=version.pk, actor=mr_staff, say="mr-advice", at=at)
        assert (back.state, back.mr_due_on) == ("with_mr", due_on)
        assert Consultation.objects.get().withdrawn_at == at
        advise(version, mr_parent, at, "positive")
        assert [one.outcome for one in Consultation.objects.all()] == ["positive", "positive_if"]
        assert said(version) == {"mr-advice": "positive"}

    def test_not_after_that(self, version, bring, mr_parent, at):
        bring(version, "with_board")
        with refuses("De stand is: bij het bestuur."):
            actions.take_back_outcome(version_id=version.pk, actor=mr_parent, say="mr-advice", at=at)

    def test_not_by_the_head_teacher(self, version, bring, head, at):
        bring(version, "heard")
        with refuses("Dit kan alleen"):
            actions.take_back_outcome(version_id=version.pk, actor=head, say="mr-advice", at=at)

    def test_not_for_another_section(self, asked, mr_parent, mr_staff, at):
        consent(asked, mr_parent, at)
        with refuses("Alleen een ouder in de MR"):
            actions.take_back_outcome(version_id=asked.pk, actor=mr_staff, say="parents-consent", at=at)

    def test_not_twice(self, asked, mr_secretary, at):
        advise(asked, mr_secretary, at)
        consent(asked, mr_secretary, at)
        who = {"version_id": asked.pk, "actor": mr_secretary, "say": "mr-advice", "at": at}
        actions.take_back_outcome(**who)
        with refuses("Er is niets om terug te nemen."):
            actions.take_back_outcome(**who)


class TestLapse:
    def test_only_after_the_last_day(self, version, bring, at):
        bring(version, "with_mr")
        last_day = at + timedelta(weeks=6)
        assert actions.lapse_terms(at=last_day) == []
        with refuses("De MR heeft nog tijd."):
            actions.note_lapsed(version_id=version.pk, at=last_day)
        assert [v.pk for v in actions.lapse_terms(at=last_day + timedelta(days=1))] == [version.pk]
        one = Consultation.objects.get()
        assert (one.outcome, one.recorded_by, one.recorded_by_name) == ("lapsed", None, "")
        assert (state_of(version), acts(version)[-2:]) == ("heard", ["lapse_term", "close_hearing"])

    def test_a_second_run_does_nothing(self, version, bring, at):
        bring(version, "with_mr")
        later = at + timedelta(weeks=7)
        actions.lapse_terms(at=later)
        assert actions.lapse_terms(at=later) == []
        assert Consultation.objects.count() == 1

    def test_each_has_its_own_term(self, asked, head, at):
        asked.regime.demands.filter(body="parents").update(weeks=8)
        assert actions.lapse_terms(at=at + timedelta(weeks=6, days=1)) != []
        version = Version.objects.get()
        assert (version.state, said(version)) == ("with_mr", {"mr-advice": "lapsed"})
        assert version.mr_due_on == localdate(at) + timedelta(weeks=8)
        actions.lapse_terms(at=at + timedelta(weeks=8, days=1))
        assert said(version) == {"mr-advice": "lapsed", "parents-consent": "lapsed"}
        later = at + timedelta(weeks=9)
        assert actions.send_to_board(version_id=asked.pk, actor=head, at=later).state == "with_board"

    def test_who_spoke_does_not_lapse(self, asked, mr_secretary, at):
        consent(asked, mr_secretary, at)
        actions.lapse_terms(at=at + timedelta(weeks=7))
        assert said(asked) == {"mr-advice": "lapsed", "parents-consent": "given"}
        assert state_of(asked) == "heard"

    def test_one_that_could_not_lapse_keeps_no_other_waiting(self, asked, bring, at, monkeypatch):
        """Someone spoke between the list and the lock: see `lapse_terms`."""
        Version.objects.update(mr_due_on=localdate(at) - timedelta(days=1), state="with_mr")
        real = actions.consultation.note_lapsed

        def just_in_time(*, version_id, at):
            Version.objects.update(mr_due_on=None)
            return real(version_id=version_id, at=at)

        monkeypatch.setattr(actions.consultation, "note_lapsed", just_in_time)
        assert actions.lapse_terms(at=at) == []

    def test_a_lapsed_term_cannot_be_taken_back(self, version, bring, mr_parent, at):
        bring(version, "with_mr")
        actions.lapse_terms(at=at + timedelta(weeks=7))
        with refuses("De MR heeft nog niets gezegd. U kunt niets terugnemen."):
            actions.take_back_outcome(version_id=version.pk, actor=mr_parent, say="mr-advice", at=at)


class TestLate:
    def test_it_counts_and_says_so_until_the_school_has_sent_it_on(self, asked, mr_secretary, at):
        later = at + timedelta(weeks=7)
        actions.lapse_terms(at=later)
        assert state_of(asked) == "heard"
        assert consent(asked, mr_secretary, later, "refused").state == "heard"
        assert said(asked) == {"mr-advice": "lapsed", "parents-consent": "refused"}
        late = Consultation.objects.get(outcome="refused")
        assert (late.is_late, late.decided_on) == (True, localdate(later))
        lapsed = Consultation.objects.get(right="consent", outcome="lapsed")
        assert lapsed.withdrawn_at == later

    def test_before_the_night_run_it_is_late_too(self, asked, mr_secretary, at):
        consent(asked, mr_secretary, at + timedelta(weeks=6, days=1))
        assert Consultation.objects.get().is_late

    def test_on_the_last_day_it_is_not(self, asked, mr_secretary, at):
        consent(asked, mr_secretary, at + timedelta(weeks=6))
        assert not Consultation.objects.get().is_late

    def test_not_after_the_school_sent_it_on(self, asked, head, mr_secretary, at):
        later = at + timedelta(weeks=7)
        actions.lapse_terms(at=later)
        actions.send_to_board(version_id=asked.pk, actor=head, at=later)
        with refuses("De stand is: bij het bestuur. Dat deed Marit de Wit"):
            consent(asked, mr_secretary, later, "refused")


class TestDays:
    """Terms are whole days in Dutch time."""

    @pytest.mark.parametrize(
        ("sent", "last"),
        [
            (datetime(2027, 3, 1, 23, 30), date(2027, 4, 12)),  # summer time begins on 28 March
            (datetime(2027, 9, 20, 0, 30), date(2027, 11, 1)),  # and ends on 31 October
            (datetime(2028, 1, 18, 9, 0), date(2028, 2, 29)),  # the term ends on a leap day
            (datetime(2028, 2, 29, 9, 0), date(2028, 4, 11)),  # and begins on one
        ],
    )
    def test_six_weeks(self, site, region, regime, head, sent, last):
        at = sent.replace(tzinfo=AMSTERDAM)
        version = actions.start_working_copy(site=site, partnership=region, actor=head, at=at)
        answer(version, COMPLETE, head)
        asked = actions.send_to_mr(version_id=version.pk, actor=head, confirmed=set(), at=at)
        assert (asked.mr_asked_on, asked.mr_due_on) == (at.date(), last)
        evening = datetime(last.year, last.month, last.day, 23, 59, tzinfo=AMSTERDAM)
        assert actions.lapse_terms(at=evening) == []
        assert len(actions.lapse_terms(at=evening + timedelta(minutes=2))) == 1
