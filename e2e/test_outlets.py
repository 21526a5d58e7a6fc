"""What a school takes along: the card within a page of another website, and pages on a phone and a desk."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.request import urlopen

import pytest
from playwright.sync_api import expect

from dekkend.profiles.tests.conftest import answer, at, bring, edition, version  # noqa: F401 to publish
from e2e.conftest import PHONE

pytestmark = pytest.mark.django_db(transaction=True)
SCHOOL = "/scholen/99AB00/"


@pytest.fixture
def published(version, bring, head):  # noqa: F811
    answer(version, {"support.dyslexia": True}, head)
    return bring(version, "published")


@pytest.fixture
def school_website() -> Iterator:
    """Another origin: what is given to it is its only page."""
    page = {"html": ""}

    class Website(BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(page["html"].encode())

        def log_message(self, *args):
            """Quiet."""

    server = HTTPServer(("localhost", 0), Website)
    threading.Thread(target=server.serve_forever, daemon=True).start()

    def show(body: str) -> str:
        page["html"] = f'<!doctype html><html lang="nl"><title>De Regenton</title><h1>Onze school</h1>{body}'
        return f"http://localhost:{server.server_port}/"

    yield show
    server.shutdown()
    server.server_close()


def test_the_copied_card_shows_the_text_on_the_website_of_the_school(
    visitor, published, school_website, settings
):
    school = visitor()
    settings.SITE_URL = school.address
    school.open(f"{SCHOOL}meenemen/")
    snippet = school.page.get_by_label("Kaart in uw pagina").input_value()
    school.page.goto(school_website(snippet))
    card = school.page.frame_locator("iframe")
    expect(card.get_by_role("heading", name="Welke hulp geeft De Regenton?")).to_be_visible()
    expect(card.get_by_text("Mijn kind leest moeilijk")).to_be_visible()
    card.get_by_role("link", name="Lees het hele profiel").click()
    school.page.wait_for_url(f"**{SCHOOL}")
    school.check()


def test_pages_for_phone_and_desk(visitor, published, live_server):
    parent = visitor(PHONE)
    for name in ("kort/", "schoolgids/", "kaart/"):
        parent.open(SCHOOL + name)
    parent.open(f"/ar{SCHOOL}kort/")
    for name in ("schoolgids.docx", "schoolgids.txt", "tekst-500.txt", "tekst-2000.txt"):
        with urlopen(f"{live_server.url}{SCHOOL}{name}") as answered:  # noqa: S310 our own server
            assert answered.headers["X-Frame-Options"] == "DENY"
            assert len(answered.read()) > 100
