"""The map beside the list: the same schools with the same numbers, all in sight, and nothing else."""

import gzip
import json
import re
from dataclasses import replace
from itertools import combinations
from math import dist
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.core.management import call_command
from django.template.loader import render_to_string
from django.test import Client

from dekkend.conftest import make_site
from dekkend.organisations.geodata.thinning import thinned
from dekkend.organisations.models import Municipality, PostcodeArea, Site
from dekkend.website.find.page import shape_of_map, words_of_map
from dekkend.website.map.drawing import HEIGHT, PIN, WIDTH, Map
from dekkend.website.search import fresh
from dekkend.website.search.asked import Asked
from dekkend.website.search.columns import Columns, Point, School, kilometres
from dekkend.website.search.finding import Finding, Place
from dekkend.website.terrain.ground import GRAINS, Shape
from dekkend.website.terrain.plane import on_plane, stretch

UTRECHT = Place(52.09, 5.12, "Utrecht")
LIMBURG = Place(50.85, 5.7, "Maastricht")
BORDERS = settings.DATA / "geo" / "gemeenten_2022_cbs_345.geojson"
LISTED = r'<li id="school-(\w+)" class="[^"]*"><div class="row"><span class="pin-no" [^>]*>(\d+)<'
SQUARE = [[[4.8, 52.0], [5.0, 52.0], [5.0, 52.2], [4.8, 52.2], [4.8, 52.0]]]


def school(number: int, point: Point | None) -> School:
    name = f"School {number}"
    return School(number, f"{number:06}", name, f"Stad {number:06}", "regular", "basisschool",
                  "", "", "", "", "", None, (), point, ())  # fmt: skip


def spread(number: int, step: float = 0.37) -> list[Point]:
    """So many points all over the country, always the same."""
    return [Point(50.9 + (n * step) % 2.4, 4.2 + (n * step * 1.7) % 2.4) for n in range(number)]


def columns_with(points: list[Point | None], shapes=()) -> Columns:
    return Columns.of([school(n, point) for n, point in enumerate(points, 1)], {}, {}, {}, shapes)


@pytest.fixture
def draw():
    """The map of a search among these points, from a place."""

    def drawn(points: list[Point | None], place: Place | None = None, shapes=(), **asked) -> Map:
        columns = replace(columns_with(points, shapes), gazetteer=SimpleNamespace(locate=lambda text: place))
        found = Finding(Asked(place="hier" if place else "", **asked), "nl", columns)
        return Map(found, found.hits, (found.asked.page - 1) * 20 + 1)

    return drawn


def html_of(drawn: Map) -> str:
    return render_to_string("website/parts/map.html", {**shape_of_map(drawn), **words_of_map(drawn)})


class TestPins:
    @pytest.mark.parametrize("place", [None, UTRECHT, LIMBURG])
    @pytest.mark.parametrize("number", [1, 7, 60, 900])
    def test_all_in_sight_and_none_over_another(self, draw, place, number):
        drawn = draw(spread(number), place, km="alles")
        assert [pin.number for pin in drawn.pins] == list(range(1, min(number, 20) + 1))
        spots = [(pin.x, pin.y) for pin in drawn.pins] + ([drawn.you] if place else [])
        for x, y in spots:
            assert PIN <= x <= WIDTH - PIN
            assert PIN <= y <= HEIGHT - PIN
        assert all(dist(one, other) >= 2 * PIN for one, other in combinations(spots, 2))

    def test_schools_in_one_building_stand_side_by_side(self, draw):
        drawn = draw([Point(52.09, 5.12)] * 9, UTRECHT)
        assert len({(pin.x, pin.y) for pin in drawn.pins}) == 9
        assert {(pin.at_x, pin.at_y) for pin in drawn.pins} == {drawn.you}
        assert html_of(drawn).count('class="lead"') == 9

    def test_the_second_page_goes_on_counting(self, draw):
        drawn = draw(spread(25), page=2)
        assert [pin.number for pin in drawn.pins] == [21, 22, 23, 24, 25]
        assert drawn.dots.count("M") == 20

    def test_a_school_that_lies_nowhere_keeps_its_number_to_itself(self, draw):
        drawn = draw([Point(52.1, 5.1), None, Point(52.2, 5.2)])
        assert [pin.number for pin in drawn.pins] == [1, 3]
        assert not draw([None, None])
        assert not draw([])


class TestDistance:
    @pytest.mark.parametrize("place", [UTRECHT, LIMBURG, Place(53.45, 6.8, "Eemshaven")])
    def test_a_ring_is_as_far_as_it_says_in_every_direction(self, draw, place):
        here = Point(place.latitude, place.longitude)
        around = [Point(place.latitude + 0.05, place.longitude), Point(place.latitude, place.longitude + 0.1)]
        drawn = draw(around, place)
        assert drawn.rings
        for ring in drawn.rings:
            for pin, point in zip(sorted(drawn.pins, key=lambda pin: pin.school.pk), around, strict=True):
                km = kilometres(-sum(a * b for a, b in zip(here.vector, point.vector, strict=True)))
                told = dist((pin.at_x, pin.at_y), drawn.you) / ring.radius * ring.km
                assert told == pytest.approx(km, rel=0.04)

    def test_the_words_say_which_schools_lie_within_which_ring(self, draw):
        drawn = draw([Point(52.1, 5.12), Point(52.13, 5.12), Point(52.16, 5.12)], UTRECHT)
        assert [ring.km for ring in drawn.rings] == [5] or [ring.km for ring in drawn.rings] == [2, 5]
        assert drawn.description == "In het midden: Utrecht. Tot 2 km: nummer 1. Tot 5 km: nummer 2."
        assert "rechte lijn" in html_of(drawn)

    def test_without_a_place_there_are_no_rings(self, draw):
        drawn = draw(spread(3))
        assert (drawn.rings, drawn.you) == ([], None)
        assert "rechte lijn" not in html_of(drawn)


class TestTheRest:
    def test_others_are_dots_until_there_are_too_many(self, draw):
        few, many = draw(spread(300)), draw(spread(2000))
        assert few.dots
        assert not few.counts
        assert not many.dots
        assert sum(int(count.number.replace(".", "")) for count in many.counts) == 1980
        assert "Een getal in een open rondje" in html_of(many)

    def test_on_a_small_map_of_many_only_those_around_are_looked_at(self, draw):
        near = [Point(52.09 + n * 0.0007, 5.12) for n in range(40)]
        drawn = draw([*spread(1500), *near], UTRECHT, km="alles")
        assert not drawn.counts
        assert 0 < drawn.dots.count("M") < 30

    def test_only_what_was_found_is_on_it(self, draw):
        drawn = draw([Point(52.1, 5.12), Point(52.6, 5.9)], UTRECHT, km="5")
        assert len(drawn.pins) == 1
        assert not drawn.dots


class TestLand:
    def test_names_stand_free_of_pins(self, draw):
        shape = Shape.of("Oudveen", SQUARE)
        drawn = draw([Point(52.1, 4.9), Point(52.12, 4.92)], shapes=[shape])
        (name,) = drawn.names
        assert name.text == "Oudveen"
        for pin in drawn.pins:
            assert abs(pin.x - name.x) >= name.half + PIN or abs(pin.y - name.y) >= PIN

    def test_a_square_at_every_grain(self):
        shape = Shape.of("Oudveen", SQUARE)
        assert all(re.fullmatch(r"M\d+-\d+l[\d -]+z", outline) for outline in shape.outlines)
        x, y = on_plane(52.1, 4.9)
        assert shape.middle == pytest.approx((x, y), abs=0.05)

    def test_neighbours_rounded_touch_each_other(self):
        left = Shape.of("L", [[[4.8, 52.0], [4.9, 52.0], [4.913, 52.047], [4.9, 52.1], [4.8, 52.0]]])
        right = Shape.of("R", [[[4.9, 52.0], [5.0, 52.1], [4.9, 52.1], [4.913, 52.047], [4.9, 52.0]]])
        for grain in range(len(GRAINS)):
            shared = points_of(left.outlines[grain]) & points_of(right.outlines[grain])
            assert len(shared) == 3

    def test_a_place_without_borders_read_in_still_has_a_map(self, draw):
        html = html_of(draw(spread(3)))
        assert 'class="land"' not in html
        assert html.count("<a href=") == 3

    @pytest.mark.skipif(not BORDERS.exists(), reason=f"no borders in {BORDERS}; set DEKKEND_DATA")
    @pytest.mark.parametrize(("place", "page"), [(None, 1), (UTRECHT, 1), (UTRECHT, 150)])
    def test_the_whole_country_weighs_little(self, draw, place, page):
        features = json.loads(BORDERS.read_text())["features"]
        rings = {
            feature["properties"]["statnaam"]: [
                [tuple(point) for point in ring]
                for part in feature["geometry"]["coordinates"]
                for ring in part
            ]
            for feature in features
        }
        shapes = [Shape.of(name, found) for name, found in thinned(rings).items()]
        html = html_of(draw(spread(6107, 0.0037), place, shapes, km="alles", page=page))
        assert len(gzip.compress(html.encode())) < 20_000


def points_of(outline: str) -> set[tuple[int, int]]:
    numbers = [int(number) for number in re.findall(r"-?\d+", outline)]
    x = y = 0
    found = set()
    for east, south in zip(numbers[::2], numbers[1::2], strict=True):
        x, y = x + east, y + south
        found.add((x, y))
    return found


def test_the_plane_is_true_in_the_middle():
    (x, y), (to_x, to_y) = on_plane(52.1, 5.0), on_plane(52.11, 5.0)
    assert y - to_y == pytest.approx(1.112, rel=0.001)
    assert x == to_x
    assert stretch(52.1) == pytest.approx(1)


class TestPage:
    @pytest.fixture
    def schools(self, region, board, far_region, regime):
        PostcodeArea.objects.create(figures="3495", latitude=52.1, longitude=4.9)
        Municipality.objects.create(code="9901", name="Oudveen", rings=SQUARE)
        make_site("99AB00", "De Regenton", board, region, latitude=52.11, longitude=4.91)
        make_site("99BB00", "De <b>Bron", board, region, latitude=52.14, longitude=4.9)
        make_site("99CC00", "De Cirkel", board, region)
        make_site("99XX00", "De Verre", board, far_region, latitude=52.12, longitude=4.92)
        fresh.forget()

    @pytest.mark.parametrize("query", ["", "?plaats=3495", "?plaats=3495&ver=alles&pagina=1"])
    def test_pins_have_the_numbers_of_the_list(self, schools, query):
        page = Client().get(f"/scholen/{query}", follow=True).content.decode()
        listed = re.findall(LISTED, page)
        pinned = re.findall(r'<a href="#school-(\w+)" aria-label="(\d+): ', page)
        assert dict(pinned) == dict(listed)
        assert {"99AB00", "99BB00"} == dict(pinned).keys()
        assert "De Verre" not in page
        assert "<b>Bron" not in page
        assert 'aria-label="' + dict(pinned)["99BB00"] + ': De &lt;b&gt;Bron"' in page
        assert "Oudveen</text>" in page

    def test_no_style_in_it_and_the_same_in_arabic(self, schools):
        for address in ("/scholen/?plaats=3495", "/ar/scholen/?plaats=3495"):
            svg = re.search(
                r"<svg class=\"map\".*?</svg>", Client().get(address).content.decode(), re.DOTALL
            )[0]
            assert "style=" not in svg
            assert 'direction="ltr"' in svg
            assert re.search(r'viewBox="0 0 400 360"', svg)

    def test_where_nothing_fits_the_nearest_are_on_it(self, schools):
        page = Client().get("/scholen/?zoek=bron&plaats=3495&ver=2").content.decode()
        assert "Geen school gevonden" in page
        assert re.findall(r'<a href="#(.*?)" aria-label="1: ', page) == ["school-99BB00"]
        assert "<figure" not in Client().get("/scholen/?zoek=xyzzyq&plaats=3495").content.decode()

    def test_borders_that_are_read_in_are_on_the_next_map(self, schools, tmp_path):
        assert "Nieuwland" not in Client().get("/scholen/").content.decode()
        border = {
            "properties": {"code": "9901", "name": "Nieuwland"},
            "geometry": {"type": "Polygon", "coordinates": SQUARE},
        }
        path = tmp_path / "nieuw.geojson"
        path.write_text(json.dumps({"features": [border]}))
        call_command("import_borders", path, verbosity=0)
        assert "Nieuwland</text>" in Client().get("/scholen/").content.decode()

    def test_a_closed_school_is_not(self, schools):
        Site.objects.filter(code="99BB00").update(closed_on="2026-08-01")
        fresh.forget()
        assert "#school-99BB00" not in Client().get("/scholen/").content.decode()
