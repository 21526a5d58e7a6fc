"""The two forms of real regions, as their definition files say them.

The keys of the regional form stand here a second time on purpose: a key that disappears or moves breaks the
answers of every school that gave one.
"""

import json
import re
from collections import Counter
from pathlib import Path

import pytest
from django.conf import settings

from dekkend.questionnaires.definition import Question, Questionnaire
from dekkend.questionnaires.evaluation import carry, missing, visible_keys
from dekkend.questionnaires.loader import read_definition
from dekkend.questionnaires.values import InvalidAnswer, clean

DEFINITIONS = Path(__file__).parents[3] / "definitions"
REAL_PROFILES = Path(settings.DATA) / "sop"

GENERAL = """school.name school.address school.postcode school.city school.brin school.board school.principal
    school.care_coordinator school.partnership school.pupils mission""".split()
INSPECTION_2017 = """inspection.date inspection.framework_2017 inspection.op2 inspection.op3 inspection.ka1
    inspection.explanation inspection.improvement""".split()
INSPECTION_2021 = """inspection.date inspection.framework inspection.op2 inspection.op3 inspection.ska1
    inspection.explanation inspection.improvement""".split()
OFFER = """safety.physical safety.pedagogical safety.bullying_protocol safety.reporting_code
    safety.medical_protocol prevention.pupil_tracking prevention.infant_tracking
    prevention.social_emotional_tracking prevention.dyslexia_protocol prevention.dyscalculia_protocol signalling
    methods.dutch methods.foreign_languages methods.mathematics methods.science methods.society
    methods.physical_education methods.arts social_emotional.method instruction.adapted_tracks
    instruction.enrichment instruction.compensating_means expertise.coordinator expertise.support_route
    expertise.core_partners flow.truancy_protocol flow.po_vo hgw.1_needs hgw.2_attunement hgw.3_teachers
    hgw.4_cooperation hgw.5_positive hgw.6_goal_oriented hgw.7_systematic hgw.explanation additional
    additional_needs extra.with_arrangement extra.with_arrangement_needs extra.referral extra.referral_needs
    ambitions.support ambitions.instead_of_referral ambitions.plan ambitions.team""".split()
REGION = """foreword.rules region.basic_support region.extra_support region.ground_complex
    region.ground_intensive region.conditional_level region.school_level region.teacher_level
    region.extra_process""".split()


def read(form: str, name: str) -> Questionnaire:
    return read_definition(DEFINITIONS / form / f"{name}.toml")


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
    @pytest.mark.parametrize("path", sorted(DEFINITIONS.glob("*/*.toml")), ids=lambda path: f"{path.parent.name}-{path.stem}")
    def test_it_loads_under_its_own_name(self, path):
        questionnaire = read_definition(path)
        assert (questionnaire.form, questionnaire.name) == (path.parent.name, path.stem)

    @pytest.mark.parametrize("form, name", [("passenderwijs", "2017"), ("passenderwijs", "2021"), ("ivo", "2015")])
    def test_references_within_it_hold(self, form, name):
        questionnaire = read(form, name)
        keys = {need.key for need in questionnaire.needs}
        for chapter in questionnaire.chapters:
            for question in chapter.questions:
                assert set(question.needs) <= keys, question.key
                assert not question.group or question.group in chapter.groups, question.key
                assert bool(question.text) == (question.type == "fixed"), question.key

    @pytest.mark.parametrize("form, name", [("passenderwijs", "2017"), ("passenderwijs", "2021"), ("ivo", "2015")])
    def test_a_tick_that_speaks_of_needs_says_how_they_are_met(self, form, name):
        for question in read(form, name).questions:
            assert bool(question.needs or question.type == "needs") == bool(question.meets), question.key

    def test_nothing_but_work_among_colleagues_is_hidden(self, printed, current, ivo):
        hidden = {question.key for form in (printed, current, ivo) for question in form.questions if question.audience != "public"}
        assert hidden == {
            "about.present", "teachers.goals", "teachers.didactic", "teachers.pedagogical", "teachers.dialogue",
            "whole.team_talk",
        }


class TestPassenderwijs:
    @pytest.mark.parametrize("name, inspection", [("2017", INSPECTION_2017), ("2021", INSPECTION_2021)])
    def test_every_key_of_the_form_in_its_order(self, name, inspection):
        asked = [q.key for q in read("passenderwijs", name).questions if not q.is_fixed and not q.key.startswith("foreword.")]
        assert asked == GENERAL + inspection + OFFER

    def test_the_region_speaks_in_both(self, printed, current):
        for form in (printed, current):
            assert [q.key for q in form.questions if q.is_fixed] == REGION

    def test_the_six_chapters_and_the_parts_of_the_fourth(self, current):
        assert [chapter.number for chapter in current.chapters] == [
            "", "1", "2", "3", "4", "4.1", "4.2.1", "4.2.2", "4.2.3", "4.2.4", "5", "6",
        ]
        assert {c.number for c in current.chapters if c.within == "offer"} == {"4.1", "4.2.1", "4.2.2", "4.2.3", "4.2.4"}

    def test_each_edition_brings_its_own_standards(self, printed, current):
        assert labels(printed, "judgement") == [
            "Zicht op ontwikkeling (OP2)", "Didactisch handelen (OP3)", "Kwaliteitszorg (KA1)",
        ]
        assert labels(current, "judgement") == [
            "Zicht op ontwikkeling en begeleiding (OP2)", "Pedagogisch-didactisch handelen (OP3)",
            "Visie, ambities en doelen (SKA1)",
        ]
        assert values(printed.question("inspection.op2")) == ["goed", "voldoende", "onvoldoende"]
        assert values(current.question("inspection.op2")) == ["goed", "voldoende", "onvoldoende", "not_assessed"]

    def test_what_checks_look_for_is_tagged(self, current):
        tagged = {tag: [q.key for q in current.questions if tag in q.tags] for q in current.questions for tag in q.tags}
        assert tagged["judgement"] == ["inspection.op2", "inspection.op3", "inspection.ska1"]
        assert tagged["judgement_explanation"] == ["inspection.explanation"]
        assert tagged["judgement_improvement"] == ["inspection.improvement"]
        assert tagged["reporting_code"] == ["safety.reporting_code"]
        assert "safety.reporting_code" in tagged["legal_duty"]
        assert tagged["referred_need"] == ["extra.referral_needs"]

    def test_no_framework_closes_the_judgements(self, printed, current):
        for form, answers in ((printed, {"inspection.framework_2017": False}), (current, {"inspection.framework": "none"})):
            shown = visible_keys(form, answers | {"inspection.op2": "onvoldoende"})
            assert not shown & {"inspection.op2", "inspection.op3", "inspection.ka1", "inspection.ska1", "inspection.explanation"}

    @pytest.mark.parametrize("judgement", ["inspection.op2", "inspection.op3", "inspection.ska1"])
    def test_one_judgement_below_voldoende_asks_why_and_what_next(self, current, judgement):
        answers = {"inspection.framework": "2021", "inspection.op2": "goed", "inspection.op3": "not_assessed", "inspection.ska1": "voldoende"}
        both = {"inspection.explanation", "inspection.improvement"}
        assert not visible_keys(current, answers) & both
        answers[judgement] = "onvoldoende"
        assert visible_keys(current, answers) >= both
        assert {question.key for question in missing(current, answers)} >= both

    def test_the_plan_is_over_both_lists_of_ambitions(self, current):
        assert current.question("ambitions.plan").ambitions == ("ambitions.support", "ambitions.instead_of_referral")

    def test_general_data_and_hgw_also_in_english(self, current):
        translated = [q.key for q in current.questions if q.translations.get("en", {}).get("label")]
        assert translated == GENERAL[:-1] + [key for key in OFFER if key.startswith("hgw.")]


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
        expected = {key: value for key, value in old.items() if key not in ("inspection.framework_2017", "inspection.ka1")}
        assert carry(printed, current, old) == expected | {"inspection.framework": "2017", "inspection.ska1": "onvoldoende"}

    def test_no_framework_becomes_no_judgement(self, printed, current):
        assert carry(printed, current, {"inspection.framework_2017": False}) == {"inspection.framework": "none"}

    def test_what_the_register_fills_does_not_carry(self, printed, current):
        assert carry(printed, current, {"school.name": "De Oude Brug"}) == {}


class TestIvo:
    def test_five_domains(self, ivo):
        assert [chapter.number for chapter in ivo.chapters if chapter.number and not chapter.within] == list("12345")

    def test_ten_scales_of_four_steps_with_two_poles(self, ivo):
        scales = [question for question in ivo.questions if question.type == "scale"]
        assert len(scales) == 10
        assert all(scale.steps == 4 and scale.low and scale.high and scale.low != scale.high for scale in scales)

    def test_as_many_boxes_as_the_form(self, ivo):
        ticks = [question for question in ivo.questions if question.type in ("check", "check_text")]
        options = [option for question in ivo.questions if question.type == "choice" for option in question.options]
        assert len(ticks) + len(options) >= 60

    def test_what_little_difference_means_is_asked_only_then(self, ivo):
        extra = {"population.ses_low", "population.ses_middle", "population.ses_high"}
        assert visible_keys(ivo, {"population.ses": "little"}) >= extra
        assert not visible_keys(ivo, {"population.ses": "strong"}) & extra

    def test_every_domain_of_the_offer_may_grow_into_one_plan(self, ivo):
        growth = tuple(question.key for question in ivo.questions if question.type == "ambitions")
        assert len(growth) == 4
        assert ivo.question("whole.plan").ambitions == growth


@pytest.mark.skipif(not REAL_PROFILES.exists(), reason="DEKKEND_DATA has no sop/: no real profiles to try IVO on")
class TestIvoOnRealProfiles:
    """The profiles that ordinary primary schools really filled in fit the form."""

    def test_answers_become_answers_of_the_form(self, ivo):
        profiles = ordinary_profiles()
        assert len(profiles) > 50
        taken = Counter()
        for profile in profiles:
            for key, value in summary_answers(profile) | scale_answers(ivo, profile):
                assert clean(ivo.question(key), value) == value, (profile["bestand"], key)
                taken[key] += 1
        assert sum(1 for key in taken if key.startswith("dimension.")) == 10
        assert all(count > 25 for key, count in taken.items() if key.startswith("dimension.")), taken
        assert all(taken[key] for key in ("population.summary", "teaching.summary", "embedding.summary", "cooperation.summary"))

    def test_two_crosses_on_one_scale_are_refused_not_guessed(self, ivo):
        doubled = [marks for profile in ordinary_profiles() for marks in profile["onderwijsdimensies_1_4"].values() if len(marks) > 1]
        assert doubled
        for marks in doubled:
            with pytest.raises(InvalidAnswer):
                clean(ivo.question("dimension.aim"), marks)

    def test_every_box_that_most_schools_have_is_in_the_form(self, ivo):
        texts = [option.label for question in ivo.questions for option in question.options]
        texts += [question.label for question in ivo.questions if question.type in ("check", "check_text")]
        texts += [question.high for question in ivo.questions if question.type == "scale"]
        known = [plain(text) for text in texts]
        boxes = boxes_of_most_schools()
        assert len(boxes) > 25
        assert [box for box in boxes if not any(text.startswith(box) for text in known)] == []


SUMMARIES = {
    "1": ("population.summary", {"homogeneous": "meer homogeen", "comparable": "vergelijkbaar", "heterogeneous": "meer heterogeen"}),
    "2": ("teaching.summary", {"basic": "basisondersteuning", "some": "enige extra", "much": "veel extra", "team": "mede door"}),
    "4": ("embedding.summary", {"all": "alle", "most": "meeste", "some": "enkele", "none": "geen enkele"}),
    "5": ("cooperation.summary", {"network": "intensief, in", "few": "intensief met", "moderate": "matig", "limited": "beperkt"}),
}
FIELDS = {
    "extra handen in de klas": "provisions.hands",
    "onderwijsmaterialen": "provisions.materials",
    "ruimtelijke omgeving": "provisions.rooms",
    "specialistische expertise": "provisions.expertise",
    "contacten met externe relaties": "provisions.partners",
}


def labels(questionnaire: Questionnaire, tag: str) -> list[str]:
    return [question.label for question in questionnaire.questions if tag in question.tags]


def values(question: Question) -> list[str]:
    return [option.value for option in question.options]


def plain(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", " ", text.lower()).strip()


def ordinary_profiles() -> list[dict]:
    profiles = json.loads((REAL_PROFILES / "plein013_2015_kern.json").read_text(encoding="utf-8"))
    return [profile for profile in profiles if profile["soort"] == "BAO"]


def summary_answers(profile: dict) -> set[tuple[str, object]]:
    """The crosses of the summary page; a domain with two crosses where one belongs has no answer."""
    found = set()
    for domain, (key, starts) in SUMMARIES.items():
        crossed = [label for label, on in profile["domeinen"].get(domain, {}).items() if on]
        if len(crossed) == 1:
            found.add((key, next(value for value, start in starts.items() if crossed[0].startswith(start))))
    crossed = [label for label, on in profile["domeinen"].get("3", {}).items() if on]
    return found | {(FIELDS[label], True) for label in crossed}


def scale_answers(ivo: Questionnaire, profile: dict) -> set[tuple[str, object]]:
    """Marks on the ten scales, found by their first pole; the parsed text carries stray footnote numbers."""
    scales = {plain(question.low): question.key for question in ivo.questions if question.type == "scale"}
    found = set()
    for poles, marks in profile["onderwijsdimensies_1_4"].items():
        low = re.sub(r"^[\d. ]+", "", plain(poles.split("↔")[0]))
        if len(marks) == 1:
            found.add((scales[low], marks[0]))
    return found


def boxes_of_most_schools() -> list[str]:
    """Texts behind a box that stand in at least four of five profiles. A box with a box behind it is a scale."""
    profiles = ordinary_profiles()
    seen: Counter[str] = Counter()
    for profile in profiles:
        text = (REAL_PROFILES / "plein013_2015_txt" / profile["bestand"]).read_text(encoding="utf-8")
        seen.update({plain(box) for box in re.findall(r"[☐☒]([^☐☒\n]+)$", text, re.MULTILINE)} - {""})
    poles = re.compile(r"^\d* *(?=\D)")
    return [poles.sub("", box) for box, count in seen.items() if count >= 0.8 * len(profiles)]
