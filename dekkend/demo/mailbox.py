"""The post of the demo: every mail as a file, newest first. The demo's own mail server puts them here."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from pathlib import Path

from django.conf import settings
from django.utils.timezone import now

SHOWN = 100


@dataclass(frozen=True)
class Letter:
    """One mail as the page shows it."""

    id: str
    to: str
    sender: str
    subject: str
    sent_at: datetime | None
    text: str


def keep(raw: bytes) -> str:
    """Put a mail in the box, whole or not at all; returns its id. Ids sort by time."""
    box = _box()
    box.mkdir(parents=True, exist_ok=True)
    name = f"{now():%Y%m%d-%H%M%S-%f}-{secrets.token_hex(4)}"
    half = box / f"{name}.half"
    half.write_bytes(raw)
    half.rename(box / f"{name}.eml")
    return name


def newest() -> list[Letter]:
    """The last mails, newest first."""
    files = sorted(_box().glob("*.eml"), reverse=True)[:SHOWN]
    return [_read(file) for file in files]


def find(letter_id: str) -> Letter | None:
    file = _box() / f"{letter_id}.eml"
    return _read(file) if file.is_file() else None


def _box() -> Path:
    return Path(settings.VAR) / "mail"


def _read(file: Path) -> Letter:
    mail = message_from_bytes(file.read_bytes(), policy=policy.default)
    date = mail["Date"]
    sent_at = parsedate_to_datetime(date) if date else None
    return Letter(file.stem, str(mail["To"]), str(mail["From"]), str(mail["Subject"]), sent_at, _text(mail))


def _text(mail: EmailMessage) -> str:
    body = mail.get_body(preferencelist=("plain",))
    return body.get_content().replace("\r\n", "\n") if body else ""
