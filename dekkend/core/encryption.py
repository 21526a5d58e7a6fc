"""Envelope encryption: each thing has a data key of its own, kept wrapped by a master key.

Master keys live in the environment only: never in the database, nor in its backups. What is sealed is bound
to its owner and its place, so that nothing can be laid elsewhere unseen. A data key that is thrown away takes
everything that was sealed with it along, in backups too.
"""

import base64
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

KEY_BYTES = 32
NONCE_BYTES = 12
VERSION = b"\x01"  # of how sealed bytes are laid out: version, nonce, ciphertext with its tag


class CannotOpen(Exception):
    """What was sealed cannot be read: with this key it was not sealed, or it was changed or moved."""


class UnknownMasterKey(CannotOpen):
    """A data key was wrapped by a master key that the environment does not have (any more)."""

    def __init__(self, name: str):
        super().__init__(f"No master key is called {name!r}; see DEKKEND_MASTER_KEYS in docs/settings.md")
        self.name = name


@dataclass(frozen=True)
class DataKey:
    """The key of one owner ("case 7f3c…"). Everything it seals names the place that it is for."""

    owner: str
    secret: bytes = field(repr=False)

    def seal(self, place: str, content: bytes) -> bytes:
        nonce = os.urandom(NONCE_BYTES)
        return VERSION + nonce + AESGCM(self.secret).encrypt(nonce, content, self.bound_to(place))

    def open(self, place: str, sealed: bytes | memoryview) -> bytes:
        """What was sealed for this owner and place. Raises CannotOpen."""
        nonce, content = _split(bytes(sealed))
        try:
            return AESGCM(self.secret).decrypt(nonce, content, self.bound_to(place))
        except InvalidTag as wrong:
            raise CannotOpen(f"Sealed with another key, or for another place than {place!r}") from wrong

    def seal_value(self, place: str, value: Any) -> bytes:
        """As `seal`, for anything that JSON can hold."""
        return self.seal(place, json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode())

    def open_value(self, place: str, sealed: bytes | memoryview) -> Any:
        return json.loads(self.open(place, sealed))

    def bound_to(self, place: str) -> bytes:
        """What is authenticated along with everything sealed for this place."""
        return f"{self.owner}\0{place}".encode()


@dataclass(frozen=True)
class Keyring:
    """The master keys by name; the first wraps what is new, the others still unwrap what is old."""

    masters: Mapping[str, bytes] = field(repr=False)

    @property
    def current(self) -> str:
        return next(iter(self.masters))

    def new_key(self, owner: str) -> tuple[DataKey, str]:
        """A fresh data key, and how it is kept."""
        key = DataKey(owner, AESGCM.generate_key(KEY_BYTES * 8))
        return key, self.wrap(key)

    def wrap(self, key: DataKey) -> str:
        """The data key as text that only the current master key opens: its name, a colon, base64."""
        master = DataKey(f"master {self.current}", self.masters[self.current])
        return f"{self.current}:{base64.b64encode(master.seal(key.owner, key.secret)).decode()}"

    def unwrap(self, owner: str, wrapped: str) -> DataKey:
        """Raises UnknownMasterKey, or CannotOpen when the master key of that name is another one."""
        name, _, sealed = wrapped.partition(":")
        if name not in self.masters:
            raise UnknownMasterKey(name)
        master = DataKey(f"master {name}", self.masters[name])
        return DataKey(owner, master.open(owner, base64.b64decode(sealed)))

    def is_current(self, wrapped: str) -> bool:
        return wrapped.partition(":")[0] == self.current


def new_master_key() -> str:
    """32 random bytes, as DEKKEND_MASTER_KEYS wants them behind the name."""
    return base64.b64encode(os.urandom(KEY_BYTES)).decode()


def keyring() -> Keyring:
    """The master keys of this installation."""
    return _keyring(tuple(settings.MASTER_KEYS.items()))


@lru_cache(maxsize=4)
def _keyring(masters: tuple[tuple[str, bytes], ...]) -> Keyring:
    return Keyring(dict(masters))


def moment(at: datetime) -> str:
    """A moment as part of a place: the same whatever the time zone that it is told in."""
    return at.astimezone(UTC).isoformat()


def _split(sealed: bytes) -> tuple[bytes, bytes]:
    if sealed[:1] != VERSION or len(sealed) <= 1 + NONCE_BYTES:
        raise CannotOpen("These bytes were not sealed by us")
    return sealed[1 : 1 + NONCE_BYTES], sealed[1 + NONCE_BYTES :]
