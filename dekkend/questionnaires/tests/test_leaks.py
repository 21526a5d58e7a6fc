"""A plan tells of ambitions elsewhere: what may not be seen of those does not come along with it."""

import json

import pytest
from django.template.loader import render_to_string

from dekkend.questionnaires.evaluation import freeze
from dekkend.questionnaires.outputs.json import tree_to_json
from dekkend.questionnaires.outputs.pdf import tree_for_pdf
from dekkend.questionnaires.reading import Reader
from dekkend.questionnaires.tree import build_tree

ROW = {"who": "", "due": "", "status": "todo"}
ANSWERS = {
    "wants": True,
    "inside": [{"id": "aaaa", "text": "Geheim plan", "needs": []}],
    "outside": [{"id": "bbbb", "text": "Open plan", "needs": []}],
    "plan": {"aaaa": ROW | {"step": "Geheime stap"}, "bbbb": ROW | {"step": "Open stap"}},
}


def form(**inside):
    """A plan over two lists of ambitions, of which the first is `inside`."""
    lists = [
        {"key": "wants", "type": "yes_no", "label": "Wilt u?"},
        {"key": "inside", "type": "ambitions", "label": "Binnen"} | inside,
        {"key": "outside", "type": "ambitions", "label": "Buiten"},
    ]
    plan = {"key": "plan", "type": "plan", "label": "Plan", "ambitions": ["inside", "outside"]}
    chapter = {"key": "growth", "title": "Groei", "question": [plan, *lists]}
    return Reader({"form": "f", "name": "1", "title": "F", "chapter": [chapter]}, "f").questionnaire()


def outputs(questionnaire, answers, audience):
    tree = build_tree(questionnaire, answers, audience=audience)
    html = render_to_string("questionnaires/tree.html", {"nodes": tree, "level": 2})
    return [html, json.dumps(tree_to_json(tree)), json.dumps(tree_for_pdf(tree))]


@pytest.mark.parametrize(("audience", "seen"), [("school", True), ("region", False), ("public", False)])
def test_of_ambitions_for_the_school(audience, seen):
    for output in outputs(form(audience="school"), ANSWERS, audience):
        assert ("Geheim plan" in output, "Geheime stap" in output) == (seen, seen)
        assert "Open plan" in output
        assert "Open stap" in output


@pytest.mark.parametrize("wants", [True, False])
def test_of_ambitions_that_are_not_asked(wants):
    questionnaire, answers = form(shown_when="wants"), ANSWERS | {"wants": wants}
    for output in outputs(questionnaire, answers, "school"):
        assert ("Geheim plan" in output, "Geheime stap" in output) == (wants, wants)
        assert "Open stap" in output
    assert ("aaaa" in freeze(questionnaire, answers)["plan"]) is wants


def test_a_plan_of_which_nothing_is_left_is_no_answer():
    only_inside = ANSWERS | {"plan": {"aaaa": ROW | {"step": "Geheime stap"}}}
    tree = build_tree(form(audience="school"), only_inside, audience="public", only_answered=True)
    assert [node.key for node in tree[0].children] == ["wants", "outside"]
