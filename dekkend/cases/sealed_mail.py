"""Mail to a parent, sealed until the moment it leaves: its address, its link and its code stand in no row.

A task is a row of the database, and of its backups. What is sent to staff names nobody and needs no seal.
"""

import base64
from smtplib import SMTPException
from typing import Any
from uuid import uuid4

from django.tasks import task

from dekkend.cases.models import Case
from dekkend.core.encryption import DataKey
from dekkend.core.mail import PAUSES, compose, hand_over, next_try


class NotDelivered(Exception):
    """A mail that the server refused for a day. It says which, never to whom."""


def send_sealed_on_commit(case: Case, template: str, context: dict[str, Any], to: str) -> None:
    """As `core.mail.send_mail_on_commit`, to one address. Needs the case's key, now and when it leaves."""
    if not (facts := compose(template, context)):
        return
    number = uuid4().hex
    sealed = _box(case.vault, number, facts | {"to": to})
    deliver_sealed.enqueue(case_id=case.pk, sealed=sealed, number=number)


@task
def deliver_sealed(case_id: int, sealed: str, number: str, tries: int = 0) -> None:
    """Open it and hand it over; when the server is down, again later. Of a destroyed case nothing is sent."""
    case = Case.objects.filter(pk=case_id, key__isnull=False).select_related("key").first()
    if case is None:
        return
    try:
        hand_over(**opened(case, sealed, number), number=number)
    except (OSError, SMTPException):
        if tries >= len(PAUSES):
            # Without what the server said: that names the address, and the task keeps it.
            raise NotDelivered(f"mail {number} of case {case_id}") from None
        later = deliver_sealed.using(run_after=next_try(tries))
        later.enqueue(case_id=case_id, sealed=sealed, number=number, tries=tries + 1)


def opened(case: Case, sealed: str, number: str) -> dict[str, Any]:
    """{"subject", "body", "to"} of a mail that waits."""
    return case.vault.open_value(_place(number), base64.b64decode(sealed))


def _box(vault: DataKey, number: str, mail: dict[str, Any]) -> str:
    return base64.b64encode(vault.seal_value(_place(number), mail)).decode()


def _place(number: str) -> str:
    return f"mail {number}"
