"""The whole route with the keyboard alone: Tab, Space, Enter, arrows and typing."""

from datetime import timedelta

from django.utils.timezone import localdate
from playwright.sync_api import Locator, Page

from dekkend.conftest import PASSWORD
from dekkend.profiles.models import Version
from e2e.filling import SENTENCE, saved

MOST_TABS = 250
FOCUSED = """() => {
  const it = document.activeElement;
  return {tag: it.tagName.toLowerCase(), type: it.type || "", name: it.name || "", value: it.value || "",
          checked: it.checked || false, numeric: it.inputMode === "numeric",
          inMain: Boolean(it.closest("main form")), primary: it.matches("main button.primary")};
}"""


def test_from_blank_form_to_published_by_keyboard(visitor, regime, site, head, mr_parent, board_member):
    director, parent, signer = (sign_in(visitor, user) for user in (head, mr_parent, board_member))
    open_school(director, site)
    press(director, "main a.button.primary")
    press(director, "main button.primary")
    open_school(director, site)
    press(director, "main a.button.primary")
    while "/hoofdstuk/" in director.url:
        answer_everything(director)
    answer_everything(director)
    assert state() == "with_mr"

    parent.goto(f"{origin(parent)}/werk/profiel/{version().pk}/mr/mr-advice/")
    answer_everything(parent)
    assert state() == "heard"

    open_school(director, site)
    press(director, "main a.button.primary")
    press(director, "main button.primary")
    assert state() == "with_board"

    signer.goto(f"{origin(signer)}/werk/profiel/{version().pk}/stap/establish/")
    answer_everything(signer)
    assert state() == "published"


def sign_in(visitor, user) -> Page:
    someone = visitor(axe=False)
    page = someone.page
    page.goto(f"{someone.address}/account/inloggen/")
    tab_to(page, page.locator("input[name=login]"))
    page.keyboard.type(user.email)
    tab_to(page, page.locator("input[name=password]"))
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/werk/")
    return page


def origin(page: Page) -> str:
    return page.url.split("/werk/")[0]


def open_school(page: Page, site) -> None:
    page.goto(f"{origin(page)}/werk/school/{site.code}/")


def version() -> Version:
    return Version.objects.get()


def state() -> str:
    return version().state


def press(page: Page, selector: str) -> None:
    """Tab to the first of these and press Enter; waits for the page it leads to."""
    tab_to(page, page.locator(selector).first)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def tab_to(page: Page, target: Locator) -> None:
    for _ in range(MOST_TABS):
        if target.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{target} cannot be reached with Tab on {page.url}")


def answer_everything(page: Page) -> None:
    """From control to control: answer what has the focus, and press the one filled button at the end."""
    page.wait_for_load_state()
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        here = page.evaluate(FOCUSED)
        if here["primary"]:
            saved(page)
            with page.expect_navigation():
                page.keyboard.press("Enter")
            return
        if here["inMain"]:
            answer(page, here)
    raise AssertionError(f"no filled button within {MOST_TABS} tabs on {page.url}")


def answer(page: Page, here: dict) -> None:
    match here["tag"], here["type"]:
        case "input", "radio" | "checkbox":
            if not here["checked"]:
                page.keyboard.press("Space")
        case "input", "date":
            if not here["value"]:
                page.keyboard.type((localdate() - timedelta(days=200)).strftime("%d%m%Y"))
        case ("textarea", _) | ("input", "text"):
            if not here["value"]:
                page.keyboard.type(words(here))


def words(here: dict) -> str:
    if here["name"].endswith(".year"):
        return str(localdate().year - 1)
    if here["name"].endswith("postcode"):
        return "3495 AB"
    return "12" if here["numeric"] else SENTENCE
