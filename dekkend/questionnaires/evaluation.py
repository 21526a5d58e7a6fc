"""Which questions are asked given the answers, what is missing, what is frozen, and what carries over."""

from collections.abc import Mapping
from typing import Any

from dekkend.questionnaires.definition import Question, Questionnaire
from dekkend.questionnaires.values import InvalidAnswer, clean, is_empty

Answers = Mapping[str, Any]


def visible_keys(questionnaire: Questionnaire, answers: Answers) -> frozenset[str]:
    """The questions that are asked. A hidden question counts as unanswered, so hiding goes on."""
    shown: set[str] = set()
    seen: dict[str, Any] = {}
    for question in questionnaire.in_order_of_conditions:
        if question.shown_when is None or question.shown_when.holds(seen):
            shown.add(question.key)
            if question.key in answers:
                seen[question.key] = answers[question.key]
    return frozenset(shown)


def visible_answers(questionnaire: Questionnaire, answers: Answers) -> dict[str, Any]:
    """The answers to questions that are asked, in the order of the form; empty ones left out."""
    shown = visible_keys(questionnaire, answers)
    return {
        question.key: answers[question.key]
        for question in questionnaire.questions
        if question.key in shown and not is_empty(question, answers.get(question.key))
    }


def missing(questionnaire: Questionnaire, answers: Answers) -> list[Question]:
    """Questions that are asked and required, now or by their condition, and have no answer."""
    known = visible_answers(questionnaire, answers)
    shown = visible_keys(questionnaire, answers)
    return [
        question
        for question in questionnaire.questions
        if question.key in shown and question.key not in known and is_required(question, known)
    ]


def is_required(question: Question, answers: Answers) -> bool:
    if question.type == "fixed" or question.source:
        return False
    by_condition = question.required_when is not None and question.required_when.holds(answers)
    return question.required == "required" or by_condition


def freeze(questionnaire: Questionnaire, answers: Answers) -> dict[str, Any]:
    """What stays when a version is established: valid answers to questions that are asked."""
    return visible_answers(questionnaire, answers)


def carry(old: Questionnaire, new: Questionnaire, answers: Answers) -> dict[str, Any]:
    """The answers of an older edition as the start of a newer one.

    The same key carries by itself; `carries` renames keys and option values. What is no longer valid is
    left out, so the school answers it anew.
    """
    moved = {key: value for key, value in answers.items()}
    for step in new.carries if new.follows == old.name else ():
        if step.source in answers:
            moved[step.target] = step.values.get(word_of(answers[step.source]), answers[step.source])
    result = {}
    for question in new.questions:
        try:
            value = (
                clean(question, moved.get(question.key))
                if not (question.type == "fixed" or question.source)
                else None
            )
        except InvalidAnswer:
            continue
        if not is_empty(question, value):
            result[question.key] = value
    return result


def word_of(value: Any) -> Any:
    """How a value is written in a `values` table: yes, no, or the option itself."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value if isinstance(value, str) else str(value)
