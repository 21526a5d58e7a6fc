"""Records that were read from a file, written where they are new or different."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import Model

from dekkend.organisations.duo.report import Report

AT_ONCE = 500


@transaction.atomic
def save_records[T: Model](
    model: type[T], rows: Iterable[tuple[int, T]], file: str, report: Report
) -> list[T]:
    """Write the records (row, record) that differ from ours, and tell it. Returns what was written."""
    rows = list(rows)
    fields = [field.name for field in model._meta.concrete_fields if not field.primary_key]
    known = model._default_manager.in_bulk([record.pk for _, record in rows])
    written = []
    for row, record in rows:
        old = known.get(record.pk)
        changes = _changes(old, record, fields) if old else {}
        if old is None:
            report.new(file=file, row=row, code=record.pk)
        elif changes:
            report.changed(file=file, row=row, code=record.pk, fields=changes)
        else:
            report.unchanged(code=record.pk)
            continue
        written.append(record)
    key = model._meta.pk.name
    model._default_manager.bulk_create(
        written, AT_ONCE, update_conflicts=True, unique_fields=[key], update_fields=fields
    )
    return written


def _changes(old: Model, record: Model, fields: list[str]) -> dict[str, tuple[Any, Any]]:
    pairs = {name: (getattr(old, name), getattr(record, name)) for name in fields}
    return {name: (_told(was), _told(now)) for name, (was, now) in pairs.items() if was != now}


def _told(value: Any) -> Any:
    """Of a border the number of points: nobody reads them one by one."""
    return f"{sum(len(ring) for ring in value)} punten" if isinstance(value, list) else value
