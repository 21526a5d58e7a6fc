"""Asking a colleague to write a chapter before a day: asked, changed, taken back, done, opened again.

The version is the lock: two who ask for the same chapter, a save of that chapter and a step of the route wait
for each other. Each act is in the record; mail goes to the one who is waited for.
"""

from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate

from dekkend.core.verdict import Verdict
from dekkend.organisations.models import User
from dekkend.profiles.assigning import notices
from dekkend.profiles.assigning.queries import colleagues_at
from dekkend.profiles.assigning.rules import may_be_asked, may_be_due
from dekkend.profiles.assigning.telling import asked, chapter_name, page_of
from dekkend.profiles.models import Assignment, Version
from dekkend.profiles.models.assigning import LONGEST_NOTE
from dekkend.profiles.queries import roles_for, with_place
from dekkend.profiles.rules import TEAM, may_assign, may_write, writing_role
from dekkend.profiles.transitions import KIND
from dekkend.questionnaires.definition import Chapter
from dekkend.workflow.engine import NotPossible, record

UNKNOWN = "Dit hoofdstuk staat niet in het formulier."


class StaleAssignment(NotPossible):
    """Someone else was here meanwhile: `current` is how it stands now."""

    def __init__(self, current: Assignment):
        super().__init__("Iemand anders veranderde dit intussen. Lees eerst wie er nu is gevraagd.")
        self.current = current


@transaction.atomic
def assign_chapter(
    *,
    version_id: int,
    chapter: str,
    actor: User,
    assignee_id: int,
    due_on: date,
    note: str,
    revision: int,
    at: datetime,
) -> Assignment:
    """Ask someone of the team to write a chapter, at the latest on `due_on`; or change what was asked.

    `revision` is what the asker saw, 0 where nobody was asked. The same form sent twice asks once. Raises
    StaleAssignment, NotPossible.
    """
    version, role, page = _writer(version_id, chapter, actor, at)
    _check(may_be_asked(page))
    assignee = _colleague(version, assignee_id, localdate(at))
    _check_words(due_on, note, localdate(at))
    before = version.assignments.select_related("assignee").filter(chapter=chapter).first()
    assignment = before or Assignment(version=version, chapter=chapter, revision=0)
    wanted = (assignee.pk, due_on, note.strip())
    if _is_sent_again(assignment, wanted, revision, actor):
        return assignment
    if assignment.revision != revision:
        raise StaleAssignment(assignment)
    previous = assignment.assignee if before and before.is_open else None
    _ask(assignment, assignee, due_on, note, actor, at)
    _keep(
        "assign_chapter" if previous != assignee else "change_assignment", assignment, page, actor, role, at
    )
    if previous and previous != assignee:
        notices.tell_over(assignment, previous, by=actor, on=localdate(at))
    notices.ask(assignment, "changed" if previous == assignee else "asked", by=actor, on=localdate(at))
    return assignment


@transaction.atomic
def withdraw_assignment(*, version_id: int, chapter: str, actor: User, at: datetime) -> Assignment:
    """Take the question back; `restore_assignment` puts it back as it was."""
    version, role, page = _writer(version_id, chapter, actor, at)
    assignment = _assignment(version, chapter)
    if assignment.withdrawn_at is None:
        was_open = assignment.is_open
        assignment.withdrawn_at, assignment.withdrawn_by_name = at, actor.name
        _keep("withdraw_assignment", assignment, page, actor, role, at)
        if was_open:
            notices.tell_over(assignment, assignment.assignee, by=actor, on=localdate(at))
    return assignment


@transaction.atomic
def restore_assignment(*, version_id: int, chapter: str, actor: User, at: datetime) -> Assignment:
    """Undo: who was asked is asked again. Not for who left the team, or when the day has passed."""
    version, role, page = _writer(version_id, chapter, actor, at)
    assignment = _assignment(version, chapter)
    if assignment.withdrawn_at is not None:
        _colleague(version, assignment.assignee_id, localdate(at))
        if assignment.done_at is None:
            _check_words(assignment.due_on, assignment.note, localdate(at))
        _put_back(assignment)
        _keep("restore_assignment", assignment, page, actor, role, at)
        if assignment.is_open:
            notices.ask(assignment, "asked", by=actor, on=localdate(at))
    return assignment


@transaction.atomic
def finish_assignment(*, version_id: int, chapter: str, actor: User, at: datetime) -> Assignment:
    """Whoever was asked says that it is done. Whoever asked hears so; the second press does nothing."""
    version, roles, page = _someone(version_id, chapter, actor, at)
    assignment = _assignment(version, chapter)
    _check_is_theirs(assignment, actor)
    _check(may_write(roles, version.state, is_asked=True))
    if assignment.done_at is None:
        assignment.done_at = at
        _keep("finish_assignment", assignment, page, actor, writing_role(roles), at)
        notices.tell_done(assignment, on=localdate(at))
    return assignment


@transaction.atomic
def reopen_assignment(*, version_id: int, chapter: str, actor: User, at: datetime) -> Assignment:
    """It is not done after all: said by who was asked, or by a writer who wants more."""
    version, roles, page = _someone(version_id, chapter, actor, at)
    assignment = _assignment(version, chapter)
    if assignment.assignee_id != actor.pk or not roles & TEAM:
        _check(may_assign(roles, version.state))
    _check(may_write(roles, version.state, is_asked=True))
    if assignment.withdrawn_at is not None:
        raise NotPossible(f"{assignment.withdrawn_by_name} nam deze vraag terug.")
    if assignment.done_at is not None:
        assignment.done_at = None
        _keep("reopen_assignment", assignment, page, actor, writing_role(roles), at)
        notices.ask(assignment, "reopened", by=actor, on=localdate(at))
    return assignment


def _someone(
    version_id: int, chapter: str, actor: User, at: datetime
) -> tuple[Version, frozenset[str], Chapter]:
    """The version, locked, what `actor` is there, and the chapter."""
    versions = Version.objects.select_for_update(of=("self",)).defer("snapshot")
    version = with_place(versions).get(pk=version_id)
    page = page_of(version, chapter)
    if page is None:
        raise NotPossible(UNKNOWN)
    return version, roles_for(actor, version, localdate(at)), page


def _writer(version_id: int, chapter: str, actor: User, at: datetime) -> tuple[Version, str, Chapter]:
    """The same for who may ask, with the role in which they do."""
    version, roles, page = _someone(version_id, chapter, actor, at)
    _check(may_assign(roles, version.state))
    return version, writing_role(roles), page


def _check(verdict: Verdict) -> None:
    if not verdict:
        raise NotPossible(verdict.reason)


def _assignment(version: Version, chapter: str) -> Assignment:
    assignment = version.assignments.select_related("assignee", "asked_by").filter(chapter=chapter).first()
    if assignment is None:
        raise NotPossible("Niemand is gevraagd om dit hoofdstuk te schrijven.")
    return assignment


def _colleague(version: Version, user_id: int, on: date) -> User:
    team = {one.user.pk: one.user for one in colleagues_at(version.profile.site, on)}
    if user_id not in team:
        raise NotPossible("Deze collega heeft geen rol in uw team. Kies iemand anders.")
    return team[user_id]


def _check_words(due_on: date, note: str, on: date) -> None:
    _check(may_be_due(due_on, on))
    if len(note) > LONGEST_NOTE:
        raise NotPossible(f"Uw tekst is te lang. Maak hem korter dan {LONGEST_NOTE} tekens.")


def _is_sent_again(assignment: Assignment, wanted: tuple[int, date, str], revision: int, actor: User) -> bool:
    """This very question came through before, or nothing would change by it."""
    stands = (assignment.assignee_id, assignment.due_on, assignment.note)
    unchanged = assignment.revision == revision and revision > 0
    sent_twice = assignment.revision == revision + 1 and assignment.asked_by_id == actor.pk
    return (unchanged or sent_twice) and assignment.is_open and stands == wanted


def _check_is_theirs(assignment: Assignment, actor: User) -> None:
    if assignment.withdrawn_at is not None:
        raise NotPossible(f"{assignment.withdrawn_by_name} nam deze vraag terug.")
    if assignment.assignee_id != actor.pk:
        raise NotPossible(f"Dit hoofdstuk is nu gevraagd aan {assignment.assignee_name}.")


def _ask(assignment: Assignment, assignee: User, due_on: date, note: str, actor: User, at: datetime) -> None:
    assignment.assignee, assignment.assignee_name = assignee, assignee.name
    assignment.due_on, assignment.note = due_on, note.strip()
    assignment.asked_by, assignment.asked_by_name, assignment.asked_at = actor, actor.name, at
    assignment.done_at = None
    _put_back(assignment)


def _put_back(assignment: Assignment) -> None:
    assignment.withdrawn_at, assignment.withdrawn_by_name = None, ""


def _keep(act: str, assignment: Assignment, page: Chapter, actor: User, role: str, at: datetime) -> None:
    """Save it, and write the act. To whom is the reason: that is for the school and its board."""
    assignment.revision += 1
    assignment.save()
    details = {"about": chapter_name(page), "chapter": page.key, "assignee": assignment.assignee_id}
    pk, reason = assignment.version_id, asked(assignment)
    record(KIND, pk, act, actor=actor, role=role, at=at, reason=reason, details=details)
