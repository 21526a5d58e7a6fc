"""Tiles of someone else under the map: nowhere, until the operator chose them; then on that one page."""

import json
import re
from pathlib import Path

import pytest
from django.conf import settings as ours
from django.contrib.staticfiles import finders
from django.test import Client

from dekkend.conftest import make_site
from dekkend.core import rendering
from dekkend.organisations.models import PostcodeArea
from dekkend.website.map.drawing import HEIGHT, WIDTH, Frame
from dekkend.website.search import fresh
from dekkend.website.terrain.plane import on_earth, on_plane
from tools.kept import kept

TILES = "https://tiles.example:8443/{z}/{x}/{y}.png"
ORIGIN = "https://tiles.example:8443"
CREDIT = "[© De <i>Kaartenmaker](https://kaart.example/)"
FIND = "/scholen/?plaats=3495"
ELSEWHERE = re.compile(r'(?:src|data-[a-z]+|<link[^>]+href)="(?:https?:)?//(?!localhost:8000/)([^"/]+)')


@kept
def schools(region, board, regime):
    PostcodeArea.objects.create(figures="3495", latitude=52.1, longitude=4.9)
    make_site("99AB00", "De Regenton", board, region, latitude=52.11, longitude=4.91)
    make_site("99BB00", "De Bron", board, region, latitude=52.14, longitude=4.9)
    make_site("99CC00", "De Cirkel", board, region)
    make_site("99DD00", "De Verre", board, region, latitude=52.5, longitude=6.0)
    fresh.forget()


@pytest.fixture
def tiles(settings):
    settings.MAP_TILES, settings.MAP_TILES_CREDIT = TILES, CREDIT


def page_at(address: str) -> str:
    response = Client().get(address)
    assert response.status_code in (200, 404)
    return response.content.decode()


def lying_on(page: str) -> dict:
    return json.loads(re.search(r'id="kaart-plekken">(.*?)</script>', page)[1])


def policy_of(address: str) -> dict[str, str]:
    policy = Client().get(address)["Content-Security-Policy"]
    return dict(part.strip().split(" ", 1) for part in policy.split(";"))


class TestOff:
    @pytest.mark.parametrize("address", ["/", FIND, "/ar/scholen/", "/scholen/99AB00/", "/privacy/"])
    def test_no_page_fetches_anything_elsewhere(self, schools, address):
        page = page_at(address)
        assert ELSEWHERE.findall(page) == []
        for word in ("leaflet", "map.js", "kaart-plekken", "data-tiles", "tiles-credit"):
            assert word not in page
        assert policy_of(address)["img-src"] == "'self' data:"

    def test_the_privacy_page_says_so(self, db):
        assert "geen kaarten, letters of tellers van buiten" in page_at("/privacy/")


@pytest.mark.usefixtures("schools", "tiles")
class TestOn:
    def test_the_pins_lie_where_the_schools_are_in_the_order_of_the_drawing(self):
        page = page_at(FIND)
        assert re.findall(r'<a href="#school-(\w+)" aria-label="\d+: ', page) == ["99AB00", "99BB00"]
        lying = lying_on(page)
        assert lying["pins"] == [[52.11, 4.91], [52.14, 4.9]]
        assert lying["you"] == [52.1, 4.9]
        assert all(name == f"{km} km" for km, name in lying["rings"])
        assert lying["rings"]
        (south, west), (north, east) = lying["box"]
        assert all(south < y < north and west < x < east for y, x in lying["pins"])

    def test_each_search_has_its_own_places(self):
        rendering.forget()
        near, far = (lying_on(page_at(f"{FIND}&ver={km}")) for km in ("2", "5"))
        assert [len(near["pins"]), len(far["pins"])] == [1, 2]
        assert lying_on(page_at("/scholen/"))["you"] is None

    def test_the_other_schools_lie_there_too(self, region, board, monkeypatch):
        for number in range(25):
            make_site(f"99E{chr(65 + number)}00", f"School {number}", board, region,
                      latitude=52.2 + number / 100, longitude=5.0)  # fmt: skip
        fresh.forget()
        lying = lying_on(page_at("/scholen/"))
        assert len(lying["pins"]) + len(lying["dots"]) == 28
        monkeypatch.setattr("dekkend.website.map.drawing.MOST_DOTS", 3)
        lying = lying_on(page_at("/scholen/"))
        assert lying["dots"] == []
        assert len(lying["pins"]) + sum(int(number) for *_, number in lying["many"]) == 28

    def test_scripts_wait_and_are_ours(self):
        page = page_at(FIND)
        scripts = re.findall(r"<script src=\"([^\"]+)\"( defer)?>", page)
        assert {defer for _, defer in scripts} == {" defer"}
        names = [address.rpartition("/")[2] for address, _ in scripts]
        assert names[-2:] == ["leaflet.js", "map.js"]
        assert ELSEWHERE.findall(page) == ["tiles.example:8443"]
        assert 'rel="stylesheet" href="/static/website/vendor' not in page

    def test_without_anything_to_show_there_is_no_script(self):
        assert "leaflet" not in page_at("/scholen/?zoek=xyzzyq&plaats=3495")

    def test_only_this_page_may_fetch_only_images_of_only_that_host(self):
        assert policy_of(FIND) == policy_of("/") | {"img-src": f"'self' data: {ORIGIN}"}
        assert policy_of("/")["style-src"] == "'self'"
        for address in ("/", "/scholen/99AB00/", "/vergelijk/", "/account/inloggen/", "/privacy/"):
            assert ORIGIN not in str(policy_of(address)), address
            assert "leaflet" not in page_at(address)

    def test_who_made_them_is_thanked_without_their_markup(self):
        page = page_at(FIND)
        assert '<a href="https://kaart.example/">© De &lt;i&gt;Kaartenmaker</a>' in page

    def test_the_privacy_page_names_them(self):
        page = page_at("/privacy/")
        assert "haalt uw browser plaatjes op bij tiles.example." in page
        assert "geen kaarten" not in page

    def test_they_cost_no_query(self, django_assert_num_queries):
        page_at(FIND)
        with django_assert_num_queries(1):
            page_at(FIND)

    def test_the_page_stays_light(self):
        assert len(page_at(FIND)) < 30_000


def test_the_plane_and_the_drawing_lead_back():
    assert on_earth(on_plane(52.37, 4.89)) == pytest.approx((52.37, 4.89))
    frame = Frame((320.0, -5000.0), 7.5)
    assert frame.at(frame.spot_at(31, 250)) == (31, 250)
    assert frame.spot_at(WIDTH // 2, HEIGHT // 2) == frame.middle


class TestLeaflet:
    """What we brought along is whole: collectstatic asks for every file that another one names."""

    folder = Path(finders.find("website/vendor/leaflet/leaflet.js")).parent

    def test_it_has_its_licence_and_its_version(self):
        assert "BSD 2-Clause" in (self.folder / "LICENSE").read_text()
        assert "Leaflet 1.9.4," in (self.folder / "leaflet.js").read_text()[:100]

    def test_every_picture_of_its_style_is_there(self):
        named = re.findall(r"url\((images/[^)]+)\)", (self.folder / "leaflet.css").read_text())
        assert named
        assert [name for name in named if not (self.folder / name).exists()] == []
        assert "sourceMappingURL" not in (self.folder / "leaflet.js").read_text()


def test_behind_nginx_an_answer_has_one_policy():
    """A second one, of nginx, would forbid the tiles that Dekkend allows."""
    conf = (Path(ours.BASE_DIR) / "deploy" / "nginx.conf").read_text()
    own = re.sub(r"location [^{]*\{.*?\n    \}", "", conf, flags=re.DOTALL)
    asks = re.search(r"location @dekkend \{.*?\n    \}", conf, re.DOTALL)[0]
    assert "snippets/dekkend-headers" in conf
    assert "snippets/dekkend-headers" not in own + asks
