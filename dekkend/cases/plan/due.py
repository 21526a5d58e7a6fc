"""When a plan must be there, and when it is talked over again. Pure.

At latest six weeks after enrolment (WPO 40a); for a child that is on school already practice counts from the
award. At least once a school year it is evaluated with the parents: twelve months after the last time is in
the next school year at latest, so that none is missed.
"""

from datetime import date

from dekkend.workflow.terms import add_months, add_weeks

WEEKS = 6
MONTHS = 12


def due_after_award(decided_on: date) -> date:
    return add_weeks(decided_on, WEEKS)


def due_after_enrolment(enrolled_on: date) -> date:
    return add_weeks(enrolled_on, WEEKS)


def evaluate_by(last_time: date) -> date:
    """The last day for the next evaluation."""
    return add_months(last_time, MONTHS)
