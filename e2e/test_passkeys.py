"""A passkey from first to last under our own content policy, with a key that exists only in the browser."""

import re

import pytest
from playwright.sync_api import expect

from dekkend.conftest import PASSWORD, make_person

KEY = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def person(transactional_db):
    return make_person("Marit de Wit")


@pytest.fixture
def desk(browser, live_server):
    """A page with a virtual key; nothing is bypassed, and nothing may be complained about."""
    context = browser.new_context(base_url=live_server.url, locale="nl-NL")
    page = context.new_page()
    page.set_default_timeout(15_000)
    complaints = []
    page.on("console", lambda message: message.type == "error" and complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.key = context.new_cdp_session(page)
    page.key.send("WebAuthn.enable")
    yield page
    context.close()
    assert complaints == []


def add_key(page) -> str:
    return page.key.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})["authenticatorId"]


def sign_in(page, person) -> None:
    page.goto("/account/inloggen/")
    page.fill("input[name=login]", person.email)
    page.fill("input[name=password]", PASSWORD)
    page.click("main button.primary")
    expect(page).to_have_url(re.compile("/werk/$"))


def make_passkey(page) -> None:
    """Through the page where the password is asked once more."""
    page.goto("/account/passkeys/nieuw/")
    page.fill("input[name=password]", PASSWORD)
    page.click("main button.primary")
    page.fill("input[name=name]", "Mijn telefoon")
    page.click("text=Maak de passkey")


def test_making_a_passkey_and_signing_in_with_it_alone(desk, person):
    add_key(desk)
    sign_in(desk, person)
    make_passkey(desk)
    expect(desk.locator("h1")).to_have_text("Uw herstelcodes")
    desk.goto("/account/passkeys/")
    expect(desk.locator("tbody th")).to_have_text("Mijn telefoon")
    desk.goto("/account/uitloggen/")
    desk.click("main button.primary")
    desk.goto("/account/inloggen/")
    desk.click("text=Log in met een passkey")
    expect(desk).to_have_url(re.compile("/werk/$"))


def test_a_passkey_as_the_second_step(desk, person):
    add_key(desk)
    sign_in(desk, person)
    make_passkey(desk)
    expect(desk.locator("h1")).to_have_text("Uw herstelcodes")
    desk.context.clear_cookies()
    desk.goto("/account/inloggen/")
    desk.fill("input[name=login]", person.email)
    desk.fill("input[name=password]", PASSWORD)
    desk.click("main button.primary")
    expect(desk.locator("h1")).to_have_text("De tweede stap")
    desk.click("text=Gebruik een passkey")
    expect(desk).to_have_url(re.compile("/werk/$"))


def test_a_key_that_does_not_know_this_site_is_told_in_words(desk, person):
    add_key(desk)
    desk.goto("/account/inloggen/")
    desk.click("text=Log in met een passkey")
    expect(desk.get_by_text("Het lukte niet met de passkey.")).to_be_visible()
    expect(desk).to_have_url(re.compile("/account/inloggen/$"))
