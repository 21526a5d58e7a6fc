"""One map: where it looks, and what it shows there. Numbers are those of the list beside it."""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

from django.utils.formats import number_format
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from dekkend.website.search.columns import Point, School
from dekkend.website.search.engine import Hit, membership
from dekkend.website.search.finding import Finding
from dekkend.website.terrain.bits import bits_of, places_in
from dekkend.website.terrain.ground import GRAINS, Box, Shape
from dekkend.website.terrain.plane import Spot, in_kilometres, on_plane, stretch

WIDTH, HEIGHT = 400, 360
PIN = 13  # the radius of a pin; between the middles of two is at least twice that
APART = (2 * PIN) ** 2
EDGE = PIN + 2
MARGIN = 2 * PIN
MOST_CLOSE = 60  # units a kilometre
MOST_DOTS = 400
FAR = 50  # kilometres from the middle: on a smaller map, the others are looked up around it
MOST_NAMES = 12
RINGS = (1, 2, 5, 10, 25, 50, 100)
SMALLEST_RING, LARGEST_RING = 34, 172
MOST_RINGS = 2
# Where a pin may go that finds its place taken: nearest first, above before below.
AROUND = tuple(
    (round(far * math.sin(turn * math.pi / 8)), round(-far * math.cos(turn * math.pi / 8)))
    for far in (0, 27, 54, 81)
    for turn in range(16 if far else 1)
)

type At = tuple[int, int]


@dataclass(frozen=True)
class Frame:
    """The part of the sheet that the map shows: `units` a kilometre, around a middle."""

    middle: Spot
    units: float

    @classmethod
    def around(cls, box: Box) -> "Frame":
        """So that all of a box is in sight, with room for a pin at its edge."""
        wide, high = max(box.east - box.west, 1e-6), max(box.south - box.north, 1e-6)
        units = min((WIDTH - 2 * MARGIN) / wide, (HEIGHT - 2 * MARGIN) / high, MOST_CLOSE)
        return cls(((box.west + box.east) / 2, (box.north + box.south) / 2), units)

    def at(self, spot: Spot) -> At:
        x, y = self.middle
        return round(WIDTH / 2 + (spot[0] - x) * self.units), round(HEIGHT / 2 + (spot[1] - y) * self.units)

    def spot_at(self, x: int, y: int) -> Spot:
        """Where on the sheet a point of the drawing lies: `at` the other way."""
        east, south = self.middle
        return east + (x - WIDTH / 2) / self.units, south + (y - HEIGHT / 2) / self.units

    @property
    def reach(self) -> float:
        """Kilometres from the middle to a corner."""
        return math.hypot(WIDTH, HEIGHT) / 2 / self.units

    @property
    def box(self) -> Box:
        (x, y), wide, high = self.middle, WIDTH / 2 / self.units, HEIGHT / 2 / self.units
        return Box(x - wide, y - high, x + wide, y + high)

    @property
    def grain(self) -> int:
        """Which of the grains nobody can see: one or two units."""
        fit = [place for place, grain in enumerate(GRAINS) if grain * self.units <= 2]
        return fit[-1] if fit else 0

    @property
    def transform(self) -> str:
        """From grains to units, for SVG."""
        (x, y), scale = self.middle, GRAINS[self.grain] * self.units
        return f"matrix({scale:.5g} 0 0 {scale:.5g} {self._shift(WIDTH, x):.1f} {self._shift(HEIGHT, y):.1f})"

    def _shift(self, size: int, middle: float) -> float:
        return size / 2 - middle * self.units


@dataclass(frozen=True)
class Pin:
    """A school of the list. Where its place was taken, it stands beside it, with a line to where it is."""

    number: int
    school: School
    x: int
    y: int
    at_x: int
    at_y: int

    @property
    def moved(self) -> bool:
        return (self.x, self.y) != (self.at_x, self.at_y)


@dataclass(frozen=True)
class Ring:
    radius: int
    km: int


@dataclass(frozen=True)
class Count:
    """So many schools that do not each have their dot."""

    x: int
    y: int
    radius: int
    number: str


@dataclass(frozen=True)
class Label:
    """Words with their middle at a point."""

    x: int
    y: int
    text: str

    @property
    def half(self) -> int:
        """Half of how wide it is, well measured."""
        return 4 * len(self.text) + 2

    def is_readable(self, pins: Iterable[At], labels: Iterable["Label"] = ()) -> bool:
        """Whether it stands within the map with nothing over it."""
        x, y, half = self.x, self.y, self.half
        within = half <= x <= WIDTH - half and EDGE <= y <= HEIGHT - EDGE
        return (
            within
            and not any(abs(x - a) < half + PIN and abs(y - b) < PIN + 8 for a, b in pins)
            and not any(abs(x - o.x) < half + o.half and abs(y - o.y) < 18 for o in labels)
        )


class Map:
    """The map of one search. What it shows is worked out when the page asks for it."""

    width, height = WIDTH, HEIGHT

    def __init__(self, finding: Finding, hits: Sequence[Hit], first: int):
        self.finding, self.first = finding, first
        self.columns, self.place = finding.columns, finding.place
        self.numbered = [(first + n, hit) for n, hit in enumerate(hits) if self._school(hit).point]
        shown = bits_of(hit.place for _, hit in self.numbered)
        self.others = finding.search.bits & ~shown

    def __bool__(self) -> bool:
        return bool(self.numbered)

    def _school(self, hit: Hit) -> School:
        return self.columns.schools[hit.place]

    @cached_property
    def frame(self) -> Frame:
        """Around the searcher's place, as far as the last school of the page; else around all found."""
        if self.place is None:
            return Frame.around(Box.around(chain(self._spots_of_pins(), self._spots_of_others())))
        x, y = on_plane(self.place.latitude, self.place.longitude)
        far = max(hit.km or 0 for _, hit in self.numbered) * stretch(self.place.latitude)
        return Frame.around(Box(x - far, y - far, x + far, y + far))

    def _spots_of_pins(self) -> Iterator[Spot]:
        return (spot_of(self._school(hit)) for _, hit in self.numbered)

    def _spots_of_others(self) -> Iterator[Spot]:
        if self.single is None:
            boxes = (square.box for square in self.columns.ground.squares if square.bits & self.others)
            yield from chain.from_iterable(((box.west, box.north), (box.east, box.south)) for box in boxes)
        else:
            yield from self.single

    @cached_property
    def single(self) -> list[Spot] | None:
        """Where the others stand; None when there are too many for a dot each."""
        if self.others.bit_count() <= MOST_DOTS:
            return [spot_of(school) for school in self._schools_at(places_in(self.others))]
        if self.place is None or self.frame.reach > FAR:
            return None
        is_other = membership(self.others)
        around = self.columns.near(Point(self.place.latitude, self.place.longitude), self.frame.reach)
        near = [place for _, place in around if is_other(place)]
        return None if len(near) > MOST_DOTS else [spot_of(school) for school in self._schools_at(near)]

    def _schools_at(self, places: Iterable[int]) -> Iterator[School]:
        schools = (self.columns.schools[place] for place in places)
        return (school for school in schools if school.point)

    @cached_property
    def shapes(self) -> list[Shape]:
        box = self.frame.box
        return [shape for shape in self.columns.ground.shapes if shape.box.meets(box)]

    @cached_property
    def land(self) -> SafeString:
        """The borders in sight, as one SVG path in grains: figures and letters of our own."""
        return mark_safe("".join(shape.outlines[self.frame.grain] for shape in self.shapes))  # noqa: S308

    @cached_property
    def distances(self) -> list[Label]:
        """What each ring means, on the ring where there is room."""
        pins = self._pins_and_you
        return [label for ring in self.rings if (label := _first(_on_ring(self.you, ring), pins, []))]

    @cached_property
    def names(self) -> list[Label]:
        """Of the municipalities, near their middle, where they can be read."""
        labels = list(self.distances)
        if len(self.shapes) <= MOST_NAMES:
            for shape in self.shapes:
                near = _near(self.frame.at(shape.middle), shape.name)
                if label := _first(near, self._pins_and_you, labels):
                    labels.append(label)
        return labels[len(self.distances) :]

    @cached_property
    def _pins_and_you(self) -> list[At]:
        return [(pin.x, pin.y) for pin in self.pins] + ([self.you] if self.you else [])

    @property
    def you(self) -> At | None:
        place = self.place
        return self.frame.at(on_plane(place.latitude, place.longitude)) if place else None

    @cached_property
    def rings(self) -> list[Ring]:
        """Distances over the ground, in a straight line, from the searcher's place."""
        if self.place is None:
            return []
        a_km = self.frame.units * stretch(self.place.latitude)
        fit = [km for km in RINGS if SMALLEST_RING <= km * a_km <= LARGEST_RING]
        return [Ring(round(km * a_km), km) for km in fit[-MOST_RINGS:]]

    @cached_property
    def pins(self) -> list[Pin]:
        """Every school of the list that has a place on earth; none over another or over the searcher's."""
        taken = [self.you] if self.you else []
        pins = []
        for number, hit in self.numbered:
            at_x, at_y = self.frame.at(spot_of(self._school(hit)))
            x, y = _free(at_x, at_y, taken)
            taken.append((x, y))
            pins.append(Pin(number, self._school(hit), x, y, at_x, at_y))
        return pins

    @cached_property
    def dots(self) -> str:
        """The others that the search found, as a path of points."""
        points = (self.frame.at(spot) for spot in self.single or ())
        return "".join(f"M{x} {y}h0" for x, y in dict.fromkeys(points) if _in_sight(x, y))

    @cached_property
    def counts(self) -> list[Count]:
        """The others by square, where there are too many for dots."""
        if self.single is not None:
            return []
        found = (((square.bits & self.others).bit_count(), square) for square in self.columns.ground.squares)
        counts = (_count(number, *self.frame.at((at.x, at.y))) for number, at in found if number)
        return [count for count in counts if _in_sight(count.x, count.y)]

    @property
    def description(self) -> str:
        """What a sighted reader sees at a glance: which schools lie within which ring."""
        if self.place is None:
            return gettext("Dezelfde nummers als in de lijst.")
        told = [gettext("In het midden: %(place)s.") % {"place": self.place.label}]
        nearer = 0
        for ring in self.rings:
            within = [n for n, hit in self.numbered if hit.km is not None and nearer < hit.km <= ring.km]
            nearer = ring.km
            if within:
                words = gettext("Tot %(km)s km: nummer %(numbers)s.")
                told.append(words % {"km": ring.km, "numbers": ", ".join(map(str, within))})
        return " ".join(told)


def spot_of(school: School) -> Spot:
    assert school.point is not None  # noqa: S101 asked of schools with a place on earth only
    return on_plane(school.point.latitude, school.point.longitude)


def _first(labels: Iterable[Label], pins: list[At], others: list[Label]) -> Label | None:
    return next((label for label in labels if label.is_readable(pins, others)), None)


def _on_ring(middle: At | None, ring: Ring) -> Iterator[Label]:
    """From the top of the ring downwards, right and left in turn."""
    x, y = middle or (0, 0)
    for turn in (0, 1, -1, 2, -2, 3, -3, 4, -4, 5, -5, 6, -6, 7, -7, 8):
        east, south = ring.radius * math.sin(turn * math.pi / 8), -ring.radius * math.cos(turn * math.pi / 8)
        yield Label(round(x + east), round(y + south), in_kilometres(str(ring.km)))


def _near(middle: At, text: str) -> Iterator[Label]:
    """At the middle of a piece of land, or further and further beside it."""
    x, y = middle
    for far in range(0, 80, 10):
        for east, south in ((0, far), (0, -far), (2 * far, 0), (-2 * far, 0), (far, far), (-far, far)):
            yield Label(x + east, y + south, text)


def _count(number: int, x: int, y: int) -> Count:
    words = number_format(number, 0, force_grouping=True)
    return Count(x, y, 6 + 4 * len(words), words)


def _in_sight(x: int, y: int) -> bool:
    return 0 <= x <= WIDTH and 0 <= y <= HEIGHT


def _free(x: int, y: int, taken: Iterable[At]) -> At:
    """The nearest free spot within the map; where all are taken, its own."""
    for east, south in AROUND:
        at_x = min(max(x + east, EDGE), WIDTH - EDGE)
        at_y = min(max(y + south, EDGE), HEIGHT - EDGE)
        if all((at_x - a) ** 2 + (at_y - b) ** 2 >= APART for a, b in taken):
            return at_x, at_y
    return min(max(x, EDGE), WIDTH - EDGE), min(max(y, EDGE), HEIGHT - EDGE)
