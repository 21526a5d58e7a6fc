"""What lies under every map: made once when the schools are read, only looked up for a page."""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from dekkend.website.terrain.bits import bits_of
from dekkend.website.terrain.plane import Spot, on_plane

# Kilometres between the points to which borders are rounded. Neighbours round alike, so they go on touching.
GRAINS = (0.05, 0.25, 0.5, 1.0)
SQUARE = 40.0  # kilometres

type Step = tuple[int, int]


@dataclass(frozen=True)
class Box:
    """A piece of the sheet, in kilometres."""

    west: float
    north: float
    east: float
    south: float

    @classmethod
    def around(cls, spots: Iterable[Spot]) -> "Box":
        xs, ys = zip(*spots, strict=True)
        return cls(min(xs), min(ys), max(xs), max(ys))

    def meets(self, other: "Box") -> bool:
        beside = self.east < other.west or other.east < self.west
        return not (beside or self.south < other.north or other.south < self.north)


@dataclass(frozen=True)
class Shape:
    """A municipality: its outline for each of the grains, counted in grains; `middle` is for its name."""

    name: str
    box: Box
    middle: Spot
    outlines: tuple[str, ...]

    @classmethod
    def of(cls, name: str, rings: Sequence[Sequence[Sequence[float]]]) -> "Shape":
        """From rings of [longitude, latitude]."""
        flat = [[on_plane(latitude, longitude) for longitude, latitude in ring] for ring in rings]
        largest = max(flat, key=lambda ring: abs(_area(ring)))
        outlines = tuple("".join(_outlines(flat, grain)) for grain in GRAINS)
        return cls(name, Box.around(spot for ring in flat for spot in ring), _middle(largest), outlines)


@dataclass(frozen=True)
class Square:
    """The schools in one square of the country, as bits, and the middle of where they stand."""

    bits: int
    x: float
    y: float
    box: Box


@dataclass(frozen=True)
class Ground:
    """The borders of the country, and its schools by square."""

    shapes: tuple[Shape, ...] = ()
    squares: tuple[Square, ...] = ()

    @classmethod
    def of(cls, shapes: Iterable[Shape], spots: Iterable[tuple[int, Spot]]) -> "Ground":
        """`spots` are (place in the list, where it stands) of the schools."""
        by_square: dict[Step, list[tuple[int, Spot]]] = {}
        for place, (x, y) in spots:
            square = math.floor(x / SQUARE), math.floor(y / SQUARE)
            by_square.setdefault(square, []).append((place, (x, y)))
        return cls(tuple(shapes), tuple(_square(found) for found in by_square.values()))


def _square(found: list[tuple[int, Spot]]) -> Square:
    spots = [spot for _, spot in found]
    x, y = (sum(along) / len(spots) for along in zip(*spots, strict=True))
    return Square(bits_of(place for place, _ in found), x, y, Box.around(spots))


def _outlines(rings: list[list[Spot]], grain: float) -> Iterator[str]:
    """The rings that are still something at this grain, as pieces of an SVG path."""
    for ring in rings:
        points = _straightened([(round(x / grain), round(y / grain)) for x, y in ring[:-1]])
        if len(points) > 2:
            steps = (f"{to[0] - at[0]} {to[1] - at[1]}" for at, to in pairwise(points))
            x, y = points[0]
            yield f"M{x} {y}l{' '.join(steps)}z".replace(" -", "-")


def _straightened(points: list[Step]) -> list[Step]:
    """Without points that were rounded to the same spot, or that lie on the way from one to the next."""
    kept: list[Step] = []
    for point in points:
        if kept and kept[-1] == point:
            continue
        if len(kept) > 1 and _is_between(kept[-2], kept[-1], point):
            kept.pop()
        kept.append(point)
    return kept[:-1] if len(kept) > 1 and kept[0] == kept[-1] else kept


def _is_between(one: Step, middle: Step, other: Step) -> bool:
    (ax, ay), (bx, by) = (
        (middle[0] - one[0], middle[1] - one[1]),
        (other[0] - middle[0], other[1] - middle[1]),
    )
    return ax * by == ay * bx and ax * bx + ay * by > 0


def _area(ring: list[Spot]) -> float:
    pairs = pairwise(ring)
    return sum(ax * by - bx * ay for (ax, ay), (bx, by) in pairs) / 2


def _middle(ring: list[Spot]) -> Spot:
    """The point on which it would balance, were it cut out."""
    whole = _area(ring)
    if not whole:
        return ring[0]
    x0, y0 = ring[0]
    near = [(x - x0, y - y0) for x, y in ring]  # far from the origin, the sums would lose their decimals
    x = y = 0.0
    for (ax, ay), (bx, by) in pairwise(near):
        cross = ax * by - bx * ay
        x, y = x + (ax + bx) * cross, y + (ay + by) * cross
    return x0 + x / (6 * whole), y0 + y / (6 * whole)
