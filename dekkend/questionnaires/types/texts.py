"""Text, prose, date and number."""

import re
from datetime import date

from django.utils.formats import date_format
from django.utils.timezone import localdate

from dekkend.questionnaires.blocks import Line, Prose
from dekkend.questionnaires.types.base import LONGEST_TEXT, InvalidAnswer, Kind, text_of

NORMALISERS = {
    "postcode": lambda text: re.sub(r"^(\d{4})\s*([A-Za-z]{2})$", lambda m: f"{m[1]} {m[2].upper()}", text),
    "brin": lambda text: text.replace(" ", "").upper(),
}


class Text(Kind):
    name = "text"

    def clean(self, question, value):
        text = text_of(question, value, self.length(question))
        if text and question.normalise:
            text = NORMALISERS[question.normalise](text)
        if text and question.pattern and not re.fullmatch(question.pattern, text):
            raise InvalidAnswer(question.help or "Dit heeft niet de juiste vorm. Kijk het na.")
        return text and text.replace("\n", " ")

    def blocks(self, question, value, context):
        return (Line(value),)

    def schema(self, question):
        return {"type": "string", "maxLength": self.length(question)}


class ProseKind(Kind):
    name = "prose"
    default_length = LONGEST_TEXT

    def clean(self, question, value):
        return text_of(question, value, self.length(question))

    def blocks(self, question, value, context):
        return (Prose(value),)

    def schema(self, question):
        return {"type": "string", "maxLength": self.length(question), "description": "small markup"}


class Date(Kind):
    name = "date"

    def clean(self, question, value):
        text = text_of(question, value, 40)
        if text is None:
            return None
        day = date_of(text)
        if question.not_in_future and day > localdate():
            raise InvalidAnswer(
                f"{date_format(day, 'j F Y')} is nog niet geweest. Vul een datum tot vandaag in."
            )
        return day.isoformat()

    def blocks(self, question, value, context):
        return (Line(date_format(date.fromisoformat(value), "j F Y")),)

    def schema(self, question):
        return {"type": "string", "format": "date"}


def date_of(text: str) -> date:
    """2026-11-23 or 23-11-2026; raises InvalidAnswer that repeats what was typed."""
    found = re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})", text)
    parts = found.groups() if found else None
    if parts is None and (found := re.fullmatch(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})", text)):
        parts = found.groups()[::-1]
    if parts is None:
        raise InvalidAnswer(f"“{text}” is geen datum. Schrijf dag, maand en jaar, zoals 23-11-2026.")
    try:
        return date(*map(int, parts))
    except ValueError:
        raise InvalidAnswer(f"De datum {text} bestaat niet. Kijk de dag en de maand na.") from None


class Number(Kind):
    name = "number"

    def clean(self, question, value):
        if not question.with_year:
            return self.whole(question, value, "Dit getal")
        if value is None:
            return None
        if not isinstance(value, dict) or not value.keys() <= {"number", "year"}:
            raise InvalidAnswer("Vul een aantal en een jaar in.")
        number, year = value.get("number"), value.get("year")
        number = self.whole(question, number, "Dit aantal")
        year = self.year(year)
        if number is None and year is None:
            return None
        if number is None or year is None:
            raise InvalidAnswer("Vul allebei in: het aantal en het jaar.")
        return {"number": number, "year": year}

    def whole(self, question, value, what):
        if value in (None, ""):
            return None
        if isinstance(value, str) and re.fullmatch(r"-?\d{1,9}", value.strip()):
            value = int(value)
        if isinstance(value, bool) or not isinstance(value, int):
            raise InvalidAnswer(f"“{str(value)[:40]}” is geen heel getal. Gebruik alleen cijfers.")
        if question.minimum is not None and value < question.minimum:
            raise InvalidAnswer(f"{what} kan niet lager zijn dan {question.minimum}.")
        if question.maximum is not None and value > question.maximum:
            raise InvalidAnswer(f"{what} kan niet hoger zijn dan {question.maximum}.")
        return value

    def year(self, value):
        if value in (None, ""):
            return None
        text = str(value).strip()
        if not re.fullmatch(r"\d{4}", text) or not 1990 <= int(text) <= localdate().year:
            raise InvalidAnswer(
                f"“{text[:40]}” is geen jaar tot en met nu. Schrijf vier cijfers, zoals 2025."
            )
        return int(text)

    def read(self, question, data, name):
        if question.with_year:
            return {"number": data.get(name, ""), "year": data.get(f"{name}.year", "")}
        return data.get(name, "")

    def blocks(self, question, value, context):
        if question.with_year:
            return (Line(f"{value['number']} op 1 oktober {value['year']}"),)
        return (Line(str(value)),)

    def schema(self, question):
        number = {"type": "integer"} | ({} if question.minimum is None else {"minimum": question.minimum})
        if not question.with_year:
            return number
        return {
            "type": "object",
            "properties": {"number": number, "year": {"type": "integer"}},
            "required": ["number", "year"],
        }
