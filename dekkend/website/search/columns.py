"""All schools in memory, as columns of bits: one process answers from these without asking the database.

A school has a place in the list; every property is a whole number in which bit n speaks of the school at
place n. Nothing here changes once it is made: what was published makes the next `Columns`.
"""

import math
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from itertools import product

from dekkend.organisations.geography import Gazetteer
from dekkend.questionnaires.definition import Need
from dekkend.website.search.spelling import words_of
from dekkend.website.terrain.bits import bits_of
from dekkend.website.terrain.ground import Ground, Shape
from dekkend.website.terrain.plane import EARTH, on_plane

CELL = 0.1  # degrees: about 11 by 7 kilometres
NOWHERE = Gazetteer({}, {}, {})
WAYS = ("basic", "own", "arrangement", "refer")
GROUPS = ("kind", "denomination", "concept", "size")  # of which a school has one value, or none

type Vector = tuple[float, float, float]
# (nearness, place); the nearness is minus the product of two vectors, so what is nearest sorts first.
type Near = list[tuple[float, int]]


@dataclass(frozen=True, slots=True)
class Point:
    """Degrees."""

    latitude: float
    longitude: float

    @property
    def vector(self) -> Vector:
        y, x = math.radians(self.latitude), math.radians(self.longitude)
        return math.cos(y) * math.cos(x), math.cos(y) * math.sin(x), math.sin(y)

    @property
    def cell(self) -> tuple[int, int]:
        return math.floor(self.latitude / CELL), math.floor(self.longitude / CELL)


def kilometres(nearness: float) -> float:
    """The distance over the ground, in a straight line."""
    return EARTH * math.acos(min(1.0, -nearness))


def nearness_of(km: float) -> float:
    """`kilometres` the other way."""
    return -math.cos(km / EARTH)


@dataclass(frozen=True, slots=True)
class School:
    """What the list shows of one site. `kind` is that of the filter: regular, SBO or SO."""

    pk: int
    code: str
    name: str
    city: str
    kind: str
    kind_label: str
    denomination: str
    concept: str
    board: str
    board_name: str
    size: str
    pupils: int | None
    partnerships: tuple[int, ...]
    point: Point | None
    names: tuple[str, ...]

    @property
    def order(self) -> tuple:
        """By town and name, whatever the accents."""
        return words_of(self.city), words_of(self.name), self.code


@dataclass(frozen=True, slots=True)
class Profile:
    """What a site's readable profile says: until when, and by need in which ways it helps."""

    expired: bool
    valid_until: date | None
    ways: Mapping[str, frozenset[str]]


@dataclass(frozen=True)
class SupportPoint:
    """Whom parents can call, for nothing, in a region; false without a way to reach it."""

    name: str
    phone: str
    email: str

    def __bool__(self) -> bool:
        return bool(self.phone or self.email)


@dataclass(frozen=True)
class Columns:
    """Make these with `of`.

    `facets` are {group: {value: bits}} of what a site is, `ways` {need: {way: bits}} of what it says. What is
    too thin for bits has lists of places: `named` by word of a name, `boards` by number, `cells` by square.
    """

    schools: list[School]
    profiles: Mapping[int, Profile]
    needs: Mapping[str, Need]
    support_points: Mapping[int, SupportPoint]
    places: dict[int, int] = field(default_factory=dict)
    facets: dict[str, dict[str, int]] = field(default_factory=dict)
    named: dict[str, list[int]] = field(default_factory=dict)
    boards: dict[str, list[int]] = field(default_factory=dict)
    sorted_names: list[str] = field(default_factory=list)
    cells: dict[tuple[int, int], list[int]] = field(default_factory=dict)
    vectors: list[Vector | None] = field(default_factory=list)
    ways: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    read: int = 0
    ground: Ground = field(default_factory=Ground)
    gazetteer: Gazetteer = NOWHERE

    @classmethod
    def of(
        cls,
        schools: Iterable[School],
        profiles: Mapping[int, Profile],
        needs: Mapping[str, Need],
        support_points: Mapping[int, SupportPoint],
        shapes: Iterable[Shape] = (),
        gazetteer: Gazetteer = NOWHERE,
    ) -> "Columns":
        """Schools in any order; `profiles` by the key of their site, `support_points` by that of a region."""
        listed = sorted(schools, key=lambda school: school.order)
        named = _places_by(listed, lambda school: school.names)
        return cls(
            listed,
            {},
            needs,
            support_points,
            places={school.pk: place for place, school in enumerate(listed)},
            facets={group: _facet(listed, group) for group in GROUPS},
            named=named,
            boards=_places_by(listed, lambda school: [school.board]),
            sorted_names=sorted(named),
            cells=_places_by(listed, lambda school: [school.point.cell] if school.point else []),
            vectors=[school.point.vector if school.point else None for school in listed],
            ground=Ground.of(shapes, _spots(listed)),
            gazetteer=gazetteer,
        ).with_profiles(profiles)

    def with_profiles(self, profiles: Mapping[int, Profile]) -> "Columns":
        """The same schools, all with these profiles."""
        ways: dict[str, dict[str, list[int]]] = {}
        known = {pk: profile for pk, profile in profiles.items() if pk in self.places}
        for pk, profile in known.items():
            for need, way in _said(profile):
                ways.setdefault(need, {}).setdefault(way, []).append(self.places[pk])
        return replace(
            self,
            profiles=known,
            ways={
                need: {way: bits_of(places) for way, places in by_way.items()}
                for need, by_way in ways.items()
            },
            read=bits_of(self.places[pk] for pk in known),
        )

    def with_profile(self, pk: int, profile: Profile | None) -> "Columns":
        """The same, but for what one school says: the cost does not depend on what the others say."""
        bit = 1 << self.places[pk]
        ways = {need: dict(by_way) for need, by_way in self.ways.items()}
        for by_way in ways.values():
            for way in by_way:
                by_way[way] &= ~bit
        for need, way in _said(profile) if profile else ():
            by_way = ways.setdefault(need, {})
            by_way[way] = by_way.get(way, 0) | bit
        profiles = dict(self.profiles)
        profiles.pop(pk, None)
        if profile:
            profiles[pk] = profile
        read = self.read | bit if profile else self.read & ~bit
        return replace(self, profiles=profiles, ways=ways, read=read)

    @cached_property
    def everything(self) -> int:
        return (1 << len(self.schools)) - 1

    def names_like(self, word: str) -> Iterator[str]:
        """The words in names that are this one, or begin with it."""
        for place in range(bisect_left(self.sorted_names, word), len(self.sorted_names)):
            if not self.sorted_names[place].startswith(word):
                return
            yield self.sorted_names[place]

    def near(self, point: Point, km: float) -> Near:
        """Every school within this distance, in no order."""
        x, y, z = point.vector
        most, vectors = nearness_of(km), self.vectors
        found: Near = []
        for cell in self._cells_around(point, km):
            for place in self.cells.get(cell, ()):
                a, b, c = vectors[place]  # type: ignore[misc]
                if (nearness := -(x * a + y * b + z * c)) <= most:
                    found.append((nearness, place))
        return found

    def distances(self, point: Point, places: Iterable[int]) -> Near:
        """How near these schools are; of those whose place on earth nobody knows, nothing."""
        x, y, z = point.vector
        vectors = ((place, self.vectors[place]) for place in places)
        return [(-(x * v[0] + y * v[1] + z * v[2]), place) for place, v in vectors if v]

    def _cells_around(self, point: Point, km: float) -> Iterable[tuple[int, int]]:
        high = math.degrees(km / EARTH)
        wide = min(180.0, high / max(0.01, math.cos(math.radians(abs(point.latitude) + high))))
        south, west = Point(point.latitude - high, point.longitude - wide).cell
        north, east = Point(point.latitude + high, point.longitude + wide).cell
        if (north - south + 1) * (east - west + 1) > len(self.cells):
            return self.cells
        return product(range(south, north + 1), range(west, east + 1))


def _places_by[Key](schools: list[School], keys: Callable[[School], Iterable[Key]]) -> dict[Key, list[int]]:
    """{key: the places of the schools that have it}"""
    found: dict[Key, list[int]] = {}
    for place, school in enumerate(schools):
        for key in keys(school):
            found.setdefault(key, []).append(place)
    return found


def _facet(schools: list[School], group: str) -> dict[str, int]:
    """{value of the group: the schools that have it}; nothing for those of which it is not known."""
    places = _places_by(schools, lambda school: filter(None, [getattr(school, group)]))
    return {value: bits_of(found) for value, found in places.items()}


def _spots(schools: list[School]) -> Iterator[tuple[int, tuple[float, float]]]:
    for place, school in enumerate(schools):
        if school.point:
            yield place, on_plane(school.point.latitude, school.point.longitude)


def _said(profile: Profile) -> Iterator[tuple[str, str]]:
    return ((need, way) for need, ways in profile.ways.items() for way in ways)
