"""In a list only what was refused is marked, and it keeps its place."""

import pytest

from dekkend.questionnaires.tests.test_fields import FORM, GROWTH, asked
from dekkend.questionnaires.tree import question_node
from dekkend.questionnaires.values import InvalidAnswer, clean
from dekkend.questionnaires.widgets import ambition_rows, plan_rows, table_rows, text_rows

LONG = "x" * 1001
ERROR = "Dit kan niet."


def node(key):
    return question_node(FORM, FORM.question(key), {"ambitions": GROWTH})


def wrong(rows):
    return [row["wrong"] for row in rows]


def test_the_row_that_the_message_names_is_the_row_that_is_marked():
    question, typed = FORM.question("school.coordinators"), ["goed", "", LONG, ""]
    with pytest.raises(InvalidAnswer, match=r"^Regel 3: "):
        clean(question, typed)
    rows = text_rows(node(question.key), typed, ERROR)
    assert [row["text"] for row in rows] == ["goed", "", LONG, "", ""]
    assert wrong(rows) == [False, False, True, False, False]


@pytest.mark.parametrize(
    ("rows", "key", "value"),
    [
        (text_rows, "school.coordinators", ["a"]),
        (text_rows, "support.means", ["a"]),
        (text_rows, "school.coordinators", None),
        (ambition_rows, "ambitions", GROWTH),
    ],
)
def test_a_fault_about_all_rows_stands_at_the_first(rows, key, value):
    assert wrong(rows(node(key), value, ERROR))[0] is True
    assert not any(wrong(rows(node(key), value, ERROR))[1:])
    assert not any(wrong(rows(node(key), value, "")))


def test_two_rows_are_always_free():
    assert [row["text"] for row in text_rows(node("school.coordinators"), ["a", "", ""], "")] == ["a", "", ""]
    assert [row["text"] for row in ambition_rows(node("ambitions"), None, "")] == ["", ""]


def test_an_ambition_that_is_too_long():
    rows = ambition_rows(node("ambitions"), [*GROWTH, {"id": "", "text": LONG, "needs": []}], ERROR)
    assert wrong(rows) == [False, False, True, False, False]


def test_of_a_plan_only_the_part_that_was_refused():
    typed = {"4e5f6a7b": {"step": "Kiezen", "who": LONG, "due": "31-2-2031", "status": "doing"}}
    rows = plan_rows(node("ambitions.plan"), typed, ERROR)
    assert wrong(rows) == [set(), {"who", "due"}]
    assert [(row["text"], row["due"]) for row in rows] == [
        ("Een stille\nkamer", ""),
        ("Beter leren lezen", "31-2-2031"),
    ]
    assert wrong(plan_rows(node("ambitions.plan"), typed, "")) == [set(), set()]
    assert wrong(plan_rows(node("ambitions.plan"), {}, ERROR)) == [{"step"}, set()]


@pytest.mark.parametrize(
    ("typed", "refused"),
    [
        ({"what": "Bellen", "who": LONG, "by": "31-2-2031"}, ["who", "by"]),
        ({"what": "", "who": "Sem", "by": ""}, ["what"]),
        ({"what": LONG, "who": "Sem", "by": ""}, ["what"]),
    ],
)
def test_of_a_table_only_the_cells_that_were_refused(typed, refused):
    good = {"what": "Goed", "who": "", "by": ""}
    rows = table_rows(node("support.agreements"), [good, typed], ERROR)
    assert [[cell["column"].key for cell in row if cell["wrong"]] for row in rows] == [[], refused, [], []]
    assert [cell["text"] for cell in rows[1]] == list(typed.values())
    unmarked = table_rows(node("support.agreements"), [good, typed], "")
    assert not any(cell["wrong"] for row in unmarked for cell in row)
    assert table_rows(node("support.agreements"), [good] * 101, ERROR)[0][0]["wrong"]


def test_the_page_marks_one_control():
    form = asked("ambitions.plan", {"4e5f6a7b": {"due": "31-2-2031"}}, ERROR)
    marked = [attrs["name"] for _, attrs in form.tags if attrs.get("aria-invalid")]
    assert marked == ["ambitions.plan.4e5f6a7b.due"]
