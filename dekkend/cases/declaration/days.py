"""From when to when a declaration holds, in school years of 1 August to 31 July. Pure.

SO: at least a whole school year, which is what is left of this one and all of the next (WEC 40; not read in
the text itself, but so it is applied). SBO: the law sets no least term; the kind of support sets the most.
"""

from datetime import date, timedelta

SCHOOL_YEAR_MONTH = 8


def school_year_ends(on: date) -> date:
    """31 July of the school year that this day lies in."""
    return date(on.year + (on.month >= SCHOOL_YEAR_MONTH), 7, 31)


def school_year_begins(on: date) -> date:
    """1 August of the school year that this day lies in."""
    return date(on.year - (on.month < SCHOOL_YEAR_MONTH), SCHOOL_YEAR_MONTH, 1)


def first_end(begins_on: date) -> date:
    """The 31 July after a whole school year; from 1 August the year that begins is the whole one."""
    ends = school_year_ends(begins_on)
    return ends if begins_on == school_year_begins(begins_on) else school_year_ends(ends + timedelta(days=1))


def ends_too_soon(school_kind: str, begins_on: date, ends_on: date) -> bool:
    return school_kind == "SO" and ends_on < first_end(begins_on)
