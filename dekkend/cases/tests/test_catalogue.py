"""What extra support there is in a year: read, checked against itself and the law, kept as JSON."""

import json
import tomllib
from dataclasses import FrozenInstanceError
from shutil import copytree

import pytest
from django.conf import settings

from dekkend.cases.catalogue import catalogue_files, catalogue_from_dict, read_catalogue
from dekkend.cases.catalogue.reading import KIND, TOP, keys_in_definitions
from dekkend.questionnaires.definition import Questionnaire
from dekkend.questionnaires.loader import read_definition
from dekkend.questionnaires.reading import DefinitionError

RIETLAND = settings.DEFINITIONS / "arrangements" / "rietland"
GOOD = """
name = "klein"
school_year = "2026-2027"
title = "Extra hulp"
file_form = "file"
plan_form = "plan"

[words]
partnership = "Klein"
desk = "het loket"
committee = "de commissie"
committee_short = "CTC"
file = "groeidocument"
plan = "plan"

[[kind]]
key = "hands"
name = "Extra handen"
plain = "Hulp in de klas"
explanation = "Iemand helpt mee."
awarded_by = "desk"
consent = "required"
form = "request"
max_months = 12
hours = { most = 40, per = "school_year" }
may_pass_to = ["tlv"]

  [[kind.criteria]]
  key = "complex"
  text = "Er is meer nodig."

  [[kind.papers_needed]]
  key = "evaluation"
  title = "Evaluatie"
  why = "Wat bracht het?"
  when = "again"

  [kind.review]
  way = "reconsideration"
  weeks = 4
  to = "Klein"
  explanation = "Vraag het nog eens."

[[kind]]
key = "tlv"
name = "Verklaring"
plain = "Naar een andere school"
explanation = "Met een verklaring."
awarded_by = "committee"
consent = "consulted"
declaration = ["SBO", "SO"]
form = "request"
max_months = 24
replaces = ["old"]

  [[kind.criteria]]
  key = "exhausted"
  text = "Het lukt hier niet."

  [kind.review]
  way = "objection"
  weeks = 6
  to = "Klein"
  explanation = "Maak bezwaar."

[[retention]]
key = "file"
title = "De aanvraag"
months = 36
after = "last_decision"
ground = "WPO 18a"
"""
FORMS = {"file": {"absence"}, "plan": set(), "request": {"again"}}


def made(text: str = GOOD, forms=FORMS.get):
    return catalogue_from_dict(tomllib.loads(text), "klein", forms)


def faults_in(text: str) -> list[str]:
    with pytest.raises(DefinitionError) as wrong:
        made(text)
    return wrong.value.faults


class TestReading:
    def test_what_is_not_said_has_a_default(self):
        whole = made()
        assert (whole.decision_weeks, whole.warn_weeks) == (6, 8)
        hands = whole.kind("hands")
        assert (hands.declaration, hands.budget, hands.papers_not_needed) == ((), None, ())
        assert (hands.demands_plan, hands.closed, hands.is_declaration) == (True, False, False)
        assert (hands.hours.most, hands.hours.period) == (40, "per schooljaar")

    def test_a_kind_is_found_by_its_key(self):
        whole = made()
        assert [kind.key for kind in whole.kinds] == ["hands", "tlv"]
        assert whole.kind("tlv").criterion("exhausted").text == "Het lukt hier niet."
        for find in (whole.kind, whole.retention_of, whole.kind("tlv").criterion):
            with pytest.raises(KeyError, match="nothing"):
                find("nothing")

    def test_nothing_of_it_changes(self):
        whole = made()
        with pytest.raises(FrozenInstanceError):
            whole.kind("hands").max_months = 13
        whole.as_dict()["kind"][0]["max_months"] = 13
        assert made(GOOD) == whole
        assert whole.as_dict()["kind"][0]["max_months"] == 12

    def test_json_brings_back_the_same(self):
        whole = made()
        again = catalogue_from_dict(json.loads(json.dumps(whole.as_dict())), "database")
        assert (again, again.checksum) == (whole, whole.checksum)
        assert made(GOOD.replace("= 40", "= 41")).checksum != whole.checksum

    def test_a_paper_may_depend_on_an_answer(self):
        hands = made().kind("hands")
        assert hands.papers_for({}) == ()
        assert [paper.key for paper in hands.papers_for({"again": True})] == ["evaluation"]

    @pytest.mark.parametrize(
        ("months", "term"), [(36, "3 jaar na het laatste besluit"), (18, "18 maanden na het laatste besluit")]
    )
    def test_a_term_reads_as_a_sentence(self, months, term):
        assert made(GOOD.replace("months = 36", f"months = {months}")).retention_of("file").term == term


class TestFaults:
    @pytest.mark.parametrize(
        ("old", "new", "fault"),
        [
            ('name = "klein"', 'name = "Klein"', "name moet zijn: kleine letters"),
            ("2026-2027", "2026-2028", "school_year moet zijn: een schooljaar, zoals 2026-2027"),
            ("2026-2027", "26-27", "school_year moet zijn: een schooljaar, zoals 2026-2027"),
            ('desk = "het loket"\n', "", "words: desk ontbreekt"),
            ("[words]", "colour = 1\n[words]", "klein: «colour» kennen wij niet"),
            ("[words]", "decision_weeks = 9\n[words]", "decision_weeks is meer dan warn_weeks"),
            (
                '"desk"\ncons',
                '"school"\ncons',
                "soort «hands»: awarded_by moet zijn: een van:",
            ),
            ("max_months = 12\n", "", "soort «hands»: max_months ontbreekt"),
            ("max_months = 12", "max_months = 0", "max_months moet zijn: een heel getal boven 0"),
            ("max_months = 12", "max_months = true", "max_months moet zijn: een heel getal boven 0"),
            ('key = "hands"\n', "", "soort nummer 1: key ontbreekt"),
            ('key = "tlv"', 'key = "hands"', "soort «hands»: deze soort komt twee keer voor"),
            ('per = "school_year"', 'per = "day"', "soort «hands», hours: per moet zijn: een van: award"),
            ('pass_to = ["tlv"]', 'pass_to = ["x"]', "may_pass_to noemt «x», een soort die er niet is"),
            ('pass_to = ["tlv"]', 'pass_to = ["hands"]', "may_pass_to noemt de soort zelf"),
            ('["old"]', '["tlv"]', "soort «tlv»: replaces noemt de soort zelf"),
            ('["old"]', '"old"', "replaces moet zijn: een lijst met sleutels"),
            ('["SBO", "SO"]', '["VO"]', "declaration moet zijn: een lijst van: SBO, SO"),
            ('["SBO", "SO"]', "[]", "declaration moet zijn: een lijst van: SBO, SO"),
            ('"again"', '"again and"', "soort «hands»: de voorwaarde «again and» klopt niet"),
            ('"again"', '"never"', "when van «evaluation» noemt «never», een vraag die er niet is"),
            ('form = "file"', 'form = "x"', "klein: file_form noemt «x», een formulier dat er niet is"),
            ('form = "plan"', 'form = "x"', "klein: plan_form noemt «x», een formulier dat er niet is"),
            ('form = "request"', 'form = "x"', "soort «hands»: form noemt «x», een formulier dat er niet is"),
            ("months = 36", "months = -1", "bewaren «file»: months moet zijn: een heel getal boven 0"),
            ('"last_decision"', '"birth"', "after moet zijn: een van: closing, last_decision, leaving"),
            (GOOD[GOOD.index("[[retention]]") :], "", "klein: retention ontbreekt"),
        ],
    )
    def test_it_says_where_and_what(self, old, new, fault):
        faults = faults_in(GOOD.replace(old, new, 1))
        assert any(fault in line for line in faults), faults

    @pytest.mark.parametrize(
        ("old", "new", "fault"),
        [
            ('"consulted"', '"required"', "een tlv vraagt geen toestemming van ouders"),
            ('"objection"', '"reconsideration"', "een tlv is een besluit van de Awb"),
            ("weeks = 6", "weeks = 4", "bezwaar kan 6 weken lang (Awb 6:7)"),
            ('replaces = ["old"]', "demands_plan = false", "heeft een plan (opp)"),
        ],
    )
    def test_a_region_cannot_set_aside_the_law(self, old, new, fault):
        [said] = faults_in(GOOD.replace(old, new, 1))
        assert said.startswith("klein, soort «tlv»: ")
        assert fault in said

    def test_a_part_said_twice(self):
        ground = '  [[kind.criteria]]\n  key = "complex"\n  text = "Er is meer nodig."\n'
        assert faults_in(GOOD.replace(ground, ground * 2)) == [
            "klein, soort «hands»: criteria: de sleutel «complex» komt twee keer voor"
        ]
        rule = GOOD[GOOD.index("[[retention]]") :]
        assert faults_in(GOOD + rule) == ["klein: bewaren «file» komt twee keer voor"]

    def test_all_faults_come_at_once(self):
        assert len(faults_in(GOOD.replace('"request"', '"x"').replace("months = 36", "months = 0"))) == 3

    def test_nothing_at_all_is_told_too(self):
        assert [line for line in faults_in("") if "ontbreekt" not in line] == []

    def test_out_of_the_database_the_forms_are_not_asked_again(self):
        assert (
            made(GOOD.replace('form = "request"', 'form = "gone"'), forms=None).kind("hands").form == "gone"
        )

    def test_a_file_stands_under_its_own_name(self, tmp_path):
        path = tmp_path / "klein" / "2026-2027.toml"
        copytree(RIETLAND / "letters", path.parent / "letters")
        path.write_text((RIETLAND / "2026-2027.toml").read_text())
        with pytest.raises(DefinitionError, match="map en bestand heten anders"):
            read_catalogue(path)
        path.write_text("name = ")
        with pytest.raises(DefinitionError, match="dit is geen TOML"):
            read_catalogue(path)


@pytest.fixture(scope="module")
def years():
    return {path.stem: read_catalogue(path) for path in catalogue_files() if path.parent == RIETLAND}


class TestRietland:
    def test_two_generations_and_who_awards(self, years):
        told = {
            year: [(kind.key, kind.awarded_by, kind.closed) for kind in whole.kinds]
            for year, whole in years.items()
        }
        desk, committee = ("desk", False), ("committee", False)
        newer = [("expertise", *desk), ("workshop", *desk), ("own_budget", *committee)]
        newer += [("placement", *committee)]
        assert told == {
            "2024-2025": [
                ("support_for_school", *desk),
                ("support_for_group", *desk),
                ("own_budget", *committee),
                ("tlv", *committee),
            ],
            "2025-2026": [
                *newer,
                ("support_for_school", "desk", True),
                ("support_for_group", "desk", True),
            ],
            "2026-2027": newer,
        }

    def test_whatever_was_awarded_goes_on_in_the_next_year(self, years):
        for earlier, later in zip(years.values(), list(years.values())[1:], strict=False):
            for kind in earlier.kinds:
                assert later.heir_of(kind.key), (later.school_year, kind.key)
                assert later.heir_of(kind.key) in later.open_kinds or later.kind(kind.key).closed
        assert years["2025-2026"].heir_of("support_for_group").key == "expertise"
        assert years["2026-2027"].heir_of("tlv").key == "placement"
        assert years["2024-2025"].heir_of("placement") is None

    def test_what_is_replaced_was_there_before(self, years):
        seen: set[str] = set()
        for whole in years.values():
            seen |= {kind.key for kind in whole.kinds}
            assert {key for kind in whole.kinds for key in kind.replaces} <= seen

    def test_consent_for_an_arrangement_and_a_say_for_a_declaration(self, years):
        for whole in years.values():
            for kind in whole.kinds:
                says = (kind.consent, kind.review.way, kind.is_declaration)
                assert says in {("required", "reconsideration", False), ("consulted", "objection", True)}
                assert kind.demands_plan

    def test_the_two_grounds_of_the_form_are_criteria(self, years):
        for whole in years.values():
            for kind in whole.kinds:
                assert {"complex", "intensive"} <= {criterion.key for criterion in kind.criteria}, kind.key

    def test_a_request_chooses_among_those_grounds(self, years):
        """That regular education is exhausted is no choice: a request for a declaration argues it."""
        for whole in years.values():
            for kind in whole.kinds:
                [ground] = [q for q in newest(kind.form).questions if "request_ground" in q.tags]
                criteria = {criterion.key for criterion in kind.criteria}
                assert criteria - set(ground.option_values) == {"exhausted"} & criteria
                assert set(ground.option_values) - criteria == {"both"}

    def test_the_file_of_the_partnership_goes_after_three_years(self, years):
        """WPO 18a."""
        for whole in years.values():
            kept = whole.retention_of("file")
            assert (kept.months, kept.after) == (36, "last_decision")

    def test_file_and_request_share_no_key(self, years):
        """Conditions look at the answers of both."""
        for whole in years.values():
            for form in whole.forms:
                assert not keys_of(whole.file_form) & keys_of(form), form


def test_the_example_of_the_readme_shows_every_field():
    text = (settings.DEFINITIONS / "README.md").read_text(encoding="utf-8")
    example = tomllib.loads(text.split("## Arrangements")[1].split("```toml\n")[1].split("```")[0])
    kind = example["kind"][0]
    assert [example.keys(), kind.keys()] == [TOP.keys(), KIND.keys()]
    example["kind"].append(kind | {"key": "own_budget", "may_pass_to": []})
    assert catalogue_from_dict(example, "README.md", keys_in_definitions).kind("placement").is_declaration


def newest(form: str) -> Questionnaire:
    return read_definition(max((settings.DEFINITIONS / form).glob("*.toml")))


def keys_of(form: str) -> set[str]:
    return {question.key for question in newest(form).questions}
