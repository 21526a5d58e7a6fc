"""The forms of real regions and those about one child, as their definition files say them.

The keys of the regional form stand here a second time on purpose: a key that disappears or moves breaks the
answers of every school that gave one.
"""

import tomllib

import pytest
from django.conf import settings

from dekkend.questionnaires.definition import Questionnaire
from dekkend.questionnaires.evaluation import carry, missing, visible_keys
from dekkend.questionnaires.loader import form_files, read_definition
from dekkend.questionnaires.reading import Reader
from dekkend.questionnaires.types import KINDS

FORMS = [("passenderwijs", "2017"), ("passenderwijs", "2021"), ("ivo", "2015")]
OF_A_CHILD = [(form, "2026") for form in ("groeidocument", "aanvraag_arrangement", "aanvraag_tlv", "opp")]


def keys(text: str) -> list[str]:
    return text.split()


FOREWORD = ["foreword.school", "foreword.partnership"]
GENERAL = keys("""school.name school.address school.postcode school.city school.brin school.board
    school.principal school.care_coordinator school.partnership school.pupils mission""")
INSPECTION_2017 = keys("""inspection.date inspection.framework_2017 inspection.op2 inspection.op3
    inspection.ka1 inspection.explanation inspection.improvement""")
INSPECTION_2021 = keys("""inspection.date inspection.framework inspection.op2 inspection.op3 inspection.ska1
    inspection.explanation inspection.improvement""")
OFFER = keys("""safety.physical safety.pedagogical safety.bullying_protocol safety.reporting_code
    safety.medical_protocol prevention.pupil_tracking prevention.infant_tracking
    prevention.social_emotional_tracking prevention.dyslexia_protocol prevention.dyscalculia_protocol
    signalling methods.dutch methods.foreign_languages methods.mathematics methods.science methods.society
    methods.physical_education methods.arts social_emotional.method instruction.adapted_tracks
    instruction.enrichment instruction.compensating_means expertise.coordinator expertise.support_route
    expertise.core_partners flow.truancy_protocol flow.po_vo hgw.1_needs hgw.2_attunement hgw.3_teachers
    hgw.4_cooperation hgw.5_positive hgw.6_goal_oriented hgw.7_systematic hgw.explanation additional
    additional_needs extra.with_arrangement extra.with_arrangement_needs extra.referral extra.referral_needs
    ambitions.support ambitions.instead_of_referral ambitions.plan ambitions.team""")
REGION = keys("""foreword.rules region.basic_support region.extra_support region.ground_complex
    region.ground_intensive region.conditional_level region.school_level region.teacher_level
    region.extra_process""")


def read(form: str, name: str) -> Questionnaire:
    return read_definition(settings.DEFINITIONS / form / f"{name}.toml")


@pytest.fixture(scope="module")
def printed() -> Questionnaire:
    return read("passenderwijs", "2017")


@pytest.fixture(scope="module")
def current() -> Questionnaire:
    return read("passenderwijs", "2021")


@pytest.fixture(scope="module")
def ivo() -> Questionnaire:
    return read("ivo", "2015")


class TestEveryDefinition:
    def test_these_are_all_there_are(self):
        assert {(path.parent.name, path.stem) for path in form_files()} == set(FORMS + OF_A_CHILD)

    @pytest.mark.parametrize(("form", "name"), FORMS + OF_A_CHILD)
    def test_it_loads_under_its_own_name(self, form, name):
        questionnaire = read(form, name)
        assert (questionnaire.form, questionnaire.name) == (form, name)
        assert questionnaire.purpose == ("child" if (form, name) in OF_A_CHILD else "")

    @pytest.mark.parametrize(("form", "name"), FORMS + OF_A_CHILD)
    def test_references_within_it_hold(self, form, name):
        questionnaire = read(form, name)
        for chapter in questionnaire.chapters:
            for question in chapter.questions:
                assert not question.group or question.group in chapter.groups, question.key
                assert bool(question.text) == (question.type == "fixed"), question.key

    @pytest.mark.parametrize(("form", "name"), FORMS)
    def test_a_tick_that_speaks_of_needs_says_how_they_are_met(self, form, name):
        for question in read(form, name).questions:
            assert bool(question.needs or question.type == "needs") == bool(question.meets), question.key

    def test_nothing_but_work_among_colleagues_is_hidden(self, printed, current, ivo):
        asked = printed.questions + current.questions + ivo.questions
        hidden = [question.key for question in asked if question.audience != "public"]
        assert hidden == keys("""about.present
            teachers.goals teachers.didactic teachers.pedagogical teachers.dialogue whole.team_talk""")


class TestPassenderwijs:
    @pytest.mark.parametrize(("name", "inspection"), [("2017", INSPECTION_2017), ("2021", INSPECTION_2021)])
    def test_every_key_of_the_form_in_its_order(self, name, inspection):
        asked = [q.key for q in read("passenderwijs", name).questions if not q.is_fixed]
        assert asked == [*FOREWORD, *GENERAL, *inspection, *OFFER]

    def test_the_region_speaks_in_both(self, printed, current):
        for form in (printed, current):
            assert [q.key for q in form.questions if q.is_fixed] == REGION

    def test_the_six_chapters_and_the_parts_of_the_fourth(self, current):
        parts = ["4.1", "4.2.1", "4.2.2", "4.2.3", "4.2.4"]
        assert [c.number for c in current.chapters] == ["", "1", "2", "3", "4", *parts, "5", "6"]
        assert [c.number for c in current.chapters if c.within == "offer"] == parts

    def test_each_edition_brings_its_own_standards(self, printed, current):
        assert labels(printed, "judgement") == [
            "Zicht op ontwikkeling (OP2)",
            "Didactisch handelen (OP3)",
            "Kwaliteitszorg (KA1)",
        ]
        assert labels(current, "judgement") == [
            "Zicht op ontwikkeling en begeleiding (OP2)",
            "Pedagogisch-didactisch handelen (OP3)",
            "Visie, ambities en doelen (SKA1)",
        ]
        values = ["goed", "voldoende", "onvoldoende"]
        assert [option.value for option in printed.question("inspection.op2").options] == values
        assert [option.value for option in current.question("inspection.op2").options] == [
            *values,
            "not_assessed",
        ]

    def test_what_checks_look_for_is_tagged(self, current):
        def tagged(tag: str) -> list[str]:
            return [question.key for question in current.questions if tag in question.tags]

        assert tagged("judgement") == ["inspection.op2", "inspection.op3", "inspection.ska1"]
        assert tagged("judgement_explanation") == ["inspection.explanation"]
        assert tagged("judgement_improvement") == ["inspection.improvement"]
        assert tagged("reporting_code") == ["safety.reporting_code"]
        assert tagged("legal_duty") == keys("safety.physical safety.bullying_protocol safety.reporting_code")

    def test_no_framework_closes_the_judgements(self, printed, current):
        below = {"inspection.op2": "onvoldoende"}
        closed_2017 = visible_keys(printed, below | {"inspection.framework_2017": False})
        closed_2021 = visible_keys(current, below | {"inspection.framework": "none"})
        assert not closed_2017 & {*INSPECTION_2017[2:]}
        assert not closed_2021 & {*INSPECTION_2021[2:]}

    @pytest.mark.parametrize("judgement", ["inspection.op2", "inspection.op3", "inspection.ska1"])
    def test_one_judgement_below_voldoende_asks_why_and_what_next(self, current, judgement):
        answers = {"inspection.framework": "2021", "inspection.op2": "goed", "inspection.op3": "not_assessed"}
        both = {"inspection.explanation", "inspection.improvement"}
        assert not visible_keys(current, answers) & both
        answers[judgement] = "onvoldoende"
        assert visible_keys(current, answers) >= both
        assert {question.key for question in missing(current, answers)} >= both

    def test_the_plan_is_over_both_lists_of_ambitions(self, current):
        both = ("ambitions.support", "ambitions.instead_of_referral")
        assert current.question("ambitions.plan").ambitions == both

    def test_general_data_and_hgw_also_in_english(self, current):
        translated = [q.key for q in current.questions if q.translations.get("en", {}).get("label")]
        assert translated == [*GENERAL[:-1], *(key for key in OFFER if key.startswith("hgw."))]


class TestCarry:
    """A school with a profile of 2017 begins in the current edition."""

    def test_answers_move_along(self, printed, current):
        old = {
            "mission": "Wij bouwen aan een brug.",
            "inspection.date": "2019-04-02",
            "inspection.framework_2017": True,
            "inspection.op2": "goed",
            "inspection.op3": "voldoende",
            "inspection.ka1": "onvoldoende",
            "inspection.explanation": "Wij keken te weinig terug.",
            "safety.reporting_code": True,
            "prevention.pupil_tracking": {"checked": True, "text": "Een eigen schrift"},
            "hgw.4_cooperation": "implemented",
            "extra.referral_needs": ["sight"],
            "ambitions.support": [{"id": "0a1b2c3d", "text": "Een stille kamer", "needs": ["sensory"]}],
        }
        renamed = {"inspection.framework": "2017", "inspection.ska1": "onvoldoende"}
        gone = {"inspection.framework_2017", "inspection.ka1"}
        same = {key: value for key, value in old.items() if key not in gone}
        assert carry(printed, current, old) == same | renamed

    def test_no_framework_becomes_no_judgement(self, printed, current):
        carried = carry(printed, current, {"inspection.framework_2017": False})
        assert carried == {"inspection.framework": "none"}

    def test_what_the_register_fills_does_not_carry(self, printed, current):
        assert carry(printed, current, {"school.name": "De Oude Brug"}) == {}


class TestIvo:
    def test_five_domains(self, ivo):
        top = [chapter.number for chapter in ivo.chapters if not chapter.within]
        assert top == ["", "1", "2", "3", "4", "5", ""]

    def test_ten_scales_of_four_steps_with_two_poles(self, ivo):
        scales = [question for question in ivo.questions if question.type == "scale"]
        assert len(scales) == 10
        assert all(scale.steps == 4 for scale in scales)
        assert len({pole for scale in scales for pole in (scale.low, scale.high)} - {""}) == 20

    def test_as_many_boxes_as_the_form(self, ivo):
        ticks = [question for question in ivo.questions if question.type in ("check", "check_text")]
        choices = [question for question in ivo.questions if question.type == "choice"]
        assert len(ticks) + sum(len(choice.options) for choice in choices) >= 67

    def test_what_little_difference_means_is_asked_only_then(self, ivo):
        extra = {"population.ses_low", "population.ses_middle", "population.ses_high"}
        assert visible_keys(ivo, {"population.ses": "little"}) >= extra
        assert not visible_keys(ivo, {"population.ses": "strong"}) & extra

    def test_every_domain_of_the_offer_may_grow_into_one_plan(self, ivo):
        growth = tuple(question.key for question in ivo.questions if question.type == "ambitions")
        assert len(growth) == 4
        assert ivo.question("whole.plan").ambitions == growth


def labels(questionnaire: Questionnaire, tag: str) -> list[str]:
    return [question.label for question in questionnaire.questions if tag in question.tags]


def test_the_example_for_regions_loads_and_shows_every_type():
    text = (settings.DEFINITIONS / "README.md").read_text(encoding="utf-8")
    example = tomllib.loads(text.split("```toml\n")[1].split("```")[0])
    questionnaire = Reader(example, "README.md").questionnaire()
    assert {question.type for question in questionnaire.questions} == set(KINDS)


@pytest.mark.parametrize(("form", "name"), FORMS)
def test_the_section_for_the_school_guide_has_both_parts_and_names_no_person(form, name):
    whole = read(form, name)
    marked = [question for question in whole.questions if question.school_guide]
    assert {question.school_guide for question in marked} == {"basic", "extra"}
    assert {question.meets for question in marked} >= {"own"}
    assert not [question.key for question in marked if question.type in ("text", "list")]
