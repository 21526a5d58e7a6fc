from collections.abc import Iterator

from dekkend.profiles.checks.finding import Draft, Finding
from dekkend.questionnaires.definition import Question


def broken_plan(draft: Draft) -> Iterator[Finding]:
    """A plan for an ambition that was taken out."""
    for question in draft.asked():
        if question.type == "plan" and set(draft.value(question) or {}) - _ambitions(draft, question):
            message = "Er staat een plan bij een ambitie die er niet meer is. Haal het plan weg."
            yield draft.finding("broken_plan", "warning", question, message)


def _ambitions(draft: Draft, question: Question) -> set[str]:
    lists = (draft.seen.get(key) or [] for key in question.ambitions)
    return {ambition["id"] for ambitions in lists for ambition in ambitions}
