"""The code that proves that whoever opens the link also reads the mail of the one who was invited."""

import secrets
from datetime import datetime, timedelta

from django.utils.crypto import constant_time_compare, salted_hmac

from dekkend.profiles.models import Guest

DIGITS = 6
WORKS = timedelta(minutes=15)
PAUSE = timedelta(minutes=1)  # between two codes
MOST_TRIES = 5


def new_code() -> str:
    return f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"


def hash_of_code(guest: Guest, code: str) -> str:
    """What is kept of a code: keyed with the secret of this server, for a million codes are quickly tried."""
    said = f"{guest.pk}:{guest.token_hash}:{code}"
    return salted_hmac("dekkend.guest.code", said, algorithm="sha256").hexdigest()


def is_live(guest: Guest, at: datetime) -> bool:
    """A code was sent that can still be used."""
    return bool(guest.code_hash and guest.code_sent_at and at < guest.code_sent_at + WORKS)


def is_right(guest: Guest, code: str) -> bool:
    """In constant time; spaces in what was typed are no fault."""
    return constant_time_compare(hash_of_code(guest, "".join(code.split())), guest.code_hash)
