"""Fill a page of questions as a person would, whatever they are: no question is known by name."""

from datetime import timedelta

from django.utils.timezone import localdate
from playwright.sync_api import Locator, Page, expect

SENTENCE = "Wij kijken elke week samen wat een kind nodig heeft."


def fill_chapter(page: Page) -> None:
    """Every visible control without an answer, again when an answer brought new questions."""
    done: set[str] = set()
    while fresh := [control for control in controls(page) if mark_of(control) not in done]:
        for control in fresh:
            done.add(mark_of(control))
            fill(control)
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


def controls(page: Page) -> list[Locator]:
    form = page.locator("main form[method=post]")
    every = form.locator("textarea, select, input:not([type=hidden])")
    return [control for control in every.all() if control.is_visible()]


def mark_of(control: Locator) -> str:
    """One name per control; the radios of one question share theirs."""
    name, kind = control.get_attribute("name") or "", control.get_attribute("type")
    if kind == "radio":
        return name
    return f"{name} {control.get_attribute('value') if kind == 'checkbox' else control.get_attribute('id')}"


def fill(control: Locator) -> None:
    kind = control.get_attribute("type") or control.evaluate("element => element.tagName.toLowerCase()")
    if kind == "radio":
        control.check()
    elif kind == "checkbox":
        if is_first_of_its_kind(control):
            control.check()
    elif kind == "date":
        control.fill((localdate() - timedelta(days=200)).isoformat())
    elif kind == "textarea" or kind == "text":
        control.fill(text_for(control))


def is_first_of_its_kind(control: Locator) -> bool:
    """Tick every single box, but only the first need of a list of them."""
    name = control.get_attribute("name")
    boxes = control.page.locator(f'input[type=checkbox][name="{name}"]')
    return boxes.first.get_attribute("value") == control.get_attribute("value")


def text_for(control: Locator) -> str:
    if (control.get_attribute("name") or "").endswith(".year"):
        return str(localdate().year - 1)
    if control.get_attribute("inputmode") == "numeric":
        return "182"
    return SENTENCE
