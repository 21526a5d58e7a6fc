"""The pages around signing in and people, each looked at by axe on a desk and a phone, errors included."""

from datetime import timedelta
from hashlib import sha256

import pytest
from django.utils.timezone import now
from playwright.sync_api import expect

from dekkend.conftest import PASSWORD, make_person, make_site
from dekkend.demo import mailbox
from dekkend.organisations.actions import invite
from dekkend.organisations.models import Board, Invitation, Membership, Partnership, Role

LETTER = b"Subject: Dag\r\nDate: Mon, 05 Oct 2026 09:30:00 +0200\r\n\r\nDag"


@pytest.fixture
def head(transactional_db):
    region = Partnership.objects.create(code="PO9901", name="Samenwerkingsverband Rietland")
    board = Board.objects.create(number="90001", name="Stichting Scholen aan de Vaart")
    site = make_site("99AB00", "De Regenton", board, region)
    make_person("Youssef Amrani", Role.TEACHER, site=site)
    return make_person("Marit de Wit", Role.HEAD_TEACHER, site=site)


@pytest.fixture
def link(head) -> str:
    """The path of an open invitation."""
    site = Membership.objects.get(user=head).site
    invite(role=Role.MR_PARENT, place=site, email="samira@example.org", name="Samira", actor=head, at=now())
    token = "een-token-om-te-bekijken"
    Invitation.objects.update(token_hash=sha256(token.encode()).hexdigest())
    return f"/uitnodiging/{token}/"


def test_pages_without_signing_in(visitor, link):
    guest = visitor()
    for path in (
        "/account/inloggen/",
        "/account/gesloten/",
        "/account/wachtwoord-vergeten/",
        "/account/wachtwoord-vergeten/verstuurd/",
        "/account/wachtwoord-vergeten/1-oud/",
        "/account/wachtwoord-vergeten/klaar/",
        "/account/e-mail/oud/",
        link,
        "/demo/post/",
        f"/demo/post/{mailbox.keep(LETTER)}/",
    ):
        guest.open(path)


def test_errors_are_told(visitor, link):
    guest = visitor()
    guest.open("/account/inloggen/")
    guest.page.fill("input[name=login]", "niemand@example.org")
    guest.page.fill("input[name=password]", "verkeerd")
    guest.press()
    assert guest.page.title().startswith("Fout: ")
    guest.check()
    guest.open(link)
    guest.press()
    assert guest.page.title().startswith("Fout: ")
    guest.check()


def test_closed_invitations(visitor, link):
    guest = visitor()
    Invitation.objects.update(expires_at=now() - timedelta(days=1))
    guest.page.goto(guest.address + link)
    assert guest.page.locator("h1").inner_text() == "Deze uitnodiging is verlopen"


def test_pages_of_ones_own(visitor, head, link):
    marit = visitor()
    marit.sign_in(head.email, PASSWORD)
    role = Membership.objects.get(role=Role.TEACHER)
    for path in (
        "/account/",
        "/account/uitloggen/",
        "/account/wachtwoord/",
        "/account/e-mail/",
        "/account/twee-stappen/",
        "/account/passkeys/",
        "/werk/mensen/99AB00/",
        f"/werk/mensen/rol/{role.pk}/einde/",
        "/account/bevestig/?next=/account/twee-stappen/app/aan/",
    ):
        marit.open(path)
    marit.page.fill("input[name=password]", PASSWORD)
    marit.press()
    marit.check()
    assert marit.page.locator("h1").inner_text() == "Zet de app aan"
    marit.open("/account/passkeys/nieuw/")
    marit.open("/account/twee-stappen/herstelcodes/nieuw/")


def press(page, *keys: str) -> None:
    """Type words, and press the keys that have a name."""
    for key in keys:
        (page.keyboard.press if key in ("Tab", "Enter", "Space") else page.keyboard.type)(key)


def test_inviting_by_keyboard_and_without_script(visitor, head):
    marit = visitor(script=False)
    marit.page.goto(f"{marit.address}/account/inloggen/")
    marit.page.focus("input[name=login]")
    press(marit.page, head.email, "Tab", PASSWORD, "Enter")
    marit.page.wait_for_url("**/werk/")
    marit.page.goto(f"{marit.address}/werk/mensen/99AB00/")
    marit.page.focus("input[name=name]")
    press(marit.page, "Noor Vis", "Tab", "noor@example.org", "Tab", "Space", "Enter")
    expect(marit.page.get_by_text("De uitnodiging is verstuurd naar noor@example.org.")).to_be_visible()
