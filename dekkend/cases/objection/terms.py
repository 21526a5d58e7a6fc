"""The days of an objection. Pure.

Six weeks to object (Awb 6:7), a term that ends on a day of rest runs on to the next working day (Algemene
termijnenwet 1 and 3); what was posted in time and comes in within a week counts (Awb 6:9). The decision is
due six weeks after that term, twelve where a committee advises, and once six more (Awb 7:10 and 7:13). These
articles are from memory: read them again before quoting a paragraph. For a reconsideration, which is the
region's own and no Awb, the same six weeks run from the day the request came in.
"""

from datetime import date, timedelta

from dekkend.workflow.terms import add_weeks

WEEKS, WEEKS_WITH_COMMITTEE, WEEKS_MORE = 6, 12, 6
POST = timedelta(weeks=1)
DAY = timedelta(days=1)
SATURDAY = 5


def last_day(objected_until: date) -> date:
    """The last day on which an objection is in time: the term's end, or the working day after it."""
    day = objected_until
    while day.weekday() >= SATURDAY or day in days_of_rest(day.year):
        day += DAY
    return day


def is_late(received_on: date, posted_on: date | None, objected_until: date) -> bool:
    last = last_day(objected_until)
    if received_on <= last:
        return False
    return not (posted_on and posted_on <= last and received_on <= last + POST)


def decision_due(objected_until: date, received_on: date, *, has_committee: bool, by_law: bool) -> date:
    """By when is decided: counted from the end of the term, or from the day that a late one came in."""
    weeks = WEEKS_WITH_COMMITTEE if has_committee else WEEKS
    begins = max(last_day(objected_until), received_on) if by_law else received_on
    return add_weeks(begins, weeks)


def adjourned(due_on: date) -> date:
    return add_weeks(due_on, WEEKS_MORE)


def days_of_rest(year: int) -> frozenset[date]:
    """Which the law names besides Saturday and Sunday, Good Friday among them."""
    easter = easter_sunday(year)
    moving = (easter + timedelta(days=days) for days in (-2, 1, 39, 50))
    king = date(year, 4, 27)
    king = king - DAY if king.weekday() == SATURDAY + 1 else king
    fixed = (date(year, 1, 1), king, date(year, 5, 5), date(year, 12, 25), date(year, 12, 26))
    return frozenset((*moving, *fixed))


def easter_sunday(year: int) -> date:
    """By the reckoning of Meeus, Jones and Butcher; holds for every year of our calendar."""
    century, rest = divmod(year, 100)
    golden = year % 19
    moon = (19 * golden + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (rest // 4) - moon - rest % 4) % 7
    late = (golden + 11 * moon + 22 * weekday) // 451
    month, day = divmod(moon + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)
