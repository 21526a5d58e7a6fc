"""Reckoning with terms: weeks and months from a day, and the days that are left."""

from calendar import monthrange
from datetime import date, timedelta


def add_weeks(day: date, weeks: int) -> date:
    return day + timedelta(weeks=weeks)


def add_months(day: date, months: int) -> date:
    """The same day of the month `months` later; the last day where that month is shorter."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def days_left(due_on: date, on: date) -> int:
    """Whole days until and not counting `due_on`; 0 on the day itself, negative when it has passed."""
    return (due_on - on).days
