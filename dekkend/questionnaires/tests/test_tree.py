"""The one tree: chapters in each other, questions with their answers, for each audience."""

import re
from itertools import pairwise
from pathlib import Path

import pytest
from django.template.loader import render_to_string

from dekkend.questionnaires.blocks import Line, Mark, Prose
from dekkend.questionnaires.loader import read_definition
from dekkend.questionnaires.runs import runs_of
from dekkend.questionnaires.tree import build_tree, from_register, plain_lines, question_node

HERE = Path(__file__).parent
REGISTER = {"site.name": "De Regenton", "site.pupils": {"number": 212, "year": 2025}}
PUBLIC_ONLY = {"support.wheels", "support.note"}
ANSWERS = {
    "school.postcode": "3495 AB",
    "school.coordinators": ["Nadia", "Sem"],
    "mission": "Wij **bouwen**.",
    "inspection.judged": True,
    "inspection.lessons": "goed",
    "support.reading": True,
    "support.tracking": {"checked": True, "text": "Leerspoor"},
    "support.means": {"checked": False, "items": []},
    "support.referral": ["quiet"],
    "support.note": "Alleen voor ons.",
    "ambitions": [{"id": "0a1b2c3d", "text": "Een stille kamer", "needs": ["quiet"]}],
}


@pytest.fixture(scope="module")
def small():
    return read_definition(HERE / "klein.toml")


def questions_in(nodes) -> dict:
    found = {}
    for node in nodes:
        found |= questions_in(node.children) if node.is_chapter else {node.key: node}
    return found


def test_chapters_stand_in_each_other(small):
    tree = build_tree(small, ANSWERS, audience="public")
    assert [(chapter.key, chapter.depth) for chapter in tree] == [("school", 1), ("offer", 1), ("growth", 1)]
    assert [(part.key, part.depth) for part in tree[1].children] == [("inspection", 2), ("support", 2)]


@pytest.mark.parametrize(
    ("audience", "seen"),
    [("public", set()), ("region", {"support.wheels"}), ("school", {"support.wheels", "support.note"})],
)
def test_each_audience_sees_its_own(small, audience, seen):
    answers = ANSWERS | {
        "support.reading": False,
        "support.referral": ["wheels"],
        "support.wheels": "Een lift.",
    }
    assert questions_in(build_tree(small, answers, audience=audience)).keys() & PUBLIC_ONLY == seen


def test_the_register_fills_what_it_knows(small):
    nodes = questions_in(
        build_tree(small, {"school.name": "Verzonnen"}, audience="public", register=REGISTER)
    )
    assert nodes["school.name"].blocks == (Line("De Regenton"),)
    assert nodes["school.pupils"].value is None
    assert nodes["school.pupils"].offered == "212 op 1 oktober 2025"
    assert from_register(small, REGISTER) == {"school.name": "De Regenton"}


def test_only_what_was_answered(small):
    tree = build_tree(small, ANSWERS, audience="public", only_answered=True)
    assert list(questions_in(tree)) == [
        "school.postcode",
        "school.coordinators",
        "mission",
        "region.agreement",
        "inspection.judged",
        "inspection.lessons",
        "support.reading",
        "support.tracking",
        "support.means",
        "support.referral",
        "ambitions",
    ]


def test_a_chapter_with_nothing_in_it_is_left_out(small):
    assert [c.key for c in build_tree(small, {}, audience="public", only_answered=True)] == [
        "school",
        "offer",
    ]


def test_a_node_knows_its_question(small):
    nodes = questions_in(build_tree(small, ANSWERS, audience="public"))
    assert nodes["region.agreement"].blocks == (
        Prose("Elke school in de regio helpt bij *lezen* en rekenen."),
    )
    assert nodes["support.reading"].blocks == (Mark(True, "een leesprotocol"),)
    assert [need.key for need in nodes["support.reading"].needs] == ["reading"]
    assert nodes["support.means"].needs == ()
    assert nodes["mission"].required
    assert not nodes["school.name"].required
    assert nodes["ambitions.plan"].ambitions == tuple(ANSWERS["ambitions"])
    assert nodes["inspection.date"].opens_group
    assert not nodes["inspection.judged"].opens_group
    assert nodes["inspection.judged"].group == "Het laatste bezoek"


def test_a_label_in_another_language(small):
    nodes = questions_in(build_tree(small, ANSWERS, audience="public", language="en"))
    named = nodes["school.coordinators"]
    assert (named.label, named.words_language, named.language) == ("Support coordinators", "en", "nl")
    wheels = nodes["support.climate"]
    assert (wheels.label, wheels.words_language, wheels.language) == ("Stil of levendig", "nl", "nl")


def test_one_question_for_a_form_also_when_it_is_hidden(small):
    node = question_node(small, small.question("support.wheels"), {"support.wheels": "Een lift."})
    assert node.field_template == "questionnaires/fields/prose.html"
    assert node.label == "Wat ontbreekt er aan ons gebouw?"


def test_an_answer_as_plain_lines(small):
    assert plain_lines(small, small.question("mission"), "a\nb") == ("a", "b")
    tracking = small.question("support.tracking")
    assert plain_lines(small, tracking, ANSWERS["support.tracking"]) == (
        "ja: een leerlingvolgsysteem, te weten: Leerspoor",
    )
    assert plain_lines(small, tracking, None) == ()


class TestRuns:
    """What belongs together on a page to read."""

    def runs(self, small, chapter: str, answers=ANSWERS):
        nodes = build_tree(small, answers, audience="public")
        nodes = [*nodes, *nodes[1].children]
        found = next(node for node in nodes if node.key == chapter)
        return [
            (run.kind, [node.key for node in run.nodes], run.title, run.meets)
            for run in runs_of(found.children)
        ]

    def test_facts_together_and_a_text_on_its_own(self, small):
        facts = ["school.name", "school.postcode", "school.pupils", "school.classes", "school.coordinators"]
        assert self.runs(small, "school") == [("facts", facts, "", ""), ("text", ["mission"], "", "")]

    def test_a_long_list_is_no_fact(self, small):
        runs = self.runs(small, "school", ANSWERS | {"school.coordinators": ["a", "b", "c", "d"]})
        assert [run[0] for run in runs] == ["facts", "text", "text"]

    def test_a_group_has_its_title_once(self, small):
        assert self.runs(small, "inspection") == [
            ("text", ["region.agreement"], "", ""),
            (
                "facts",
                ["inspection.date", "inspection.judged", "inspection.lessons"],
                "Het laatste bezoek",
                "",
            ),
        ]

    def test_ticks_together_with_one_chip(self, small):
        ticks = ["support.reading", "support.tracking", "support.means"]
        assert self.runs(small, "support") == [
            ("ticks", ticks, "", "basic"),
            ("text", ["support.referral"], "", "refer"),
            ("facts", ["support.climate"], "", ""),
            ("text", ["support.partners"], "", ""),
            ("text", ["support.agreements"], "", ""),
        ]

    def test_answers_that_meet_needs_in_two_ways_have_no_chip(self, small):
        answers = ANSWERS | {"support.means": {"checked": True, "items": ["liniaal"]}}
        assert self.runs(small, "support", answers)[0][3] == ""

    def test_a_tick_that_is_off_offers_nothing(self, small):
        assert self.runs(small, "support", ANSWERS | {"support.reading": False})[0][3] == ""


class TestPage:
    def page(self, small, answers=ANSWERS, **context):
        tree = build_tree(small, answers, audience="public", register=REGISTER)
        return render_to_string("questionnaires/tree.html", {"nodes": tree, "level": 2} | context)

    def test_headings_never_skip_a_level(self, small):
        levels = [int(level) for level in re.findall(r"<h([1-6])", self.page(small))]
        assert levels[0] == 2
        assert all(after - before <= 1 for before, after in pairwise(levels))
        assert max(levels) == 4

    def test_a_parent_reads_a_question_in_their_own_words(self, small):
        theirs, forms = "Wat vindt de school belangrijk?", "Missie en visie"
        assert forms in self.page(small)
        assert theirs not in self.page(small)
        assert theirs in self.page(small, words="parents")
        assert forms not in self.page(small, words="parents")

    def test_how_a_need_is_met_stands_there_in_words(self, small):
        page = self.page(small)
        assert page.count("Doet de school standaard") == 1
        assert page.count("Hier helpt een andere school") == 1
        assert "Doet de school extra" not in page

    def test_text_of_a_person_is_never_markup_of_ours(self, small):
        nasty = "<script>alert(1)</script>"
        answers = dict.fromkeys(("mission", "school.postcode"), nasty) | {"school.coordinators": [nasty]}
        page = self.page(small, ANSWERS | answers | {"support.tracking": {"checked": True, "text": nasty}})
        assert "<script" not in page
        assert page.count("&lt;script&gt;") == 4
