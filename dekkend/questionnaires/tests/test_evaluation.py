"""What is asked, what is missing, what stays, and what comes along to the next edition."""

from pathlib import Path

import pytest

from dekkend.questionnaires.evaluation import Dropped, carry, carry_over, freeze, missing, visible_keys
from dekkend.questionnaires.loader import read_definition
from dekkend.questionnaires.reading import Reader

HERE = Path(__file__).parent
GROWTH = [{"id": "0a1b2c3d", "text": "Een stille kamer", "needs": ["quiet"]}]
STEP = {"step": "Kamer leegmaken", "who": "Sem", "due": "2027-08-01", "status": "doing"}


@pytest.fixture(scope="module")
def small():
    return read_definition(HERE / "klein.toml")


@pytest.fixture(scope="module")
def next_one():
    return read_definition(HERE / "klein2.toml")


def chain(*links: tuple[str, str]):
    """A form of ticks, each shown when its condition holds; in reverse order, for order must not matter."""
    rows = [{"key": key, "type": "check", "label": key, "shown_when": when} for key, when in reversed(links)]
    rows.append({"key": "first", "type": "check", "label": "first"})
    data = {"form": "f", "name": "1", "title": "F", "chapter": [{"key": "c", "title": "C", "question": rows}]}
    return Reader(data, "f.toml").questionnaire()


class TestVisible:
    def test_hiding_goes_on(self):
        form = chain(("second", "first"), ("third", "second"), ("fourth", "not third"))
        ticked = {"first": True, "second": True, "third": True}
        assert visible_keys(form, ticked) == {"first", "second", "third"}
        assert visible_keys(form, ticked | {"first": False}) == {"first", "fourth"}

    def test_with_no_answers(self, small):
        hidden = {"inspection.lessons", "inspection.explanation", "support.wheels"}
        assert visible_keys(small, {}) == {question.key for question in small.questions} - hidden

    def test_each_door_opens_the_next(self, small):
        answers = {"inspection.judged": True, "inspection.lessons": "onvoldoende"}
        assert visible_keys(small, answers) >= {"inspection.lessons", "inspection.explanation"}
        closed = answers | {"inspection.judged": False}
        assert not visible_keys(small, closed) & {"inspection.lessons", "inspection.explanation"}


class TestMissing:
    def test_required_now_or_by_an_answer(self, small):
        assert [question.key for question in missing(small, {})] == ["mission"]
        below = {"inspection.judged": True, "inspection.lessons": "onvoldoende"}
        assert [question.key for question in missing(small, below)] == ["mission", "inspection.explanation"]

    def test_what_the_register_answers_is_never_missing(self, small):
        assert small.question("school.name").required == "required"
        assert "school.name" not in [question.key for question in missing(small, {})]

    def test_a_tick_that_is_off_is_an_answer(self):
        data = {"key": "a", "type": "check", "label": "A", "required": "required"}
        top = {
            "form": "f",
            "name": "1",
            "title": "F",
            "chapter": [{"key": "c", "title": "C", "question": [data]}],
        }
        form = Reader(top, "f.toml").questionnaire()
        assert [question.key for question in missing(form, {})] == ["a"]
        assert missing(form, {"a": False}) == []


class TestFreeze:
    def test_hidden_and_empty_answers_go(self, small):
        answers = {
            "inspection.judged": False,
            "inspection.lessons": "goed",
            "mission": "",
            "school.coordinators": [],
            "support.reading": False,
            "region.agreement": "gesmokkeld",
            "elsewhere": "gesmokkeld",
        }
        assert freeze(small, answers) == {"inspection.judged": False, "support.reading": False}

    def test_in_the_order_of_the_form(self, small):
        assert list(freeze(small, {"support.reading": True, "mission": "a"})) == [
            "mission",
            "support.reading",
        ]

    def test_a_plan_without_its_ambition_goes(self, small):
        answers = {"ambitions": GROWTH, "ambitions.plan": {"0a1b2c3d": STEP, "99999999": STEP}}
        assert freeze(small, answers)["ambitions.plan"] == {"0a1b2c3d": STEP}
        assert freeze(small, {"ambitions.plan": {"0a1b2c3d": STEP}}) == {}


class TestCarry:
    def test_renamed_mapped_kept_and_dropped(self, small, next_one):
        old = {
            "mission": "Wij bouwen aan een brug.",
            "inspection.judged": True,
            "inspection.lessons": "voldoende",
            "support.reading": False,
            "support.referral": ["reading", "wheels"],
            "school.classes": 3,
            "school.name": "De Regenton",
            "support.climate": 2,
            "ambitions": GROWTH,
            "ambitions.plan": {"0a1b2c3d": STEP},
        }
        carried = carry_over(small, next_one, old)
        assert carried.answers == {
            "school.motto": "Wij bouwen aan een brug.",
            "inspection.framework": "2021",
            "inspection.teaching": "enough",
            "support.reading": False,
            "support.referral": ["reading"],
            "ambitions": GROWTH,
            "ambitions.plan": {"0a1b2c3d": STEP},
        }
        assert carried.dropped == (
            Dropped("support.climate", 2, "Deze vraag is er niet meer."),
            Dropped("school.classes", 3, "3 is te laag. Vul 4 of meer in."),
            Dropped(
                "support.referral", ["reading", "wheels"], "Niet alles hiervan kan in het nieuwe formulier."
            ),
        )
        assert carry(small, next_one, old) == carried.answers

    def test_a_value_that_has_no_new_name_is_asked_anew(self, small, next_one):
        assert carry(small, next_one, {"inspection.lessons": "onvoldoende"}) == {}

    def test_a_no_has_a_new_name_too(self, small, next_one):
        assert carry(small, next_one, {"inspection.judged": False}) == {"inspection.framework": "none"}

    def test_renames_are_only_for_the_edition_it_follows(self, next_one):
        assert carry(next_one, next_one, {"mission": "x", "inspection.judged": True}) == {}

    def test_a_list_that_became_a_list_of_something_else(self, next_one):
        """The same key may have had another type: no part of the old value is taken apart."""
        assert carry(next_one, next_one, {"ambitions": ["Een stille kamer"]}) == {}
