"""The parents' yes and the sending of the request with the keyboard alone."""

import re

from playwright.sync_api import expect

from e2e.test_keyboard import press, tab_to
from e2e.test_parents_of_a_case import FATHER, MOTHER, case, mail_to  # noqa: F401 the file both parents read

LINK, CODE = re.compile(r"//[^/]+(/\S+)"), re.compile(r"\d{6}")


def test_two_parents_say_yes_and_the_head_sends(visitor, enter, case, head):  # noqa: F811
    for who in (MOTHER, FATHER):
        says_yes(visitor(axe=False), who)
    director = enter(head, axe=False)
    director.open(f"/dossiers/{case.pk}/")
    press(director.page, 'main a[href$="/stap/send/"]')
    press(director.page, "main button.primary")
    case.refresh_from_db()
    assert case.state == "sent"


def says_yes(parent, who) -> None:
    """Through the door with the code, to the page that is asked for, and yes."""
    page = parent.page
    parent.open(LINK.search(mail_to(who))[1])
    press(page, "main button.primary")
    tab_to(page, page.locator("[name=code]"))
    page.keyboard.type(CODE.search(mail_to(who))[0])
    press(page, "main button.primary")
    press(page, "main a.primary")
    tab_to(page, page.locator("input[name=answer][value=yes]"))
    page.keyboard.press("Space")
    press(page, "main button.primary")
    expect(page.locator(".notice.ok, .messages").first).to_be_visible()
