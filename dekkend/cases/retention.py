"""How long a file is kept, by the rules of its partnership and with their ground in law."""

from datetime import date

from dekkend.cases.models import Case
from dekkend.workflow.terms import add_months

DECIDED, UNDECIDED = "file", "unsent"


def close(case: Case, on: date, *, decided: bool) -> None:
    """Nothing is to come any more: from this day the file is kept for as long as its rule says."""
    case.closed_on = on
    case.retain_until = keep_until(case, on, decided=decided)


def reopen(case: Case) -> None:
    case.closed_on = case.retain_until = None


def keep_until(case: Case, on: date, *, decided: bool) -> date:
    """The last day of a file on which nothing more is decided after `on`."""
    rule = case.offering.catalogue.retention_of(DECIDED if decided else UNDECIDED)
    return add_months(on, rule.months)
