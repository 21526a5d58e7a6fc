"""Slowing down who guesses, and what is asked for too often."""

from time import time

from allauth.account.adapter import get_adapter
from django.db import connection
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from dekkend.organisations.models import Tally

MOST, SECONDS = 20, 60
# One statement, so that of two at the same moment each counts: the second waits for the row of the first.
COUNT_ONE_MORE = """
INSERT INTO organisations_tally AS kept (what, span, number, ends) VALUES (%s, %s, 1, %s)
ON CONFLICT (what) DO UPDATE SET
    number = CASE WHEN kept.span = excluded.span THEN kept.number + 1 ELSE 1 END,
    span = excluded.span,
    ends = excluded.ends
RETURNING number
"""


def guesses_too_often(request: HttpRequest, what: str) -> bool:
    """Count a wrong guess at `what` from this internet address; True from the 21st within a minute.

    Only wrong ones are to be counted: a whole school may share one address.
    """
    return comes_too_often(request, f"guess:{what}", most=MOST, seconds=SECONDS)


def comes_too_often(request: HttpRequest, what: str, *, most: int, seconds: int) -> bool:
    """`happens_too_often` for each internet address apart."""
    address = get_adapter(request).get_client_ip(request)
    return happens_too_often(f"{what}:{address}", most=most, seconds=seconds)


def happens_too_often(what: str, *, most: int, seconds: int) -> bool:
    """Count one more of `what`; True when it happened more than `most` times in this span of `seconds`.

    Nothing is kept by which anyone knows an address again. One query.
    """
    span = int(time()) // seconds
    with connection.cursor() as cursor:
        cursor.execute(COUNT_ONE_MORE, [_unknowable(what), span, (span + 1) * seconds])
        return cursor.fetchone()[0] > most


def forget_tallies() -> int:
    """Delete the counts of spans that are over; returns how many."""
    return Tally.objects.filter(ends__lt=int(time())).delete()[0]


def _unknowable(what: str) -> str:
    return salted_hmac("tally", what, algorithm="sha256").hexdigest()
