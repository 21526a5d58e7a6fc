"""One line of text."""

import re
from collections.abc import Iterator
from typing import Any

from dekkend.questionnaires.blocks import Line
from dekkend.questionnaires.definition import Question
from dekkend.questionnaires.types.base import Context, InvalidAnswer, Kind, text_of


def as_line(text: str) -> str:
    return " ".join(text.split())


def as_postcode(text: str) -> str:
    """1234ab → 1234 AB; what is no postcode stays as it is, for the pattern to refuse."""
    found = re.fullmatch(r"([0-9]{4})\s*([A-Za-z]{2})", text)
    return f"{found[1]} {found[2].upper()}" if found else as_line(text)


def as_brin(text: str) -> str:
    return "".join(text.split()).upper()


NORMALISERS = {"": as_line, "postcode": as_postcode, "brin": as_brin}


class TextKind(Kind):
    name = "text"
    is_written = True
    seconds_to_confirm, seconds_to_write = 3, 30
    fields = frozenset({"max_length", "suggestions", "pattern", "normalise", "source", "offered"})

    def faults(self, question: Question) -> Iterator[str]:
        try:
            re.compile(question.pattern)
        except re.error as wrong:
            yield f"pattern is niet te lezen: {wrong}"

    def accepts(self, question: Question, sign: str, literal: Any) -> bool:
        return sign in ("is", "in") and not isinstance(literal, bool)

    def clean(self, question: Question, value: Any) -> str | None:
        text = text_of(value, self.length(question), NORMALISERS[question.normalise])
        if text and question.pattern and not re.fullmatch(question.pattern, text):
            raise InvalidAnswer(f"“{text}” heeft niet de juiste vorm. {question.help or 'Kijk het na.'}")
        return text

    def blocks(self, question: Question, value: str, context: Context) -> tuple[Line, ...]:
        return (Line(value),)

    def schema(self, question: Question) -> dict[str, Any]:
        return {"type": "string", "maxLength": self.length(question)}
