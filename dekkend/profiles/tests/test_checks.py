"""One check, one class: what it finds, what it leaves alone."""

from datetime import date, timedelta

import pytest

from dekkend.profiles.checks import CHECKS, run_checks
from dekkend.profiles.tests.conftest import COMPLETE, FORM
from dekkend.questionnaires.loader import read_definition

TODAY = date(2026, 11, 23)
FORM_READ = read_definition(FORM)


def found(answers, level=None):
    """[(check, question key)] for the complete form with some answers changed."""
    findings = run_checks(FORM_READ, COMPLETE | answers, TODAY)
    return [(f.id.split(":")[0], f.key) for f in findings if level in (None, f.level)]


def message(answers):
    (finding,) = run_checks(FORM_READ, COMPLETE | answers, TODAY)
    return finding.message


def test_a_complete_profile_has_nothing():
    assert found({}) == []


def test_an_empty_one_has_everything_in_order():
    findings = run_checks(FORM_READ, {}, TODAY)
    assert [(f.level, f.id, f.chapter) for f in findings] == [
        ("error", "required_answers:mission", "mission"),
        ("warning", "advised_answers:school.motto:2", "school"),
        ("warning", "reporting_code:support.reporting_code", "support"),
        ("warning", "legal_duties:support.bullying", "support"),
    ]


@pytest.mark.parametrize("check", CHECKS)
def test_a_check_has_a_file_of_its_own_name(check):
    assert check.__module__ == f"dekkend.profiles.checks.{check.__name__}"


class TestRequiredAnswers:
    @pytest.mark.parametrize("nothing", [None, ""])
    def test_finds(self, nothing):
        assert found({"mission": nothing}) == [("required_answers", "mission")]
        assert message({"mission": nothing}) == "Geef antwoord op “Waar staat onze school voor”."

    def test_what_the_register_fills_is_not_asked(self):
        assert "school.name" not in COMPLETE
        assert found({}) == []


class TestConditionalRequired:
    def test_finds(self):
        answers = {"support.referral": "Voor rolstoelen."}
        assert found(answers) == [("conditional_required", "support.referral_needs")]
        assert message(answers).startswith("Geef ook antwoord op “Behoeften waarvoor wij verwijzen”.")

    def test_leaves(self):
        assert found({"support.referral": "Voor rolstoelen.", "support.referral_needs": ["wheelchair"]}) == []


class TestJudgementNeedsExplanation:
    def test_finds_both(self):
        answers = {"inspection.assessed": True, "inspection.op2": "onvoldoende"}
        assert found(answers, "error") == [
            ("judgement_needs_explanation", "inspection.explanation"),
            ("judgement_needs_explanation", "inspection.improvement"),
        ]

    def test_finds_the_one_that_is_missing(self):
        answers = {
            "inspection.assessed": True,
            "inspection.op2": "onvoldoende",
            "inspection.improvement": "Ja.",
        }
        assert message(answers) == "Een oordeel is lager dan voldoende. Vul daarom “Toelichting” in."

    @pytest.mark.parametrize("judgement", ["goed", "voldoende", None])
    def test_leaves(self, judgement):
        assert found({"inspection.assessed": True, "inspection.op2": judgement}) == []

    def test_a_hidden_judgement_counts_for_nothing(self):
        assert found({"inspection.assessed": False, "inspection.op2": "onvoldoende"}) == []


class TestTickedNeedsText:
    @pytest.mark.parametrize("value", [{"checked": True, "text": ""}, {"checked": True, "text": "  "}])
    def test_finds(self, value):
        assert found({"support.tracking": value}, "error") == [("ticked_needs_text", "support.tracking")]
        assert message({"support.tracking": value}) == (
            "U kruiste “een leerlingvolgsysteem, te weten” aan. Schrijf erbij wat het is."
        )

    @pytest.mark.parametrize("value", [{"checked": True, "text": "Leerlijn"}, {"checked": False, "text": ""}])
    def test_leaves(self, value):
        assert found({"support.tracking": value}) == []


class TestDatesNotInFuture:
    def test_finds(self):
        tomorrow = (TODAY + timedelta(days=1)).isoformat()
        assert found({"inspection.date": tomorrow}, "error") == [("dates_not_in_future", "inspection.date")]

    def test_leaves_today(self):
        assert found({"inspection.date": TODAY.isoformat()}) == []


class TestReportingCode:
    @pytest.mark.parametrize("value", [False, None])
    def test_warns_once(self, value):
        assert found({"support.reporting_code": value}, "warning") == [
            ("reporting_code", "support.reporting_code")
        ]


class TestLegalDuties:
    @pytest.mark.parametrize("value", [False, None])
    def test_warns(self, value):
        assert found({"support.bullying": value}, "warning") == [("legal_duties", "support.bullying")]


class TestNeedOfferedAndReferred:
    BOTH = {"support.dyslexia": True, "support.referral": "Soms.", "support.referral_needs": ["dyslexia"]}

    def test_warns(self):
        (finding,) = run_checks(FORM_READ, COMPLETE | self.BOTH, TODAY)
        assert (finding.id, finding.level) == (
            "need_offered_and_referred:support.referral_needs:dyslexia",
            "warning",
        )
        assert finding.message == (
            "U biedt zelf hulp bij lezen en dyslexie, en u verwijst er ook voor. "
            "Leg in de tekst uit wanneer u wat doet."
        )

    @pytest.mark.parametrize(
        "change", [{"support.dyslexia": False}, {"support.referral_needs": ["wheelchair"]}]
    )
    def test_leaves(self, change):
        assert found(self.BOTH | change) == []


class TestBrokenPlan:
    PLAN = {"a1": {"step": "Oefenen", "who": "Femke", "due": "2027-02-01", "status": "todo"}}

    def test_warns(self):
        assert found({"ambitions.plan": self.PLAN}) == [("broken_plan", "ambitions.plan")]

    def test_leaves(self):
        ambitions = [{"id": "a1", "text": "Taal", "needs": []}]
        assert found({"ambitions.support": ambitions, "ambitions.plan": self.PLAN}) == []


class TestAdvisedAnswers:
    def test_one_remark_a_chapter(self):
        answers = {"school.motto": None, "school.nickname": None}
        assert found(answers, "warning") == [("advised_answers", "school.motto")]
        assert message(answers) == (
            "In “Algemene gegevens” hebben 2 vragen nog geen antwoord. Dat mag. Klopt het zo?"
        )

    def test_the_confirmation_holds_for_this_number(self):
        ids = [
            run_checks(FORM_READ, COMPLETE | open_, TODAY)[0].id
            for open_ in ({"school.motto": None}, {"school.motto": None, "school.nickname": None})
        ]
        assert ids == ["advised_answers:school.motto:1", "advised_answers:school.motto:2"]


AMBITIONS = [{"id": "a1", "text": "Taal voor iedereen", "needs": []}]


def planned(**step):
    row = {"step": "Oefenen", "who": "Femke", "due": "2027-02-01", "status": "todo"} | step
    return {"ambitions.support": AMBITIONS, "ambitions.plan": {"a1": row}}


class TestPlanWithoutDate:
    def test_warns(self):
        assert found(planned(due=""), "warning") == [("plan_without_date", "ambitions.plan")]
        assert message(planned(due="")) == (
            "Bij “Taal voor iedereen” staat een stap zonder datum. Wanneer is die stap klaar?"
        )

    @pytest.mark.parametrize("step", [{}, {"due": "", "status": "done"}, {"due": "", "step": ""}])
    def test_leaves(self, step):
        assert found(planned(**step)) == []


class TestPlanOverdue:
    def test_warns(self):
        yesterday = (TODAY - timedelta(days=1)).isoformat()
        assert found(planned(due=yesterday), "warning") == [("plan_overdue", "ambitions.plan")]
        assert message(planned(due=yesterday)) == (
            "De stap bij “Taal voor iedereen” had al klaar moeten zijn. Klopt de datum nog?"
        )

    @pytest.mark.parametrize("step", [{"due": TODAY.isoformat()}, {"due": "2020-01-01", "status": "done"}])
    def test_leaves(self, step):
        assert found(planned(**step)) == []

    def test_every_ambition_has_its_own(self):
        twice = [*AMBITIONS, {"id": "a2", "text": "Rust", "needs": []}]
        late = {"step": "Oefenen", "who": "", "due": "2020-01-01", "status": "doing"}
        answers = {"ambitions.support": twice, "ambitions.plan": {"a1": late, "a2": late}}
        assert len(found(answers, "warning")) == 2


class TestUntickedWithText:
    def test_warns(self):
        answers = {"support.tracking": {"checked": False, "text": "Leerspoor"}}
        assert found(answers, "warning") == [("unticked_with_text", "support.tracking")]
        assert message(answers) == (
            "Bij “een leerlingvolgsysteem, te weten” staat een tekst, maar geen vinkje. "
            "Ouders zien hem zo niet."
        )

    @pytest.mark.parametrize(("checked", "text"), [(True, "Leerspoor"), (False, ""), (False, "  ")])
    def test_leaves(self, checked, text):
        assert found({"support.tracking": {"checked": checked, "text": text}}) == []


class TestEmptyPhrases:
    @pytest.mark.parametrize(
        "text",
        ["n.v.t.", "N.v.t", "NVT", "-", "???", "…", "Idem.", "Volgt nog", "Zie schoolplan.", "zie: de site",
         "Zie ons veiligheidsplan, blz. 4", "(zie bijlage)", "Zie boven"],
    )  # fmt: skip
    def test_warns(self, text):
        assert found({"support.referral": text, "support.referral_needs": ["wheelchair"]}, "warning") == [
            ("empty_phrases", "support.referral")
        ]

    @pytest.mark.parametrize(
        "text",
        ["Geen.", "Zie je dat een kind vastloopt? Dan praten wij.",
         "Zie het schoolplan. Kort: wij oefenen elke dag met lezen.", "Ziek zijn onder schooltijd kan."],
    )  # fmt: skip
    def test_leaves(self, text):
        assert found({"support.referral": text, "support.referral_needs": ["wheelchair"]}) == []


class TestThinAnswers:
    def test_warns_where_the_form_asks_every_school(self):
        assert found({"mission": "Wij zijn er voor elk kind."}, "warning") == [("thin_answers", "mission")]
        assert message({"mission": "Samen verder."}) == (
            "Bij “Waar staat onze school voor” staan 2 woorden. Zegt dat genoeg voor een ouder?"
        )

    @pytest.mark.parametrize(
        "answers", [{"mission": "Wij zijn er voor elk kind uit de buurt."}, {"team.note": "Kort."}]
    )
    def test_leaves(self, answers):
        assert found(answers) == []
