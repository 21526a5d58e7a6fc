"""Ambitions, each with the needs it is about."""

import re
import secrets
from typing import Any

from django.http import QueryDict

from dekkend.questionnaires.blocks import Items
from dekkend.questionnaires.definition import Question
from dekkend.questionnaires.types.base import MOST_ROWS, Context, Kind, options_of, parts_of, rows_of, text_of

ID = re.compile(r"[0-9a-z]{4,16}")
PARTS = ("id", "text", "needs")


class AmbitionsKind(Kind):
    """[{"id", "text", "needs"}]: the id ties an ambition to its plan, and never changes."""

    name = "ambitions"
    is_written = True
    seconds_to_confirm, seconds_to_write = 8, 300
    fields = frozenset({"max_length"})
    chooses_needs = True
    longest = 1000

    def read(self, question: Question, data: QueryDict, name: str) -> list[dict[str, Any]]:
        return [
            {
                "id": data.get(f"{name}.{row}.id", ""),
                "text": data.get(f"{name}.{row}.text", ""),
                "needs": data.getlist(f"{name}.{row}.needs"),
            }
            for row in numbers_in(data, name)
        ]

    def clean(self, question: Question, value: Any) -> list[dict[str, Any]] | None:
        rows = rows_of(value, lambda raw: self.row(question, raw))
        taken: set[str] = set()
        for row in rows:
            if row["id"] in taken or not ID.fullmatch(row["id"]):
                row["id"] = secrets.token_hex(4)
            taken.add(row["id"])
        return rows or None

    def row(self, question: Question, raw: Any) -> dict[str, Any] | None:
        parts = parts_of(raw, PARTS)
        text = text_of(parts.get("text"), self.length(question))
        needs = options_of(question, parts.get("needs"))
        return {"id": str(parts.get("id") or ""), "text": text, "needs": needs} if text else None

    def salvage(self, question: Question, value: Any) -> Any:
        """A need that the region dropped does not take the ambition with it."""
        if not isinstance(value, list) or not all(isinstance(row, dict) and "needs" in row for row in value):
            return value
        known = question.option_values
        return [row | {"needs": [need for need in row["needs"] if need in known]} for row in value]

    def needs_of(self, question: Question, value: Any) -> tuple[str, ...]:
        """What a school still wants to learn says nothing about what it offers."""
        return ()

    def blocks(self, question: Question, value: Any, context: Context) -> tuple[Items, ...]:
        return (Items(tuple(in_words(row, context) for row in value)),)

    def schema(self, question: Question) -> dict[str, Any]:
        parts = {
            "id": {"type": "string", "pattern": f"^{ID.pattern}$"},
            "text": {"type": "string", "maxLength": self.length(question)},
            "needs": {"type": "array", "items": {"enum": list(question.option_values)}},
        }
        row = {"type": "object", "properties": parts, "required": list(PARTS), "additionalProperties": False}
        return {"type": "array", "items": row, "maxItems": MOST_ROWS}


def numbers_in(data: QueryDict, name: str) -> list[int]:
    """The numbers of the rows that the browser sent."""
    pattern = re.compile(rf"{re.escape(name)}\.([0-9]{{1,4}})\.text")
    return sorted({int(found[1]) for key in data if (found := pattern.fullmatch(key))})


def in_words(row: dict[str, Any], context: Context) -> str:
    needs = ", ".join(context.need(need) for need in row["needs"])
    return f"{row['text']} ({needs})" if needs else row["text"]
