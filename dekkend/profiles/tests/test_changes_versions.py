"""The difference of two versions: counted, in the order of the form, across editions, for one audience."""

import tomllib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from dekkend.profiles.changes import Difference, Text, difference
from dekkend.profiles.changes.telling import form_summary, minutes, summary
from dekkend.questionnaires.definition import Questionnaire
from dekkend.questionnaires.loader import read_definition
from dekkend.questionnaires.reading import Reader
from dekkend.questionnaires.tests.strategies import answers_to, definitions, mark_of
from dekkend.questionnaires.tree import SEES, Attachment

FILE = Path(__file__).parents[2] / "questionnaires" / "tests" / "klein.toml"
KLEIN = read_definition(FILE)
ANSWERS = {
    "mission": "Elk kind hoort erbij.",
    "school.classes": 8,
    "inspection.judged": True,
    "inspection.lessons": "goed",
    "support.note": "Voor ons zelf.",
}


def between(old: dict, new: dict, audience="school", forms=(KLEIN, KLEIN)) -> Difference:
    return difference(Text(forms[0], old), Text(forms[1], new), audience)


def keys(found: Difference) -> dict[str, list[str]]:
    return {part.chapter.key: [each.node.key for each in part.questions] for part in found.chapters}


def test_equal_versions_have_no_difference():
    found = between(ANSWERS, ANSWERS)
    assert found.is_empty
    assert summary(found) == "Niets veranderd. Alle antwoorden zijn hetzelfde."


def test_what_changed_is_counted_and_stands_in_the_order_of_the_form():
    found = between(ANSWERS, ANSWERS | {"support.climate": 2, "mission": "Ieder mens.", "school.classes": 9})
    assert keys(found) == {"school": ["school.classes", "mission"], "support": ["support.climate"]}
    assert summary(found) == "3 vragen veranderd in 2 hoofdstukken. 16 andere antwoorden bleven hetzelfde."
    assert found.same_chapters == 2
    assert [each.state for each in found.questions] == ["Antwoord aangepast"] * 2 + ["Nieuw antwoord"]
    assert minutes(found) == "Lezen kost ongeveer 1 minuut."


def test_a_question_that_is_not_asked_any_more_is_told_with_its_old_answer():
    found = between(ANSWERS, ANSWERS | {"inspection.judged": False})
    judged, lessons = found.questions
    assert (judged.node.key, judged.state) == ("inspection.judged", "Antwoord aangepast")
    assert (lessons.node.key, lessons.state) == ("inspection.lessons", "Vraag niet meer gesteld")
    assert [(change.how, change.pieces[0].text) for change in lessons.changes] == [("removed", "goed")]


def test_facts_of_the_register_count_as_well():
    old, new = (Text(KLEIN, ANSWERS, {"site.name": name}) for name in ("De Ton", "De Regenton"))
    assert [each.node.key for each in difference(old, new, "public").questions] == ["school.name"]


def test_papers_that_came_make_a_change_of_their_own():
    paper = Attachment("Leesplan", "leesplan.pdf", "pdf", 1000, "ab", "school", "/stuk/1")
    old, new = Text(KLEIN, ANSWERS), Text(KLEIN, ANSWERS, attachments={"mission": [paper]})
    [changed] = difference(old, new, "school").questions
    assert changed.state == "Stukken aangepast"
    assert difference(old, new, "public").is_empty


# --- Two editions -------------------------------------------------------------------------------------------


def next_edition(**changes: Any) -> Questionnaire:
    """The small form a year later: `dropped` keys are gone, `renamed` ones moved, `questions` came."""
    data = tomllib.loads(FILE.read_text())
    data |= {"name": "2026", "follows": "2024", "carry": changes.get("carry", [])}
    for chapter in data["chapter"]:
        kept = (row for row in chapter.get("question", []) if row["key"] not in changes.get("dropped", ()))
        chapter["question"] = [row | changes.get("rows", {}).get(row["key"], {}) for row in kept]
    data["chapter"][0]["question"] += changes.get("came", [])
    return Reader(data, "klein-2026.toml").questionnaire()


def across(old: dict, new: dict, audience="school", **changes: Any) -> Difference:
    return between(old, new, audience, (KLEIN, next_edition(**changes)))


def test_the_same_answers_in_another_edition_are_no_change():
    found = across(ANSWERS, ANSWERS)
    assert found.is_empty


def test_questions_that_came_and_went_are_the_forms_doing():
    found = across(
        ANSWERS,
        {key: value for key, value in ANSWERS.items() if key != "school.classes"} | {"school.motto": "Samen"},
        dropped=["school.classes"],
        came=[{"key": "school.motto", "type": "text", "label": "Motto"}],
    )
    assert found.chapters == ()
    assert [each.node.key for each in found.form.came] == ["school.motto"]
    assert [each.node.key for each in found.form.went] == ["school.classes"]
    assert [change.how for each in found.form.came for change in each.changes] == ["added"]
    assert [change.how for each in found.form.went for change in each.changes] == ["removed"]
    assert form_summary(found) == "Er is een nieuw formulier. 1 vraag kwam erbij, 1 vraag verviel."
    assert summary(found) == "De school veranderde niets. 18 antwoorden bleven hetzelfde."


def test_a_carried_answer_is_the_same_one_under_its_new_name_and_value():
    moved = {"key": "school.style", "type": "choice", "label": "Stijl"}
    moved["options"] = [{"value": "good", "label": "prima"}, {"value": "bad", "label": "kan beter"}]
    changes = {
        "dropped": ["inspection.lessons", "inspection.explanation"],
        "came": [moved],
        "carry": [{"from": "inspection.lessons", "to": "school.style", "values": {"goed": "good"}}],
    }
    answers = {key: value for key, value in ANSWERS.items() if key != "inspection.lessons"}
    assert across(ANSWERS, answers | {"school.style": "good"}, **changes).chapters == ()
    [changed] = across(ANSWERS, answers | {"school.style": "bad"}, **changes).questions
    assert [[piece.text for piece in change.pieces] for change in changed.changes] == [["goed", "kan beter"]]


def test_another_text_of_the_region_is_the_forms_doing():
    text = "Elke school in de regio helpt bij lezen, schrijven en rekenen."
    found = across(ANSWERS, ANSWERS, rows={"region.agreement": {"text": text}})
    assert [(each.node.key, each.state) for each in found.form.reworded] == [
        ("region.agreement", "Tekst aangepast")
    ]
    assert found.chapters == ()


def test_an_answer_that_the_form_now_shows_to_fewer_people_is_the_forms_doing():
    narrower = {"rows": {"mission": {"audience": "school"}}}
    found = across(ANSWERS, ANSWERS | {"mission": "Iets nieuws voor ons zelf."}, "public", **narrower)
    assert found.chapters == ()
    assert [each.node.key for each in found.form.went] == ["mission"]
    assert "Iets nieuws" not in str(found)


def test_an_answer_that_the_form_now_shows_to_more_people_brings_no_old_words_along():
    wider = {"rows": {"support.note": {"audience": "public"}}}
    found = across(ANSWERS, ANSWERS | {"support.note": "Voor iedereen."}, "public", **wider)
    assert [each.node.key for each in found.form.came] == ["support.note"]
    assert "Voor ons zelf" not in str(found)


# --- Whatever the form and the answers ----------------------------------------------------------------------


@st.composite
def pairs(draw: st.DrawFn) -> tuple[Questionnaire, dict, dict]:
    questionnaire = draw(definitions())
    return questionnaire, draw(answers_to(questionnaire)), draw(answers_to(questionnaire))


@settings(max_examples=60, deadline=None)
@given(pairs(), st.sampled_from(["public", "region", "school"]))
def test_there_and_back_change_the_same_questions(pair, audience):
    form, one, other = pair
    there, back = (between(old, new, audience, (form, form)) for old, new in ((one, other), (other, one)))
    assert keys(there) == keys(back)
    assert there.same_questions == back.same_questions
    turned = {"added": "removed", "removed": "added", "changed": "changed"}
    assert [each.how for each in there.questions] == [turned[each.how] for each in back.questions]


@settings(max_examples=60, deadline=None)
@given(pairs(), st.sampled_from(["public", "region", "school"]))
def test_nothing_leaks_from_either_side(pair, audience):
    form, one, other = pair
    told = str([list(texts_of(found)) for found in (between(one, other, audience, (form, form)),)])
    hidden = [question.key for question in form.questions if question.audience not in SEES[audience]]
    assert not [key for key in hidden if mark_of(key) in told]


@settings(max_examples=60, deadline=None)
@given(pairs())
def test_a_version_does_not_differ_from_itself(pair):
    form, one, _ = pair
    assert between(one, one, "school", (form, form)).is_empty
    renamed = replace(form, checksum="andere editie")
    assert between(one, one, "school", (form, renamed)).chapters == ()


def texts_of(found: Difference) -> Iterator[str]:
    form = found.form
    for question in (*found.questions, *form.came, *form.went, *form.reworded):
        yield question.node.label
        for change in question.changes:
            yield from (change.label, change.about, *(piece.text for piece in change.pieces))
