"""Answers as their question's type sees them."""

from typing import Any

from django.http import QueryDict

from dekkend.questionnaires.definition import Option, Question
from dekkend.questionnaires.types import KINDS, InvalidAnswer

__all__ = ["InvalidAnswer", "choices_of", "clean", "is_empty", "read_input"]


def clean(question: Question, value: Any) -> Any:
    """The value as it is stored (None: no answer); raises InvalidAnswer(message in Dutch)."""
    return KINDS[question.type].clean(question, value)


def is_empty(question: Question, value: Any) -> bool:
    return KINDS[question.type].is_empty(value)


def read_input(question: Question, data: QueryDict, name: str) -> Any:
    """What the browser sent for a question, still to be cleaned."""
    return KINDS[question.type].read(question, data, name)


def choices_of(question: Question) -> tuple[Option, ...]:
    """What one can choose from at a question with a few answers: a choice, a scale, yes or no."""
    return KINDS[question.type].choices(question)
