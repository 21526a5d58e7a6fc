"""Slowing down who guesses."""

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest

MOST, SECONDS = 20, 60


def guesses_too_often(request: HttpRequest, what: str) -> bool:
    """Count a wrong guess at `what` from this internet address; True from the 21st within a minute.

    Only wrong ones are to be counted: a whole school may share one address.
    """
    key = f"guess:{what}:{get_adapter(request).get_client_ip(request)}"
    if cache.add(key, 1, SECONDS):
        return False
    try:
        return cache.incr(key) > MOST
    except ValueError:  # the minute ended between the two
        return False
