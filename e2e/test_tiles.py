"""The map on tiles of someone else: moved, zoomed, by keyboard, on a phone, in Arabic, and when they fail."""

import re
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from types import SimpleNamespace

import pytest
from PIL import Image
from playwright.sync_api import expect

from dekkend.conftest import make_site
from dekkend.organisations.models import Site
from dekkend.website.search import fresh
from e2e.conftest import PHONE

pytestmark = pytest.mark.django_db(transaction=True)
FIND = "/scholen/?plaats=3495"
PINS = ".tiles .pin-here"


@pytest.fixture
def schools(site, board, region, regime):
    """De Regenton and De Bron in one building, De Cirkel in the next town."""
    Site.objects.update(latitude=52.10, longitude=4.90)
    for code, name, north in (("99BB00", "De Bron", 52.10), ("99CC00", "De Cirkel", 52.14)):
        make_site(code, name, board, region, latitude=north, longitude=4.90)
    fresh.forget()


@pytest.fixture
def tiles(settings):
    """A server of another origin: `asked` has what it was asked; with `down` it has no tile."""
    square, state = BytesIO(), SimpleNamespace(asked=[], down=False)
    Image.new("RGB", (256, 256), "#c9dccb").save(square, "PNG")

    class Tiles(BaseHTTPRequestHandler):
        def do_GET(self):
            state.asked.append((self.path, self.headers))
            self.send_response(404 if state.down else 200)
            self.send_header("Content-Type", "image/png")
            self.end_headers()
            self.wfile.write(b"" if state.down else square.getvalue())

        def log_message(self, *args):
            """Quiet."""

    server = ThreadingHTTPServer(("localhost", 0), Tiles)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    settings.MAP_TILES = f"http://localhost:{server.server_port}/{{z}}/{{x}}/{{y}}.png"
    settings.MAP_TILES_CREDIT = "[© De Kaartenmaker](https://kaart.example/)"
    yield state
    server.shutdown()
    server.server_close()


def come(parent, address: str) -> None:
    """To the page, until the map is there: axe must not look while the pins are being laid."""
    parent.page.goto(parent.address + address)
    expect(parent.page.locator(".shown > .tiles")).to_be_visible()
    parent.check()


def test_pins_on_tiles_are_those_of_the_list_and_can_be_zoomed(visitor, schools, tiles):
    parent = visitor()
    come(parent, FIND)
    page = parent.page
    expect(page.locator(PINS)).to_have_count(3)
    labels = [pin.get_attribute("aria-label") for pin in page.locator(PINS).all()]
    assert labels == ["1: De Bron", "2: De Regenton", "3: De Cirkel"]
    expect(page.locator("svg.map")).not_to_be_visible()
    expect(page.get_by_role("link", name="© De Kaartenmaker")).to_be_visible()
    assert all(apart(page, one, other) >= 25 for one, other in ((0, 1), (0, 2), (1, 2)))
    level = levels(tiles)
    page.get_by_role("button", name="Dichterbij").click()
    expect(page.locator(f".tiles img[src*='/{max(level) + 1}/']").first).to_be_visible()
    assert apart(page, 0, 1) >= 25
    parent.check()
    page.locator(PINS).nth(1).click()
    page.wait_for_url("**#school-99AB00")
    expect(page.locator("#school-99AB00")).to_be_in_viewport()
    parent.check()


def test_under_our_own_policy_nothing_is_refused_and_no_search_goes_along(visitor, schools, tiles):
    parent = visitor(axe=False, bypass_csp=False)
    parent.page.goto(f"{parent.address}/scholen/?zoek=regenton&plaats=3495")
    expect(parent.page.locator(".shown > .tiles")).to_be_visible()
    expect(parent.page.locator(".tiles .house")).to_be_visible()
    parent.page.get_by_role("button", name="Verder weg").click()
    expect(parent.page.locator(PINS)).to_be_visible()
    assert parent.complaints == []
    assert {headers["Referer"] for _, headers in tiles.asked} == {f"{parent.address}/"}
    assert all(re.fullmatch(r"/\d+/\d+/\d+\.png", path) for path, _ in tiles.asked)
    assert {headers["Cookie"] for _, headers in tiles.asked} <= {None}


def test_by_keyboard_through_the_pins(visitor, schools, tiles):
    parent = visitor()
    come(parent, FIND)
    page = parent.page
    page.locator(".tiles").focus()
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    for name in ("1: De Bron", "2: De Regenton", "3: De Cirkel"):
        page.keyboard.press("Tab")
        pin = page.get_by_role("link", name=name)
        expect(pin).to_be_focused()
        expect(pin).to_be_in_viewport()
    page.keyboard.press("Enter")
    page.wait_for_url("**#school-99CC00")


@pytest.mark.parametrize("address", [FIND, "/ar/scholen/?plaats=3495", "/scholen/"])
def test_on_a_phone_the_page_still_scrolls(visitor, schools, tiles, address):
    parent = visitor(PHONE, has_touch=True, is_mobile=True)
    come(parent, address)
    sheet = parent.page.locator(".shown > .tiles")
    assert sheet.evaluate("sheet => getComputedStyle(sheet).touchAction") == "pan-x pan-y"
    parent.check()


def test_where_no_tile_comes_the_drawing_stays(visitor, schools, tiles):
    tiles.down = True
    parent = visitor()
    parent.page.goto(parent.address + FIND)
    parent.page.wait_for_function("document.querySelector('.leaflet-container')")
    parent.page.wait_for_load_state("networkidle")
    expect(parent.page.locator("svg.map a").first).to_be_visible()
    expect(parent.page.locator(PINS).first).not_to_be_visible()
    parent.check()


def test_without_script_and_on_paper_it_is_the_drawing(visitor, schools, tiles):
    reader = visitor(script=False)
    reader.open(FIND)
    expect(reader.page.locator("svg.map a")).to_have_count(3)
    assert tiles.asked == []
    parent = visitor()
    come(parent, FIND)
    parent.page.emulate_media(media="print")
    expect(parent.page.locator("svg.map")).to_be_visible()
    expect(parent.page.locator(".tiles")).not_to_be_visible()


def test_off_nothing_is_fetched_elsewhere(visitor, schools, live_server):
    parent = visitor()
    fetched: list[str] = []
    parent.page.on("request", lambda request: fetched.append(request.url))
    parent.open(FIND)
    parent.page.wait_for_load_state("networkidle")
    assert fetched
    assert [url for url in fetched if not url.startswith(f"{live_server.url}/")] == []
    assert [url for url in fetched if "leaflet" in url or "map.js" in url] == []


def levels(tiles) -> set[int]:
    """The zoom levels that were asked for."""
    return {int(path.split("/")[1]) for path, _ in tiles.asked}


def apart(page, one: int, other: int) -> float:
    """Pixels between the middles of two pins."""
    boxes = [page.locator(PINS).nth(place).bounding_box() for place in (one, other)]
    across, down = (boxes[0][side] - boxes[1][side] for side in ("x", "y"))
    return (across**2 + down**2) ** 0.5
