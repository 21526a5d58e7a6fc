"""The hot path: one answer saved while someone types. Raw SQL that works on SQLite and PostgreSQL.

A save is one query that finds session, person, role, version and answer together, and one transaction of
two statements: the answer when its revision is still the expected one, and a row for its history.
"""

import json
from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from typing import Any

from django.db import connection, transaction
from django.utils.crypto import constant_time_compare
from django.utils.timezone import localdate

from dekkend.organisations.models import User
from dekkend.profiles.models import Answer, Version
from dekkend.profiles.prepared import run
from dekkend.profiles.rules import ELSEWHERE, WRITERS, may_answer, may_write
from dekkend.questionnaires.definition import Question, Questionnaire
from dekkend.questionnaires.loader import questionnaire_of
from dekkend.questionnaires.models import Edition
from dekkend.questionnaires.values import clean, is_empty
from dekkend.workflow.engine import NotPossible

# What no row can have is not asked for either: Django sees to that, raw SQL fails on it.
HIGHEST_NUMBER = 2**63 - 1

# Who wrote, within a version: the number of a user, or the name of a guest (see `Guest.signature`).
type Writer = int | str


def writer_of(user_id: int | None, name: str) -> Writer:
    """Who wrote an answer that was saved by this user, or by someone without an account under this name."""
    return name if user_id is None else user_id


@dataclass(frozen=True)
class Current:
    """The stored answer to one question. Revision 0: nobody answered yet."""

    value: Any = None
    revision: int = 0
    saved_by_id: int | None = None
    by: str = ""
    saved_at: datetime | None = None
    is_carried: bool = False

    @classmethod
    def of(cls, answer: Answer) -> "Current":
        return cls(
            answer.value,
            answer.revision,
            answer.saved_by_id,
            answer.saved_by_name,
            answer.saved_at,
            answer.is_carried,
        )

    @property
    def writer(self) -> Writer:
        return writer_of(self.saved_by_id, self.by)


@dataclass(frozen=True)
class Author:
    """Someone who may write in this version, at the question they want to save. A guest is no user.

    `only`: the questions they may write at; None for who writes at all of them.
    """

    user_id: int | None
    name: str
    version_id: int
    edition_id: int
    checksum: str
    key: str = ""
    current: Current = field(default_factory=Current)
    roles: frozenset[str] = frozenset()
    only: frozenset[str] | None = None

    def check(self, *keys: str) -> None:
        """Raises NotPossible for a question that this person may not write at."""
        if self.only is not None and not self.only.issuperset(keys):
            raise NotPossible(ELSEWHERE)

    @property
    def writer(self) -> Writer:
        return writer_of(self.user_id, self.name)

    def at(self, key: str, current: Current | None) -> "Author":
        return replace(self, key=key, current=current or Current())


@dataclass(frozen=True)
class Saved:
    """What is stored now: its revision (0 for an answer that was and stays empty), when, and by whom."""

    revision: int
    saved_at: datetime | None
    by: str


class StaleAnswer(Exception):
    """Someone else saved meanwhile; `current` is what stands there now."""

    def __init__(self, current: Current):
        super().__init__("Iemand anders heeft dit antwoord intussen veranderd.")
        self.current = current


class SignedOut(Exception):
    """The session is over; nothing was saved."""


class UnknownVersion(Exception):
    """There is no such version, or the user has nothing to do with its school."""


AUTHORISE = """
SELECT s.auth_hash, u.id, u.password, u.name, v.state, v.edition_id, e.checksum, m.role, g.chapter,
       a.value, a.revision, a.saved_by_id, a.saved_by_name, a.saved_at
FROM organisations_usersession s
JOIN organisations_user u ON u.id = s.user_id
LEFT JOIN profiles_version v ON v.id = %s
LEFT JOIN questionnaires_edition e ON e.id = v.edition_id
LEFT JOIN profiles_supportprofile p ON p.id = v.profile_id
LEFT JOIN organisations_membership m ON m.user_id = u.id AND m.site_id = p.site_id
      AND m.begins_on <= %s AND (m.ends_on IS NULL OR m.ends_on >= %s)
LEFT JOIN profiles_assignment g ON m.role = 'teacher' AND g.version_id = v.id AND g.assignee_id = u.id
      AND g.done_at IS NULL AND g.withdrawn_at IS NULL
LEFT JOIN profiles_answer a ON a.version_id = v.id AND a.key = %s
WHERE s.session_key = %s AND s.expire_date > %s AND u.is_active
"""

# {lock} waits for a state change that holds the row, and then sees its outcome. SQLite has one writer.
LOCK = {"postgresql": "FOR KEY SHARE", "sqlite": ""}

CHANGE = """
UPDATE profiles_answer
SET value = %s, saved_by_id = %s, saved_by_name = %s, saved_at = %s, revision = revision + 1,
    is_carried = FALSE, confirmed_by_id = NULL, confirmed_by_name = '', confirmed_at = NULL
WHERE version_id = %s AND key = %s AND revision = %s
AND EXISTS (SELECT 1 FROM profiles_version WHERE id = %s AND state = 'working' {lock})
"""

# A row at revision 0 is an empty answer that somebody confirmed: see `confirm_answers`.
FIRST = """
INSERT INTO profiles_answer (value, saved_by_id, saved_by_name, saved_at, version_id, key, revision)
SELECT %s, %s, %s, %s, %s, %s, 1
WHERE EXISTS (SELECT 1 FROM profiles_version WHERE id = %s AND state = 'working' {lock})
ON CONFLICT (version_id, key) DO UPDATE
SET value = excluded.value, saved_by_id = excluded.saved_by_id, saved_by_name = excluded.saved_by_name,
    saved_at = excluded.saved_at, revision = 1,
    is_carried = FALSE, confirmed_by_id = NULL, confirmed_by_name = '', confirmed_at = NULL
WHERE profiles_answer.revision = 0
"""

HISTORY = """
INSERT INTO profiles_answerrevision (value, saved_by_id, saved_by_name, saved_at, version_id, key, revision)
VALUES (%s, %s, %s, %s, %s, %s, %s)
"""


def authorise_save(*, session_key: str | None, version_id: int, key: str, at: datetime) -> Author:
    """Who saves, and what stands there now, in one query.

    Raises SignedOut, UnknownVersion, or NotPossible(reason) when this person may not write in it now.
    """
    author, state = find_author(session_key=session_key, version_id=version_id, key=key, at=at)
    if not (verdict := may_write(author.roles, state, is_asked=bool(author.only))):
        raise NotPossible(verdict.reason)
    author.check(key)
    return author


def find_author(*, session_key: str | None, version_id: int, key: str, at: datetime) -> tuple[Author, str]:
    """Someone of the school, and the state of the version. What they may do there is still to be asked.

    Session, person, roles, chapters, version and answer in one query. Raises SignedOut, UnknownVersion.
    """
    if version_id > HIGHEST_NUMBER or "\0" in key:
        raise UnknownVersion
    rows = _fetch(session_key or "", version_id, key, at)
    if not rows or not _session_holds(auth_hash=rows[0][0], password=rows[0][2]):
        raise SignedOut
    _, user_id, _, name, state, edition_id, checksum, *_ = rows[0]
    roles, asked = frozenset(row[7] for row in rows if row[7]), {row[8] for row in rows if row[8]}
    if state is None or not roles:
        raise UnknownVersion
    current = Current() if rows[0][10] is None else _current(rows[0][9:])
    author = Author(user_id, name, version_id, edition_id, checksum, key, current, roles)
    if roles & WRITERS:
        return author, state
    return replace(author, only=questions_in(form_of(author), asked) if asked else frozenset()), state


def form_of(author: Author) -> Questionnaire:
    """The form of the version. Its definition is only asked for when this process has not read it yet."""
    return questionnaire_of(Edition.from_db(None, ["id", "checksum"], [author.edition_id, author.checksum]))


def questions_in(questionnaire: Questionnaire, chapters: Collection[str]) -> frozenset[str]:
    """The keys of all questions of these chapters."""
    pages = (page for page in questionnaire.pages if page.key in chapters)
    return frozenset(question.key for page in pages for question in page.questions)


def save_answer(*, author: Author, question: Question, value: Any, revision: int, at: datetime) -> Saved:
    """Save a value that started from `revision` of the author's question.

    The same value again is acknowledged and writes nothing; so is a value whose acknowledgement got lost.
    Raises InvalidAnswer, StaleAnswer, NotPossible.
    """
    author.check(question.key)
    if not (verdict := may_answer(question)):
        raise NotPossible(verdict.reason)
    value = clean(question, value)
    if is_empty(question, value):
        value = None
    if known := _already_saved(author, author.current, value, revision):
        return known
    if author.current.revision != revision:
        raise StaleAnswer(author.current)
    if _write(author, value, revision, at):
        return Saved(revision + 1, at, author.name)
    return _explain(author, value, revision)


def _fetch(session_key: str, version_id: int, key: str, at: datetime) -> list[tuple]:
    today = _day(localdate(at))
    with connection.cursor() as cursor:
        run(cursor, "authorise_save", AUTHORISE, [version_id, today, today, key, session_key, _moment(at)])
        return cursor.fetchall()


def _session_holds(*, auth_hash: str, password: str) -> bool:
    """As `django.contrib.auth.get_user` does it: a changed password ends every session."""
    user = User(password=password)
    hashes = [user.get_session_auth_hash(), *user.get_session_auth_fallback_hash()]
    return any(constant_time_compare(auth_hash, right) for right in hashes)


def _already_saved(author: Author, current: Current, value: Any, revision: int) -> Saved | None:
    """Nothing to write: it says so already, or this very save came through before."""
    unchanged = current.revision == revision
    sent_again = current.revision == revision + 1 and current.writer == author.writer
    if (unchanged or sent_again) and current.value == value:
        return Saved(current.revision, current.saved_at, current.by)
    return None


def _write(author: Author, value: Any, revision: int, at: datetime) -> bool:
    """True when the answer was still at `revision` and its version still a working copy."""
    stored = None if value is None else connection.ops.adapt_json_value(value, None)
    row = [stored, author.user_id, author.name, _moment(at), author.version_id, author.key]
    lock = LOCK[connection.vendor]
    with transaction.atomic(), connection.cursor() as cursor:
        if revision:
            run(cursor, "change_answer", CHANGE.format(lock=lock), [*row, revision, author.version_id])
        else:
            run(cursor, "first_answer", FIRST.format(lock=lock), [*row, author.version_id])
        if cursor.rowcount != 1:
            return False
        run(cursor, "keep_revision", HISTORY, [*row, revision + 1])
    return True


def _explain(author: Author, value: Any, revision: int) -> Saved:
    """Why nothing was written: someone came between, or the version moved on."""
    version = Version.objects.only("state").get(pk=author.version_id)
    if version.state != Version.State.WORKING:
        raise NotPossible(may_write({"head_teacher"}, version.state).reason)
    answer = Answer.objects.filter(version=version, key=author.key).first()
    current = Current.of(answer) if answer else Current()
    if known := _already_saved(author, current, value, revision):
        return known
    raise StaleAnswer(current)


def _current(columns: tuple) -> Current:
    value, revision, saved_by_id, by, saved_at = columns
    if saved_at.tzinfo is None:  # SQLite keeps UTC without saying so
        saved_at = saved_at.replace(tzinfo=UTC)
    return Current(json.loads(value) if value is not None else None, revision, saved_by_id, by, saved_at)


def _day(day: date) -> Any:
    return connection.ops.adapt_datefield_value(day)


def _moment(at: datetime) -> Any:
    return connection.ops.adapt_datetimefield_value(at)
