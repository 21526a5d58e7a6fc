"""Answers as their question's type sees them."""

from typing import Any

from django.http import QueryDict

from dekkend.questionnaires.definition import Question
from dekkend.questionnaires.types import KINDS, InvalidAnswer

__all__ = ["InvalidAnswer", "clean", "is_empty", "read_input"]


def clean(question: Question, value: Any) -> Any:
    """The value as it is stored (None: no answer); raises InvalidAnswer(message in Dutch)."""
    return KINDS[question.type].clean(question, value)


def is_empty(question: Question, value: Any) -> bool:
    return KINDS[question.type].is_empty(value)


def read_input(question: Question, data: QueryDict, name: str) -> Any:
    """What the browser sent for a question, still to be cleaned."""
    return KINDS[question.type].read(question, data, name)
