"""What happens with ambitions: step, who, when, and how it stands."""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext, gettext_noop

from dekkend.questionnaires.blocks import Table
from dekkend.questionnaires.definition import Question
from dekkend.questionnaires.types.ambitions import ID
from dekkend.questionnaires.types.base import (
    MOST_ROWS,
    UNREADABLE,
    Context,
    InvalidAnswer,
    Kind,
    line_of,
    option_of,
    parts_of,
)
from dekkend.questionnaires.types.date import date_of, in_words

STATUS = {
    "todo": gettext_noop("nog te beginnen"),
    "doing": gettext_noop("mee bezig"),
    "done": gettext_noop("klaar"),
}
HEADERS = (
    gettext_noop("Ambitie"),
    gettext_noop("Stap"),
    gettext_noop("Wie"),
    gettext_noop("Klaar op"),
    gettext_noop("Stand"),
)
EMPTY = {"step": "", "who": "", "due": "", "status": "todo"}


class PlanKind(Kind):
    """{ambition id: {"step", "who", "due", "status"}} for the ambitions of other questions."""

    name = "plan"
    is_written = True
    seconds_to_confirm, seconds_to_write = 10, 240
    fields = frozenset({"ambitions", "max_length"})

    def faults(self, question: Question) -> Iterator[str]:
        if not question.ambitions:
            yield "ambitions moet de lijsten noemen waar dit plan over gaat"

    def read(self, question: Question, data: QueryDict, name: str) -> dict[str, dict[str, str]]:
        pattern = re.compile(rf"{re.escape(name)}\.({ID.pattern})\.({'|'.join(EMPTY)})")
        rows: dict[str, dict[str, str]] = {}
        for key in data:
            if found := pattern.fullmatch(key):
                rows.setdefault(found[1], {})[found[2]] = data.get(key, "")
        return rows

    def clean(self, question: Question, value: Any) -> dict[str, dict[str, str]] | None:
        if value in (None, ""):
            return None
        if not isinstance(value, dict) or len(value) > MOST_ROWS:
            raise InvalidAnswer(UNREADABLE)
        if not all(isinstance(key, str) and ID.fullmatch(key) for key in value):
            raise InvalidAnswer(UNREADABLE)
        rows = {key: self.row(question, raw) for key, raw in value.items()}
        return {key: row for key, row in rows.items() if row != EMPTY} or None

    def row(self, question: Question, raw: Any) -> dict[str, str]:
        parts = parts_of(raw, EMPTY)
        due = line_of(parts.get("due"), self.longest)
        return {
            "step": line_of(parts.get("step"), self.length(question)) or "",
            "who": line_of(parts.get("who"), self.length(question)) or "",
            "due": date_of(due).isoformat() if due else "",
            "status": option_of(STATUS, parts.get("status") or "todo"),
        }

    def among(self, question: Question, value: Any, answers: Mapping[str, Any]) -> Any:
        """Without the steps of ambitions that are gone, or that may not be seen."""
        known = {row["id"] for key in question.ambitions for row in answers.get(key) or ()}
        return {key: row for key, row in value.items() if key in known} or None

    def blocks(self, question: Question, value: Any, context: Context) -> tuple[Table, ...]:
        ambitions = [row for key in question.ambitions for row in context.answers.get(key) or ()]
        rows = tuple(_cells(row["text"], value[row["id"]]) for row in ambitions if row["id"] in value)
        return (Table(HEADERS, rows, ours=(3, 4)),) if rows else ()

    def schema(self, question: Question) -> dict[str, Any]:
        text = {"type": "string", "maxLength": self.length(question)}
        due = {
            "type": "string",
            "description": "A date, or empty.",
            "pattern": "^([0-9]{4}-[0-9]{2}-[0-9]{2})?$",
        }
        parts = {"step": text, "who": text, "due": due, "status": {"enum": list(STATUS)}}
        row = {"type": "object", "properties": parts, "required": list(parts), "additionalProperties": False}
        return {
            "type": "object",
            "description": "The id of an ambition, and its plan.",
            "additionalProperties": row,
        }


def _cells(ambition: str, row: dict[str, str]) -> tuple[str, ...]:
    due = in_words(date.fromisoformat(row["due"])) if row["due"] else ""
    status = STATUS[row["status"]]
    return (ambition, row["step"], row["who"], due, gettext(status))
