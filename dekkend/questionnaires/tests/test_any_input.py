"""Whatever comes in, from a browser, a file or a region's editor: it is read, or refused in words."""

from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dekkend.questionnaires.conditions import ConditionError, parse
from dekkend.questionnaires.reading import DefinitionError, Reader
from dekkend.questionnaires.types import KINDS
from dekkend.questionnaires.values import InvalidAnswer, clean

KEYS = ["checked", "text", "items", "id", "needs", "step", "due", "status", "number", "year", "nurse"]
VALUES = ["goed", "often", "reading", "wheels", "ab12cd34", "2025", "yes", "on", "todo", "2026-02-28"]
words = st.text(max_size=8) | st.sampled_from(VALUES)
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | words,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(words | st.sampled_from(KEYS), inner, max_size=3)
    ),
    max_leaves=8,
)
tokens = st.sampled_from(
    ["a", "b.c", "is", "not", "in", "includes", "and", "or", "(", ")", "[", "]", ",", "<", "yes", "7", '"x"']
)


@settings(derandomize=True, deadline=None, max_examples=1000)
@given(place=st.integers(0, 20), value=json_values)
def test_any_json_is_an_answer_or_is_refused(small, place, value):
    """What was cleaned stays as it is when it is cleaned again."""
    question = small.questions[place]
    try:
        cleaned = clean(question, value)
    except InvalidAnswer as refused:
        said = refused.message
    else:
        said = "Goed."
        assert cleaned is None or clean(question, cleaned) == cleaned
    assert said.endswith(".")


@settings(derandomize=True, deadline=None, max_examples=400)
@given(st.lists(tokens, max_size=12).map(" ".join) | st.text(max_size=20))
def test_any_text_is_a_condition_or_is_refused(text):
    try:
        condition = parse(text)
    except ConditionError:
        return
    assert condition.holds({}) in (True, False)


@pytest.mark.parametrize("opened", ["(" * 5000, "not " * 5000, "(not " * 5000])
def test_a_condition_can_not_be_nested_without_end(opened):
    with pytest.raises(ConditionError, match="dit zijn te veel haakjes in elkaar"):
        parse(opened + "a")


DAMAGE: list[dict[str, Any]] = [
    {"type": "essay"},
    {"type": None},
    {"type": 3},
    {"label": ""},
    {"lable": "x"},
    {"required": "soms"},
    {"audience": ["public"]},
    {"shown_when": "niet dit"},
    {"shown_when": "gone.away"},
    {"required_when": "gone.away is 3"},
    {"shown_when": 7},
    {"needs": ["gold"]},
    {"needs": "reading"},
    {"group": "nergens"},
    {"answered_by": "team"},
    {"tags": [1]},
    {"translations": {"en": "x"}},
    {"help": ["x"]},
    {"meets": "soon"},
    {"steps": 0},
    {"options": 5},
    {"options": "gone"},
    {"options": ["goed"]},
    {"rows": "x"},
    {"columns": "x"},
    {"columns": [{"key": "a", "label": "A", "type": "number"}]},
    {"ambitions": ["mission"]},
    {"max_length": -1},
    {"suggestions": {"a": "b"}},
]


@settings(derandomize=True, deadline=None, max_examples=200)
@given(place=st.integers(0, 20), damage=st.sampled_from(DAMAGE))
def test_any_fault_names_its_question(small_definition, place, damage):
    data = deepcopy(small_definition)
    question = questions_in(data)[place]
    question |= damage
    for name in [name for name, value in question.items() if value is None]:
        del question[name]
    with pytest.raises(DefinitionError) as refused:
        Reader(data, "klein/2024.toml").questionnaire()
    place = f"klein/2024.toml, vraag «{question['key']}»: "
    assert any(fault.startswith(place) for fault in refused.value.faults)


@settings(derandomize=True, deadline=None, max_examples=300)
@given(part=st.data())
def test_nonsense_in_any_place_is_refused_in_words(small_definition, part):
    data = deepcopy(small_definition)
    table = part.draw(st.sampled_from([data, *data["chapter"], *data["need"], *questions_in(data)]))
    field = part.draw(st.sampled_from(sorted(table)) | st.text(max_size=5))
    table[field] = part.draw(json_values)
    try:
        Reader(data, "klein/2024.toml").questionnaire()
    except DefinitionError as refused:
        faults = refused.faults
    else:
        faults = ["klein/2024.toml: niets"]
    assert all(fault.startswith("klein/2024.toml") for fault in faults)


def test_a_chapter_without_a_key_has_that_one_fault(definition):
    del definition["chapter"][-1]["key"]
    with pytest.raises(DefinitionError) as refused:
        Reader(definition, "klein/2024.toml").questionnaire()
    assert refused.value.faults == ["klein/2024.toml, hoofdstuk nummer 5: key ontbreekt"]


def test_the_small_form_has_every_type(small):
    """Or the tests above would leave one out."""
    assert {question.type for question in small.questions} == set(KINDS)
    assert len(small.questions) == 22


def questions_in(data: dict[str, Any]) -> list[dict[str, Any]]:
    return [question for chapter in data["chapter"] for question in chapter.get("question", [])]
