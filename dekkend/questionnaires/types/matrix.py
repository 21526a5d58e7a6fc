"""The same choice in every row."""

from collections.abc import Iterator
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext_noop

from dekkend.questionnaires.blocks import Table
from dekkend.questionnaires.definition import Question
from dekkend.questionnaires.types.base import Context, Counted, Kind, option_of, parts_of, twice
from dekkend.questionnaires.types.choice import option_faults


class MatrixKind(Kind):
    name = "matrix"
    seconds_to_confirm, seconds_to_write = 8, 60
    fields = frozenset({"options", "rows"})

    def faults(self, question: Question) -> Iterator[str]:
        yield from option_faults(question)
        if not question.rows:
            yield "rows ontbreekt"
        for key in twice(row.key for row in question.rows):
            yield f"de rij «{key}» staat twee keer in rows"

    def inputs(self, question: Question) -> set[str]:
        return {f".{row.key}" for row in question.rows}

    def read(self, question: Question, data: QueryDict, name: str) -> dict[str, str]:
        return {row.key: data.get(f"{name}.{row.key}", "") for row in question.rows}

    def clean(self, question: Question, value: Any) -> dict[str, str] | None:
        if value in (None, ""):
            return None
        chosen = parts_of(value, {row.key for row in question.rows})
        values = question.option_values
        rows = (row.key for row in question.rows if chosen.get(row.key) not in (None, ""))
        return {row: option_of(values, chosen[row]) for row in rows} or None

    def salvage(self, question: Question, value: Any) -> Any:
        """A row or an answer that is gone takes no other row with it."""
        if not isinstance(value, dict):
            return value
        keys, values = {row.key for row in question.rows}, question.option_values
        return {row: chosen for row, chosen in value.items() if row in keys and chosen in values}

    def counted(self, question: Question, value: dict[str, str]) -> Iterator[Counted]:
        return (Counted(row, chosen) for row, chosen in value.items())

    def blocks(self, question: Question, value: dict[str, str], context: Context) -> tuple[Table, ...]:
        chosen = [row for row in question.rows if row.key in value]
        rows = tuple((row.label, question.option(value[row.key]).label) for row in chosen)
        return (Table((gettext_noop("Onderdeel"), gettext_noop("Antwoord")), rows),)

    def schema(self, question: Question) -> dict[str, Any]:
        option = {"enum": list(question.option_values)}
        rows = {row.key: option | {"title": row.label} for row in question.rows}
        return {"type": "object", "properties": rows, "additionalProperties": False}
