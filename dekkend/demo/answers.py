"""A school's file as answers to one edition of the form."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from dekkend.demo.region import School
from dekkend.questionnaires.definition import Question, Questionnaire
from dekkend.workflow.terms import add_months

HGW = re.compile(r"hgw\.(\d)_")


@dataclass(frozen=True)
class Dates:
    """Where the months in a file count from: what was, from the day of writing; plans, from `plans_from`."""

    written_on: date
    plans_from: date

    def of(self, months: str) -> str:
        """The day meant by "-31m" or "+4m"."""
        start = self.plans_from if months.startswith("+") else self.written_on
        return add_months(start, int(months.removesuffix("m"))).isoformat()


def answers_for(
    questionnaire: Questionnaire, school: School, written: dict[str, Any], dates: Dates
) -> dict[str, Any]:
    """Question key → value, in the order of the form, for what this edition asks."""
    writer = Writer(school, written, dates)
    values = {question.key: writer.value(question) for question in questionnaire.questions}
    return {key: value for key, value in values.items() if value is not None}


class Writer:
    """Knows how a value in a school's file becomes an answer of a question's type."""

    def __init__(self, school: School, written: dict[str, Any], dates: Dates):
        self.school, self.written, self.dates = school, written, dates

    def value(self, question: Question) -> Any:
        if question.type == "fixed" or question.source:
            return None
        if question.type == "check":
            return question.key not in self.school.lacks or None
        if question.type == "plan":
            return self._plan(question)
        if principle := HGW.match(question.key):
            return self._progress(question, int(principle[1]))
        return self._written(question)

    def _written(self, question: Question) -> Any:
        value = self.written.get(question.key)
        if value is None:
            return None
        if question.type == "check_text":
            return {"checked": True, "items" if question.several else "text": value}
        if question.type == "date":
            return self.dates.of(value)
        if question.type == "ambitions":
            return [
                {"id": self._id(question, row), "text": ambition["text"], "needs": ambition["needs"]}
                for row, ambition in enumerate(value)
            ]
        return value.strip() if isinstance(value, str) else value

    def _plan(self, question: Question) -> dict[str, Any]:
        return {
            self._id(question, row, key): self._step(ambition)
            for key in question.ambitions
            for row, ambition in enumerate(self.written.get(key) or [])
        }

    def _step(self, ambition: dict[str, Any]) -> dict[str, str]:
        step = {part: ambition[part] for part in ("step", "who", "status")}
        return step | {"due": self.dates.of(ambition["due"])}

    def _id(self, question: Question, row: int, key: str = "") -> str:
        """The same ambition keeps its id in every version: school, which list, which row."""
        kind = (key or question.key).removeprefix("ambitions.")[0]
        return f"{self.school.code.lower()}{kind}{row}"

    def _progress(self, question: Question, principle: int) -> str:
        developing, implemented = (option.value for option in question.options)
        return implemented if principle in self.school.implemented else developing
