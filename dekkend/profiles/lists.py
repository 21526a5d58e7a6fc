"""All schools of a board or a partnership with where their profiles stand. Fixed numbers of queries."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from dekkend.organisations.models import Board, Partnership, Site
from dekkend.organisations.queries import sites_of_board, sites_of_partnership
from dekkend.profiles.models import Version
from dekkend.profiles.overview import due_on
from dekkend.profiles.transitions import ROUTE
from dekkend.workflow.terms import days_left

NONE = "none"
NO_PROFILE = "nog geen profiel"
TURN = {
    NONE: "de directeur",
    Version.State.WORKING: "de school",
    Version.State.WITH_MR: "de MR",
    Version.State.HEARD: "de directeur",
    Version.State.WITH_BOARD: "het bestuur",
    Version.State.ESTABLISHED: "de directeur of het bestuur",
    Version.State.EXPIRED: "de directeur",
}


@dataclass(frozen=True)
class Row:
    """One school in the list. `current` is its newest version, `published` the one parents read."""

    site: Site
    current: Version | None
    published: Version | None
    due_on: date | None
    late: bool

    @property
    def state(self) -> str:
        return self.current.state if self.current else NONE

    @property
    def state_label(self) -> str:
        return state_label(self.state)

    @property
    def awaits_the_board(self) -> bool:
        return self.state == Version.State.WITH_BOARD

    @property
    def turn(self) -> str:
        """Who must act, in words; empty when nobody has to."""
        return TURN.get(self.state, "")


@dataclass(frozen=True)
class Filter:
    """One state to choose, with how many schools are in it."""

    value: str
    label: str
    count: int
    is_chosen: bool


def rows_of_board(board: Board, on: date) -> list[Row]:
    """The schools of a board, the soonest due first. Two queries."""
    sites = sites_of_board(board)
    return _rows(sites, Version.objects.filter(profile__site__school__board=board), on)


def rows_of_partnership(partnership: Partnership, on: date) -> list[Row]:
    """The schools that lie in a partnership, the soonest due first. Two queries."""
    sites = sites_of_partnership(partnership, on)
    return _rows(sites, Version.objects.filter(profile__partnership=partnership), on)


def filters_of(rows: Iterable[Row], chosen: set[str]) -> list[Filter]:
    """The states that occur, in the order of the route."""
    counts = Counter(row.state for row in rows)
    names = [NONE, *ROUTE.by_state]
    return [
        Filter(name, state_label(name), counts[name], name in chosen)
        for name in names
        if counts[name] or name in chosen
    ]


def state_label(name: str) -> str:
    return NO_PROFILE if name == NONE else ROUTE.state(name).inside


def _rows(sites: Iterable[Site], versions: QuerySet[Version], on: date) -> list[Row]:
    by_site: dict[int, list[Version]] = {}
    for version in _light(versions):
        by_site.setdefault(version.profile.site_id, []).append(version)
    rows = [_row(site, by_site.get(site.pk, []), on) for site in sites]
    return sorted(rows, key=lambda row: (row.due_on or date.max, row.site.name))


def _row(site: Site, versions: list[Version], on: date) -> Row:
    """`versions` come newest first."""
    current = versions[0] if versions else None
    published = next((version for version in versions if version.state == Version.State.PUBLISHED), None)
    due = due_on(current) if current else None
    return Row(site, current, published, due, due is not None and days_left(due, on) < 0)


def _light(versions: QuerySet[Version]) -> QuerySet[Version]:
    """What a row needs, without texts."""
    return (
        versions.select_related("profile", "previous")
        .only(
            "state",
            "number",
            "mr_due_on",
            "valid_until",
            "established_on",
            "profile__site_id",
            "previous__valid_until",
        )
        .order_by("-started_at", "-number")
    )
