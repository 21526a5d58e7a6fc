"""A form as a person fills it in: opened some minutes ago, with its own ticket."""

from datetime import timedelta
from unittest import mock

from django.core import signing
from django.utils.timezone import now

from dekkend.website.shield import new_ticket


def ticket(seconds: int = 60) -> str:
    """The ticket of a form that was opened so long ago."""
    then = (now() - timedelta(seconds=seconds)).timestamp()
    with mock.patch.object(signing.time, "time", return_value=then):
        return new_ticket()


def filled(**words) -> dict[str, str]:
    return {"ticket": ticket(), "homepage": ""} | words
