"""Destroy the files whose time has passed, and prove that they are gone.

What is about a child is readable by the key of its case only. In one transaction the key goes, and with it
all rows of the case; what stays is a `Destruction` and its line in the log. Files in the store are ciphertext
without a key from that moment, and are cleared next, by a list that the same transaction made. Killed at any
moment, a case is there as it was, or it is gone; the next run goes on where this one stopped.
"""

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime

from django.db import connection, models, transaction
from django.db.models import QuerySet
from django.utils.timezone import localdate

from dekkend.cases.log import note_reading
from dekkend.cases.models import Case, CaseKey, Destruction, DoomedFile, Reading
from dekkend.cases.parts import loosened, parts_of_case
from dekkend.cases.retention import expired, rule_of
from dekkend.cases.transitions import KIND
from dekkend.core.files.sealed import sealed_files
from dekkend.organisations.models import Partnership
from dekkend.workflow.engine import MACHINE_NAME, forget
from dekkend.workflow.table import SYSTEM, Outsider

BATCH = 50
SAID = "vernietigd, bewijs "
MACHINE = Outsider(MACHINE_NAME, frozenset())


def destroy_expired(at: datetime) -> int:
    """Destroy every file whose last day has passed and that nobody holds; returns how many. Run daily."""
    _overwrite_what_goes()
    gone = 0
    while number := _destroy_batch(at):
        clear_doomed_files()
        gone += number
    clear_doomed_files()
    if gone:
        _leave_no_trace()
    return gone


def clear_doomed_files() -> int:
    """Take files whose key is gone out of the store; returns how many. The rest it does later."""
    gone = [file.pk for file in DoomedFile.objects.order_by("pk") if sealed_files.forget(file.stored)]
    DoomedFile.objects.filter(pk__in=gone).delete()
    return len(gone)


def digest_of(proof: Destruction) -> str:
    """SHA-256 in hexadecimal over everything that the proof says."""
    said = [
        proof.partnership_id,
        str(proof.case_uid),
        proof.case_number,
        proof.record,
        proof.ground,
        *map(_day, (proof.opened_on, proof.closed_on, proof.retain_until)),
        proof.destroyed_at.astimezone(UTC).isoformat(),
        sorted(proof.counts.items()),
    ]
    return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()


def unproven(partnership: Partnership) -> Iterator[str]:
    """What contradicts the proofs of a partnership, in words; nothing when each destroyed file is gone.

    Every proof has its line in the log and every line its proof; of no destroyed file is a case, a key or a
    file left. The log itself is proven by `log.broken_lines`. A fixed number of queries for each batch.
    """
    lines = Reading.objects.filter(partnership=partnership, what__startswith=SAID)
    in_log = {uid: what.removeprefix(SAID) for uid, what in lines.values_list("case_uid", "what")}
    proofs = Destruction.objects.filter(partnership=partnership).order_by("pk")
    for proof in proofs.iterator(1000):
        said = in_log.pop(proof.case_uid, "")
        if {proof.digest, said} != {digest_of(proof)}:
            yield f"the proof of {proof.case_number} is not what was written"
    for uid in in_log:
        yield f"the proof of case {uid} is gone"
    yield from _left_behind(partnership)


def uncleared(partnership: Partnership) -> Iterator[str]:
    """What the store would not give up yet: noise, for its key is gone. The next night tries again."""
    uids = Destruction.objects.filter(partnership=partnership).order_by().values("case_uid")
    for uid in DoomedFile.objects.filter(case_uid__in=uids).values_list("case_uid", flat=True):
        yield f"case {uid} was destroyed; a file of it, without a key, is still to be cleared"


def _destroy_batch(at: datetime) -> int:
    """A batch, in one transaction. Who puts a file on hold meanwhile is first, or too late."""
    with transaction.atomic():
        locked = expired(localdate(at)).select_for_update(of=("self",))
        cases = list(locked.prefetch_related("partnership", "offering")[:BATCH])
        if cases:
            _prove(cases, at)
            _destroy(cases)
    return len(cases)


def _prove(cases: Sequence[Case], at: datetime) -> None:
    ids = [case.pk for case in cases]
    counts: dict[int, Counter[str]] = defaultdict(Counter)
    doomed: list[DoomedFile] = []
    uids = {case.pk: case.uid for case in cases}
    for part in parts_of_case():
        for case_id, number in part.counts(ids).items():
            counts[case_id][part.model._meta.model_name or ""] += number
        for case_id, stored in part.files(ids):
            counts[case_id]["files"] += 1
            doomed.append(DoomedFile(case_uid=uids[case_id], stored=stored))
    for case in cases:
        _prove_one(case, dict(counts[case.pk]), at)
    DoomedFile.objects.bulk_create(doomed, ignore_conflicts=True)


def _prove_one(case: Case, counts: dict[str, int], at: datetime) -> None:
    rule = rule_of(case)
    proof = Destruction(partnership=case.partnership, case_uid=case.uid, case_number=case.number)
    proof.record, proof.ground, proof.counts = rule.key, f"{rule.ground} ({rule.term})", counts
    proof.opened_on, proof.closed_on = case.opened_on, case.closed_on
    proof.retain_until = case.retain_until  # type: ignore[assignment]  # without one it never expires
    proof.destroyed_at = at
    proof.digest = digest_of(proof)
    proof.save(force_insert=True)
    note_reading(case, MACHINE, SYSTEM, f"{SAID}{proof.digest}", at)


def _destroy(cases: Sequence[Case]) -> None:
    """First the keys: whatever else would go wrong, from there on nothing can be read."""
    ids = [case.pk for case in cases]
    keys = CaseKey.objects.filter(case__in=[case.uid for case in cases])
    keys._raw_delete(keys.db)
    parts = parts_of_case()
    for model, field, target in loosened():
        rows = _rows_of(target, ids)
        model._base_manager.filter(**{f"{field}__in": rows}).update(**{field: None})
    for part in parts:
        part.delete(ids)
    forget(KIND, ids)
    gone = Case._base_manager.filter(pk__in=ids)
    gone._raw_delete(gone.db)


def _rows_of(target: type[models.Model], ids: list[int]) -> list[int] | QuerySet:
    if target is Case:
        return ids
    part = next(part for part in parts_of_case() if part.model is target)
    return part.rows(ids).order_by().values("pk")


def _left_behind(partnership: Partnership) -> Iterator[str]:
    proofs = Destruction.objects.filter(partnership=partnership)
    uids = proofs.order_by().values("case_uid")
    for uid in Case.objects.filter(uid__in=uids).values_list("uid", flat=True):
        yield f"case {uid} was destroyed, and is there"
    for key in CaseKey.objects.filter(case__in=uids).values_list("case_id", flat=True):
        yield f"case {key} was destroyed, and its key is there"


def _overwrite_what_goes() -> None:
    """SQLite leaves what is deleted in its file unless told otherwise, and may lose the last commits."""
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA secure_delete=ON")
            cursor.execute("PRAGMA synchronous=FULL")


def _leave_no_trace() -> None:
    """Deleted keys still lie in the database's own files until these are written anew. The table is small."""
    if connection.in_atomic_block:  # a test
        return
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        else:
            cursor.execute(f"VACUUM (FULL) {CaseKey._meta.db_table}")


def _day(on: date | None) -> str:
    return on.isoformat() if on else ""
