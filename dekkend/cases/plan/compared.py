"""What changed between two versions of a plan, question by question, in words."""

from dataclasses import dataclass

from dekkend.cases.models import PlanVersion
from dekkend.questionnaires.loader import questionnaire_of
from dekkend.questionnaires.tree import plain_lines


@dataclass(frozen=True)
class Change:
    """`before` and `now` are lines of text; empty where there was or is no answer."""

    title: str
    before: tuple[str, ...]
    now: tuple[str, ...]


def changes_between(old: PlanVersion, new: PlanVersion) -> list[Change]:
    """In the order of the newer form; a question that is no longer asked is left out."""
    before, now = _lines(old), _lines(new)
    titles = {q.key: q.plain or q.label for q in questionnaire_of(new.edition).questions}
    return [
        Change(title, before.get(key, ()), now.get(key, ()))
        for key, title in titles.items()
        if before.get(key, ()) != now.get(key, ())
    ]


def _lines(version: PlanVersion) -> dict[str, tuple[str, ...]]:
    questionnaire, answers = questionnaire_of(version.edition), version.answers
    return {
        question.key: tuple(plain_lines(questionnaire, question, answers[question.key]))
        for question in questionnaire.questions
        if question.key in answers
    }
