"""The keys that lie wrapped in the database, and the master keys that open them.

There are three kinds: of each case, of each partnership's blind index, of each partnership's log.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.db.models import QuerySet, Value
from django.db.models.functions import Left, StrIndex

from dekkend.cases.blind import index_owner
from dekkend.cases.log import chain_owner
from dekkend.cases.models import CaseKey, IndexKey, LogHead
from dekkend.core.encryption import CannotOpen, keyring

BATCH = 500


@dataclass(frozen=True)
class Kept:
    """One table of wrapped keys, and to whom each of its keys belongs."""

    name: str
    model: type[models.Model]
    owner: Callable[[Any], str]
    related: str | None = None

    def rows(self) -> QuerySet:
        rows = self.model._default_manager.order_by("pk")
        return rows.select_related(self.related) if self.related else rows


KEPT = (
    Kept("index keys", IndexKey, lambda row: index_owner(row.partnership), "partnership"),
    Kept("log keys", LogHead, lambda row: chain_owner(row.partnership), "partnership"),
    Kept("case keys", CaseKey, lambda row: f"case {row.case_id}"),
)


@dataclass
class Rotated:
    """How many keys were wrapped anew (or would be), and which could not be opened, in words."""

    wrapped: int = 0
    faults: list[str] = field(default_factory=list)


def rotate(*, dry_run: bool = False) -> Rotated:
    """Wrap every key under the current master key. What it wraps stays the same, so nothing sealed changes.

    Each row by itself, and only as it was read: it may be killed and run again, beside people who work.
    """
    done = Rotated()
    for kept in KEPT:
        for row in _old_rows(kept):
            _rewrap(kept, row, done, dry_run=dry_run)
    return done


def faults() -> Iterator[str]:
    """Why this installation may not start: master keys that are missing, or that do not open what is kept.

    Of every partnership the keys of index and log are tried, and of the cases one for each master key.
    """
    for kept in KEPT[:2]:
        yield from filter(None, (_fault(kept, row) for row in kept.rows()))
    cases = KEPT[2]
    for name in _masters_of(CaseKey):
        sample = cases.rows().filter(wrapped__startswith=f"{name}:").first()
        if sample and (fault := _fault(cases, sample)):
            yield fault


def _old_rows(kept: Kept) -> Iterator[Any]:
    """Those under another master key, some at a time: no cursor stays open while they are written."""
    old = kept.rows().exclude(wrapped__startswith=f"{keyring().current}:")
    rows = list(old[:BATCH])
    while rows:
        yield from rows
        rows = list(old.filter(pk__gt=rows[-1].pk)[:BATCH])


def _rewrap(kept: Kept, row: Any, done: Rotated, *, dry_run: bool) -> None:
    owner, ring = kept.owner(row), keyring()
    try:
        wrapped = ring.wrap(ring.unwrap(owner, row.wrapped))
    except CannotOpen as wrong:
        done.faults.append(f"{owner}: {wrong}")
        return
    as_read = kept.model._default_manager.filter(pk=row.pk, wrapped=row.wrapped)
    # No row: the case was destroyed meanwhile, or another run was first.
    done.wrapped += 1 if dry_run else as_read.update(wrapped=wrapped)


def _fault(kept: Kept, row: Any) -> str:
    owner = kept.owner(row)
    try:
        keyring().unwrap(owner, row.wrapped)
    except CannotOpen as wrong:
        return f"{owner}: {wrong}"
    return ""


def _masters_of(model: type[models.Model]) -> list[str]:
    """The names of the master keys in use. One query."""
    name = Left("wrapped", StrIndex("wrapped", Value(":")) - 1)
    return sorted(model._default_manager.annotate(master=name).values_list("master", flat=True).distinct())
