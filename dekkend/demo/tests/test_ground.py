"""The ground of Rietland fits its schools: each in its own municipality, near the middle of its postcode."""

from itertools import pairwise
from math import hypot

import pytest

from dekkend.demo.load import make_ground
from dekkend.demo.region import read_schools
from dekkend.organisations.duo.report import Report
from dekkend.organisations.models import Municipality, PostcodeArea
from dekkend.website.terrain.plane import on_plane


@pytest.fixture
def report(db):
    report = Report()
    make_ground(report)
    return report


def holds(ring: list[list[float]], lon: float, lat: float) -> bool:
    """Whether a line from the point to the east crosses the border an odd number of times."""
    inside = False
    for (x1, y1), (x2, y2) in pairwise(ring):
        if (y1 > lat) != (y2 > lat) and lon < x1 + (lat - y1) / (y2 - y1) * (x2 - x1):
            inside = not inside
    return inside


def test_every_school_lies_in_its_own_municipality_alone(report):
    assert not report.piles["refused"].count
    borders = {one.name: one.rings[0] for one in Municipality.objects.all()}
    for school in read_schools():
        around = [name for name, ring in borders.items() if holds(ring, school.longitude, school.latitude)]
        assert around == [school.municipality], school.code


def test_every_school_lies_near_the_middle_of_its_postcode(report):
    middles = {area.figures: on_plane(area.latitude, area.longitude) for area in PostcodeArea.objects.all()}
    for school in read_schools():
        x, y = on_plane(school.latitude, school.longitude)
        to_x, to_y = middles[school.postcode[:4]]
        assert hypot(x - to_x, y - to_y) < 2, school.code
