"""The log of who read what, chained: each line's digest is over the line and the digest before it.

Who changes, drops or adds a line in the middle breaks every digest after it; who cuts the end off is found
out by the head. See `manage.py verify_log`.
"""

import hashlib
import json
from collections.abc import Iterator
from datetime import UTC, datetime

from django.db import transaction

from dekkend.cases.models import Case, LogHead, Reading
from dekkend.organisations.models import Partnership, User
from dekkend.workflow.table import Outsider, role_label

BATCH = 2000


def note_reading(case: Case, reader: User | Outsider, role: str, what: str, at: datetime) -> None:
    """Add a line; two at the same moment wait for each other. `what` is ours: never words about the child."""
    with transaction.atomic():
        head, _ = LogHead.objects.select_for_update().get_or_create(partnership_id=case.partnership_id)
        line = Reading(
            partnership_id=case.partnership_id,
            number=head.count + 1,
            at=at,
            case_uid=case.uid,
            case_number=case.number,
            reader=reader if isinstance(reader, User) else None,
            reader_name=reader.name,
            reader_role=role_label(role),
            what=what,
        )
        line.digest = digest_of(line, head.digest)
        line.save(force_insert=True)
        head.count, head.digest = line.number, line.digest
        head.save(update_fields=["count", "digest"])


def readings_of(case: Case) -> list[Reading]:
    """Every look at this file, newest first. One query."""
    return list(Reading.objects.filter(case_uid=case.uid).order_by("-number"))


def last_readers(case: Case) -> list[Reading]:
    """The last look of each person who looked before the look of now, newest first. One query."""
    seen: dict[tuple[int | None, str], Reading] = {}
    for reading in readings_of(case)[1:]:
        seen.setdefault((reading.reader_id, reading.reader_name), reading)
    return list(seen.values())


def digest_of(line: Reading, before: str) -> str:
    """SHA-256 in hexadecimal over the digest before it and everything that the line says."""
    said = [
        before,
        line.number,
        line.at.astimezone(UTC).isoformat(),
        str(line.case_uid),
        line.case_number,
        line.reader_id,
        line.reader_name,
        line.reader_role,
        line.what,
    ]
    return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()


def broken_lines(partnership: Partnership) -> Iterator[str]:
    """What is wrong with the chain of a partnership, in words; nothing when it holds."""
    before, number = "", 0
    for line in Reading.objects.filter(partnership=partnership).order_by("number").iterator(BATCH):
        if line.number != number + 1:
            yield f"line {number + 1} is missing"
        if line.digest != digest_of(line, before):
            yield f"line {line.number} is not what was written"
        before, number = line.digest, line.number
    head = LogHead.objects.filter(partnership=partnership).first()
    if (head.count, head.digest) != (number, before) if head else number:
        yield f"the chain ends at line {number}, and should at line {head.count if head else 0}"
