"""Borders with fewer points.

Two neighbours share a border, and must go on sharing it: no gap, no overlap. So the points where three
borders meet stay, and the line between two of those is thinned once, in one direction, whoever asks.
"""

import math
from collections.abc import Iterator
from itertools import pairwise

TOLERANCE = 0.05  # kilometres: a pixel, on a map of a region
KM_A_DEGREE = 111.2
NARROWER = math.cos(math.radians(52.1))  # a degree to the east, beside one to the north

type Degrees = tuple[float, float]
type Ring = list[Degrees]


def thinned(borders: dict[str, list[Ring]]) -> dict[str, list[list[list[float]]]]:
    """The same borders, nowhere further than the tolerance from where they were; as JSON has them."""
    fixed = _meetings(borders)
    return {code: [_thin_ring(ring, fixed) for ring in rings] for code, rings in borders.items()}


def _meetings(borders: dict[str, list[Ring]]) -> set[Degrees]:
    """Points from which lines go in three directions or more."""
    beside: dict[Degrees, set[Degrees]] = {}
    for rings in borders.values():
        for ring in rings:
            for one, other in pairwise(ring):
                beside.setdefault(one, set()).add(other)
                beside.setdefault(other, set()).add(one)
    return {point for point, others in beside.items() if len(others) > 2}


def _thin_ring(ring: Ring, fixed: set[Degrees]) -> list[list[float]]:
    """A ring with no meeting at all is an island, or has one neighbour: its extremes then stay."""
    points = ring[:-1]
    stays = fixed.intersection(points) or {min(points), max(points)}
    begin = next(place for place, point in enumerate(points) if point in stays)
    points = [*points[begin:], *points[: begin + 1]]
    kept = [points[0]]
    for line in _lines(points, stays):
        kept += _thin_line(line)[1:]
    return [list(point) for point in kept]


def _lines(points: Ring, stays: set[Degrees]) -> Iterator[Ring]:
    line = points[:1]
    for point in points[1:]:
        line.append(point)
        if point in stays:
            yield line
            line = [point]


def _thin_line(line: Ring) -> Ring:
    """Douglas and Peucker, always from the same end. What lies between and within the tolerance goes."""
    turned = line[::-1] < line
    line = line[::-1] if turned else line
    kept, todo = {0, len(line) - 1}, [(0, len(line) - 1)]
    while todo:
        begin, end = todo.pop()
        between = range(begin + 1, end)
        far = max(between, key=lambda place: _distance(line[place], line[begin], line[end]), default=0)
        if far and _distance(line[far], line[begin], line[end]) > TOLERANCE:
            kept.add(far)
            todo += [(begin, far), (far, end)]
    found = [line[place] for place in sorted(kept)]
    return found[::-1] if turned else found


def _distance(point: Degrees, one: Degrees, other: Degrees) -> float:
    """Kilometres from a point to the stretch between two others."""
    x, y = _from(one, point)
    to_x, to_y = _from(one, other)
    length = to_x * to_x + to_y * to_y
    along = max(0.0, min(1.0, (x * to_x + y * to_y) / length)) if length else 0.0
    return math.hypot(x - along * to_x, y - along * to_y)


def _from(origin: Degrees, point: Degrees) -> tuple[float, float]:
    east, north = point[0] - origin[0], point[1] - origin[1]
    return east * KM_A_DEGREE * NARROWER, north * KM_A_DEGREE
