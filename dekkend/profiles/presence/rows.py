"""The rows of who is present: one read, and a write only when there is news. Raw SQL for both databases.

A page tells where it is every 20 seconds (`presence.js`). A row is written anew when the place changed or it
is older than FRESH, and counts until it is older than GONE: a page that was closed without a word is gone
within a minute.
"""

from collections.abc import Iterable, Set
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from django.db import connection

from dekkend.profiles.models import Presence
from dekkend.profiles.prepared import run
from dekkend.profiles.rules import team_role
from dekkend.profiles.saving import writer_of
from dekkend.workflow.table import role_label

FRESH = timedelta(seconds=30)
GONE = timedelta(seconds=60)


@dataclass(frozen=True)
class Visitor:
    """Someone to be seen. `key` is theirs among the rows of a version; who has no account is no user."""

    key: str
    name: str
    role: str
    user_id: int | None = None

    @classmethod
    def of_team(cls, user_id: int | None, name: str, roles: Set[str]) -> "Visitor":
        return cls(str(writer_of(user_id, name)), name, role_label(team_role(roles)), user_id)


class Place(NamedTuple):
    """Where in a working copy: no chapter is the whole text, no question is nothing to write in."""

    chapter: str = ""
    question: str = ""


class Present(NamedTuple):
    """A row as it is read."""

    visitor: str
    name: str
    role: str
    chapter: str
    question: str
    seen_at: datetime

    @classmethod
    def of(cls, columns: Iterable[Any]) -> "Present":
        """From what a database gives, in this order."""
        visitor, name, role, chapter, question, seen_at = columns
        return cls(visitor, name, role, chapter, question, moment_in(seen_at))

    @property
    def place(self) -> Place:
        return Place(self.chapter, self.question)


READ = """
SELECT visitor, name, role, chapter, question, seen_at FROM profiles_presence WHERE version_id = %s
"""

WRITE = """
INSERT INTO profiles_presence (version_id, visitor, user_id, name, role, chapter, question, seen_at)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s)
ON CONFLICT (version_id, visitor) DO UPDATE
SET name = excluded.name, role = excluded.role, chapter = excluded.chapter, question = excluded.question,
    seen_at = excluded.seen_at
"""


def meet(*, version_id: int, visitor: Visitor, place: Place, at: datetime) -> list[Present]:
    """Be at a place in a working copy; returns who else is in it. A read, and a write when there is news."""
    rows = {row.visitor: row for row in _read(version_id)}
    mine = rows.pop(visitor.key, None)
    if mine is None or mine.place != place or at - mine.seen_at > FRESH:
        write(version_id, visitor, place, at)
    if any(_is_gone(row, at) for row in rows.values()):
        forget(at=at, version_id=version_id)
    return [row for row in rows.values() if not _is_gone(row, at)]


def leave(*, version_id: int, visitor: Visitor, chapter: str) -> None:
    """Be gone at once, from this chapter: its last word may come when the next page is open already."""
    Presence.objects.filter(version=version_id, visitor=visitor.key, chapter=chapter).delete()


def present_in(version_ids: Iterable[int], *, besides: int, at: datetime) -> dict[int, list[Present]]:
    """{version: who has it open}, `besides` one user. One query."""
    rows = Presence.objects.filter(version__in=version_ids, seen_at__gt=at - GONE).exclude(user=besides)
    found: dict[int, list[Present]] = {}
    for version_id, *columns in rows.values_list("version", *Present._fields):
        found.setdefault(version_id, []).append(Present.of(columns))
    return found


def forget(*, at: datetime, version_id: int | None = None) -> int:
    """Remove the rows of who is gone, of one version or of all; how many there were."""
    rows = Presence.objects.filter(seen_at__lte=at - GONE)
    return (rows.filter(version=version_id) if version_id else rows).delete()[0]


def columns_of(version_id: int, visitor: Visitor, place: Place, at: datetime) -> list[Any]:
    """What WRITE writes."""
    moment = connection.ops.adapt_datetimefield_value(at)
    return [version_id, visitor.key, visitor.user_id, visitor.name, visitor.role, *place, moment]


def write(version_id: int, visitor: Visitor, place: Place, at: datetime) -> None:
    with connection.cursor() as cursor:
        run(cursor, "write_presence", WRITE, columns_of(version_id, visitor, place, at))


def moment_in(found: datetime | str) -> datetime:
    """A moment as a database gives it: SQLite keeps UTC without saying so, and JSON has texts only."""
    moment = datetime.fromisoformat(found) if isinstance(found, str) else found
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _read(version_id: int) -> list[Present]:
    with connection.cursor() as cursor:
        run(cursor, "read_presence", READ, [version_id])
        return [Present.of(columns) for columns in cursor.fetchall()]


def _is_gone(row: Present, at: datetime) -> bool:
    return at - row.seen_at >= GONE
