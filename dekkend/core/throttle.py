"""Slowing down who guesses, and what is asked for too often."""

from time import time

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest

MOST, SECONDS = 20, 60


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

    The span is in the key, for the cache begins its time anew at every count. No `incr`: it would keep the
    count for the cache's own five minutes, and who waits those out begins anew.
    """
    key = f"{what}:{int(time()) // seconds}"
    count = cache.get(key, 0) + 1
    cache.set(key, count, seconds)
    return count > most
