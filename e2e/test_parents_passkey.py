"""A mother makes a passkey on her phone, and comes in with it; without script nothing speaks of one."""

import re
from datetime import timedelta

import pytest
from django.utils.timezone import now
from playwright.sync_api import expect

from dekkend.cases import actions
from dekkend.cases.tests.conftest import mails_waiting, with_parents
from dekkend.cases.tests.parents import address, token_of
from e2e.conftest import PHONE
from e2e.test_parents_of_a_case import look
from e2e.test_passkeys import KEY


@pytest.fixture
def token(case, parents, coordinator) -> str:
    return token_of(with_parents(case, coordinator)[1])


def give_code(parent, token: str, minutes: int) -> None:
    """The code from the mail, typed at the door."""
    code = actions.send_parent_code(token=token, at=now() + timedelta(minutes=minutes))
    parent.open(address(token, "parent-passkeys"))
    parent.page.fill("[name=code]", code)
    parent.press()
    parent.check()


def test_made_used_and_taken_away(visitor, token):
    mother = visitor(PHONE)
    page = mother.page
    key = mother.context.new_cdp_session(page)
    key.send("WebAuthn.enable")
    device = key.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})["authenticatorId"]
    give_code(mother, token, 0)
    expect(page.get_by_text("Op dit apparaat kan dat nu niet.")).to_be_hidden()
    look(mother, "passkeys-none")
    page.set_viewport_size(PHONE)
    mother.press()
    mother.check()
    expect(page.get_by_text("Uw passkey is gemaakt.")).to_be_visible()
    look(mother, "passkeys")
    assert re.search(r"\(Linux\)", mails_waiting()[-1]["body"])

    page.click("text=Maak een passkey >> nth=-1")
    expect(page.get_by_text("Dit apparaat heeft al een passkey voor deze link.")).to_be_visible()

    mother.context.clear_cookies()
    mother.open(address(token, "parent-record"))
    look(mother, "passkey-door")
    mother.press("text=Open met uw passkey")
    mother.check()
    expect(page).to_have_url(re.compile("/wat-er-gebeurde/$"))
    expect(page.get_by_text("U maakte een passkey")).to_be_visible()

    mother.context.clear_cookies()
    key.send("WebAuthn.setUserVerified", {"authenticatorId": device, "isUserVerified": False})
    mother.open(address(token))
    page.click("text=Open met uw passkey")
    expect(page.get_by_text("Het lukte niet met de passkey.")).to_be_visible()
    mother.look_at_both_widths()
    assert_says_nothing_of_it_without_script(visitor(script=False), token)

    key.send("WebAuthn.setUserVerified", {"authenticatorId": device, "isUserVerified": True})
    mother.press("text=Open met uw passkey")
    page.click("text=Binnenkomen met een passkey")
    page.click("main a.button.small")
    mother.check()
    look(mother, "passkey-remove")
    mother.press()
    mother.check()
    expect(page.get_by_text("U hebt nog geen passkey.")).to_be_visible()


def assert_says_nothing_of_it_without_script(other, token: str) -> None:
    other.open(address(token))
    expect(other.page.get_by_text("Open met uw passkey")).to_be_hidden()
    give_code(other, token, 2)
    expect(other.page.get_by_text("Op dit apparaat kan dat nu niet.")).to_be_visible()
    expect(other.page.get_by_role("button", name="Maak een passkey")).to_be_hidden()
