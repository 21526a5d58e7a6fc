"""A date, as a browser sends it or as people write it."""

import re
from calendar import monthrange
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.timezone import localdate
from django.utils.translation import gettext

from dekkend.questionnaires.blocks import Line
from dekkend.questionnaires.definition import Question
from dekkend.questionnaires.types.base import Context, InvalidAnswer, Kind, line_of

MONTHS = (
    "januari",
    "februari",
    "maart",
    "april",
    "mei",
    "juni",
    "juli",
    "augustus",
    "september",
    "oktober",
    "november",
    "december",
)
YEARS = range(1900, 2200)
SORTED = re.compile(r"(?P<year>[0-9]{4})-(?P<month>[0-9]{1,2})-(?P<day>[0-9]{1,2})")
WRITTEN = re.compile(r"(?P<day>[0-9]{1,2})[-/. ](?P<month>[0-9]{1,2}|[a-z]+)[-/. ](?P<year>[0-9]{4})")


class DateKind(Kind):
    name = "date"
    seconds_to_confirm, seconds_to_write = 3, 25
    fields = frozenset({"not_in_future"})

    def clean(self, question: Question, value: Any) -> str | None:
        text = line_of(value, self.length(question))
        if text is None:
            return None
        day = date_of(text)
        if question.not_in_future and day > localdate():
            fault = gettext("%(day)s is nog niet geweest. Vul een datum tot en met vandaag in.")
            raise InvalidAnswer(fault % {"day": in_words(day)})
        return day.isoformat()

    def blocks(self, question: Question, value: str, context: Context) -> tuple[Line, ...]:
        return (Line(in_words(date.fromisoformat(value))),)

    def schema(self, question: Question) -> dict[str, Any]:
        return {"type": "string", "format": "date"}


def date_of(text: str) -> date:
    """2026-11-23, 23-11-2026 or 23 november 2026; raises InvalidAnswer that repeats what was typed."""
    found = SORTED.fullmatch(text) or WRITTEN.fullmatch(text.lower())
    month = _month(found["month"]) if found else None
    if found is None or month is None:
        fault = gettext("“%(text)s” is geen datum. Schrijf dag, maand en jaar, zoals 23-11-2026.")
        raise InvalidAnswer(fault % {"text": text[:40]})
    return _existing(int(found["year"]), month, int(found["day"]))


def in_words(day: date) -> str:
    return date_format(day, "j E Y")


def _month(word: str) -> int | None:
    """The number of a month: 3, 03, maart, maa or mrt."""
    if word.isdigit():
        return int(word)
    short = "maa" if word == "mrt" else word
    return next((n for n, name in enumerate(MONTHS, 1) if short in (name, name[:3])), None)


def _existing(year: int, month: int, day: int) -> date:
    if year not in YEARS:
        fault = gettext("Het jaar %(year)s kan niet. Schrijf vier cijfers, zoals 2025.")
        raise InvalidAnswer(fault % {"year": f"{year:04}"})
    if not 1 <= month <= 12:
        fault = gettext("Maand %(month)s bestaat niet. Schrijf een maand van 1 tot en met 12.")
        raise InvalidAnswer(fault % {"month": month})
    days = monthrange(year, month)[1]
    if not 1 <= day <= days:
        fault = gettext("%(date)s bestaat niet. Die maand heeft %(days)s dagen.")
        raise InvalidAnswer(fault % {"date": f"{day} {MONTHS[month - 1]} {year}", "days": days})
    return date(year, month, day)
