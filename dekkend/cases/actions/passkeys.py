"""A parent makes a passkey for their place, comes in with it, and takes it away.

Every act holds the parent's row and asks anew how it stands with the link. A challenge is used up by the
first answer to it, whatever that is: what is wrong they return, for an exception would undo that.
"""

import hashlib
import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.timezone import localdate
from django.utils.translation import gettext_noop

from dekkend.cases import notices
from dekkend.cases.actions.visiting import held, note
from dekkend.cases.models import Party, Passkey, PasskeyChallenge
from dekkend.cases.parents import passkeys
from dekkend.cases.parents.passkeys import Here, WrongAnswer
from dekkend.core.door import Outcome, codes
from dekkend.workflow.engine import NotPossible

Purpose = PasskeyChallenge.Purpose
MOST = 10
TOO_MANY = gettext_noop("U hebt al 10 passkeys. Haal er eerst een weg.")
NONE_HERE = gettext_noop("Er is geen passkey voor deze link. Vraag een code per mail.")


@transaction.atomic
def ask_new_passkey(*, token: str, here: Here, at: datetime) -> dict[str, Any]:
    """What the browser is to ask of the device, for a parent who is in. Raises CannotEnter or NotPossible."""
    party = held(token, at)
    known = _passkeys(party)
    if len(known) >= MOST:
        raise NotPossible(TOO_MANY)
    challenge = _give(party, Purpose.ADD, at)
    return passkeys.options_to_add(here, party, passkeys.made_for(here, known), challenge)


@transaction.atomic
def add_passkey(*, token: str, here: Here, answer: Mapping[str, Any], device: str, at: datetime) -> Outcome:
    """Keep the passkey that the device made; the parent is told. Raises CannotEnter or NotPossible."""
    party = held(token, at)
    known = _passkeys(party)
    if len(known) >= MOST:
        raise NotPossible(TOO_MANY)
    try:
        if not (challenge := _take(party, Purpose.ADD, answer, at)):
            return "spent"
        credential, count = passkeys.added(here, answer, challenge)
    except WrongAnswer:
        return "wrong"
    if any(passkeys.credential_of(one) == credential for one in known):
        return "right"
    passkey = Passkey(party=party, sign_count=count, added_at=at)
    about = {"credential": passkeys.kept(credential), "host": here.host, "device": device}
    passkey.sealed = party.case.vault.seal_value(passkey.place, about)
    passkey.save()
    note(party, "add_passkey", at, name=party.signature)
    notices.tell_parent(party, "passkey_added", device=device)
    return "right"


@transaction.atomic
def ask_passkey(*, token: str, here: Here, at: datetime) -> dict[str, Any]:
    """What the browser at the door is to ask of the device. Raises CannotEnter or NotPossible."""
    party = held(token, at)
    known = passkeys.made_for(here, _passkeys(party))
    if not known:
        raise NotPossible(NONE_HERE)
    return passkeys.options_to_open(here, known, _give(party, Purpose.OPEN, at))


@transaction.atomic
def enter_with_passkey(*, token: str, here: Here, answer: Mapping[str, Any], at: datetime) -> Outcome:
    """Whether this answer lets the browser in. A wrong one counts as a wrong code. Raises CannotEnter."""
    party = held(token, at)
    known = passkeys.made_for(here, _passkeys(party))
    try:
        if not (challenge := _take(party, Purpose.OPEN, answer, at)):
            return "spent"
        passkey, count = passkeys.shown(here, answer, known, challenge)
    except WrongAnswer:
        return _wrong(party, at)
    passkey.sign_count, passkey.used_at = count, at
    passkey.save(update_fields=["sign_count", "used_at"])
    party.wrong_codes, party.seen_at = 0, at
    party.save(update_fields=["wrong_codes", "seen_at"])
    return "right"


@transaction.atomic
def remove_passkey(*, token: str, passkey_id: int, at: datetime) -> None:
    """From now on it opens nothing; the parent is told by mail. Raises CannotEnter."""
    party = held(token, at)
    passkey = next((one for one in _passkeys(party) if one.pk == passkey_id), None)
    if passkey is None:  # pressed twice
        return
    device = passkey.about["device"]
    passkey.delete()
    note(party, "remove_passkey", at, name=party.signature)
    notices.tell_parent(party, "passkey_removed", device=device)


def forget_passkeys(at: datetime) -> int:
    """Delete passkeys of links that are over, and challenges that are; returns how many. Run daily."""
    over = Q(party__token_until__lt=localdate(at)) | Q(party__token_hash=None)
    gone = Passkey.objects.filter(over).delete()[0]
    return gone + PasskeyChallenge.objects.filter(given_at__lte=at - PasskeyChallenge.WORKS).delete()[0]


def _passkeys(party: Party) -> list[Passkey]:
    """With the parent as held: their case is read once."""
    found = list(party.passkeys.all())
    for one in found:
        one.party = party
    return found


def _give(party: Party, purpose: str, at: datetime) -> bytes:
    challenge = secrets.token_bytes(32)
    party.passkey_challenges.filter(given_at__lte=at - PasskeyChallenge.WORKS).delete()
    party.passkey_challenges.create(purpose=purpose, digest=_digest(challenge), given_at=at)
    return challenge


def _take(party: Party, purpose: str, answer: Mapping[str, Any], at: datetime) -> bytes:
    """The challenge that is answered, from now on used up; empty when there is none. Raises WrongAnswer."""
    challenge = passkeys.challenge_in(answer)
    asked = party.passkey_challenges.filter(purpose=purpose, digest=_digest(challenge))
    fresh = asked.filter(given_at__gt=at - PasskeyChallenge.WORKS)
    return challenge if fresh.delete()[0] else b""


def _digest(challenge: bytes) -> str:
    return hashlib.sha256(challenge).hexdigest()


def _wrong(party: Party, at: datetime) -> Outcome:
    party.wrong_codes += 1
    party.save(update_fields=["wrong_codes"])
    if not codes.is_shut(party):
        return "wrong"
    note(party, "shut_parent_link", at)
    return "shut"
