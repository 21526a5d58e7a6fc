"""What the answers say about each need: the way, the boxes, and the sentences of a text."""

import pytest

from dekkend.questionnaires.by_need import by_need, passages_about, questions_in, tagged
from dekkend.questionnaires.definition import Need
from dekkend.questionnaires.reading import DefinitionError, Reader
from dekkend.questionnaires.tree import build_tree

READING = Need("reading", "lezen", words=("lees", "leest", "lezen"))
QUIET = Need("quiet", "rust", words=("stil", "rust"))
TEXT = """Leest uw kind traag? Dan helpen wij elke dag. Wie rust zoekt, vindt een stille hoek.

Wij gymmen buiten."""


@pytest.fixture
def form(definition):
    """The small form, with a text behind its list of referrals and words for two needs."""
    definition["need"][0]["words"] = ["lees", "leest", "lezen"]
    definition["need"][1]["words"] = ["stil", "rust"]
    offer = next(chapter for chapter in definition["chapter"] if chapter["key"] == "support")
    offer["question"].append({"key": "support.told", "type": "prose", "label": "Hoe dan?", "tags": ["lead"]})
    listed = next(question for question in offer["question"] if question["key"] == "support.referral")
    listed["told_in"] = "support.told"
    return definition


def read(definition):
    return Reader(definition, "klein").questionnaire()


def said(form, answers, audience="public"):
    whole = read(form)
    found = by_need(whole, build_tree(whole, answers, audience=audience))
    return {answers.need.key: answers for answers in found}


def test_every_need_of_the_list_in_its_order_also_the_silent_ones(form):
    found = said(form, {"support.reading": True})
    assert list(found) == ["reading", "quiet", "wheels"]
    assert [answers.meets for answers in found.values()] == [("basic",), (), ()]
    assert found["quiet"].nearest == ""


def test_ways_stand_from_near_to_far(form):
    answers = {
        "support.referral": ["reading"],
        "support.means": {"checked": True, "items": ["liniaal"]},
        "support.reading": True,
    }
    reading = said(form, answers)["reading"]
    assert reading.meets == ("basic", "own", "refer")
    assert [[node.key for node in way.ticks] for way in reading.ways] == [
        ["support.reading"],
        ["support.means"],
        [],
    ]


def test_a_box_that_is_not_ticked_says_nothing(form):
    assert said(form, {"support.reading": False})["reading"].ways == ()


def test_a_list_leads_to_the_sentences_of_its_text(form):
    quiet = said(form, {"support.referral": ["quiet"], "support.told": TEXT})["quiet"]
    assert quiet.ways[0].passages == "Wie rust zoekt, vindt een stille hoek."
    assert [node.key for node in quiet.texts] == ["support.told"]


def test_a_text_that_was_shown_whole_is_not_offered_again(form):
    quiet = said(form, {"support.referral": ["quiet"], "support.told": "Een stille hoek."})["quiet"]
    assert (quiet.ways[0].passages, quiet.texts) == ("Een stille hoek.", ())


def test_what_an_audience_may_not_see_is_no_answer(form):
    told = form["chapter"][-2]["question"][-1]
    told["audience"] = "school"
    answers = {"support.referral": ["quiet"], "support.told": "Een stille hoek, geheim."}
    assert said(form, answers)["quiet"].ways[0].passages == ""
    assert "geheim" in said(form, answers, "school")["quiet"].ways[0].passages


def test_tagged_questions_with_something_to_read(form):
    whole = read(form)
    assert tagged(build_tree(whole, {}, audience="public"), "lead") == ()
    [node] = tagged(build_tree(whole, {"support.told": "Hallo."}, audience="public"), "lead")
    assert node.key == "support.told"
    keys = [node.key for node in questions_in(build_tree(whole, {}, audience="school"))]
    assert keys == [question.key for question in whole.questions if not question.shown_when]


@pytest.mark.parametrize("key", ["support.nowhere", "support.reading"])
def test_told_in_must_be_a_text(form, key):
    listed = next(q for q in form["chapter"][-2]["question"] if q["key"] == "support.referral")
    listed["told_in"] = key
    with pytest.raises(DefinitionError, match=f"told_in noemt «{key}»"):
        read(form)


def test_only_a_list_of_needs_has_a_told_in(form):
    form["chapter"][-2]["question"][0]["told_in"] = "support.told"
    with pytest.raises(DefinitionError, match="«told_in» hoort niet bij het type check"):
        read(form)


class TestPassages:
    def test_what_follows_on_a_sentence_belongs_to_it(self):
        found = passages_about(READING, TEXT, (READING, QUIET))
        assert found == "Leest uw kind traag? Dan helpen wij elke dag."

    def test_a_sentence_that_points_back_brings_the_one_before_it(self):
        text = "Op woensdag is er een groep. Die leest samen. Wij zingen. Stil is het nooit."
        found = passages_about(READING, text, (QUIET,))
        assert found == "Op woensdag is er een groep. Die leest samen. Wij zingen."

    def test_beginnings_of_words_only(self):
        assert passages_about(QUIET, "Een postille. Ontrust.") == ""
        assert passages_about(QUIET, "STILTE in de klas.") == "STILTE in de klas."

    def test_a_list_stays_whole(self):
        text = "Dit doen wij:\n\n- samen lezen\n- stil werken"
        assert passages_about(READING, text, (QUIET,)) == "- samen lezen\n- stil werken"

    def test_markup_is_never_cut_in_two(self):
        text = "**Wij lezen. Stil is het niet.** Daarna gym."
        assert passages_about(READING, text, (QUIET,)) == text

    def test_a_need_without_words_is_in_no_text(self):
        assert passages_about(Need("x", "lezen"), "Wij lezen.") == ""
