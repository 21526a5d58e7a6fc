"""What changed between two texts of a plan, question by question, in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from dekkend.questionnaires.loader import questionnaire_of
from dekkend.questionnaires.models import Edition
from dekkend.questionnaires.tree import SEES, plain_lines
from dekkend.questionnaires.wording import in_language


class Text(Protocol):
    """A version, or what is being written: its form and {key: answer}."""

    @property
    def edition(self) -> Edition: ...
    @property
    def answers(self) -> Mapping[str, Any]: ...


@dataclass(frozen=True)
class Draft:
    edition: Edition
    answers: Mapping[str, Any]


@dataclass(frozen=True)
class Change:
    """`before` and `now` are lines of text; empty where there was or is no answer."""

    title: str
    before: tuple[str, ...]
    now: tuple[str, ...]


def changes_between(old: Text, new: Text) -> list[Change]:
    """In the order of the newer form, in the reader's language; a question no longer asked is left out.

    What stays inside the school is left out too.
    """
    before, now = _lines(old), _lines(new)
    questions = in_language(questionnaire_of(new.edition)).questions
    titles = {q.key: q.plain or q.label for q in questions if q.audience in SEES["region"]}
    return [
        Change(title, before.get(key, ()), now.get(key, ()))
        for key, title in titles.items()
        if before.get(key, ()) != now.get(key, ())
    ]


def _lines(text: Text) -> dict[str, tuple[str, ...]]:
    form, answers = in_language(questionnaire_of(text.edition)), text.answers
    return {
        question.key: tuple(plain_lines(form, question, answers[question.key]))
        for question in form.questions
        if question.key in answers
    }
