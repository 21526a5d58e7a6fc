"""A real browser against a real server; every page it visits is checked on the way."""

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.core.servers.basehttp import WSGIRequestHandler
from django.db import connection
from playwright.sync_api import Browser, BrowserContext, Error, Page, expect, sync_playwright

from dekkend.cases.tests.conftest import (  # noqa: F401 the cast around one child
    case,
    desk,
    expert,
    item,
    meeting,
    members,
    offering,
    on_list,
    parents,
    placement,
    secretary,
    sent,
    special,
    special_head,
    taken_in,
)
from dekkend.conftest import (  # noqa: F401 the cast of all tests
    PASSWORD,
    board,
    board_member,
    client_for,
    coordinator,
    edition,
    far_head,
    far_region,
    far_site,
    fresh_search,
    head,
    mr_parent,
    mr_secretary,
    mr_staff,
    other_board,
    other_head,
    other_site,
    outsider,
    own_folder,
    regime,
    region,
    signatory,
    site,
    staff,
    teacher,
)
from dekkend.demo.second_step import SECRET, code_of_now
from tools.browser import ADVICE, find_browser

# Playwright keeps an event loop running in this thread; Django would refuse the database because of it.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
# Django's server writes head and body of an answer apart: the second would wait 40 ms for word of the first.
WSGIRequestHandler.disable_nagle_algorithm = True

AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text()
FLAGS = (
    "--no-sandbox",  # Chromium's sandbox refuses root, which is what CI is
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--renderer-process-limit=1",  # a process for each visitor, and none kept ready
)
DESK, PHONE = {"width": 1280, "height": 900}, {"width": 360, "height": 740}
# A page that draws something for its own width does so in the frame after the change.
NEXT_FRAMES = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = find_browser()
    if path is None:
        pytest.fail(ADVICE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield browser
        browser.close()


class Visitor:
    """One person at one screen. Collects what the browser's console complains about."""

    def __init__(self, context: BrowserContext, address: str, *, axe: bool):
        self.context, self.address, self.axe = context, address, axe
        self.page: Page = context.new_page()
        self.page.set_default_timeout(15_000)
        self.complaints: list[str] = []
        self.page.on("console", self.listen)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def listen(self, message) -> None:
        source = message.location["url"]
        is_part = source.startswith(self.address) and PART_OF_A_PAGE.search(source)
        if message.type == "error" and (is_part or not EXPECTED_STATUS.search(message.text)):
            self.complaints.append(f"{message.text} {source}")

    def open(self, path: str) -> None:
        self.page.goto(self.address + path)
        self.check()

    def sign_in(self, email: str, password: str) -> None:
        """The form is sent, but not drawn: it has tests of its own, by keyboard and with passkeys."""
        page, sender = f"{self.address}/account/inloggen/", self.context.request
        token = re.search(r'csrfmiddlewaretoken" value="(\w+)"', sender.get(page).text())[1]
        form = {"csrfmiddlewaretoken": token, "login": email, "password": password}
        answered = sender.post(page, form=form, headers={"Referer": page}, max_redirects=0)
        assert answered.status == 302, answered.text()

    def press(self, selector: str = "main button.primary") -> None:
        """Press, and wait for the page that comes: a form may first wait for what is still being saved."""
        with self.page.expect_navigation():
            self.page.click(selector)

    def check(self) -> None:
        """axe finds nothing, there is one h1, nothing sticks out, and the console is quiet."""
        try:
            self.look()
        except Error as gone:  # the page before this one was still there when we looked
            if "navigation" not in str(gone):
                raise
            self.look()

    def look(self) -> None:
        self.page.wait_for_load_state()
        expect(self.page.locator("h1"), self.page.url).to_have_count(1)
        assert self.complaints == [], self.page.url
        assert not self.sticks_out(), f"{self.page.url} scrolls sideways"
        self.look_at_both_widths()

    def look_at_both_widths(self) -> None:
        if not self.axe:
            return
        before = self.page.viewport_size
        for width in sorted((DESK, PHONE), key=lambda width: width != before):
            if width != self.page.viewport_size:
                self.page.set_viewport_size(width)
            self.page.evaluate(NEXT_FRAMES)
            assert findings(self.page) == [], f"{self.page.url} at {width['width']}"
        self.page.set_viewport_size(before)

    def sticks_out(self) -> bool:
        return self.page.evaluate(
            "document.documentElement.scrollWidth > document.documentElement.clientWidth"
        )


# A refused save (409, 422), a page that is not yours (403, 404) or a link of the past (410) is also
# reported as a console error. What our pages are made of must be there.
PART_OF_A_PAGE = re.compile(r"\.(css|js|svg|png|jpe?g|webp|woff2|ico)(\?|$)")
EXPECTED_STATUS = re.compile(
    r"Failed to load resource: .* (401|403|404|409|410|422)|net::ERR_INTERNET_DISCONNECTED"
)


# Only what is wrong crosses over to here: all that axe finds right of a page weighs megabytes. A finding is
# told by its HTML, so that no path to each element need be made up.
# Our style sheets are not fetched once more: of these rules none reads them.
FINDINGS = """async (standards) => {
    const runOnly = {type: "tag", values: standards};
    const options = {runOnly, resultTypes: ["violations"], selectors: false, preload: {assets: ["media"]}};
    const {violations} = await axe.run(document, options);
    const places = (nodes) => nodes.slice(0, 3).map((node) => node.html.slice(0, 160));
    return violations.map(({id, help, nodes}) => `${id}: ${help} ${JSON.stringify(places(nodes))}`);
}"""


def findings(page: Page) -> list[str]:
    """axe's violations, one line each: rule, and the elements it is about."""
    return page.evaluate(FINDINGS, STANDARDS)


@pytest.fixture
def live_server(live_server):
    """What is counted does not go with the tables of the models: who signs in next would be asked to wait."""
    yield live_server
    cache.clear()


@pytest.fixture
def visitor(browser, live_server):
    """Make a visitor: `visitor()` at a desk, `visitor(PHONE)`, `visitor(script=False)`."""
    contexts = []

    def make(viewport=None, *, script: bool = True, axe: bool = True, **options) -> Visitor:
        # axe itself runs in the page, which our content policy would refuse.
        context = browser.new_context(
            viewport=viewport or DESK,
            java_script_enabled=script,
            **{"locale": "nl-NL", "bypass_csp": script} | options,
        )
        contexts.append(context)
        # The pages are the same on both databases: axe looks at them once.
        looks = axe and script and connection.vendor == "sqlite"
        if looks:  # the browser keeps it ready for each page: sent with every page it costs ten times as much
            context.add_init_script(AXE)
        return Visitor(context, live_server.url, axe=looks)

    yield make
    for context in contexts:
        context.close()


@pytest.fixture
def enter(visitor, live_server):
    """Sign in as people do who work with files: a password, and the code of an app."""

    def sign_in(user, **options) -> Visitor:
        Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": SECRET})
        person = visitor(**options)
        person.page.goto(f"{live_server.url}/account/inloggen/?next=/dossiers/")
        person.page.fill("input[name=login]", user.email)
        person.page.fill("input[name=password]", PASSWORD)
        person.press("form:not([id]) button.primary")
        person.page.fill("input[name=code]", code_of_now())
        person.press()
        person.check()
        return person

    return sign_in
