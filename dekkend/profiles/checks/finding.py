"""What a check looks at, and what it finds."""

from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, Literal

from dekkend.profiles.rules import may_answer
from dekkend.questionnaires.definition import Chapter, Question, Questionnaire
from dekkend.questionnaires.evaluation import visible_keys
from dekkend.questionnaires.values import is_empty

Level = Literal["error", "warning"]


@dataclass(frozen=True)
class Finding:
    """Something to put right (error) or to have seen (warning), and the question it leads to."""

    id: str
    level: Level
    key: str
    chapter: str
    message: str


@dataclass(frozen=True)
class Draft:
    """A profile as it would go to the MR on a day: its form, and {question key: value}.

    `unconfirmed` are the keys of answers that came along from last year and nobody confirmed or changed.
    """

    questionnaire: Questionnaire
    answers: Mapping[str, Any]
    on: date
    unconfirmed: AbstractSet[str] = frozenset()

    @cached_property
    def visible(self) -> frozenset[str]:
        return visible_keys(self.questionnaire, self.answers)

    @cached_property
    def seen(self) -> dict[str, Any]:
        """The answers that count: a hidden question has none."""
        return {key: value for key, value in self.answers.items() if key in self.visible}

    @cached_property
    def chapter_of(self) -> dict[str, Chapter]:
        return {q.key: chapter for chapter in self.questionnaire.pages for q in chapter.questions}

    def asked(self) -> Iterator[Question]:
        """The visible questions that people answer, in the order of the form."""
        questions = (question for chapter in self.questionnaire.pages for question in chapter.questions)
        return (q for q in questions if q.key in self.visible and may_answer(q))

    def tagged(self, tag: str) -> Iterator[Question]:
        return (question for question in self.asked() if tag in question.tags)

    def value(self, question: Question) -> Any:
        return self.seen.get(question.key)

    def is_open(self, question: Question) -> bool:
        return is_empty(question, self.value(question))

    def finding(self, check: str, level: Level, question: Question, message: str, about: str = "") -> Finding:
        """`about` tells apart several findings of one check at one question."""
        name = ":".join(filter(None, [check, question.key, about]))
        return Finding(name, level, question.key, self.chapter_of[question.key].key, message)


def plans_in(draft: Draft) -> Iterator[tuple[Question, dict[str, Any], dict[str, str]]]:
    """(question, ambition, what is planned for it) for every ambition with a plan."""
    for question in draft.asked():
        if question.type == "plan":
            plans = draft.value(question) or {}
            ambitions = [row for key in question.ambitions for row in draft.seen.get(key) or []]
            yield from ((question, row, plans[row["id"]]) for row in ambitions if row["id"] in plans)


def named(question: Question) -> str:
    """How a message names a question: our own words, or else the form's label, between quotes."""
    words = (question.plain or question.label).rstrip(" .:?")
    return f"“{words}”"
