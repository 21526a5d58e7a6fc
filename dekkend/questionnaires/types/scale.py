"""A step between two poles."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext

from dekkend.questionnaires.blocks import Line
from dekkend.questionnaires.definition import Option, Question
from dekkend.questionnaires.types.base import Context, Counted, InvalidAnswer, Kind

MOST_STEPS = 10


class ScaleKind(Kind):
    name = "scale"
    seconds_to_confirm, seconds_to_write = 3, 10
    fields = frozenset({"low", "high", "steps"})

    def faults(self, question: Question) -> Iterator[str]:
        if not (question.low and question.high):
            yield "low en high moeten zeggen wat de uitersten zijn"
        if not 2 <= question.steps <= MOST_STEPS:
            yield f"steps moet van 2 tot en met {MOST_STEPS} zijn"

    def accepts(self, question: Question, sign: str, literal: Any) -> bool:
        is_step = type(literal) is int and 1 <= literal <= question.steps
        return sign in ("is", "in", "<", "<=", ">", ">=") and is_step

    def choices(self, question: Question) -> tuple[Option, ...]:
        poles = {1: f" ({question.low})", question.steps: f" ({question.high})"}
        steps = range(1, question.steps + 1)
        return tuple(Option(str(step), f"stap {step}{poles.get(step, '')}") for step in steps)

    def clean(self, question: Question, value: Any) -> int | None:
        if value in (None, ""):
            return None
        steps = {str(step): step for step in range(1, question.steps + 1)}
        if isinstance(value, bool) or str(value) not in steps:
            raise InvalidAnswer(f"Kies een stap van 1 tot en met {question.steps}.")
        return steps[str(value)]

    def counted(self, question: Question, value: int) -> Iterator[Counted]:
        yield Counted(number=value)

    def blocks(self, question: Question, value: int, context: Context) -> tuple[Line, ...]:
        said = gettext("%(value)s van %(steps)s (1 is %(low)s, %(steps)s is %(high)s)")
        parts = {"value": value, "steps": question.steps, "low": question.low, "high": question.high}
        return (Line(said % parts),)

    def schema(self, question: Question) -> dict[str, Any]:
        return {
            "type": "integer",
            "minimum": 1,
            "maximum": question.steps,
            "description": f"1: {question.low}; {question.steps}: {question.high}",
        }
