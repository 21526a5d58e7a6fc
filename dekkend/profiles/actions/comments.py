"""Remarks about a question: made, answered, settled and opened again. Each is in the record."""

from datetime import datetime

from django.db import transaction

from dekkend.organisations.models import User
from dekkend.profiles.actions.speaking import Speaker, question_for, speaker_at
from dekkend.profiles.models import Comment, Version
from dekkend.profiles.rules import may_comment
from dekkend.profiles.transitions import KIND
from dekkend.workflow.engine import NotPossible, record

LONGEST = 2000


@transaction.atomic
def add_comment(
    *, version_id: int, actor: User, key: str, text: str, answers: int | None, at: datetime
) -> Comment:
    """Say something about a question; `answers` is the number of the remark it replies to.

    A reply to a settled remark opens it again: it is plainly not settled. What a school that reads along
    begins is between that school and the team; it answers in its own threads only.
    """
    version, speaker = _commenter(version_id, actor, at)
    question_for(version, key, speaker)
    _check(text)
    first = _first(version, key, answers, speaker) if answers else None
    comment = Comment.objects.create(
        version=version, key=key, answers=first, text=text.strip(), written_at=at, **speaker.facts
    )
    if first and first.settled_at:
        _settle(first, None, "")
    _record("comment", version, speaker, key, at)
    return comment


@transaction.atomic
def settle_comment(*, comment_id: int, actor: User, at: datetime) -> Comment:
    """Mark a remark as settled. It stays to be read; who settled it is kept."""
    comment, version, speaker = _remark(comment_id, actor, at)
    if comment.settled_at is None:
        _settle(comment, at, actor.name)
        _record("settle_comment", version, speaker, comment.key, at)
    return comment


@transaction.atomic
def reopen_comment(*, comment_id: int, actor: User, at: datetime) -> Comment:
    """Undo: the remark is open again."""
    comment, version, speaker = _remark(comment_id, actor, at)
    if comment.settled_at is not None:
        _settle(comment, None, "")
        _record("reopen_comment", version, speaker, comment.key, at)
    return comment


def _commenter(version_id: int, actor: User, at: datetime) -> tuple[Version, Speaker]:
    version, speaker = speaker_at(version_id, actor, at)
    if not (verdict := may_comment(speaker.roles, version.state)):
        raise NotPossible(verdict.reason)
    return version, speaker


def _remark(comment_id: int, actor: User, at: datetime) -> tuple[Comment, Version, Speaker]:
    """The remark, locked, with its version, for the team. A reply has no state of its own."""
    comment = Comment.objects.filter(pk=comment_id, answers=None).first()
    if comment is None:
        raise NotPossible("Deze opmerking kennen wij niet.")
    version, speaker = _commenter(comment.version_id, actor, at)
    if speaker.friend:
        raise NotPossible("Alleen het team van de school handelt opmerkingen af.")
    return Comment.objects.select_for_update().get(pk=comment_id), version, speaker


def _check(text: str) -> None:
    if not text.strip():
        raise NotPossible("Schrijf eerst uw opmerking.")
    if len(text) > LONGEST:
        raise NotPossible(f"Uw opmerking is te lang. Maak haar korter dan {LONGEST} tekens.")


def _first(version: Version, key: str, answers: int, speaker: Speaker) -> Comment:
    threads = Comment.objects.select_for_update().filter(version=version, key=key, answers=None)
    first = threads.filter(pk=answers).first()
    if first is None or (speaker.friend and first.friend_id != speaker.friend.pk):
        raise NotPossible("De opmerking waarop u antwoordt, kennen wij niet.")
    return first


def _record(act: str, version: Version, speaker: Speaker, key: str, at: datetime) -> None:
    record(
        KIND,
        version.pk,
        act,
        actor=speaker.user,
        role=speaker.role,
        at=at,
        details=speaker.details(key),
    )


def _settle(comment: Comment, at: datetime | None, by: str) -> None:
    comment.settled_at, comment.settled_by_name = at, by
    comment.save(update_fields=["settled_at", "settled_by_name"])
