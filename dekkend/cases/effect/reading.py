"""Who reads which figures, and one page of them. What stands in it was made safe when it was counted."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import QuerySet

from dekkend.cases.effect.columns import TOPICS, Topic
from dekkend.cases.effect.disclosure import Row
from dekkend.cases.models import Figures
from dekkend.organisations.models import BOARD_ROLES, Membership, Partnership, Role, SitePartnership

REGION, BOARD, SCHOOL = "regio", "bestuur", "school"
READERS = {
    Role.SERVICE_DESK: REGION,
    Role.PARTNERSHIP_STAFF: REGION,
    **dict.fromkeys(BOARD_ROLES, BOARD),
    Role.HEAD_TEACHER: SCHOOL,
}
YEARS = "jaar"
# {in the address: (what the lines are, whose tables)}, in the order of the page.
BREAKDOWNS = {
    "soort": ("soort hulp", "kinds"),
    "behoefte": ("behoefte", "needs"),
    "bestuur": ("bestuur", "boards"),
    "school": ("school", "schools"),
    YEARS: ("schooljaar", ""),
}
OFFERED = {
    REGION: tuple(BREAKDOWNS),
    BOARD: ("school", YEARS),
    SCHOOL: (YEARS,),
}


@dataclass(frozen=True)
class Place:
    """Whose figures: a region, or of a region one board or one school."""

    level: str
    key: str
    name: str
    partnership: Partnership

    @property
    def slug(self) -> str:
        return f"{self.level}.{self.key}.{self.partnership.code}"

    @property
    def lead(self) -> str:
        """What the first line of each table is."""
        return {REGION: "De hele regio", BOARD: "Het hele bestuur", SCHOOL: "De hele school"}[self.level]

    def whole(self, tables: Mapping[str, Any]) -> Row | None:
        """Its own line; None in a year in which it was not in the region."""
        if self.level == REGION:
            return tables["region"]
        lines = tables["boards" if self.level == BOARD else "schools"]
        return next((line["row"] for line in lines if line["key"] == self.key), None)

    def lines(self, tables: Mapping[str, Any], which: str) -> list[dict[str, Any]]:
        lines = tables[which]
        return [line for line in lines if line["board"] == self.key] if self.level == BOARD else lines


@dataclass(frozen=True)
class Page:
    """The figures of one place in one year, broken down in one way."""

    place: Place
    per: str
    figures: Figures
    all_years: Sequence[Figures]

    @property
    def of_what(self) -> str:
        return BREAKDOWNS[self.per][0]

    @cached_property
    def lines(self) -> list[tuple[str, Row]]:
        """(name, row), the whole first. Over the years there is no whole."""
        if self.per == YEARS:
            rows = ((one.school_year, self.place.whole(one.tables)) for one in self.all_years)
            return [(year, row) for year, row in rows if row]
        whole = self.place.whole(self.figures.tables) or {}
        lines = self.place.lines(self.figures.tables, BREAKDOWNS[self.per][1])
        return [(self.place.lead, whole), *((line["name"], line["row"]) for line in lines)]

    @property
    def tables(self) -> Iterator[tuple[Topic, list[tuple[str, list[tuple[str, Any]]]]]]:
        """Each topic with its lines: (name, [(head, number or sign)])."""
        for topic in TOPICS:
            yield (
                topic,
                [
                    (name, [(head, row[column]) for column, head in topic.columns.items()])
                    for name, row in self.lines
                ],
            )


def may_read(memberships: Iterable[Membership]) -> bool:
    return any(membership.role in READERS for membership in memberships)


def places_of(memberships: Sequence[Membership]) -> list[Place]:
    """What someone with these roles reads, the widest first. Two queries at most."""
    at: dict[str, list[Membership]] = {REGION: [], BOARD: [], SCHOOL: []}
    for membership in memberships:
        if level := READERS.get(Role(membership.role)):
            at[level].append(membership)
    places = [*_regions(at[REGION]), *_boards(at[BOARD]), *_schools(at[SCHOOL])]
    return list({place.slug: place for place in places}.values())


def page_of(places: Sequence[Place], asked: Mapping[str, str]) -> Page | None:
    """What is asked, or the nearest to it; None while nothing was counted. One query."""
    counted = Figures.objects.filter(partnership__in={place.partnership.pk for place in places})
    by_region: dict[int, list[Figures]] = {}
    for figures in counted:
        by_region.setdefault(figures.partnership_id, []).append(figures)
    for place in sorted(places, key=lambda place: place.slug != asked.get("plek")):
        years = [one for one in by_region.get(place.partnership.pk, ()) if place.whole(one.tables)]
        if years:
            figures = next((one for one in years if one.school_year == asked.get(YEARS)), years[0])
            offered = OFFERED[place.level]
            per = asked.get("per", "")
            return Page(place, per if per in offered else offered[0], figures, years)
    return None


def _regions(memberships: Iterable[Membership]) -> list[Place]:
    regions = [one.partnership for one in memberships if one.partnership]
    return [Place(REGION, region.code, region.name, region) for region in regions]


def _boards(memberships: Iterable[Membership]) -> list[Place]:
    """Once for each region in which a board has schools. One query, or none."""
    boards = [one.board_id for one in memberships if one.board_id]
    lying = _lying().filter(site__school__board__in=boards) if boards else ()
    mine = [(one.site.school.board, one.partnership) for one in lying]
    return [Place(BOARD, board.number, board.name, region) for board, region in mine if board]


def _schools(memberships: Iterable[Membership]) -> list[Place]:
    """One query, or none."""
    sites = [one.site_id for one in memberships if one.site_id]
    lying = _lying().filter(site__in=sites) if sites else ()
    return [Place(SCHOOL, one.site.code, one.site.name, one.partnership) for one in lying]


def _lying() -> QuerySet[SitePartnership]:
    return SitePartnership.objects.select_related("site__school__board", "partnership").order_by("pk")
