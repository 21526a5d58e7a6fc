"""Which chapter can be asked for, until which day, and when someone is reminded. Days are of the calendar."""

from datetime import date, timedelta
from typing import Literal

from dekkend.core.verdict import YES, Verdict, no
from dekkend.profiles.rules import may_answer
from dekkend.questionnaires.definition import Chapter
from dekkend.workflow.terms import add_months

MOST_MONTHS = 12
SOON = timedelta(days=3)
Stage = Literal["soon", "late"]


def may_be_due(due_on: date, on: date) -> Verdict:
    """A chapter can be asked for on a day itself, or a later one that people still oversee."""
    if due_on < on:
        return no("Deze dag is voorbij. Kies vandaag of een dag daarna.")
    if due_on > add_months(on, MOST_MONTHS):
        return no("Kies een dag binnen een jaar.")
    return YES


def stage_of(*, asked_on: date, due_on: date, on: date) -> Stage | None:
    """The reminder that has come; who was asked three days before the day or later just heard of it."""
    if on > due_on:
        return "late"
    return "soon" if asked_on < due_on - SOON <= on else None


def may_be_asked(page: Chapter) -> Verdict:
    """Of a chapter in which a school has nothing to answer there is nothing to ask."""
    if any(may_answer(question) for question in page.questions):
        return YES
    return no("In dit hoofdstuk schrijft de school niets.")
