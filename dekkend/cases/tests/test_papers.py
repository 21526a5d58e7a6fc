"""Papers of a case: which the Loket needs, and what a parent said on paper."""

import pytest
from django.utils.timezone import now

from dekkend.cases import actions
from dekkend.cases.attachments.papers import missing_papers
from dekkend.cases.attachments.queries import attachments_for
from dekkend.cases.consents import request_digest, stances_of
from dekkend.cases.models import Consent
from dekkend.cases.tests.attachments import EVALUATION, LOKET, PARENT, REPORTS, SCHOOL, add, nothing_kept
from dekkend.cases.tests.conftest import with_parents
from dekkend.cases.transitions import KIND
from dekkend.core.files.kinds import Refused
from dekkend.core.tests import files
from dekkend.workflow.engine import events_of

pytestmark = pytest.mark.django_db
NotPossible = actions.NotPossible


class TestPapers:
    def test_what_is_needed_follows_from_the_answers(self, case, coordinator):
        assert missing(case) == []
        _write(case, coordinator, "growth", "reports.there_are", True)
        _write(case, coordinator, "request", "request.again", True)
        assert missing(case) == ["evaluation", "research"]

    def test_a_report_at_its_question_is_the_paper(self, case, parents, coordinator, tmp_path):
        _write(case, coordinator, "growth", "reports.there_are", True)
        _write(case, coordinator, "request", "request.again", True)
        add(case, coordinator, tmp_path, REPORTS)
        assert missing(case) == ["evaluation"]
        add(case, parents[0], tmp_path, EVALUATION)
        assert missing(case) == []

    def test_what_stays_inside_or_was_taken_away_is_not_there(self, case, coordinator, tmp_path):
        _write(case, coordinator, "growth", "reports.there_are", True)
        add(case, coordinator, tmp_path, REPORTS, inside=True)
        assert missing(case) == ["research"]
        add(case, coordinator, tmp_path, REPORTS, title="Nog een")
        assert missing(case) == []
        actions.remove_attachment(case_id=case.pk, number=2, by=coordinator, at=now())
        assert missing(case) == ["research"]

    def test_three_queries(self, case, django_assert_num_queries):
        missing_papers(case)  # a process reads the forms and the offer of a year once
        case = type(case).objects.select_related("offering", "growth_edition", "request_edition").get()
        with django_assert_num_queries(3):
            missing_papers(case)


def missing(case):
    return [paper.key for paper in missing_papers(case)]


def _write(case, user, form, key, value):
    written = actions.write_as_school(
        case_id=case.pk, form=form, values={key: (value, 0)}, actor=user, at=now()
    )
    assert written.is_whole


class TestConsentOnPaper:
    def say(self, case, party, actor, folder, *, answer="yes", digest=None, **more):
        path = files.put(folder, more.get("content") or files.jpeg())
        return actions.consent_on_paper(
            party=party,
            answer=answer,
            digest=digest or request_digest(case),
            actor=actor,
            chosen=actions.Chosen(path, "Handtekening Bakkerman.jpg", ""),
            at=now(),
        )

    def test_it_counts_and_has_its_paper(self, case, parents, coordinator, tmp_path):
        mother, father = with_parents(case, coordinator)
        said = self.say(case, mother, coordinator, tmp_path)
        assert (said.answer, said.recorded_by, said.on_paper.where) == ("yes", coordinator, "consent")
        assert [stance.agrees for stance in stances_of(case)] == [True, False]
        event = events_of(KIND, case.pk)[0]
        assert event.details == {"party": 1, "answer": "yes", "paper": said.on_paper.pk}
        for roles, party, seen in (
            (SCHOOL, None, 1), (LOKET, None, 1), (PARENT, mother, 1), (PARENT, father, 0), (PARENT, None, 0)
        ):  # fmt: skip
            assert len(attachments_for(case, roles, party)) == seen, (roles, party)

    def test_it_cannot_be_taken_away(self, case, parents, coordinator, tmp_path):
        mother, _ = with_parents(case, coordinator)
        number = self.say(case, mother, coordinator, tmp_path).on_paper.number
        for by in (coordinator, mother):
            with pytest.raises(NotPossible):
                actions.remove_attachment(case_id=case.pk, number=number, by=by, at=now())

    def test_both_or_neither(self, case, parents, coordinator, tmp_path):
        mother, _ = with_parents(case, coordinator)
        for wrong in ({"digest": "x"}, {"answer": "view"}, {"content": b"MZ"}):
            with pytest.raises((NotPossible, Refused)):
                self.say(case, mother, coordinator, tmp_path, **wrong)
        assert nothing_kept(case)
        assert not Consent.objects.exists()

    def test_not_before_it_is_with_the_parents(self, case, parents, coordinator, tmp_path):
        with pytest.raises(NotPossible):
            self.say(case, parents[0], coordinator, tmp_path)
        assert nothing_kept(case)

    @pytest.mark.parametrize("who", ["desk", "teacher", "other_head"])
    def test_by_who_leads_for_the_school(self, request, case, parents, coordinator, tmp_path, who):
        mother, _ = with_parents(case, coordinator)
        with pytest.raises(NotPossible):
            self.say(case, mother, request.getfixturevalue(who), tmp_path)
        assert nothing_kept(case)

    def test_a_report_is_no_signed_paper(self, case, parents, coordinator, tmp_path):
        mother, _ = with_parents(case, coordinator)
        report = add(case, coordinator, tmp_path)
        with pytest.raises(NotPossible, match="getekende papier"):
            actions.record_on_paper(
                party=mother,
                answer="yes",
                paper=report,
                digest=request_digest(case),
                actor=coordinator,
                at=now(),
            )
