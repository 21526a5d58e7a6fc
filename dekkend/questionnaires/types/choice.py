"""One of some answers."""

from collections.abc import Iterator
from typing import Any

from dekkend.questionnaires.blocks import Line
from dekkend.questionnaires.definition import Option, Question
from dekkend.questionnaires.types.base import Context, Counted, Kind, option_of, twice


class ChoiceKind(Kind):
    name = "choice"
    seconds_to_confirm, seconds_to_write = 3, 12
    fields = frozenset({"options"})

    def faults(self, question: Question) -> Iterator[str]:
        return option_faults(question)

    def accepts(self, question: Question, sign: str, literal: Any) -> bool:
        return sign in ("is", "in") and is_option(question, literal)

    def choices(self, question: Question) -> tuple[Option, ...]:
        return question.options

    def clean(self, question: Question, value: Any) -> str | None:
        return None if value in (None, "") else option_of(question.option_values, value)

    def counted(self, question: Question, value: str) -> Iterator[Counted]:
        yield Counted(option=value)

    def blocks(self, question: Question, value: str, context: Context) -> tuple[Line, ...]:
        return (Line(question.option(value).label),)

    def schema(self, question: Question) -> dict[str, Any]:
        return {"enum": list(question.option_values)}


def option_faults(question: Question) -> Iterator[str]:
    if not question.options:
        yield "options ontbreekt"
    for value in twice(question.option_values):
        yield f"het antwoord «{value}» staat twee keer in options"


def is_option(question: Question, literal: Any) -> bool:
    return not isinstance(literal, bool) and str(literal) in question.option_values
