"""Ticks in the region's list of needs."""

from typing import Any

from django.http import QueryDict

from dekkend.questionnaires.blocks import Items
from dekkend.questionnaires.definition import Question
from dekkend.questionnaires.types.base import Context, Kind, options_of


class NeedsKind(Kind):
    name = "needs"
    seconds_to_confirm, seconds_to_write = 5, 40
    fields = frozenset({"told_in"})
    chooses_needs = True

    def accepts(self, question: Question, sign: str, literal: Any) -> bool:
        return sign == "includes" and literal in question.option_values

    def read(self, question: Question, data: QueryDict, name: str) -> list[str]:
        return data.getlist(name)

    def clean(self, question: Question, value: Any) -> list[str] | None:
        return options_of(question, value) or None

    def salvage(self, question: Question, value: Any) -> Any:
        """A need that the region dropped takes no other one with it."""
        if not isinstance(value, list):
            return value
        return [need for need in value if need in question.option_values]

    def needs_of(self, question: Question, value: list[str]) -> tuple[str, ...]:
        return tuple(value or ())

    def blocks(self, question: Question, value: list[str], context: Context) -> tuple[Items, ...]:
        return (Items(tuple(context.need(key) for key in value)),)

    def schema(self, question: Question) -> dict[str, Any]:
        return {"type": "array", "items": {"enum": list(question.option_values)}, "uniqueItems": True}
