"""Texts added one by one."""

from typing import Any

from django.http import QueryDict

from dekkend.questionnaires.blocks import Items
from dekkend.questionnaires.definition import Question
from dekkend.questionnaires.types.base import MOST_ROWS, Context, Kind, line_of, rows_of


class ListKind(Kind):
    name = "list"
    is_written = True
    seconds_to_confirm, seconds_to_write = 4, 45
    fields = frozenset({"max_length", "suggestions"})

    def accepts(self, question: Question, sign: str, literal: Any) -> bool:
        return sign == "includes" and isinstance(literal, str)

    def read(self, question: Question, data: QueryDict, name: str) -> list[str]:
        return data.getlist(name)

    def clean(self, question: Question, value: Any) -> list[str] | None:
        return rows_of(value, lambda raw: self.row(question, raw)) or None

    def row(self, question: Question, raw: Any) -> str | None:
        return line_of(raw, self.length(question))

    def blocks(self, question: Question, value: list[str], context: Context) -> tuple[Items, ...]:
        return (Items(tuple(value)),)

    def schema(self, question: Question) -> dict[str, Any]:
        text = {"type": "string", "maxLength": self.length(question)}
        return {"type": "array", "items": text, "maxItems": MOST_ROWS}
