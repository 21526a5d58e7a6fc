"""Secret links: the token goes out by mail or to the person themselves, only its hash is kept."""

import hashlib
import secrets


def new_token() -> str:
    """A token for an address: 256 bits, in letters that need no escaping."""
    return secrets.token_urlsafe(32)


def hash_of(token: str) -> str:
    """What is kept of a token: 64 hexadecimal digits. It is too random to need a salt."""
    return hashlib.sha256(token.encode()).hexdigest()
