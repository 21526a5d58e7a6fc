"""Each widget: with nothing, with an answer, with what was refused; and what it sends back."""

from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from django.http import QueryDict
from django.template.loader import render_to_string

from dekkend.questionnaires.loader import read_definition
from dekkend.questionnaires.tree import question_node
from dekkend.questionnaires.values import InvalidAnswer, clean, read_input

FORM = read_definition(Path(__file__).parent / "klein.toml")
GROWTH = [
    {"id": "0a1b2c3d", "text": "Een stille\nkamer", "needs": ["quiet", "wheels"]},
    {"id": "4e5f6a7b", "text": "Beter leren lezen", "needs": []},
]
STORED: dict[str, Any] = {
    "school.postcode": "3495 AB",
    "school.pupils": {"number": 0, "year": 2025},
    "school.classes": 8,
    "school.coordinators": ["Nadia", 'Sem "de Vries" & <co>'],
    "mission": "Wij **bouwen**.\n\n- een brug\n- een huis",
    "inspection.date": "2026-02-28",
    "inspection.judged": False,
    "inspection.lessons": "voldoende",
    "inspection.explanation": "</textarea><b>",
    "support.reading": True,
    "support.tracking": {"checked": True, "text": "Leerspoor"},
    "support.means": {"checked": True, "items": ["liniaal", "koptelefoon"]},
    "support.referral": ["quiet", "wheels"],
    "support.climate": 3,
    "support.partners": {"police": "often"},
    "support.agreements": [
        {"what": "Elke week <bellen>", "who": "Sem", "by": "2027-08-01"},
        {"what": "Rust", "who": "", "by": ""},
    ],
    "ambitions": GROWTH,
    "ambitions.plan": {
        "0a1b2c3d": {"step": "Meten", "who": "Sem", "due": "2027-08-01", "status": "doing"},
        "4e5f6a7b": {"step": "", "who": "", "due": "", "status": "done"},
    },
}
REFUSED: dict[str, Any] = {
    "school.postcode": "34",
    "school.pupils": {"number": "acht", "year": "1"},
    "school.classes": "veel",
    "school.coordinators": ["goed", "", "x" * 90],
    "mission": "te lang " * 300,
    "inspection.date": "31-2-2026",
    "inspection.judged": "misschien",
    "inspection.lessons": "slecht",
    "support.reading": "maybe",
    "support.tracking": {"checked": "yes", "text": "x" * 400},
    "support.means": {"checked": "yes", "items": ["x" * 400]},
    "support.referral": ["flying"],
    "support.climate": "9",
    "support.partners": {"nurse": "soms"},
    "support.agreements": [{"what": "", "who": "Sem", "by": "31-2-2027"}],
    "ambitions": [{"id": "", "text": "x" * 1001, "needs": []}],
    "ambitions.plan": {"0a1b2c3d": {"step": "", "who": "", "due": "31-2-2027", "status": "todo"}},
}


class Form(HTMLParser):
    """What a browser would send, and how the controls are tied to their words."""

    def __init__(self, html: str):
        super().__init__()
        self.sent = QueryDict(mutable=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.area = self.select = ""
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.tags.append((tag, found))
        if tag == "input" and found.get("name"):
            picked = found.get("type") not in ("checkbox", "radio") or "checked" in found
            if picked:
                self.sent.appendlist(found["name"], found.get("value") or "")
        if tag == "select":
            self.select = found["name"] or ""
        if tag == "option" and self.select and "selected" in found:
            self.sent.appendlist(self.select, found.get("value") or "")
        if tag == "textarea":
            self.area, self.text = found["name"] or "", ""

    def handle_data(self, data: str) -> None:
        if self.area:
            self.text += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self.sent.appendlist(self.area, self.text)
            self.area = ""
        if tag == "select":
            self.select = ""

    def having(self, name: str) -> list[str]:
        return [value for _, attrs in self.tags if (value := attrs.get(name))]


def asked(key: str, value: Any, error: str = "", answers: dict[str, Any] | None = None) -> Form:
    node = question_node(FORM, FORM.question(key), {"ambitions": GROWTH} | (answers or {}))
    context = {"node": node, "name": key, "value": value, "error": error}
    return Form(render_to_string(node.field_template, context))


ASKED = [question.key for question in FORM.questions if question.is_answered_here]


@pytest.mark.parametrize("key", sorted(STORED))
def test_what_is_stored_comes_back_from_the_form(key):
    question = FORM.question(key)
    assert clean(question, read_input(question, asked(key, STORED[key]).sent, key)) == STORED[key]


@pytest.mark.parametrize("key", ASKED)
def test_nothing_filled_in_is_no_answer_or_a_no(key):
    question = FORM.question(key)
    value = clean(question, read_input(question, asked(key, None).sent, key))
    unticked = {"support.reading": False, "support.tracking": {"checked": False, "text": ""}}
    unticked["support.means"] = {"checked": False, "items": []}
    assert value == unticked.get(key)


@pytest.mark.parametrize("key", sorted(REFUSED))
def test_what_was_refused_is_kept_as_typed(key):
    """Except for a forged choice, which no form of ours can show."""
    question = FORM.question(key)
    with pytest.raises(InvalidAnswer) as refused:
        clean(question, REFUSED[key])
    form = asked(key, REFUSED[key], refused.value.message)
    again = read_input(question, form.sent, key)
    if question.type in ("text", "number", "prose", "date", "list"):
        kept = again[: len(REFUSED[key])] if isinstance(again, list) else again
        assert kept == REFUSED[key]
    if question.type == "plan":
        assert again["0a1b2c3d"]["due"] == "31-2-2027"
    if question.type == "check_text":
        assert "x" * 400 in str(again)


@pytest.mark.parametrize("key", ASKED)
@pytest.mark.parametrize("error", ["", "Dit kan niet."])
def test_words_and_controls_are_tied(key, error):
    form = asked(key, STORED.get(key), error)
    ids = form.having("id")
    assert len(ids) == len(set(ids)), "an id is there once"
    referred = [
        part
        for name in ("aria-describedby", "aria-labelledby")
        for v in form.having(name)
        for part in v.split()
    ]
    assert set(form.having("for")) | set(referred) <= set(ids)
    assert (f"{key}-error" in referred) == bool(error)
    assert bool(form.having("aria-invalid")) == bool(error) or FORM.question(key).type == "needs"


@pytest.mark.parametrize("key", ASKED)
def test_every_control_has_a_name_to_read_out(key):
    form = asked(key, STORED.get(key))
    labelled = set(form.having("for"))
    for place, (tag, attrs) in enumerate(form.tags):
        if tag in ("input", "textarea", "select") and attrs.get("type") != "hidden":
            within_label = form.tags[place - 1][0] == "label"
            assert within_label or attrs.get("id") in labelled or attrs.get("aria-label"), attrs


def test_a_plan_without_ambitions_says_what_to_do_first():
    node = question_node(FORM, FORM.question("ambitions.plan"), {})
    html = render_to_string(node.field_template, {"node": node, "name": "ambitions.plan", "value": None})
    assert "Vul eerst een ambitie in en bewaar die." in html


def test_a_fixed_text_asks_nothing():
    node = question_node(FORM, FORM.question("region.agreement"), {})
    html = render_to_string(node.field_template, {"node": node, "name": "x", "value": None})
    assert "helpt bij <em>lezen</em> en rekenen." in html
    assert Form(html).sent == QueryDict()
