"""What waits for whom: a person's work list, and the start page of a school. Fixed numbers of queries."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse

from dekkend.core.verdict import Verdict, no
from dekkend.organisations.models import MR_ROLES, Membership, Partnership, Role, Site, SitePartnership, User
from dekkend.organisations.queries import memberships_of, on_day
from dekkend.profiles.addendum.waiting import waiting_for
from dekkend.profiles.alongside.friends import waiting_friendships
from dekkend.profiles.alongside.suggestions import number_of_open
from dekkend.profiles.assigning.queries import Assigned, asked_of, assigned_in
from dekkend.profiles.assigning.telling import to_do
from dekkend.profiles.hearing import voices_of
from dekkend.profiles.models import Addendum, Answer, Assignment, Body, Friendship, Version
from dekkend.profiles.progress import Count, Progress, Row, is_round, progress_of, whole_of
from dekkend.profiles.queries import roles_at_profile, with_hearing, with_place
from dekkend.profiles.rules import SECTIONS, WRITERS, may_start
from dekkend.profiles.transitions import KIND, ROUTE, awaits_publication
from dekkend.questionnaires.loader import questionnaire_of
from dekkend.workflow.engine import available
from dekkend.workflow.models import Event
from dekkend.workflow.table import State, Transition
from dekkend.workflow.terms import add_months, days_left

BEGIN = "Begin een nieuw profiel"


@dataclass(frozen=True)
class WorkItem:
    """Something that waits for a person. `version` is None where there is no profile yet."""

    site: Site
    partnership: Partnership
    version: Version | None
    what: str
    url_name: str
    url_args: tuple[Any, ...]
    due_on: date | None
    late: bool

    @property
    def url(self) -> str:
        return reverse(self.url_name, args=self.url_args)


# What rooms above add: (memberships, day) → items. They say so when they are ready.
ALSO_WAITING: list[Callable[[list[Membership], date], list[WorkItem]]] = []


@dataclass(frozen=True)
class Standing:
    """Where the profile of a site in one partnership stands.

    `current` is the version the school is busy with (or else the newest), `published` the one parents read.
    `waits_for` are the people whose turn it is; `has_secretary` is about the MR; `steps` what the user may
    do; `may_start` whether they may begin a new version; `assigned` who was asked for which chapter.
    """

    partnership: Partnership
    current: Version | None
    published: Version | None
    earlier: list[Version]
    state: State | None
    waits_for: list[User]
    due_on: date | None
    late: bool
    has_secretary: bool
    progress: list[Progress]
    steps: list[Transition]
    may_start: Verdict
    acts: list[Event]
    assigned: Assigned

    @cached_property
    def whole(self) -> Count:
        return whole_of(self.progress)


@dataclass(frozen=True)
class StartPage:
    site: Site
    roles: frozenset[str]
    standings: list[Standing]


def work_list(user: User, on: date, memberships: list[Membership] | None = None) -> list[WorkItem]:
    """What waits for this person, in all roles and schools: soonest due first.

    Nine queries at most, and one for each of ALSO_WAITING.
    """
    memberships = memberships_of(user, on) if memberships is None else memberships
    found = _versions_at(memberships)
    versions = _newest(found)
    items = [_item(version, on) for version in versions.values() if _is_their_turn(version, memberships, on)]
    items += _sites_without(memberships, versions, on)
    items += [_addendum_item(*waiting, on) for waiting in waiting_for(memberships)]
    items += [_chapter_item(assignment, on) for assignment in asked_of(user, memberships)]
    items += _suggestions_items(memberships, found)
    items += [_friendship_item(friendship, on) for friendship in waiting_friendships(memberships, on)]
    items += [item for also_waiting in ALSO_WAITING for item in also_waiting(memberships, on)]
    return sorted(items, key=lambda item: (item.due_on or date.max, item.site.name))


def start_page(*, site: Site, memberships: list[Membership], on: date) -> StartPage:
    """Everything the start page of a school shows, for each partnership the site lies in.

    `site` comes with school and board, `memberships` are those of who looks. Nine queries, whatever there is
    to show, and one while it is written. The versions bring their addenda along.
    """
    versions = list(_light(Version.objects.filter(profile__site=site)).prefetch_related("addenda"))
    people = _people_at(site, on)
    acts = _acts(versions)
    answers = _answers(versions)
    partnerships = _partnerships(site, versions, on)
    roles = {p.pk: roles_at_profile(memberships, site, p.pk) for p in partnerships}
    facts = (people, acts, answers, assigned_in(versions, on), on)
    standings = [_standing(p, _of(p, versions), roles[p.pk], *facts) for p in partnerships]
    everywhere = roles_at_profile(memberships, site, None).union(*roles.values())
    return StartPage(site, everywhere, standings)


def due_on(version: Version) -> date | None:
    """By when the next act is due: the MR's term, or else the end of the profile that holds now."""
    if version.state == Version.State.WITH_MR:
        return version.mr_due_on
    if version.valid_until:
        return version.valid_until
    return version.previous.valid_until if version.previous else None


def _standing(
    partnership: Partnership,
    versions: list[Version],
    roles: frozenset[str],
    people: list[Membership],
    acts: Mapping[int, list[Event]],
    answers: Mapping[int, dict[str, Row]],
    assigned: Mapping[int, Assigned],
    on: date,
) -> Standing:
    """`versions` are those of one profile, newest first."""
    current = versions[0] if versions else None
    published = next((v for v in versions if v.state == Version.State.PUBLISHED), None)
    state = ROUTE.state(current.state) if current else None
    due = due_on(current) if current else None
    return Standing(
        partnership=partnership,
        current=current,
        published=published,
        earlier=[version for version in versions if version not in (current, published)],
        state=state,
        waits_for=_who(people, turn_of(current)) if current else [],
        due_on=due,
        late=_late(due, on),
        has_secretary=any(person.role == Role.MR_SECRETARY for person in people),
        progress=_progress(current, answers) if current else [],
        steps=available(ROUTE, current, roles, on) if current else [],
        may_start=_may_start(current, roles, on),
        acts=acts[current.pk] if current else [],
        assigned=assigned.get(current.pk, {}) if current else {},
    )


def _progress(version: Version, answers: Mapping[int, dict[str, Row]]) -> list[Progress]:
    if not version.is_under_way:
        return []
    form = questionnaire_of(version.edition)
    return progress_of(form, answers[version.pk], is_round=is_round(version))


def _who(people: list[Membership], roles: tuple[str, ...]) -> list[User]:
    """The people with one of the roles, each once."""
    return list({m.user_id: m.user for m in people if m.role in roles}.values())


def _may_start(current: Version | None, roles: frozenset[str], on: date) -> Verdict:
    if current and current.is_under_way:
        return no("Er is al een versie waar de school aan werkt.")
    if current and awaits_publication(current, on):
        return no("Publiceer eerst het profiel dat is vastgesteld.")
    return may_start(roles)


def _of(partnership: Partnership, versions: list[Version]) -> list[Version]:
    return [version for version in versions if version.profile.partnership_id == partnership.pk]


def _light(versions: QuerySet[Version]) -> QuerySet[Version]:
    """With place, previous version and what the MR said, without frozen texts."""
    return (
        with_hearing(with_place(versions))
        .select_related("previous")
        .defer("snapshot", "previous__snapshot", "edition__definition")
    )


def _versions_at(memberships: list[Membership]) -> dict[Version, int]:
    """{version: how many proposals wait there}, the newest version first."""
    sites = [membership.site_id for membership in memberships if membership.site_id]
    boards = [membership.board_id for membership in memberships if membership.board_id]
    here = Q(profile__site__in=sites) | Q(profile__site__school__board__in=boards)
    versions = _light(Version.objects.filter(here)).annotate(proposed=number_of_open())
    return {version: version.proposed for version in versions}


def _newest(versions: Iterable[Version]) -> dict[int, Version]:
    """{profile: its newest version}; versions come newest first."""
    newest: dict[int, Version] = {}
    for version in versions:
        kept = newest.setdefault(version.profile_id, version)
        if version.number > kept.number:
            newest[version.profile_id] = version
    return newest


def _is_their_turn(version: Version, memberships: list[Membership], on: date) -> bool:
    roles = roles_at_profile(memberships, version.profile.site, version.profile.partnership_id)
    if version.valid_until is not None and not awaits_publication(version, on):
        return Role.HEAD_TEACHER in roles and is_time_to_renew(version, on)
    return bool(roles & set(turn_of(version)))


def turn_of(version: Version) -> tuple[str, ...]:
    """The roles whose turn it is; in the MR the secretary, and who sits in what has not spoken yet."""
    if version.state != Version.State.WITH_MR:
        return ROUTE.state(version.state).waits_for
    bodies = {voice.demand.body for voice in voices_of(version) if not voice.was_heard}
    if bodies <= SECTIONS.keys():
        return (Role.MR_SECRETARY, *(SECTIONS[Body(body)] for body in bodies))
    return MR_ROLES


def is_time_to_renew(version: Version, on: date) -> bool:
    """In the last quarter of the longest time a profile may hold."""
    last = version.valid_until
    return last is not None and on >= add_months(last, -(version.regime.valid_months // 4))


def _item(version: Version, on: date) -> WorkItem:
    site = version.profile.site
    due = due_on(version)
    busy = version.is_under_way or awaits_publication(version, on)
    what = ROUTE.state(version.state).to_do if busy else BEGIN
    return WorkItem(
        site, version.profile.partnership, version, what, "school", (site.code,), due, _late(due, on)
    )


def _addendum_item(addendum: Addendum, what: str, due: date | None, on: date) -> WorkItem:
    version = addendum.version
    place = version.profile
    return WorkItem(
        place.site, place.partnership, version, what, "addendum", (addendum.pk,), due, _late(due, on)
    )


def _chapter_item(assignment: Assignment, on: date) -> WorkItem:
    version, due = assignment.version, assignment.due_on
    place, args = version.profile, (version.pk, assignment.chapter)
    what = to_do(assignment)
    return WorkItem(place.site, place.partnership, version, what, "chapter", args, due, _late(due, on))


def _suggestions_items(memberships: list[Membership], found: Mapping[Version, int]) -> list[WorkItem]:
    """At the working copies that this person writes; `found` says how many proposals wait at each version."""
    sites = {membership.site_id for membership in memberships if membership.role in WRITERS}
    written = [v for v in found if v.state == Version.State.WORKING and v.profile.site_id in sites]
    return [_suggestions_item(version, found[version]) for version in written if found[version]]


def _suggestions_item(version: Version, count: int) -> WorkItem:
    place = version.profile
    what = "Beslis over een voorstel" if count == 1 else f"Beslis over {count} voorstellen"
    page = ("all-suggestions", (version.pk,))
    return WorkItem(place.site, place.partnership, version, what, *page, None, False)


def _friendship_item(friendship: Friendship, on: date) -> WorkItem:
    """At the other school: first whether it reads along, then reading along."""
    version, due = friendship.version, friendship.until
    place = version.profile
    what, page = "Zeg of uw school meeleest", ("friendship", (friendship.pk,))
    if friendship.reads:
        what, page = "Lees mee, en zeg wat u opvalt", ("read", (version.pk,))
    return WorkItem(place.site, place.partnership, version, what, *page, due, _late(due, on))


def _late(due: date | None, on: date) -> bool:
    return due is not None and days_left(due, on) < 0


def _sites_without(
    memberships: list[Membership], versions: Mapping[int, Version], on: date
) -> list[WorkItem]:
    """A head teacher's sites that have no profile yet, where the partnership has chosen a form."""
    have = {(v.profile.site_id, v.profile.partnership_id) for v in versions.values()}
    sites = [m.site_id for m in memberships if m.role == Role.HEAD_TEACHER]
    places = (
        SitePartnership.objects.filter(on_day(on), site__in=sites, site__closed_on=None)
        .filter(partnership__regimes__begins_on__lte=on)
        .select_related("site", "partnership")
        .distinct()
    )
    return [
        WorkItem(place.site, place.partnership, None, BEGIN, "school", (place.site.code,), None, False)
        for place in places
        if (place.site_id, place.partnership_id) not in have
    ]


def _partnerships(site: Site, versions: list[Version], on: date) -> list[Partnership]:
    """Where the site lies now and a form was chosen, and where it ever had a profile."""
    places = SitePartnership.objects.filter(on_day(on), site=site)
    places = places.filter(partnership__regimes__begins_on__lte=on).select_related("partnership")
    found = {place.partnership_id: place.partnership for place in places}
    found |= {v.profile.partnership_id: v.profile.partnership for v in versions}
    return sorted(found.values(), key=lambda partnership: (partnership.is_national, partnership.code))


def _people_at(site: Site, on: date) -> list[Membership]:
    place = Q(site=site)
    if site.school.board_id:
        place |= Q(board=site.school.board_id)
    return list(
        Membership.objects.filter(place, on_day(on), user__is_active=True)
        .select_related("user")
        .order_by("user__name")
    )


def _acts(versions: list[Version]) -> dict[int, list[Event]]:
    """Newest first, per version."""
    newest = [version.pk for version in _newest(versions).values()]
    acts: dict[int, list[Event]] = defaultdict(list)
    for event in Event.objects.filter(subject_kind=KIND, subject_id__in=newest).order_by("-at", "-id"):
        acts[event.subject_id].append(event)
    return acts


def _answers(versions: list[Version]) -> dict[int, dict[str, Row]]:
    busy = [version.pk for version in versions if version.is_under_way]
    answers: dict[int, dict[str, Row]] = defaultdict(dict)
    columns = ("version", "key", *Row._fields)
    for version_id, key, *facts in Answer.objects.filter(version__in=busy).values_list(*columns):
        answers[version_id][key] = Row(*facts)
    return answers
