"""Mail that leaves once the transaction has committed, and again when the mail server was down."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime, timedelta
from email.utils import formataddr, parseaddr
from smtplib import SMTPException
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

from django.conf import settings
from django.core.mail import EmailMessage
from django.tasks import task
from django.template.loader import render_to_string
from django.utils.timezone import now

# Minutes until the next try; together about a day.
PAUSES = (1, 5, 15, 60, 180, 360, 720)

_held: ContextVar[bool] = ContextVar("mail held", default=False)


def send_mail_on_commit(
    template: str,
    context: dict,
    to: Sequence[str],
    headers: dict[str, str] | None = None,
    sender: str = "",
) -> None:
    """Send `template` (its first line is the subject) to each address in a mail of its own.

    `sender` is in whose name, for the inbox and below the text; the address stays ours.

    The task is a row in the same transaction as the act: it rolls back with it, and cannot get lost after it.
    """
    sender = " ".join(sender.split())
    if not (facts := compose(template, context, sender)):
        return
    facts |= {"headers": headers} if headers else {}
    facts |= {"sender": sender} if sender else {}
    for address in to:
        deliver.enqueue(**facts, to=address, number=uuid4().hex)


def compose(template: str, context: dict, sender: str = "") -> dict[str, Any]:
    """{"subject", "body"} of a mail to be sent; empty while mail is held."""
    if _held.get():
        return {}
    text = render_to_string(template, context | {"site_url": settings.SITE_URL})
    subject, _, body = text.strip().partition("\n")
    signed = f"\n\n-- \n{sender}\n" if sender else "\n"
    return {"subject": subject.strip(), "body": body.strip() + signed}


@contextmanager
def mail_held() -> Iterator[None]:
    """What is done inside sends no mail: for acts of the past, which nobody waits for any more."""
    token = _held.set(True)
    try:
        yield
    finally:
        _held.reset(token)


@task
def deliver(
    subject: str,
    body: str,
    to: str,
    number: str,
    tries: int = 0,
    headers: dict[str, str] | None = None,
    sender: str = "",
) -> None:
    """Hand one mail to the SMTP server; when it is down, try again later with increasing pauses.

    `number` makes its Message-ID: a mail that goes out again after a power cut can be known as the same one.
    """
    try:
        hand_over(subject, body, to, number, headers, sender)
    except (OSError, SMTPException):
        if tries >= len(PAUSES):
            raise
        same: dict[str, Any] = {"subject": subject, "body": body, "to": to, "number": number}
        same |= {"headers": headers} if headers else {}
        same |= {"sender": sender} if sender else {}
        deliver.using(run_after=next_try(tries)).enqueue(**same, tries=tries + 1)


def hand_over(
    subject: str,
    body: str,
    to: str,
    number: str,
    headers: dict[str, str] | None = None,
    sender: str = "",
) -> None:
    """Give one mail to the SMTP server. Raises OSError or SMTPException, which may name the address."""
    known = {"Message-ID": f"<{number}@{_domain()}>"} | (headers or {})
    EmailMessage(subject, body, _in_name_of(sender), [to], headers=known).send()


def next_try(tries: int) -> datetime:
    return now() + timedelta(minutes=PAUSES[tries])


def _in_name_of(sender: str) -> str:
    """Our own address, so that it is really ours to send from, behind the name of who it is about."""
    return formataddr((sender, parseaddr(settings.DEFAULT_FROM_EMAIL)[1])) if sender else ""


def _domain() -> str:
    return urlsplit(settings.SITE_URL).hostname or "localhost"
