from collections.abc import Iterator
from typing import Any

from dekkend.profiles.checks.finding import Draft, Finding
from dekkend.questionnaires.definition import Question

AT_SCHOOL = {"basic", "own"}


def need_offered_and_referred(draft: Draft) -> Iterator[Finding]:
    """A need the school meets itself and also refers for: it can be true, but parents will ask."""
    offered = {
        need for question in draft.asked() if question.meets in AT_SCHOOL for need in _needs(draft, question)
    }
    for question in draft.asked():
        if question.meets == "refer":
            for need in draft.questionnaire.needs:
                if need.key in offered and need.key in _needs(draft, question):
                    yield draft.finding(
                        "need_offered_and_referred", "warning", question, _message(need.label), need.key
                    )


def _needs(draft: Draft, question: Question) -> set[str]:
    """The needs a positive answer speaks about."""
    value = draft.value(question)
    if not _is_positive(value):
        return set()
    return {*question.needs, *(value if question.type == "needs" else ())}


def _is_positive(value: Any) -> bool:
    return bool(value["checked"] if isinstance(value, dict) and "checked" in value else value)


def _message(need: str) -> str:
    return f"U biedt zelf hulp bij {need}, en u verwijst er ook voor. Leg in de tekst uit wanneer u wat doet."
