"""A definition as plain data (TOML or JSON) becomes a Questionnaire, or a list of faults."""

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import fields
from typing import Any

from dekkend.questionnaires.conditions import Condition, ConditionError, parse
from dekkend.questionnaires.definition import Carry, Chapter, Need, Option, Question, Questionnaire, Row
from dekkend.questionnaires.types import KINDS

KEY = re.compile(r"[a-z][a-z0-9_]*(\.[a-z0-9_]+)*")
TOP = {"form", "name", "title", "language", "follows", "options", "need", "chapter", "carry"}
CHAPTER = {"key", "number", "title", "plain", "within", "intro", "groups", "question"}
QUESTION = {field.name for field in fields(Question)}
CHOICES = {
    "required": {"required", "advised", "optional"},
    "audience": {"public", "school", "region"},
    "meets": {"", "basic", "own", "arrangement", "refer"},
    "normalise": {"", "postcode", "brin"},
}
ANSWERED_BY = {"head_teacher", "support_coordinator", "team", "region", "register"}
TEXTS = {
    "key",
    "type",
    "label",
    "plain",
    "parents",
    "group",
    "help",
    "low",
    "high",
    "pattern",
    "source",
    "offered",
    "text",
}
NUMBERS = {"steps", "max_length", "minimum", "maximum"}
FLAGS = {"not_in_future", "with_year", "several"}
LISTS = {"answered_by", "suggestions", "needs", "ambitions", "tags"}
WITH_OPTIONS = {"choice", "matrix"}


class DefinitionError(ValueError):
    """`faults` lists everything that is wrong, each with file, question and fault, in Dutch."""

    def __init__(self, faults: list[str]):
        super().__init__("\n".join(faults))
        self.faults = faults


class Reader:
    """Reads one definition; `faults` fills up on the way."""

    def __init__(self, data: dict[str, Any], source: str):
        self.data, self.source = data, source
        self.faults: list[str] = []

    def fault(self, text: str, question: str = "") -> None:
        place = f", vraag «{question}»" if question else ""
        self.faults.append(f"{self.source}{place}: {text}")

    def questionnaire(self) -> Questionnaire:
        """Raises DefinitionError with all faults at once."""
        self.unknown(self.data, TOP, "")
        needs = tuple(self.need(row) for row in self.rows(self.data, "need"))
        self.need_keys = [need.key for need in needs]
        self.options_by_name = {
            name: tuple(Option(str(value), str(label)) for value, label in table.items())
            for name, table in self.data.get("options", {}).items()
        }
        self.need_options = tuple(Option(need.key, need.label, need.parents) for need in needs)
        chapters = tuple(self.chapter(row) for row in self.rows(self.data, "chapter"))
        carries = tuple(self.carry(row) for row in self.rows(self.data, "carry"))
        head = {name: self.text(self.data, name) for name in ("form", "name", "title")}
        questionnaire = Questionnaire(
            **head,
            language=self.data.get("language", "nl"),
            follows=self.data.get("follows", ""),
            needs=needs,
            chapters=chapters,
            carries=carries,
            checksum=checksum(self.data),
        )
        self.check_whole(questionnaire)
        if self.faults:
            raise DefinitionError(self.faults)
        return questionnaire

    def check_whole(self, whole: Questionnaire) -> None:
        keys = [question.key for question in whole.questions]
        for key in {key for key in keys if keys.count(key) > 1}:
            self.fault("deze sleutel komt twee keer voor", key)
        names = [chapter.key for chapter in whole.chapters]
        for chapter in whole.chapters:
            if names.count(chapter.key) > 1:
                self.fault(f"hoofdstuk «{chapter.key}» komt twee keer voor")
            if chapter.within and chapter.within not in names:
                self.fault(f"hoofdstuk «{chapter.key}» valt binnen «{chapter.within}», dat er niet is")
        for question in whole.questions:
            self.check_references(question, set(keys))
        for step in whole.carries:
            if step.target not in keys:
                self.fault(f"carry gaat naar «{step.target}», een vraag die er niet is")
        for key in cycle_in(whole):
            self.fault("de voorwaarde hangt in een kring van zichzelf af", key)

    def check_references(self, question: Question, keys: set[str]) -> None:
        for condition in (question.shown_when, question.required_when):
            for key in sorted((condition.keys if condition else frozenset()) - keys):
                self.fault(f"de voorwaarde noemt «{key}», een vraag die er niet is", question.key)
        for key in question.ambitions:
            if key not in keys:
                self.fault(f"ambitions noemt «{key}», een vraag die er niet is", question.key)
        for need in question.needs:
            if need not in self.need_keys:
                self.fault(f"needs noemt «{need}», een behoefte die er niet is", question.key)

    def chapter(self, row: dict[str, Any]) -> Chapter:
        key = self.text(row, "key")
        self.unknown(row, CHAPTER, "")
        texts = {name: row.get(name, "") for name in ("number", "plain", "within", "intro")}
        questions = tuple(self.question(part) for part in self.rows(row, "question"))
        return Chapter(
            key=key, title=self.text(row, "title"), **texts, groups=row.get("groups", {}), questions=questions
        )

    def question(self, row: dict[str, Any]) -> Question:
        key = str(row.get("key", "?"))
        if not KEY.fullmatch(key):
            self.fault("de sleutel mag kleine letters, cijfers, _ en punten hebben", key)
        self.unknown(row, QUESTION, key)
        values = {name: self.value(name, row[name], key) for name in row if name in QUESTION}
        values = {name: value for name, value in values.items() if value is not None}
        values.setdefault("label", "")
        if values.get("type") not in KINDS:
            self.fault(f"het type «{row.get('type', '')}» bestaat niet", key)
        if not values["label"] and values.get("type") != "fixed":
            self.fault("label ontbreekt", key)
        if values.get("type") in ("needs", "ambitions"):
            values["options"] = self.need_options
        if values.get("type") in WITH_OPTIONS and not values.get("options"):
            self.fault("options ontbreekt", key)
        return Question(**{"type": "text", **values})

    def value(self, name: str, value: Any, key: str) -> Any:
        """One field of a question, checked; None when it is wrong."""
        if name in ("shown_when", "required_when"):
            return self.condition(value, key)
        if name == "options":
            return self.options(value, key)
        if name == "rows":
            return tuple(Row(str(row.get("key", "")), str(row.get("label", ""))) for row in value)
        right = (
            (name in TEXTS and isinstance(value, str))
            or (name in NUMBERS and isinstance(value, int) and not isinstance(value, bool))
            or (name in FLAGS and isinstance(value, bool))
            or (name in LISTS and isinstance(value, list) and all(isinstance(part, str) for part in value))
            or (name in CHOICES and value in CHOICES[name])
            or (name == "translations" and isinstance(value, dict))
        )
        if name == "answered_by" and right and not set(value) <= ANSWERED_BY:
            right = False
        if not right:
            self.fault(f"{name} = {value!r} kan niet", key)
            return None
        return tuple(value) if isinstance(value, list) else value

    def condition(self, text: Any, key: str) -> Condition | None:
        try:
            return parse(str(text))
        except ConditionError as wrong:
            self.fault(f"de voorwaarde «{text}» klopt niet: {wrong}", key)
            return None

    def options(self, value: Any, key: str) -> tuple[Option, ...]:
        if isinstance(value, str):
            if value not in self.options_by_name:
                self.fault(f"de lijst met antwoorden «{value}» bestaat niet", key)
            return self.options_by_name.get(value, ())
        try:
            return tuple(
                Option(str(row["value"]), str(row["label"]), str(row.get("parents", ""))) for row in value
            )
        except (TypeError, KeyError):
            self.fault("elke optie heeft value en label nodig", key)
            return ()

    def need(self, row: dict[str, Any]) -> Need:
        self.unknown(row, {"key", "label", "parents"}, "")
        return Need(self.text(row, "key"), self.text(row, "label"), row.get("parents", ""))

    def carry(self, row: dict[str, Any]) -> Carry:
        self.unknown(row, {"from", "to", "values"}, "")
        return Carry(self.text(row, "from"), self.text(row, "to"), row.get("values", {}))

    def rows(self, table: dict[str, Any], name: str) -> list[dict[str, Any]]:
        rows = table.get(name, [])
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            self.fault(f"schrijf elke {name} als [[{name}]]")
            return []
        return rows

    def text(self, row: dict[str, Any], name: str) -> str:
        value = row.get(name)
        if not isinstance(value, str) or not value:
            self.fault(f"{name} ontbreekt ({row.get('key', '')})")
            return ""
        return value

    def unknown(self, row: dict[str, Any], known: set[str], key: str) -> None:
        for name in row.keys() - known:
            self.fault(f"{name} kennen wij niet", key or str(row.get("key", "")))


def checksum(data: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(data, sort_keys=True, default=str).encode()).hexdigest()


def cycle_in(whole: Questionnaire) -> Iterator[str]:
    """Questions whose condition leads back to themselves."""
    edges = {
        question.key: question.shown_when.keys if question.shown_when else frozenset()
        for question in whole.questions
    }
    for key in edges:
        reached, waiting = set(), set(edges[key])
        while waiting:
            step = waiting.pop()
            if step not in reached:
                reached.add(step)
                waiting |= set(edges.get(step, ()))
        if key in reached:
            yield key
