"""Rows added one by one, in the columns of the form."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from django.http import QueryDict

from dekkend.questionnaires.blocks import Table
from dekkend.questionnaires.definition import Column, Question
from dekkend.questionnaires.types.base import (
    MOST_ROWS,
    Context,
    InvalidAnswer,
    Kind,
    line_of,
    parts_of,
    rows_of,
    twice,
)
from dekkend.questionnaires.types.date import date_of, in_words


class TableKind(Kind):
    """[{column: text}]: the first column says what a row is about; a day is written as 2026-11-23."""

    name = "table"
    is_written = True
    seconds_to_confirm, seconds_to_write = 10, 300
    fields = frozenset({"columns", "max_length"})
    longest = 1000

    def faults(self, question: Question) -> Iterator[str]:
        if not question.columns:
            yield "columns ontbreekt"
        for key in twice(column.key for column in question.columns if column.key):
            yield f"de kolom «{key}» staat twee keer in columns"

    def read(self, question: Question, data: QueryDict, name: str) -> list[dict[str, str]]:
        columns = "|".join(re.escape(column.key) for column in question.columns)
        pattern = re.compile(rf"{re.escape(name)}\.([0-9]{{1,4}})\.({columns})")
        rows: dict[int, dict[str, str]] = {}
        for key in data:
            if found := pattern.fullmatch(key):
                rows.setdefault(int(found[1]), {})[found[2]] = data.get(key, "")
        return [rows[number] for number in sorted(rows)]

    def clean(self, question: Question, value: Any) -> list[dict[str, str]] | None:
        return rows_of(value, lambda raw: self.row(question, raw)) or None

    def row(self, question: Question, raw: Any) -> dict[str, str] | None:
        parts = parts_of(raw, [column.key for column in question.columns])
        row = {
            column.key: _cell(column, parts.get(column.key), self.length(question))
            for column in question.columns
        }
        first = question.columns[0]
        if any(row.values()) and not row[first.key]:
            raise InvalidAnswer(f"Vul ook “{first.label}” in.")
        return row if row[first.key] else None

    def salvage(self, question: Question, value: Any) -> Any:
        """A column that the form dropped does not take the row with it."""
        if not isinstance(value, list) or not all(isinstance(row, dict) for row in value):
            return value
        known = [column.key for column in question.columns]
        return [{key: row[key] for key in known if key in row} for row in value]

    def blocks(self, question: Question, value: Any, context: Context) -> tuple[Table, ...]:
        headers = tuple(column.label for column in question.columns)
        rows = tuple(tuple(_in_words(column, row) for column in question.columns) for row in value)
        days = tuple(number for number, column in enumerate(question.columns) if column.is_date)
        return (Table(headers, rows, ours=days),)

    def schema(self, question: Question) -> dict[str, Any]:
        text = {"type": "string", "maxLength": self.length(question)}
        day = {
            "type": "string",
            "description": "A date, or empty.",
            "pattern": "^([0-9]{4}-[0-9]{2}-[0-9]{2})?$",
        }
        parts = {column.key: day if column.is_date else text for column in question.columns}
        row = {"type": "object", "properties": parts, "required": list(parts), "additionalProperties": False}
        return {"type": "array", "items": row, "maxItems": MOST_ROWS}


def _cell(column: Column, value: Any, longest: int) -> str:
    text = line_of(value, longest) or ""
    return date_of(text).isoformat() if text and column.is_date else text


def _in_words(column: Column, row: dict[str, str]) -> str:
    text = row.get(column.key, "")
    return in_words(date.fromisoformat(text)) if text and column.is_date else text
