"""The columns of this process, as new as what was published last. Other processes publish too.

Every request reads the rows of `Change` that this process has not seen: one look in an index. Rows of the
last minutes are looked at again each time, for a transaction that began earlier may end later.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Lock

from django.db import connection
from django.utils.timezone import now

from dekkend.website.models import Change
from dekkend.website.search.columns import Columns
from dekkend.website.search.loading import load, load_profiles

LONGEST_TRANSACTION = timedelta(minutes=10)
# What is changed behind our back (a hand in the database) is seen after this at the latest.
LONGEST_KEPT = timedelta(minutes=30)
# Asked at every search: an ORM query takes longer to write than to answer.
CHANGED_SINCE = "SELECT id FROM website_change WHERE id > %s"
MOST_LOOKED_AT = 50  # then the floor is due


@dataclass
class Kept:
    """`seen` are the changes after `floor` that the columns have; before it they have all."""

    columns: Columns
    floor: int
    seen: set[int] = field(default_factory=set)
    loaded_at: datetime = field(default_factory=now)


_lock = Lock()
_kept: Kept | None = None


def columns_now() -> Columns:
    """All schools as everyone may find them at this moment. One query, and more when something changed."""
    global _kept
    kept = _kept
    if kept is not None and not _old(kept) and _is_as_seen(kept):
        return kept.columns
    with _lock:
        _kept = _renewed(_kept)
        return _kept.columns


def forget() -> None:
    """Begin anew at the next question."""
    global _kept
    _kept = None


def _old(kept: Kept) -> bool:
    return now() - kept.loaded_at > LONGEST_KEPT


def _is_as_seen(kept: Kept) -> bool:
    """Whether there is nothing new, nor too much to look at: a look in the index."""
    with connection.cursor() as cursor:
        cursor.execute(CHANGED_SINCE, [kept.floor])
        found = {pk for (pk,) in cursor.fetchall()}
    return found <= kept.seen and len(found) <= MOST_LOOKED_AT


def _unseen(kept: Kept) -> dict[int, int | None]:
    """{change: its site} that the columns do not have yet."""
    rows = Change.objects.filter(pk__gt=kept.floor).order_by("pk").values_list("pk", "site", "at")
    found: dict[int, int | None] = {}
    before = now() - LONGEST_TRANSACTION
    for pk, site, at in rows:
        if pk not in kept.seen:
            found[pk] = site
        elif at < before and not found:
            kept.floor = pk
    return found


def _renewed(kept: Kept | None) -> Kept:
    """Another thread may have done it while this one waited."""
    if kept is None or _old(kept):
        return _loaded()
    unseen = _unseen(kept)
    sites = {site for site in unseen.values() if site is not None}
    if None in unseen.values() or not sites <= kept.columns.places.keys():
        return _loaded()
    columns, profiles = kept.columns, load_profiles(sites) if sites else {}
    for site in sites:
        columns = columns.with_profile(site, profiles.get(site))
    seen = {pk for pk in kept.seen | unseen.keys() if pk > kept.floor}
    return Kept(columns, kept.floor, seen, kept.loaded_at)


def _loaded() -> Kept:
    """The changes are read first: what comes in between is then loaded twice, not missed."""
    recent = now() - LONGEST_TRANSACTION
    last = Change.objects.filter(at__lt=recent).order_by("-pk").values_list("pk", flat=True).first() or 0
    seen = set(Change.objects.filter(pk__gt=last).values_list("pk", flat=True))
    return Kept(load(), last, seen)
