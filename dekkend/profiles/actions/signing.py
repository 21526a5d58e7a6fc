"""The board signs several profiles at once: each stands or falls on its own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction

from dekkend.organisations.models import User
from dekkend.profiles.actions.board import establish_profile
from dekkend.profiles.models import Version
from dekkend.profiles.queries import with_place
from dekkend.profiles.transitions import KIND
from dekkend.workflow.engine import NotPossible
from dekkend.workflow.models import Event

CHANGED = "Dit profiel is veranderd nadat u het las. Lees het opnieuw."


@dataclass(frozen=True)
class ToSign:
    """One profile as the signer saw it: `seen` is the newest line of its record then, `answers` by say."""

    version_id: int
    seen: int
    answers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Signed:
    """What came of one of them; `refused` says in Dutch why it was not established."""

    version: Version
    refused: str = ""


def establish_many(
    *, signatures: Sequence[ToSign], actor: User, on: date, valid_until: date, publish: bool, at: datetime
) -> list[Signed]:
    """Establish each; one that cannot be (sent back meanwhile, say) does not stop the others.

    `on`, `valid_until` and `publish` hold for all: see `establish_profile`.
    """
    return [_sign(one, actor, on, valid_until, publish, at) for one in signatures]


def newest_line(version_id: int) -> int:
    """The newest line of a version's record: it moves with everything that happens to the version."""
    events = Event.objects.filter(subject_kind=KIND, subject_id=version_id)
    return events.order_by("-id").values_list("id", flat=True).first() or 0


def _sign(one: ToSign, actor: User, on: date, valid_until: date, publish: bool, at: datetime) -> Signed:
    try:
        with transaction.atomic():
            return Signed(_establish(one, actor, on, valid_until, publish, at))
    except NotPossible as refused:
        return Signed(with_place(Version.objects.filter(pk=one.version_id)).get(), refused.reason)


def _establish(one: ToSign, actor: User, on: date, valid_until: date, publish: bool, at: datetime) -> Version:
    """Who signs has read this very text: it cannot have gone back and come again. Locks before it looks."""
    Version.objects.select_for_update().get(pk=one.version_id)
    still_there = Version.objects.filter(pk=one.version_id, state=Version.State.WITH_BOARD).exists()
    if still_there and newest_line(one.version_id) != one.seen:
        raise NotPossible(CHANGED)
    return establish_profile(
        version_id=one.version_id,
        actor=actor,
        on=on,
        valid_until=valid_until,
        answers=one.answers,
        publish=publish,
        at=at,
    )
