"""The code that proves that whoever opens the link also reads the mail of the one it was sent to."""

import secrets
from datetime import datetime, timedelta

from django.utils.crypto import constant_time_compare, salted_hmac

from dekkend.core.door.holder import Door, Holder, Outcome

DIGITS = 6
WORKS = timedelta(minutes=15)
PAUSE = timedelta(minutes=1)  # between two codes
MOST_TRIES = 5
MOST_WRONG = 20  # wrong codes since the last right one; after that the link is dead

# What `give` and `take` change, for who saves it.
GIVEN = ("code_hash", "code_sent_at", "code_tries")
TAKEN = ("code_hash", "code_tries", "wrong_codes", "opened_at", "seen_at")


def new_code() -> str:
    return f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"


def hash_of_code(door: Door, holder: Holder, code: str) -> str:
    """What is kept of a code: keyed with the secret of this server, for a million codes are quickly tried."""
    said = f"{holder.pk}:{holder.token_hash}:{code}"
    return salted_hmac(f"dekkend.{door.name}.code", said, algorithm="sha256").hexdigest()


def is_live(holder: Holder, at: datetime) -> bool:
    """A code was sent that can still be used."""
    return bool(holder.code_hash and holder.code_sent_at and at < holder.code_sent_at + WORKS)


def is_right(door: Door, holder: Holder, code: str) -> bool:
    """In constant time; spaces in what was typed are no fault."""
    return constant_time_compare(hash_of_code(door, holder, "".join(code.split())), holder.code_hash)


def is_shut(holder: Holder) -> bool:
    return holder.wrong_codes >= MOST_WRONG


def comes_too_soon(holder: Holder, at: datetime) -> bool:
    """The last code was sent less than a minute ago."""
    return bool(holder.code_sent_at and at < holder.code_sent_at + PAUSE)


def give(door: Door, holder: Holder, at: datetime) -> str:
    """A new code, kept nowhere; the one before stops working. Changes GIVEN."""
    code = new_code()
    holder.code_hash, holder.code_sent_at, holder.code_tries = hash_of_code(door, holder, code), at, 0
    return code


def take(door: Door, holder: Holder, code: str, at: datetime) -> Outcome:
    """Whether this code lets a browser in; it does so once. Changes TAKEN.

    A wrong one is counted: after five a new code is needed, after twenty without a right one a new link.
    """
    if not is_live(holder, at):
        return "spent"
    if not is_right(door, holder, code):
        return _wrong(holder)
    holder.code_hash, holder.code_tries, holder.wrong_codes = "", 0, 0
    holder.opened_at, holder.seen_at = holder.opened_at or at, at
    return "right"


def _wrong(holder: Holder) -> Outcome:
    holder.code_tries += 1
    holder.wrong_codes += 1
    if holder.code_tries >= MOST_TRIES:
        holder.code_hash = ""
    return "shut" if is_shut(holder) else "wrong"
