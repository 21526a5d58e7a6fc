"""A whole number, if asked with the year it was counted in."""

import re
from collections.abc import Iterator
from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import gettext

from dekkend.questionnaires.blocks import Line
from dekkend.questionnaires.definition import Question
from dekkend.questionnaires.types.base import Context, Counted, InvalidAnswer, Kind, parts_of

HIGHEST = 999_999_999
FIRST_YEAR = 1990
WHOLE = re.compile(r"-?([0-9]{1,9}|[0-9]{1,3}(\.[0-9]{3}){1,2})")


class NumberKind(Kind):
    name = "number"
    seconds_to_confirm, seconds_to_write = 4, 30
    fields = frozenset({"minimum", "maximum", "with_year", "source", "offered"})

    def faults(self, question: Question) -> Iterator[str]:
        low, high = question.minimum, question.maximum
        if low is not None and high is not None and low > high:
            yield f"minimum {low} is hoger dan maximum {high}"

    def accepts(self, question: Question, sign: str, literal: Any) -> bool:
        return sign in ("is", "in", "<", "<=", ">", ">=") and type(literal) is int

    def inputs(self, question: Question) -> set[str]:
        return {".year"} if question.with_year else set()

    def read(self, question: Question, data: Any, name: str) -> Any:
        if question.with_year:
            return {"number": data.get(name, ""), "year": data.get(f"{name}.year", "")}
        return data.get(name, "")

    def clean(self, question: Question, value: Any) -> Any:
        if not question.with_year:
            return whole_of(question, value)
        if value in (None, ""):
            return None
        parts = parts_of(value, {"number", "year"})
        number, year = whole_of(question, parts.get("number")), year_of(parts.get("year"))
        if number is None and year is None:
            return None
        if number is None or year is None:
            raise InvalidAnswer("Vul allebei in: het aantal en het jaar.")
        return {"number": number, "year": year}

    def counted(self, question: Question, value: Any) -> Iterator[Counted]:
        yield Counted(number=value["number"] if question.with_year else value)

    def blocks(self, question: Question, value: Any, context: Context) -> tuple[Line, ...]:
        if question.with_year:
            return (Line(gettext("%(number)s op 1 oktober %(year)s") % value),)
        return (Line(str(value)),)

    def schema(self, question: Question) -> dict[str, Any]:
        limits = {"minimum": question.minimum, "maximum": question.maximum}
        number = {"type": "integer"} | {name: limit for name, limit in limits.items() if limit is not None}
        if not question.with_year:
            return number
        parts = {"number": number, "year": {"type": "integer", "minimum": FIRST_YEAR}}
        return {
            "type": "object",
            "properties": parts,
            "required": ["number", "year"],
            "additionalProperties": False,
        }


def whole_of(question: Question, value: Any) -> int | None:
    """184, "184" or "1.250"; raises InvalidAnswer."""
    if value in (None, ""):
        return None
    if isinstance(value, str) and WHOLE.fullmatch(value.strip()):
        value = int(value.replace(".", ""))
    if type(value) is not int or abs(value) > HIGHEST:
        raise InvalidAnswer(f"“{str(value)[:40]}” is geen heel getal. Gebruik alleen cijfers.")
    if question.minimum is not None and value < question.minimum:
        raise InvalidAnswer(f"{value} is te laag. Vul {question.minimum} of meer in.")
    if question.maximum is not None and value > question.maximum:
        raise InvalidAnswer(f"{value} is te hoog. Vul {question.maximum} of minder in.")
    return value


def year_of(value: Any) -> int | None:
    if value in (None, ""):
        return None
    text, now = str(value).strip(), localdate().year
    if not re.fullmatch(r"[0-9]{4}", text) or not FIRST_YEAR <= int(text) <= now:
        raise InvalidAnswer(f"“{text[:40]}” is geen jaar tot en met nu. Schrijf vier cijfers, zoals {now}.")
    return int(text)
