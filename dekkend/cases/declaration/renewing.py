"""Declarations that end this school year, and how it stands with each: one round a year. Reads only."""

from datetime import date

from django.db.models import QuerySet

from dekkend.cases.declaration.days import school_year_ends
from dekkend.cases.models import Declaration
from dekkend.organisations.models import Partnership, Site


def ending(on: date) -> QuerySet[Declaration]:
    """What still holds, and ends this school year."""
    rows = Declaration.objects.filter(ends_on__gte=on, ends_on__lte=school_year_ends(on), revoked_on=None)
    return rows.select_related(
        "partnership", "fetched_by_site", "decision__case__site", "decision__case__offering"
    )


def renewal_round(partnership: Partnership, on: date) -> list[Declaration]:
    """The round of this school year: what is to be done first, then by number. One query."""
    rows = ending(on).filter(partnership=partnership).select_related("decision__case__followed_by")
    return list(rows.order_by("renewal", "ends_on", "serial"))


def school_of(declaration: Declaration) -> Site:
    """Where the child is: the special school that took it in, else the school that asked."""
    return declaration.fetched_by_site or declaration.case.site
