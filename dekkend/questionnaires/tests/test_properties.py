"""What must hold for any form and any answers, not only for those we thought of."""

import json
from typing import Any

from django.template.loader import render_to_string
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dekkend.questionnaires.by_need import by_need
from dekkend.questionnaires.definition import Questionnaire
from dekkend.questionnaires.evaluation import carry, freeze, visible_keys
from dekkend.questionnaires.outputs.json import answers_from_json, tree_to_json
from dekkend.questionnaires.outputs.pdf import tree_for_pdf
from dekkend.questionnaires.tests.strategies import answers_to, definitions, mark_of
from dekkend.questionnaires.tree import SEES, build_tree
from dekkend.questionnaires.values import clean

many = settings(
    derandomize=True, deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow]
)


@st.composite
def filled_in(draw: st.DrawFn) -> tuple[Questionnaire, dict[str, Any]]:
    questionnaire = draw(definitions())
    return questionnaire, draw(answers_to(questionnaire))


def outputs(tree) -> dict[str, str]:
    """Every output of a tree, as text."""
    html = render_to_string("questionnaires/tree.html", {"nodes": tree, "level": 2})
    return {"html": html, "json": json.dumps(tree_to_json(tree)), "pdf": json.dumps(tree_for_pdf(tree))}


@many
@given(filled_in())
def test_what_is_stored_is_valid(filled):
    questionnaire, answers = filled
    for key, value in answers.items():
        assert clean(questionnaire.question(key), value) == value


@many
@given(filled_in())
def test_frozen_answers_come_back_from_json(filled):
    questionnaire, answers = filled
    frozen = freeze(questionnaire, answers)
    tree = build_tree(questionnaire, frozen, audience="school")
    assert answers_from_json(json.loads(json.dumps(tree_to_json(tree)))) == frozen


@many
@given(filled_in())
def test_freezing_again_changes_nothing(filled):
    questionnaire, answers = filled
    frozen = freeze(questionnaire, answers)
    assert freeze(questionnaire, json.loads(json.dumps(frozen))) == frozen
    assert visible_keys(questionnaire, frozen) == visible_keys(questionnaire, answers)


@many
@given(filled_in(), st.sampled_from(sorted(SEES)))
def test_what_is_hidden_is_in_no_output(filled, audience):
    questionnaire, answers = filled
    shown = visible_keys(questionnaire, answers)
    tree = build_tree(questionnaire, answers, audience=audience)
    texts = outputs(tree) | {"by need": repr(by_need(questionnaire, tree))}
    for question in questionnaire.questions:
        if question.key in shown and question.audience in SEES[audience]:
            continue
        for name, text in texts.items():
            assert mark_of(question.key) not in text, name
            assert question.label not in text, name


@many
@given(filled_in(), st.sampled_from(sorted(SEES)))
def test_what_is_asked_is_in_every_output(filled, audience):
    """Or the test above would hold for outputs that show nothing."""
    questionnaire, answers = filled
    shown = visible_keys(questionnaire, answers)
    texts = outputs(build_tree(questionnaire, answers, audience=audience))
    for question in questionnaire.questions:
        seen = question.key in shown and question.audience in SEES[audience]
        if seen and question.type in ("text", "prose") and question.key in answers:
            for name, text in texts.items():
                assert mark_of(question.key) in text, name
                assert question.label in text, name


@many
@given(filled_in())
def test_what_is_ticked_stands_with_its_need(filled):
    """Or nothing of it could be hidden there."""
    questionnaire, answers = filled
    found = by_need(questionnaire, build_tree(questionnaire, answers, audience="school"))
    for question in questionnaire.questions:
        if question.key in visible_keys(questionnaire, answers) and question.type == "check":
            ways = {one.need.key: one.ways for one in found}
            for need in question.needs if question.meets and answers.get(question.key) else ():
                assert question.key in [node.key for way in ways[need] for node in way.ticks]


@many
@given(filled_in(), definitions())
def test_carrying_over_never_fails(filled, new):
    old, answers = filled
    carried = carry(old, new, answers)
    assert carried == {key: clean(new.question(key), value) for key, value in carried.items()}


@many
@given(filled_in())
def test_carrying_over_to_the_same_form_keeps_all(filled):
    questionnaire, answers = filled
    assert carry(questionnaire, questionnaire, answers) == answers
