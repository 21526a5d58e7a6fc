"""Who was asked to write which chapter. Each read is one query."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, QuerySet

from dekkend.core.verdict import Verdict, no
from dekkend.organisations.models import Membership, Role, Site, User
from dekkend.organisations.queries import on_day, people_of
from dekkend.profiles.models import Assignment, Version
from dekkend.profiles.rules import ELSEWHERE, TEAM, WRITERS, may_write

Assigned = dict[str, Assignment]  # {chapter: who was asked}


@dataclass(frozen=True)
class Colleague:
    """Someone who can be asked, in their first role at the school."""

    user: User
    role: str

    @property
    def words(self) -> str:
        return f"{self.user.name}, {self.role}"


def colleagues_at(site: Site, on: date) -> list[Colleague]:
    """The team of a school, each person once, in the order of their roles."""
    found: dict[int, Colleague] = {}
    for member in people_of(site, on):
        if member.role in TEAM:
            found.setdefault(member.user_id, Colleague(member.user, Role(member.role).label))
    return list(found.values())


def assigned_in(versions: Iterable[Version], on: date) -> dict[int, Assigned]:
    """{version: {chapter: who was asked}}, each with its version at hand. No query without a working copy.

    `works_here` says who is still in the team.
    """
    working = {version.pk: version for version in versions if version.state == Version.State.WORKING}
    found: dict[int, Assigned] = defaultdict(dict)
    if not working:
        return found
    standing = Assignment.objects.filter(version__in=working).standing().in_working_copies()
    for assignment in with_team(standing, on):
        assignment.version = working[assignment.version_id]
        found[assignment.version_id][assignment.chapter] = assignment
    return found


def assigned_of(version: Version, on: date) -> Assigned:
    """The same for one version."""
    return assigned_in([version], on)[version.pk]


def with_team(assignments: QuerySet[Assignment], on: date) -> QuerySet[Assignment]:
    """Adds `works_here`: whether who was asked has a role in the team of the school on this day."""
    roles = Membership.objects.filter(on_day(on), role__in=TEAM, user__is_active=True)
    here = roles.filter(user=OuterRef("assignee"), site=OuterRef("version__profile__site"))
    return assignments.annotate(works_here=Exists(here))


def may_write_chapter(user: User, version: Version, roles: frozenset[str], chapter: str) -> Verdict:
    """`rules.may_write` for one chapter. One query for who is no writer of the whole, else none."""
    asked = frozenset() if roles & WRITERS else chapters_asked_of(user, version)
    verdict = may_write(roles, version.state, is_asked=bool(asked))
    return no(ELSEWHERE) if verdict and asked and chapter not in asked else verdict


def chapters_asked_of(user: User, version: Version) -> frozenset[str]:
    """The chapters of this version that this person is to write, while it is a working copy."""
    asked = Assignment.objects.filter(version=version, assignee=user).open()
    return frozenset(asked.values_list("chapter", flat=True))


def asked_of(user: User, memberships: list[Membership]) -> list[Assignment]:
    """Every chapter this person is to write, at the schools where they are in the team."""
    sites = [m.site_id for m in memberships if m.site_id and m.role in TEAM]
    if not sites:
        return []
    here = Assignment.objects.filter(assignee=user, version__profile__site__in=sites)
    return list(with_version(here.open().in_working_copies()).order_by("due_on", "pk"))


def with_version(assignments: QuerySet[Assignment]) -> QuerySet[Assignment]:
    """With place and edition at hand, without the heavy columns."""
    return assignments.select_related(
        "version__profile__site", "version__profile__partnership", "version__edition"
    ).defer("version__snapshot", "version__edition__definition")
