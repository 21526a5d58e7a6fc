"""A box to tick."""

from collections.abc import Iterator
from typing import Any

from dekkend.questionnaires.blocks import Mark
from dekkend.questionnaires.definition import Question
from dekkend.questionnaires.types.base import Context, Counted, Kind, tick_of


class CheckKind(Kind):
    """Not ticked is an answer too, once the form was saved: it says no."""

    name = "check"
    seconds_to_confirm, seconds_to_write = 2, 6

    def accepts(self, question: Question, sign: str, literal: Any) -> bool:
        return sign == "is" and isinstance(literal, bool)

    def clean(self, question: Question, value: Any) -> bool | None:
        return None if value is None else tick_of(value)

    def counted(self, question: Question, value: bool) -> Iterator[Counted]:
        yield Counted(option="yes" if value else "no")

    def blocks(self, question: Question, value: bool, context: Context) -> tuple[Mark, ...]:
        return (Mark(value, question.label),)

    def schema(self, question: Question) -> dict[str, Any]:
        return {"type": "boolean"}
