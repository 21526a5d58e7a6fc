"""Read settings from the environment: typed, and loud when a value cannot be used."""

import base64
import os
import re
import secrets
from collections.abc import Callable
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from dekkend.core.encryption import new_master_key


def text(name: str, default: str) -> str:
    return os.environ.get(name, default)


def whole(name: str, default: int) -> int:
    value = os.environ.get(name, str(default))
    if not value.isascii() or not value.isdigit():
        raise ImproperlyConfigured(f"{name} must be a whole number, not {value!r}")
    return int(value)


def boolean(name: str, default: bool) -> bool:
    value = os.environ.get(name, "1" if default else "0").lower()
    if value not in ("0", "1", "true", "false"):
        raise ImproperlyConfigured(f"{name} must be 0 or 1, not {value!r}")
    return value in ("1", "true")


def listing(name: str, default: str) -> list[str]:
    return [part.strip() for part in text(name, default).split(",") if part.strip()]


def tile_layer(address: str, credit: str) -> tuple[str, str]:
    """The address of map tiles and whom to thank for them; ("", "") where none were chosen.

    Its host becomes part of the content policy, so nothing else may stand there. Raises ImproperlyConfigured.
    """
    if not address:
        return "", ""
    numbers = all(number in address for number in ("{z}", "{x}", "{y}"))
    if not numbers or not re.match(r"https://[A-Za-z0-9.-]+(:[0-9]+)?/", address):
        raise ImproperlyConfigured(
            f"DEKKEND_MAP_TILES must be like https://tiles.example.nl/{{z}}/{{x}}/{{y}}.png, not {address!r}"
        )
    if not credit:
        raise ImproperlyConfigured("Set DEKKEND_MAP_TILES_CREDIT too: whoever made the map wants to be named")
    return address, credit


def clamd(address: str) -> str | tuple[str, int] | None:
    """Where clamd listens: the path of a socket, or a host with its port; None where there is none.

    Raises ImproperlyConfigured.
    """
    if not address or address.startswith("/"):
        return address or None
    host, _, port = address.rpartition(":")
    if not re.fullmatch(r"[A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\]", host) or not re.fullmatch("[0-9]{1,5}", port):
        raise ImproperlyConfigured(
            f"DEKKEND_CLAMD must be a path like /run/clamav/clamd.ctl, or host:port, not {address!r}"
        )
    return host.strip("[]"), int(port)


def secret_key(folder: Path, *, generate: bool) -> str:
    """The secret from SECRET_KEY; a demo makes its own once and keeps it in `folder`."""
    if key := os.environ.get("SECRET_KEY"):
        return key
    if not generate:
        raise ImproperlyConfigured("Set SECRET_KEY to a long random text; see docs/settings.md")
    return _kept_key(folder / "secret-key")


def _kept_key(file: Path, make: Callable[[], str] = lambda: secrets.token_urlsafe(50)) -> str:
    file.parent.mkdir(parents=True, exist_ok=True)
    if not file.exists():
        file.touch(mode=0o600)
        file.write_text(make())
    return file.read_text()


def master_keys(folder: Path, *, generate: bool) -> dict[str, bytes]:
    """The keys that wrap all others, by name, from DEKKEND_MASTER_KEYS: `name:base64`, the current one first.

    A demo makes its own once and keeps it in `folder`. Raises ImproperlyConfigured.
    """
    given = listing("DEKKEND_MASTER_KEYS", "")
    if not given and not generate:
        raise ImproperlyConfigured(
            "Set DEKKEND_MASTER_KEYS to name:key. Without it nothing about a child can be read or kept;"
            " see docs/settings.md"
        )
    kept = given or [_kept_key(folder / "master-key", lambda: f"demo:{new_master_key()}")]
    return dict(map(_master_key, kept))


def _master_key(said: str) -> tuple[str, bytes]:
    """What was given is never repeated in the refusal: it may be the key itself."""
    name, _, key = said.partition(":")
    try:
        secret = base64.b64decode(key, validate=True)
    except ValueError:
        secret = b""
    if not re.fullmatch(r"[A-Za-z0-9_.-]{1,40}", name) or len(secret) != 32:
        raise ImproperlyConfigured("DEKKEND_MASTER_KEYS must be name:key with a key of 32 bytes in base64")
    return name, secret
