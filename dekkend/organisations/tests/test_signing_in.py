"""Signing in, a forgotten password, a new address, and a second step."""

import re
from time import time

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.core.cache import cache
from django.urls import NoReverseMatch, reverse

from dekkend.conftest import PASSWORD
from dekkend.organisations.models import User

LOGIN = "/account/inloggen/"
FORGOTTEN = "/account/wachtwoord-vergeten/"
SECRET = "JBSWY3DPEHPK3PXP"
NEW = "een heel ander lang wachtwoord"


def sign_in(client, email, password=PASSWORD, **extra):
    return client.post(LOGIN, {"login": email, "password": password} | extra)


def test_signing_in_brings_you_to_your_work(client, head):
    answer = sign_in(client, head.email)
    assert (answer.status_code, answer["Location"]) == (302, "/werk/")


def test_capitals_in_the_address_do_not_matter(client, head):
    assert sign_in(client, head.email.upper())["Location"] == "/werk/"


def test_an_unknown_address_and_a_wrong_password_get_the_same_answer(client, head):
    unknown = sign_in(client, "niemand@example.org", "verkeerd")
    wrong = sign_in(client, head.email, "verkeerd")
    pages = [
        re.sub(r'(csrfmiddlewaretoken" value="|value=")[^"]*', "", answer.content.decode())
        for answer in (unknown, wrong)
    ]
    assert "Het e-mailadres of het wachtwoord klopt niet." in pages[0]
    assert pages[0] == pages[1]


def test_a_closed_account_says_so_only_to_who_knows_the_password(client, head):
    User.objects.update(is_active=False)
    assert b"klopt niet" in sign_in(client, head.email, "verkeerd").content
    assert sign_in(client, head.email)["Location"] == "/account/gesloten/"


def test_after_five_wrong_passwords_an_address_waits(client, head):
    for _ in range(5):
        sign_in(client, head.email, "verkeerd")
    assert "Wacht 5 minuten" in sign_in(client, head.email).content.decode()
    assert client.get("/account/").status_code == 302


def test_signing_in_elsewhere_stays_on_this_site(client, head):
    answer = sign_in(client, head.email, next="https://elders.example/")
    assert answer["Location"] == "/werk/"


@pytest.mark.parametrize(
    "name", ["account_signup", "account_set_password", "account_email_verification_sent", "mfa_trust"]
)
def test_what_we_do_not_use_does_not_exist(name):
    with pytest.raises(NoReverseMatch):
        reverse(name)


@pytest.mark.parametrize("path", ["signup/", "login/", "password/reset/", "2fa/", "social/"])
def test_allauths_own_addresses_do_not_exist(client, head, path):
    client.force_login(head)
    assert client.get(f"/account/{path}").status_code == 404


def test_a_forgotten_password(client, client_for, head, letters):
    elsewhere = client_for(head)
    answer = client.post(FORGOTTEN, {"email": head.email})
    assert answer["Location"] == "/account/wachtwoord-vergeten/verstuurd/"
    assert (letters[0].to, letters[0].subject) == ([head.email], "Kies een nieuw wachtwoord")
    form = client.get(letters[0].link)["Location"]
    assert client.get(form).status_code == 200
    done = client.post(form, {"password1": NEW, "password2": NEW})
    assert done["Location"] == "/account/wachtwoord-vergeten/klaar/"
    assert sign_in(client, head.email, NEW)["Location"] == "/werk/"
    assert elsewhere.get("/account/").status_code == 302


def test_a_link_for_a_new_password_works_once(client, head, letters):
    client.post(FORGOTTEN, {"email": head.email})
    form = client.get(letters[0].link)["Location"]
    client.post(form, {"password1": NEW, "password2": NEW})
    assert "Deze link werkt niet meer" in client.get(letters[0].link).content.decode()


def test_an_unknown_address_gets_the_same_page_and_a_mail_that_explains(client, head, letters):
    known = client.post(FORGOTTEN, {"email": head.email})
    unknown = client.post(FORGOTTEN, {"email": "niemand@example.org"})
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    assert letters[1].to == ["niemand@example.org"]
    assert letters[1].subject == "Er is geen account met dit adres"


def test_two_different_passwords(client, client_for, head):
    page = client_for(head).post(
        "/account/wachtwoord/", {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW + "!"}
    )
    assert "De twee wachtwoorden zijn niet gelijk." in page.content.decode()


def confirm(client, path="/account/") -> str:
    """Give the password once more; returns where that leads."""
    return client.post(f"/account/bevestig/?next={path}", {"password": PASSWORD})["Location"]


def test_changing_the_address_asks_the_password_and_waits_for_the_link(client, head, letters):
    sign_in(client, head.email)
    asked = client.post("/account/e-mail/", {"email": "marit@example.net", "action_add": ""})
    assert asked["Location"] == "/account/bevestig/?next=%2Faccount%2Fe-mail%2F"
    assert letters == []
    assert confirm(client, "/account/e-mail/") == "/account/e-mail/"
    confirmation = letters[-1]
    assert (confirmation.to, confirmation.subject) == (
        ["marit@example.net"],
        "Bevestig uw nieuwe e-mailadres",
    )
    head.refresh_from_db()
    assert head.email == "marit.de.wit@example.org"
    client.post(confirmation.link)
    head.refresh_from_db()
    assert head.email == "marit@example.net"
    assert list(head.emailaddress_set.values_list("email", flat=True)) == ["marit@example.net"]
    assert letters[-1].to == ["marit.de.wit@example.org"]  # the old address is told


def test_someone_who_found_an_open_computer_cannot_change_the_address(client_for, head, letters):
    answer = client_for(head).post("/account/e-mail/", {"email": "x@example.net", "action_add": ""})
    assert answer["Location"].startswith("/account/bevestig/")
    assert letters == []


def code_at(periods: int, secret: str = SECRET) -> str:
    """What the app showed so many periods ago."""
    return format_hotp_value(hotp_value(secret, int(time()) // 30 - periods))


def test_an_app_as_second_step(client, client_for, head, letters, django_capture_on_commit_callbacks):
    sign_in(client, head.email)
    confirm(client)
    page = client.get("/account/twee-stappen/app/aan/")
    secret = re.search(r"<code>(\w+)</code>", page.content.decode())[1]
    with django_capture_on_commit_callbacks(execute=True):
        done = client.post("/account/twee-stappen/app/aan/", {"code": code_at(0, secret)})
    assert done["Location"] == "/account/twee-stappen/herstelcodes/"
    assert "Inloggen met een code uit een app staat aan." in letters[0].body
    codes = re.findall(r"<li><code>(\w+)</code>", client.get(done["Location"]).content.decode())
    assert len(codes) == 10

    other = client_for()
    assert sign_in(other, head.email)["Location"] == "/account/inloggen/code/"
    assert other.get("/account/").status_code == 302
    wrong = other.post("/account/inloggen/code/", {"code": "000000"})
    assert "Deze code klopt niet." in wrong.content.decode()
    cache.clear()
    assert other.post("/account/inloggen/code/", {"code": codes[0]})["Location"] == "/werk/"
    assert other.get("/account/").status_code == 200


@pytest.mark.parametrize(("periods", "works"), [(0, True), (1, True), (3, False)])
def test_a_code_that_changed_while_it_was_typed_still_works(client, head, periods, works):
    TOTP.activate(head, SECRET)
    sign_in(client, head.email)
    done = client.post("/account/inloggen/code/", {"code": code_at(periods)})
    assert done.status_code == (302 if works else 200)


def test_a_code_works_once_for_as_long_as_it_is_valid(client_for, head):
    TOTP.activate(head, SECRET)
    code = code_at(0)
    for again in (False, True):
        other = client_for()
        sign_in(other, head.email)
        if again:  # allauth has forgotten it by then
            cache.delete(f"allauth.mfa.totp.used?user={head.pk}&code={code}")
        done = other.post("/account/inloggen/code/", {"code": f"{code[:3]} {code[3:]}" if again else code})
        assert (done.status_code == 302) is not again


def test_a_recovery_code_works_once(client_for, head):
    TOTP.activate(head, SECRET)
    code = RecoveryCodes.activate(head).get_unused_codes()[0]
    for works in (True, False):
        client = client_for()
        sign_in(client, head.email)
        assert client.get("/account/").status_code == 302
        assert (client.post("/account/inloggen/code/", {"code": code}).status_code == 302) is works


def test_every_page_obeys_the_content_policy(client, head):
    sign_in(client, head.email)
    confirm(client)
    for name in ("account", "account_email", "mfa_index", "mfa_activate_totp", "mfa_add_webauthn"):
        page = client.get(reverse(name))
        assert page.status_code == 200, name
        assert not re.search(
            r"<script(?![^>]*(src=|application/json))|<style| style=| on\w+=", page.content.decode()
        )
        assert "script-src 'self'" in page["Content-Security-Policy"]
