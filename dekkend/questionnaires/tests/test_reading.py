"""A definition with a fault says which, where, and all at once."""

import copy
import tomllib
from pathlib import Path

import pytest

from dekkend.questionnaires.loader import read_definition
from dekkend.questionnaires.reading import DefinitionError, Reader
from dekkend.questionnaires.types import KINDS

HERE = Path(__file__).parent
SMALL = tomllib.loads((HERE / "klein.toml").read_text(encoding="utf-8"))
TEXT = {"key": "one", "type": "text", "label": "Een"}


def faults(*questions: dict, **top) -> list[str]:
    data = {"form": "f", "name": "1", "title": "F", "chapter": [chapter(*questions)]} | top
    with pytest.raises(DefinitionError) as wrong:
        Reader(data, "f/1.toml").questionnaire()
    return wrong.value.faults


def chapter(*questions: dict, **fields) -> dict:
    return {"key": "part", "title": "Deel", "question": list(questions)} | fields


def test_the_small_form_has_one_question_of_each_type():
    questionnaire = read_definition(HERE / "klein.toml")
    assert {question.type for question in questionnaire.questions} == set(KINDS)
    assert {question.audience for question in questionnaire.questions} == {"public", "region", "school"}
    assert [page.key for page in questionnaire.pages] == ["school", "inspection", "support", "growth"]
    assert questionnaire.question("inspection.lessons").option("goed").label == "goed"
    assert questionnaire.question("support.referral").option_values == ("reading", "quiet", "wheels")
    with pytest.raises(KeyError):
        questionnaire.question("elsewhere")


def test_the_same_content_has_the_same_checksum():
    other = copy.deepcopy(SMALL)
    assert Reader(other, "").questionnaire().checksum == Reader(SMALL, "").questionnaire().checksum
    other["title"] = "Anders"
    assert Reader(other, "").questionnaire().checksum != Reader(SMALL, "").questionnaire().checksum


@pytest.mark.parametrize(
    ("fields", "fault"),
    [
        ({"type": "essay"}, "het type «essay» bestaat niet"),
        ({"label": ""}, "label is leeg"),
        ({"lable": "x"}, "«lable» kennen wij niet"),
        ({"label": 3}, "label moet zijn: een tekst. Er staat «3»"),
        ({"max_length": 0}, "max_length moet zijn: een heel getal boven 0. Er staat «0»"),
        ({"required": "yes"}, "required moet zijn: een van: advised, optional, required. Er staat «yes»"),
        ({"audience": "all"}, "audience moet zijn: een van: public, region, school. Er staat «all»"),
        ({"tags": "judgement"}, "tags moet zijn: een lijst met teksten. Er staat «judgement»"),
        ({"minimum": 3}, "«minimum» hoort niet bij het type text"),
        ({"options": "judgement"}, "«options» hoort niet bij het type text"),
        ({"pattern": "["}, "pattern is niet te lezen: unterminated character set at position 0"),
        ({"shown_when": "one is"}, "de voorwaarde «one is» klopt niet: hier ontbreekt een waarde"),
        ({"shown_when": "two"}, "de voorwaarde noemt «two», een vraag die er niet is"),
        ({"required_when": "two"}, "de voorwaarde noemt «two», een vraag die er niet is"),
        ({"shown_when": "one"}, "de voorwaarde hangt in een kring van zichzelf af"),
        ({"required_when": "one > 3"}, "de voorwaarde kan «one» niet zo vergelijken met «3»"),
        ({"needs": ["flying"]}, "needs noemt «flying», een behoefte die er niet is"),
        ({"group": "safety"}, "group noemt «safety», die niet in chapter.groups staat"),
        ({"type": "choice"}, "options ontbreekt"),
        ({"type": "choice", "options": "judgement"}, "de lijst met antwoorden «judgement» bestaat niet"),
        ({"type": "number", "minimum": 3, "maximum": 2}, "minimum 3 is hoger dan maximum 2"),
        ({"type": "table"}, "columns ontbreekt"),
        ({"columns": [{"key": "a", "label": "A"}]}, "«columns» hoort niet bij het type text"),
        (
            {"type": "table", "columns": [{"key": "a", "label": "A"}] * 2},
            "de kolom «a» staat twee keer in columns",
        ),
        ({"type": "scale"}, "low en high moeten zeggen wat de uitersten zijn"),
        ({"type": "plan"}, "ambitions moet de lijsten noemen waar dit plan over gaat"),
        (
            {"type": "plan", "ambitions": ["two"]},
            "ambitions noemt «two», en dat is geen vraag van het type ambitions",
        ),
        ({"papers": "yes"}, "papers moet zijn: true of false. Er staat «yes»"),
        (
            {"papers": True, "source": "site.name"},
            "papers hoort bij een vraag die de school zelf beantwoordt",
        ),
        (
            {"type": "fixed", "text": "t", "papers": True},
            "papers hoort bij een vraag die de school zelf beantwoordt",
        ),
        (
            {"answered_by": ["cook"]},
            "answered_by noemt «cook». Wie antwoordt, is een van: head_teacher, support_coordinator, team, "
            "region, register",
        ),
        ({"answered_by": "team"}, "answered_by moet zijn: een lijst met sleutels. Er staat «team»"),
        ({"school_guide": "all"}, 'school_guide moet zijn: een van: "", basic, extra. Er staat «all»'),
        (
            {"school_guide": "basic", "audience": "school"},
            "school_guide hoort bij een antwoord voor iedereen: de schoolgids is openbaar",
        ),
        ({"type": "fixed"}, "text ontbreekt"),
        ({"type": "fixed", "text": "t", "required": "required"}, "een vaste tekst kan niet verplicht zijn"),
    ],
)
def test_a_fault_names_file_and_question(fields, fault):
    assert f"f/1.toml, vraag «one»: {fault}" in faults(TEXT | fields)


def test_translations_are_checked():
    [fault] = faults(TEXT | {"translations": {"en": {"lable": "One"}}})
    assert fault.startswith(
        "f/1.toml, vraag «one»: translations moet zijn: een tabel met per taal een tabel met "
    )


@pytest.mark.parametrize(
    ("top", "fault"),
    [
        ({"colour": "red"}, "f/1.toml: «colour» kennen wij niet"),
        ({"title": ""}, "f/1.toml: title moet zijn: een tekst. Er staat «»"),
        ({"chapter": [chapter(), chapter()]}, "f/1.toml: hoofdstuk «part» komt twee keer voor"),
        (
            {"chapter": [chapter(within="top")]},
            "f/1.toml: hoofdstuk «part» valt binnen «top», een hoofdstuk dat er niet is",
        ),
        (
            {"chapter": [chapter(within="part")]},
            "f/1.toml: hoofdstuk «part» ligt te diep, of in zichzelf: hoogstens 3 lagen",
        ),
        ({"chapter": [{"title": "Deel"}]}, "f/1.toml, hoofdstuk nummer 1: key ontbreekt"),
        (
            {"carry": [{"from": "old", "to": "gone"}]},
            "f/1.toml: carry gaat naar «gone», een vraag die er niet is",
        ),
        ({"people": {"cook": {}}}, "f/1.toml, people «cook»: label ontbreekt"),
        (
            {"people": {"cook": "kok"}},
            'f/1.toml, people «cook»: elke regel moet zijn: sleutel = { label = "tekst" }. Er staat «kok»',
        ),
        ({"need": [{"key": "a", "label": "A"}] * 2}, "f/1.toml: behoefte «a» komt twee keer voor"),
    ],
)
def test_a_fault_outside_a_question(top, fault):
    assert fault in faults(**top)


def test_a_key_that_is_there_twice():
    assert "f/1.toml, vraag «one»: deze sleutel komt twee keer voor" in faults(TEXT, TEXT)


def test_two_questions_with_one_heading():
    found = faults(TEXT | {"key": "a", "plain": "Waarom?"}, TEXT | {"key": "b", "plain": "Waarom?"})
    assert found == ["f/1.toml, vraag «b»: de kop «Waarom?» staat ook bij «a», in hetzelfde hoofdstuk"]


def test_a_key_that_is_an_input_of_another_question():
    counted = {"key": "pupils", "type": "number", "label": "Aantal", "with_year": True}
    found = faults(counted, TEXT | {"key": "pupils.year"})
    assert found == ["f/1.toml, vraag «pupils»: de sleutel «pupils.year» is al een invoerveld van deze vraag"]


def test_a_circle_through_others_names_all_of_it():
    found = faults(
        TEXT | {"key": "a", "label": "A", "shown_when": "b"},
        TEXT | {"key": "b", "label": "B", "shown_when": "c"},
        TEXT | {"key": "c", "label": "C", "shown_when": "a"},
        TEXT | {"key": "d", "label": "D", "shown_when": "a"},
    )
    circle = "de voorwaarde hangt in een kring van zichzelf af"
    assert found == [f"f/1.toml, vraag «{key}»: {circle}" for key in "abc"]


def test_a_form_may_say_itself_who_answers():
    own = {"people": {"cook": {"label": "de kok", "translated": True}, "guest": {"label": "de gast"}}}
    [fault] = faults(TEXT | {"answered_by": ["cook", "team"]}, **own)
    assert fault.endswith("answered_by noemt «team». Wie antwoordt, is een van: cook, guest")


def test_all_faults_at_once():
    found = faults(
        {"key": "a", "type": "essay", "label": "A"},
        {"key": "b", "type": "text"},
        TEXT | {"shown_when": "nowhere"},
        {"type": "text", "label": "Zonder sleutel"},
    )
    assert found == [
        "f/1.toml, vraag «a»: het type «essay» bestaat niet",
        "f/1.toml, vraag «b»: label ontbreekt",
        "f/1.toml, hoofdstuk «part», vraag nummer 4: key ontbreekt",
        "f/1.toml, vraag «one»: de voorwaarde noemt «nowhere», een vraag die er niet is",
    ]
