"""Fill a page of questions as a person would, whatever they are: no question is known by name."""

from datetime import timedelta

from django.utils.timezone import localdate
from playwright.sync_api import Locator, Page, expect

SENTENCE = "Wij kijken elke week samen wat een kind nodig heeft."


CONTROLS = ", ".join(
    f"main form[method=post] {one}" for one in ("textarea", "select", "input:not([type=hidden])")
)
# All of them in one question to the browser: a page can have a hundred.
DESCRIBED = """selector => [...document.querySelectorAll(selector)].map((control, place) => ({
    place, name: control.name, kind: control.type, value: control.value, id: control.id,
    numeric: control.inputMode === "numeric",
    first: control === document.getElementsByName(control.name)[0],
    visible: control.checkVisibility({visibilityProperty: true}) && control.offsetWidth > 0,
})).filter(({visible}) => visible)"""


def fill_chapter(page: Page) -> None:
    """Every visible control without an answer, again when an answer brought new questions."""
    done: set[str] = set()
    while fresh := [one for one in page.evaluate(DESCRIBED, CONTROLS) if mark_of(one) not in done]:
        for control in fresh:
            done.add(mark_of(control))
            fill(page.locator(CONTROLS).nth(control["place"]), control)
        page.locator("h1").click()
        saved(page)


SETTLED = """() => {
    const waiting = [];
    const form = document.querySelector("form[data-autosave]");
    form?.dispatchEvent(new CustomEvent("dekkend:settle", {detail: waiting}));
    return Promise.all(waiting);
}"""


def saved(page: Page) -> None:
    """Wait until no question is still being saved, and none failed."""
    page.evaluate(SETTLED)
    expect(page.locator("[data-save].warn")).to_have_count(0)


def mark_of(control: dict) -> str:
    """One name per control; the radios of one question share theirs."""
    name, kind = control["name"], control["kind"]
    if kind == "radio":
        return name
    return f"{name} {control['value'] if kind == 'checkbox' else control['id']}"


def fill(there: Locator, control: dict) -> None:
    """Tick every single box, but only the first need of a list of them."""
    kind = control["kind"]
    if kind == "radio" or (kind == "checkbox" and control["first"]):
        there.check()
    elif kind == "date":
        there.fill((localdate() - timedelta(days=200)).isoformat())
    elif kind in ("textarea", "text"):
        there.fill(text_for(control))


def text_for(control: dict) -> str:
    if control["name"].endswith(".year"):
        return str(localdate().year - 1)
    return "182" if control["numeric"] else SENTENCE
