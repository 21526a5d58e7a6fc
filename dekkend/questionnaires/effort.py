"""How long a question takes someone: to read an answer and say that it still holds, or to write one.

An estimate of ours, to tell beforehand whether now is the moment; nobody has timed it with a school yet. The
seconds stand with each question type, the pace of reading here.
"""

from typing import Any

from dekkend.questionnaires.definition import Question
from dekkend.questionnaires.types import KINDS

WORDS_A_SECOND = 200 / 60


def seconds_to_confirm(question: Question, value: Any) -> float:
    """To read the question with an answer, decide, and press."""
    words = _words_in([question.plain, question.label, value])
    return words / WORDS_A_SECOND + KINDS[question.type].seconds_to_confirm


def seconds_to_write(question: Question) -> float:
    """To write a first answer."""
    return KINDS[question.type].seconds_to_write


def _words_in(value: Any) -> int:
    """All that is to be read in a value, however deep."""
    if isinstance(value, str):
        return len(value.split())
    if isinstance(value, dict):
        return sum(map(_words_in, value.values()))
    if isinstance(value, list):
        return sum(map(_words_in, value))
    return 1 if value is not None else 0
