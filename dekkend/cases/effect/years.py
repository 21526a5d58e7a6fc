"""Which school year may be counted, and its days. Pure.

A year is counted once, on 1 October after it or later: decisions on what was asked before the summer are
there by then. Never in between: two countings of one year could be subtracted.
"""

from datetime import date

from dekkend.cases.terms import school_year

COUNTED_FROM = 10  # the month after which


def closed_year(on: date) -> str:
    """The newest school year that may be counted on this day."""
    return school_year(date(on.year if on.month >= COUNTED_FROM else on.year - 1, 7, 31))


def days_of(year: str) -> tuple[date, date]:
    """The first and the last day of "2025-2026"."""
    first, last = year.split("-")
    return date(int(first), 8, 1), date(int(last), 7, 31)
