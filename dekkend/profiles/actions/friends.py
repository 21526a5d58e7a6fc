"""Another school of the region reads along: asked, answered, and ended by either side or by itself."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.timezone import localdate

from dekkend.organisations.models import Role, Site, User
from dekkend.organisations.queries import memberships_of
from dekkend.profiles import notices
from dekkend.profiles.alongside.friends import invitable, prepared
from dekkend.profiles.models import Friendship, Version
from dekkend.profiles.models.friends import OPEN
from dekkend.profiles.queries import roles_at_profile, roles_for, with_place
from dekkend.profiles.rules import WRITERS, may_invite_friend, writing_role
from dekkend.profiles.transitions import KIND
from dekkend.workflow.engine import NotPossible, record
from dekkend.workflow.table import SYSTEM

LONGEST = timedelta(weeks=8)
LONGEST_TEXT = 1000
NOT_OPEN = {
    "reads": "Uw school leest al mee.",
    "declined": "Uw school zei al dat zij niet meeleest.",
    "withdrawn": "De school heeft de uitnodiging ingetrokken.",
    "stopped": "Uw school is al gestopt met meelezen.",
    "over": "Meelezen kan niet meer: de tijd is voorbij.",
}
State = Friendship.State


@transaction.atomic
def invite_friend(
    *, version_id: int, site: Site, question: str, until: date, actor: User, at: datetime
) -> Friendship:
    """Ask `site` to read the working copy along until the end of a day."""
    on = localdate(at)
    version = _locked_version(version_id)
    if not (verdict := may_invite_friend(roles_for(actor, version, on), version.state)):
        raise NotPossible(verdict.reason)
    if not invitable(version, on).filter(pk=site.pk).exists():
        raise NotPossible("Deze school kunt u nu niet vragen. Kies een andere school.")
    if not on < until <= on + LONGEST:
        raise NotPossible("Kies een laatste dag na vandaag, en binnen acht weken.")
    friendship = Friendship.objects.create(
        version=version,
        site=site,
        question=_text(question, "Schrijf wat u van de andere school wilt weten."),
        until=until,
        asked_by=actor,
        asked_by_name=actor.name,
        asked_at=at,
    )
    _record("invite_friend", friendship, actor, Role.HEAD_TEACHER, at, until=until.isoformat())
    notices.ask_friend(friendship, on=on)
    return friendship


@transaction.atomic
def accept_friendship(*, friendship_id: int, actor: User, at: datetime) -> Friendship:
    """The other school reads along from now."""
    friendship, role = _of_friend(friendship_id, actor, at)
    _check_waits(friendship)
    _answer(friendship, State.READS, actor, "", at)
    _record("accept_friendship", friendship, actor, role, at)
    notices.tell_friend_answered(friendship, on=localdate(at))
    return friendship


@transaction.atomic
def decline_friendship(*, friendship_id: int, actor: User, answer: str, at: datetime) -> Friendship:
    """The other school does not read along; the head teacher reads why, when they say so."""
    friendship, role = _of_friend(friendship_id, actor, at)
    _check_waits(friendship)
    _answer(friendship, State.DECLINED, actor, _text(answer), at)
    _record("decline_friendship", friendship, actor, role, at)
    notices.tell_friend_answered(friendship, on=localdate(at))
    return friendship


@transaction.atomic
def stop_friendship(*, friendship_id: int, actor: User, at: datetime) -> Friendship:
    """The other school is ready. What it wrote stays with the school."""
    friendship, role = _of_friend(friendship_id, actor, at)
    if friendship.state != State.READS:
        raise NotPossible(NOT_OPEN.get(friendship.state, "Uw school leest nog niet mee."))
    _end(friendship, State.STOPPED, actor.name, at)
    _record("stop_friendship", friendship, actor, role, at)
    return friendship


@transaction.atomic
def withdraw_friendship(*, friendship_id: int, actor: User, at: datetime) -> Friendship:
    """The school that asked takes its invitation back, also when the other one reads along already."""
    friendship = _locked(friendship_id)
    roles = roles_for(actor, friendship.version, localdate(at))
    if Role.HEAD_TEACHER not in roles:
        raise NotPossible("Alleen de directeur trekt een uitnodiging in.")
    if not friendship.is_open:
        raise NotPossible(f"{friendship.site.name} leest niet (meer) mee.")
    _end(friendship, State.WITHDRAWN, actor.name, at)
    _record("withdraw_friendship", friendship, actor, Role.HEAD_TEACHER, at)
    return friendship


def end_friendships(*, at: datetime) -> int:
    """End what ran until a day that has passed; returns how many. Run daily."""
    overdue = Friendship.objects.filter(state__in=OPEN, until__lt=localdate(at))
    return sum(_end_overdue(pk, at) for pk in overdue.order_by("pk").values_list("pk", flat=True))


def end_friendships_of(version: Version, at: datetime) -> None:
    """The text goes to the MR: nobody reads it along any more. `version` is locked."""
    for friendship in prepared(version.friendships.filter(state__in=OPEN)):
        _end_by_itself(friendship, at)


@transaction.atomic
def _end_overdue(pk: int, at: datetime) -> bool:
    """False when somebody ended it just now."""
    friendship = _locked(pk)
    if not friendship.is_open:
        return False
    _end_by_itself(friendship, at)
    return True


def _end_by_itself(friendship: Friendship, at: datetime) -> None:
    _end(friendship, State.OVER, "", at)
    _record("end_friendship", friendship, None, SYSTEM, at)


def _locked_version(version_id: int) -> Version:
    return with_place(Version.objects.select_for_update(of=("self",))).get(pk=version_id)


def _locked(friendship_id: int) -> Friendship:
    """Everyone locks the version first; sending it to the MR does too."""
    version_id = Friendship.objects.filter(pk=friendship_id).values_list("version", flat=True).first()
    if version_id is None:
        raise NotPossible("Deze uitnodiging kennen wij niet.")
    _locked_version(version_id)
    return prepared(Friendship.objects.filter(pk=friendship_id)).get()


def _of_friend(friendship_id: int, actor: User, at: datetime) -> tuple[Friendship, Role]:
    """The invitation, and the role in which `actor` speaks for the school that was asked."""
    friendship = _locked(friendship_id)
    on = localdate(at)
    roles = roles_at_profile(memberships_of(actor, on), friendship.site, None)
    if not roles & WRITERS:
        raise NotPossible("Alleen de directeur en de intern begeleider beslissen over meelezen.")
    if friendship.is_open and friendship.until < on:
        raise NotPossible(NOT_OPEN["over"])
    return friendship, writing_role(roles)


def _check_waits(friendship: Friendship) -> None:
    if friendship.state != State.ASKED:
        raise NotPossible(NOT_OPEN[friendship.state])


def _answer(friendship: Friendship, state: State, actor: User, answer: str, at: datetime) -> None:
    friendship.state, friendship.answer = state, answer
    friendship.answered_by_name, friendship.answered_at = actor.name, at
    friendship.save()


def _end(friendship: Friendship, state: State, by: str, at: datetime) -> None:
    friendship.state, friendship.ended_by_name, friendship.ended_at = state, by, at
    friendship.save(update_fields=["state", "ended_by_name", "ended_at"])


def _text(words: str, missing: str = "") -> str:
    if missing and not words.strip():
        raise NotPossible(missing)
    if len(words) > LONGEST_TEXT:
        raise NotPossible(f"Uw tekst is te lang. Maak hem korter dan {LONGEST_TEXT} tekens.")
    return words.strip()


def _record(
    act: str, friendship: Friendship, actor: User | None, role: str, at: datetime, **more: str
) -> None:
    details = {"about": friendship.site.name} | more
    record(KIND, friendship.version_id, act, actor=actor, role=role, at=at, details=details)
