"""Reads that more than one caller needs. Every one takes a fixed number of queries."""

from collections.abc import Iterable
from datetime import date
from typing import Any, Literal

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet, prefetch_related_objects
from django.http import Http404
from django.utils.timezone import localdate

from dekkend.organisations.models import CASE_ROLES, Membership, Partnership, Role, Site, User
from dekkend.organisations.queries import held_by, on_day
from dekkend.profiles.models import (
    UNDER_WAY,
    Answer,
    AnswerRevision,
    Friendship,
    MailChoice,
    Regime,
    SupportProfile,
    Version,
)
from dekkend.profiles.rules import FRIEND, WRITERS, may_read, may_see, may_write

Need = Literal["see", "read", "read_along", "write"]
FRIENDS = frozenset({FRIEND})
_AT_ONCE = Q(mail_choice=None) | Q(mail_choice__often=MailChoice.Often.AT_ONCE)


def with_place(versions: QuerySet[Version]) -> QuerySet[Version]:
    """Versions with site, board, partnership, edition and regime at hand, without the heavy columns."""
    return versions.select_related(
        "profile__site__school__board", "profile__partnership", "edition", "regime"
    ).defer("edition__definition")


def with_last_year(versions: QuerySet[Version]) -> QuerySet[Version]:
    """Versions with all that `last_year.last_year_of` asks at hand: the one before, its text and its form."""
    return versions.select_related("previous__edition").defer("previous__edition__definition")


def roles_for(user: User, version: Version, on: date) -> frozenset[str]:
    """The roles `user` has for this version: at its site, its board, or the partnership of its profile."""
    return roles_at_profile(held_by(user, on), version.profile.site, version.profile.partnership_id)


def roles_at_profile(
    memberships: Iterable[Membership], site: Site, partnership_id: int | None
) -> frozenset[str]:
    board_id = site.school.board_id
    return frozenset(
        membership.role
        for membership in memberships
        if membership.role not in CASE_ROLES
        and (
            membership.site_id == site.pk
            or (board_id and membership.board_id == board_id)
            or (partnership_id and membership.partnership_id == partnership_id)
        )
    )


def get_version_for(
    user: User, pk: int, *, need: Need, on: date | None = None, last_year: bool = False
) -> tuple[Version, frozenset[str]]:
    """The version and the roles `user` has for it, when that is enough for `need`. Two queries.

    "read_along" is for the few pages that a school that reads along may open too: who may not read the
    version themselves but belongs to such a school has the one role FRIEND then. One query more for them.
    With `last_year` the version before comes along.
    Raises Http404 when the user has nothing to do with the school, PermissionDenied(reason) otherwise.
    """
    on = on or localdate()
    versions = with_place(Version.objects.filter(pk=pk))
    version = (with_last_year(versions) if last_year else versions).first()
    roles = roles_for(user, version, on) if version else frozenset()
    along = need == "read_along" and version is not None and not may_read(roles, version.state)
    if version and along and friendship_of(user, version, on):
        return version, FRIENDS
    if version is None or not may_see(roles):
        raise Http404("Dit profiel kennen wij niet.")
    verdicts = {"see": may_see(roles), "write": may_write(roles, version.state)}
    verdict = verdicts.get(need, may_read(roles, version.state))
    if not verdict:
        raise PermissionDenied(verdict.reason)
    return version, roles


def friendship_of(user: User, version: Version, on: date) -> Friendship | None:
    """By whose invitation `user` reads this working copy along today. One query.

    Head teacher and support coordinator of the other school do; it is over as soon as the day has passed or
    the version has left the working copy, whether or not that was written down yet.
    """
    theirs = Membership.objects.filter(on_day(on), user=user, user__is_active=True, role__in=WRITERS)
    reading = Friendship.objects.filter(
        version=version,
        version__state=Version.State.WORKING,
        state=Friendship.State.READS,
        until__gte=on,
        site__in=theirs.values("site"),
    )
    return reading.select_related("site__school").order_by("pk").first()


def answers_of(version: Version) -> dict[str, Answer]:
    return {answer.key: answer for answer in version.answers.all()}


def answer_values(version_id: int) -> dict[str, Any]:
    """The working copy's answers as plain values, in one light query."""
    return dict(Answer.objects.filter(version=version_id).values_list("key", "value"))


def answers_and_unconfirmed(version_id: int) -> tuple[dict[str, Any], frozenset[str]]:
    """The same, and the keys of what came along from last year and nobody confirmed or changed."""
    columns = ("key", "value", "is_carried", "confirmed_at")
    rows = Answer.objects.filter(version=version_id).values_list(*columns)
    unconfirmed = {key for key, _, is_carried, confirmed_at in rows if is_carried and not confirmed_at}
    return {key: value for key, value, *_ in rows}, frozenset(unconfirmed)


def history_of(version: Version, key: str) -> list[AnswerRevision]:
    """Every save of one answer, newest first."""
    return list(version.answer_revisions.filter(key=key))


def confirmation_of(version: Version, key: str) -> Answer | None:
    """The answer to a question of which somebody said that it still holds."""
    return version.answers.filter(key=key, confirmed_at__isnull=False).first()


def with_hearing(versions: QuerySet[Version]) -> QuerySet[Version]:
    """Versions with all that `hearing` asks at hand: two queries more, however many versions."""
    return versions.select_related("pupils_opinion").prefetch_related("regime__demands", "consultations")


def prepare_hearing(version: Version) -> None:
    """The same for one version that is at hand: pages that ask it more than once do this first."""
    prefetch_related_objects([version], "regime__demands", "consultations")


def has_secretary(site: Site, on: date) -> bool:
    """Whether the MR of a school has a secretary."""
    secretaries = Membership.objects.filter(on_day(on), site=site, role=Role.MR_SECRETARY)
    return secretaries.filter(user__is_active=True).exists()


def regime_on(partnership: Partnership, on: date) -> Regime | None:
    """What the partnership has agreed for profiles begun on a day."""
    return (
        Regime.objects.select_related("edition")
        .defer("edition__definition")
        .filter(partnership=partnership, begins_on__lte=on)
        .first()
    )


def version_under_way(profile: SupportProfile) -> Version | None:
    return profile.versions.filter(state__in=UNDER_WAY).first()


def last_frozen(profile: SupportProfile) -> Version | None:
    """The version the next working copy starts from."""
    return profile.versions.filter(snapshot__isnull=False).select_related("edition").first()


def people_with(version: Version, roles: tuple[str, ...], on: date) -> list[User]:
    """The active people who have one of `roles` for this version."""
    site = version.profile.site
    board_id = site.school.board_id
    place = Q(memberships__site=site)
    if board_id:
        place |= Q(memberships__board=board_id)
    people = User.objects.filter(
        place, on_day(on, "memberships__"), is_active=True, memberships__role__in=roles
    )
    return list(people.distinct().order_by("name"))


def people_to_mail(version: Version, roles: tuple[str, ...], on: date) -> list[User]:
    """Those of `people_with` who want mail at once when others wait for them."""
    people = [person.pk for person in people_with(version, roles, on)]
    return list(User.objects.filter(_AT_ONCE, pk__in=people).order_by("name"))


def people_at_site_to_mail(site: Site, roles: tuple[str, ...], on: date) -> list[User]:
    """The same for who has one of `roles` at a school itself."""
    here = Membership.objects.filter(on_day(on), site=site, role__in=roles, user__is_active=True)
    return list(User.objects.filter(_AT_ONCE, pk__in=here.values("user")).order_by("name"))


def mail_choice_of(user: User) -> str:
    """How often this person wants mail; who chose nothing gets it at once."""
    choice = MailChoice.objects.filter(user=user).first()
    return choice.often if choice else MailChoice.Often.AT_ONCE
