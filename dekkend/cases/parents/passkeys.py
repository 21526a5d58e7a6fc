"""What is asked of a device that has a passkey, and whether its answer is right (WebAuthn). Pure.

A passkey is made for one host and answers to one origin; who holds it must show so (finger, face or PIN).
"""

import struct
from base64 import b64decode, b64encode
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.crypto import salted_hmac
from fido2.cose import CoseKey
from fido2.server import Fido2Server
from fido2.utils import websafe_decode, websafe_encode
from fido2.webauthn import (
    AttestedCredentialData,
    AuthenticationResponse,
    CollectedClientData,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialUserEntity,
    RegistrationResponse,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from dekkend.cases.models import Party, Passkey

VERIFIED = UserVerificationRequirement.REQUIRED
LONGEST = 16_000  # characters of an answer; a real one has two thousand
# How the library tells of an answer that it cannot read, or that is not right.
NOT_AN_ANSWER = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    NotImplementedError,
    RecursionError,
    TypeError,
    ValueError,
    struct.error,
)


class WrongAnswer(Exception):
    """What the device answered is not what was asked, or not by a passkey that we know."""


@dataclass(frozen=True)
class Here:
    """Our site as the browser shows it."""

    host: str
    origin: str


def handle_of(party: Party) -> bytes:
    """By what a device knows that it has a passkey for this place already. It tells nothing."""
    whose = f"{party.case.uid}:{party.number}"
    return salted_hmac("dekkend.parent.passkey", whose, algorithm="sha256").digest()


def credential_of(passkey: Passkey) -> AttestedCredentialData:
    return AttestedCredentialData(b64decode(passkey.about["credential"]))


def kept(credential: AttestedCredentialData) -> str:
    return b64encode(credential).decode()


def made_for(here: Here, passkeys: Sequence[Passkey]) -> list[Passkey]:
    """A browser knows only the passkeys of the host it shows."""
    return [one for one in passkeys if one.about["host"] == here.host]


def options_to_add(here: Here, party: Party, known: Sequence[Passkey], challenge: bytes) -> dict[str, Any]:
    """For `navigator.credentials.create`. The device shows the number of the file, and no name."""
    name = f"Dossier {party.case.number}"
    asked, _ = _server(here).register_begin(
        PublicKeyCredentialUserEntity(id=handle_of(party), name=name, display_name=name),
        [credential_of(one) for one in known],
        resident_key_requirement=ResidentKeyRequirement.PREFERRED,
        user_verification=VERIFIED,
        challenge=challenge,
    )
    return dict(asked)


def options_to_open(here: Here, known: Sequence[Passkey], challenge: bytes) -> dict[str, Any]:
    """For `navigator.credentials.get`."""
    credentials = [credential_of(one) for one in known]
    asked, _ = _server(here).authenticate_begin(credentials, VERIFIED, challenge=challenge)
    return dict(asked)


def challenge_in(said: Mapping[str, Any]) -> bytes:
    """Which challenge this is an answer to. Raises WrongAnswer."""
    return _read(lambda: CollectedClientData(websafe_decode(said["response"]["clientDataJSON"])).challenge)


def added(here: Here, said: Mapping[str, Any], challenge: bytes) -> tuple[AttestedCredentialData, int]:
    """The new passkey and its count. Raises WrongAnswer."""

    def read() -> tuple[AttestedCredentialData, int]:
        answer = RegistrationResponse.from_dict(said)
        found = _server(here).register_complete(_state(challenge), answer)
        if found.credential_data is None or _is_unknown_kind(found.credential_data):
            raise ValueError("No public key of a kind that can be checked")
        return found.credential_data, found.counter

    return _read(read)


def shown(
    here: Here, said: Mapping[str, Any], known: Sequence[Passkey], challenge: bytes
) -> tuple[Passkey, int]:
    """Which passkey signed, and its count now. Raises WrongAnswer, also for a count that went back."""

    def read() -> tuple[Passkey, int]:
        answer = AuthenticationResponse.from_dict(said)
        by_id = {credential_of(one).credential_id: one for one in known}
        credentials = [credential_of(one) for one in known]
        found = _server(here).authenticate_complete(_state(challenge), credentials, answer)
        passkey, count = by_id[found.credential_id], answer.response.authenticator_data.counter
        if (count or passkey.sign_count) and count <= passkey.sign_count:
            raise ValueError("The count went back: this may be a copy")
        return passkey, count

    return _read(read)


def _server(here: Here) -> Fido2Server:
    entity = PublicKeyCredentialRpEntity(id=here.host, name="Dekkend")
    return Fido2Server(entity, verify_origin=lambda origin: origin == here.origin)


def _state(challenge: bytes) -> dict[str, Any]:
    return {"challenge": websafe_encode(challenge), "user_verification": VERIFIED}


def _is_unknown_kind(credential: AttestedCredentialData) -> bool:
    return credential.public_key.get(3) not in CoseKey.supported_algorithms()  # 3: its algorithm, RFC 9052


def _read[Found](read: Callable[[], Found]) -> Found:
    try:
        return read()
    except NOT_AN_ANSWER as fault:
        raise WrongAnswer("This answer of a passkey is not right") from fault
