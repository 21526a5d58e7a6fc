"""The log of who read what, chained: each line's digest is over the line and the digest before it.

Who changes, drops or adds a line in the middle breaks every digest after it; who cuts the end off is found
out by the head. The digests are keyed: who can write in the database but has no master key, cannot make a
chain that holds. See `manage.py verify_log`.
"""

import hmac
import json
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from hashlib import sha256

from django.db import transaction
from django.db.models import QuerySet

from dekkend.cases.models import Case, Counter, LogHead, Reading
from dekkend.cases.models.log import LONGEST
from dekkend.core.encryption import CannotOpen, DataKey, keyring
from dekkend.organisations.models import Partnership, User
from dekkend.workflow.table import Outsider, role_label

BATCH = 2000


def note_reading(case: Case, reader: User | Outsider, role: str, what: str, at: datetime) -> None:
    """Add a line; two at the same moment wait for each other. `what` is ours: never words about the child.

    Raises CannotOpen under a wrong master key: what cannot be noted, is not read.
    """
    note_readings(case, reader, role, [what], at)


def note_readings(case: Case, reader: User | Outsider, role: str, whats: Iterable[str], at: datetime) -> None:
    """As `note_reading`, of several things that are read at once: all of them are noted, or none."""
    with transaction.atomic():
        head = _held_head(case.partnership)
        lines = []
        for what in whats:
            line = Reading(
                partnership_id=case.partnership_id,
                number=head.count + 1,
                at=at,
                case_uid=case.uid,
                case_number=case.number,
                reader=reader if isinstance(reader, User) else None,
                reader_name=reader.name,
                reader_role=role_label(role),
                what=what[:LONGEST],  # it may hold a number out of an address
            )
            line.digest = digest_of(line, head.digest, chain_key(head))
            head.count, head.digest = line.number, line.digest
            lines.append(line)
        Reading.objects.bulk_create(lines)
        head.save(update_fields=["count", "digest"])


def begin_log(partnership: Partnership) -> None:
    """From the first file on there is a chain, so that one that was thrown away is missed."""
    LogHead.objects.get_or_create(partnership=partnership, defaults={"wrapped": _new_chain_key(partnership)})


def readings_of(case: Case) -> list[Reading]:
    """Every look at this file, newest first. One query."""
    return list(Reading.objects.filter(case_uid=case.uid).order_by("-number"))


def last_readers(case: Case) -> list[Reading]:
    """The last look of each person who looked before the look of now, newest first. One query."""
    seen: dict[tuple[int | None, str], Reading] = {}
    for reading in readings_of(case)[1:]:
        seen.setdefault((reading.reader_id, reading.reader_name), reading)
    return list(seen.values())


def lines_of(
    partnerships: Iterable[Partnership],
    *,
    number: str = "",
    reader: str = "",
    begin: date | None = None,
    end: date | None = None,
) -> QuerySet[Reading]:
    """Every look in the files of these partnerships, newest first: of one file, one reader, some days."""
    lines = Reading.objects.filter(partnership__in=list(partnerships)).order_by("-at", "-number")
    if number:
        lines = lines.filter(case_number=number.strip())
    if reader:
        lines = lines.filter(reader_name__icontains=reader.strip())
    if begin:
        lines = lines.filter(at__date__gte=begin)
    return lines.filter(at__date__lte=end) if end else lines


def digest_of(line: Reading, before: str, key: DataKey) -> str:
    """HMAC-SHA256 in hexadecimal over the digest before it and everything that the line says."""
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
    return hmac.new(key.secret, json.dumps(said, ensure_ascii=False).encode(), sha256).hexdigest()


def broken_lines(partnership: Partnership) -> Iterator[str]:
    """What is wrong with the chain of a partnership, in words; nothing when it holds."""
    head = LogHead.objects.filter(partnership=partnership).select_related("partnership").first()
    if head is None:
        yield from _without_head(partnership)
        return
    try:
        key = chain_key(head)
    except CannotOpen as wrong:
        yield f"the key of the chain cannot be opened: {wrong}"
        return
    before, number = "", 0
    for line in Reading.objects.filter(partnership=partnership).order_by("number").iterator(BATCH):
        yield from _gap(number + 1, line.number)
        if line.digest != digest_of(line, before, key):
            yield f"line {line.number} is not what was written"
        before, number = line.digest, line.number
    if (head.count, head.digest) != (number, before):
        yield f"the chain ends at line {number}, and should at line {head.count}"


def chain_key(head: LogHead) -> DataKey:
    return keyring().unwrap(chain_owner(head.partnership), head.wrapped)


def chain_owner(partnership: Partnership) -> str:
    return f"log {partnership.code}"


def _held_head(partnership: Partnership) -> LogHead:
    heads = LogHead.objects.select_for_update(of=("self",)).filter(partnership=partnership)
    if (head := heads.first()) is None:
        begin_log(partnership)
        head = heads.get()
    head.partnership = partnership
    return head


def _new_chain_key(partnership: Partnership) -> str:
    return keyring().new_key(chain_owner(partnership))[1]


def _gap(expected: int, found: int) -> Iterator[str]:
    if found == expected + 1:
        yield f"line {expected} is missing"
    elif found > expected:
        yield f"lines {expected} to {found - 1} are missing"


def _without_head(partnership: Partnership) -> Iterator[str]:
    """Where files were opened there is a chain, even when nobody looked."""
    lines = Reading.objects.filter(partnership=partnership).count()
    if (
        lines
        or Counter.objects.filter(partnership=partnership, name__startswith="case ", last__gt=0).exists()
    ):
        yield f"the end of the chain is gone, with {lines} lines left"
