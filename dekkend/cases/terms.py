"""When a decision is due, and what moves that day. Pure; days of the calendar, as the law counts them.

The partnership says within how many weeks it decides (6 by default); the Awb sets the outer mark: a
reasonable term, in any case over after 8 weeks (4:13), unless more time is announced in time (4:14). It
stands still while the applicant has a question to answer (4:15).
"""

from datetime import date, timedelta

from dekkend.cases.catalogue import Catalogue
from dekkend.cases.models import Case
from dekkend.workflow.terms import add_weeks

LONGEST_QUESTION = timedelta(weeks=4)
LONGEST_MORE = timedelta(weeks=8)
NEAR = timedelta(days=366)
FAR = "Kijk het jaartal na. Kies een dag tussen een jaar geleden en over een jaar."


def school_year(on: date) -> str:
    """The school year of a day: "2026-2027", from 1 August."""
    first = on.year if on.month >= 8 else on.year - 1
    return f"{first}-{first + 1}"


def is_near(day: date, on: date) -> bool:
    """Whether someone can mean this day: a year that was typed wrong is further away."""
    return abs(day - on) <= NEAR


def decision_due(catalogue: Catalogue, sent_on: date) -> date:
    return add_weeks(sent_on, catalogue.decision_weeks)


def warns_on(catalogue: Catalogue, due_on: date) -> date:
    """From this day on the outer mark of the law is passed; what moved the term moved it along."""
    return add_weeks(due_on, catalogue.warn_weeks - catalogue.decision_weeks)


def in_time(due_on: date, until: date, on: date) -> bool:
    """Whether a term may go on `until` this day: still to come, and eight weeks further at most."""
    begins = max(due_on, on)
    return begins < until <= begins + LONGEST_MORE


def pause(case: Case, on: date, answer_by: date) -> None:
    """The term stands still from today."""
    case.paused_on, case.answer_by = on, answer_by


def due_if_resumed(case: Case, on: date) -> date | None:
    """When the decision is due once the term goes on: later by the days it stood still.

    It stands still to the day to answer by at most; from then on it runs, answered or not (Awb 4:15).
    """
    if not (case.paused_on and case.answer_by and case.due_on):
        return case.due_on
    return case.due_on + (min(on, case.answer_by) - case.paused_on)


def resume(case: Case, on: date) -> None:
    """The term goes on."""
    case.due_on = due_if_resumed(case, on)
    case.paused_on = case.answer_by = None
