"""Which questions are asked given the answers, what is missing, what is frozen, and what carries over."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dekkend.questionnaires.definition import Carry, Question, Questionnaire
from dekkend.questionnaires.types import KINDS
from dekkend.questionnaires.values import InvalidAnswer, clean, is_empty

Answers = Mapping[str, Any]


def visible_keys(questionnaire: Questionnaire, answers: Answers) -> frozenset[str]:
    """The questions that are asked. A hidden question counts as unanswered, so hiding goes on."""
    return _walk(questionnaire, answers)[0]


def visible_answers(questionnaire: Questionnaire, answers: Answers) -> dict[str, Any]:
    """The answers to questions that are asked, in the order of the form; empty ones left out."""
    known = _walk(questionnaire, answers)[1]
    return {
        question.key: known[question.key] for question in questionnaire.questions if question.key in known
    }


def _walk(questionnaire: Questionnaire, answers: Answers) -> tuple[frozenset[str], dict[str, Any]]:
    """({keys that are asked}, {key: answer that counts}), each question after those it depends on."""
    shown: set[str] = set()
    known: dict[str, Any] = {}
    for question in questionnaire.in_order_of_conditions:
        if question.shown_when and not question.shown_when.holds(known):
            continue
        shown.add(question.key)
        value = answers.get(question.key)
        if question.is_fixed or is_empty(question, value):
            continue
        value = KINDS[question.type].among(question, value, known)
        if not is_empty(question, value):
            known[question.key] = value
    return frozenset(shown), known


def missing(questionnaire: Questionnaire, answers: Answers) -> list[Question]:
    """Questions that are asked and required, now or by their condition, and have no answer."""
    shown, known = _walk(questionnaire, answers)
    asked = (question for question in questionnaire.questions if question.key in shown)
    return [question for question in asked if question.key not in known and is_required(question, known)]


def is_required(question: Question, answers: Answers) -> bool:
    """Whether a school must answer this now; `answers` are those that count."""
    if not question.is_answered_here:
        return False
    by_condition = question.required_when is not None and question.required_when.holds(answers)
    return question.required == "required" or by_condition


def freeze(questionnaire: Questionnaire, answers: Answers) -> dict[str, Any]:
    """What stays when a version is established: the answers to questions that are asked."""
    return visible_answers(questionnaire, answers)


@dataclass(frozen=True)
class Dropped:
    """An answer that did not come along, whole or in part, and why in Dutch."""

    key: str
    value: Any
    reason: str


@dataclass(frozen=True)
class Carried:
    answers: dict[str, Any]
    dropped: tuple[Dropped, ...]


def carry(old: Questionnaire, new: Questionnaire, answers: Answers) -> dict[str, Any]:
    """The answers of an older edition as the start of a newer one; see `carry_over`."""
    return carry_over(old, new, answers).answers


def carry_over(old: Questionnaire, new: Questionnaire, answers: Answers) -> Carried:
    """The answers of an older edition as the start of a newer one, and what could not come along.

    The same key carries by itself; `carries` renames keys and option values. What the new edition does not
    accept is left out, so the school answers it anew.
    """
    moved, gone = _renamed(old, new, answers)
    kept: dict[str, Any] = {}
    dropped = [Dropped(key, answers[key], "Deze vraag is er niet meer.") for key in gone]
    for question in new.questions:
        value = moved.get(question.key)
        if not question.is_answered_here or is_empty(question, value):
            continue
        try:
            left = clean(question, KINDS[question.type].salvage(question, value))
        except InvalidAnswer as wrong:
            dropped.append(Dropped(question.key, value, wrong.message))
            continue
        if not is_empty(question, left):
            kept[question.key] = left
        if left != value:
            dropped.append(Dropped(question.key, value, "Niet alles hiervan kan in het nieuwe formulier."))
    return Carried(kept, tuple(dropped))


def came_from(old: Questionnaire, new: Questionnaire, answers: Answers) -> dict[str, str]:
    """{key in the new edition: the key its answer had in the old one}, where those differ."""
    return {step.target: step.source for step in _steps(old, new, answers)}


def _steps(old: Questionnaire, new: Questionnaire, answers: Answers) -> list[Carry]:
    follows = (new.form, new.follows) == (old.form, old.name)
    return [step for step in new.carries if follows and step.source in answers]


def _renamed(old: Questionnaire, new: Questionnaire, answers: Answers) -> tuple[dict[str, Any], list[str]]:
    """({new key: value}, [old keys that lead nowhere])."""
    steps = _steps(old, new, answers)
    moved = dict(answers)
    moved |= {step.target: _mapped(answers[step.source], step.values) for step in steps}
    reached = {question.key for question in new.questions} | {step.source for step in steps}
    return moved, [key for key in answers if key not in reached]


def _mapped(value: Any, values: Mapping[str, Any]) -> Any:
    """A value under its new names. In a `values` table yes and no stand for the answers of a yes_no."""
    if isinstance(value, list):
        return [_mapped(item, values) for item in value]
    if isinstance(value, dict):
        return value
    word = {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)
    return values.get(word, value)
