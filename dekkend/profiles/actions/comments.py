"""Remarks about a question: made, answered, settled and opened again. Each is in the record."""

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from dekkend.organisations.models import User
from dekkend.profiles.models import Comment, Version
from dekkend.profiles.queries import roles_for
from dekkend.profiles.rules import may_comment, team_role
from dekkend.profiles.transitions import KIND
from dekkend.questionnaires.loader import questionnaire_of
from dekkend.workflow.engine import NotPossible, record
from dekkend.workflow.table import role_label

LONGEST = 2000


@transaction.atomic
def add_comment(
    *, version_id: int, actor: User, key: str, text: str, answers: int | None, at: datetime
) -> Comment:
    """Say something about a question; `answers` is the number of the remark it replies to.

    A reply to a settled remark opens it again: it is plainly not settled.
    """
    version, role = _commenter(version_id, actor, at)
    _check(version, key, text)
    first = _first(version, key, answers) if answers else None
    comment = Comment.objects.create(
        version=version,
        key=key,
        answers=first,
        text=text.strip(),
        author=actor,
        author_name=actor.name,
        author_role=role_label(role),
        written_at=at,
    )
    if first and first.settled_at:
        _settle(first, None, "")
    record(KIND, version.pk, "comment", actor=actor, role=role, at=at, details={"key": key})
    return comment


@transaction.atomic
def settle_comment(*, comment_id: int, actor: User, at: datetime) -> Comment:
    """Mark a remark as settled. It stays to be read; who settled it is kept."""
    comment, version, role = _remark(comment_id, actor, at)
    if comment.settled_at is None:
        _settle(comment, at, actor.name)
        record(
            KIND, version.pk, "settle_comment", actor=actor, role=role, at=at, details={"key": comment.key}
        )
    return comment


@transaction.atomic
def reopen_comment(*, comment_id: int, actor: User, at: datetime) -> Comment:
    """Undo: the remark is open again."""
    comment, version, role = _remark(comment_id, actor, at)
    if comment.settled_at is not None:
        _settle(comment, None, "")
        record(
            KIND, version.pk, "reopen_comment", actor=actor, role=role, at=at, details={"key": comment.key}
        )
    return comment


def _commenter(version_id: int, actor: User, at: datetime) -> tuple[Version, str]:
    version = Version.objects.select_for_update(of=("self",)).select_related("edition").get(pk=version_id)
    roles = roles_for(actor, version, localdate(at))
    if not (verdict := may_comment(roles, version.state)):
        raise NotPossible(verdict.reason)
    return version, team_role(roles)


def _remark(comment_id: int, actor: User, at: datetime) -> tuple[Comment, Version, str]:
    """The remark, locked, with its version. A reply has no state of its own."""
    comment = Comment.objects.filter(pk=comment_id, answers=None).first()
    if comment is None:
        raise NotPossible("Deze opmerking kennen wij niet.")
    version, role = _commenter(comment.version_id, actor, at)
    return Comment.objects.select_for_update().get(pk=comment_id), version, role


def _check(version: Version, key: str, text: str) -> None:
    if not any(question.key == key for question in questionnaire_of(version.edition).questions):
        raise NotPossible("Deze vraag staat niet in het formulier.")
    if not text.strip():
        raise NotPossible("Schrijf eerst uw opmerking.")
    if len(text) > LONGEST:
        raise NotPossible(f"Uw opmerking is te lang. Maak haar korter dan {LONGEST} tekens.")


def _first(version: Version, key: str, answers: int) -> Comment:
    first = (
        Comment.objects.select_for_update().filter(pk=answers, version=version, key=key, answers=None).first()
    )
    if first is None:
        raise NotPossible("De opmerking waarop u antwoordt, kennen wij niet.")
    return first


def _settle(comment: Comment, at: datetime | None, by: str) -> None:
    comment.settled_at, comment.settled_by_name = at, by
    comment.save(update_fields=["settled_at", "settled_by_name"])
