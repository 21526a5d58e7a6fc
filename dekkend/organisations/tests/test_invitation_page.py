"""What someone with an invitation sees: the good way, and every way it can be closed."""

from datetime import timedelta

import pytest
from django.utils.timezone import localdate, now

from dekkend.organisations.actions import invite, withdraw_invitation
from dekkend.organisations.models import Invitation, Membership, Role, User
from dekkend.organisations.queries import roles_at

PASSWORD = "vier losse woorden samen"
FILLED = {"name": "Noor Vis", "password": PASSWORD}


@pytest.fixture
def link(head, site, letters):
    invite(role=Role.TEACHER, place=site, email="noor@example.org", name="Noor Vis", actor=head, at=now())
    return letters[-1].link


@pytest.fixture
def link_for_outsider(head, site, letters, outsider):
    invite(role=Role.MR_PARENT, place=site, email=outsider.email, name="Wim", actor=head, at=now())
    return letters[-1].link


def test_the_page_says_who_invites_for_what(client, link):
    page = client.get(link).content.decode()
    assert "Doe mee bij De Regenton" in page
    assert "Marit de Wit nodigt u uit als leerkracht." in page
    assert 'value="Noor Vis"' in page


def test_accepting_makes_the_account_and_signs_in(client, link, site):
    assert client.post(link, FILLED)["Location"] == "/werk/"
    person = User.objects.get(email="noor@example.org")
    assert roles_at(person, site, localdate()) == {Role.TEACHER}
    assert client.get("/account/").status_code == 200


@pytest.mark.parametrize("password", ["", "kort", "noor@example.org", "qwerty123456"])
def test_a_weak_password_makes_nothing(client, link, password):
    assert client.post(link, FILLED | {"password": password}).status_code == 200
    assert not User.objects.filter(email="noor@example.org").exists()
    assert Invitation.objects.get().accepted_at is None


def test_who_has_an_account_signs_in_first_and_comes_back(client, link_for_outsider, outsider, site):
    page = client.get(link_for_outsider).content.decode()
    assert "U hebt al een account" in page
    assert f"/account/inloggen/?next={link_for_outsider}" in page
    assert 'name="password"' not in page
    client.force_login(outsider, "django.contrib.auth.backends.ModelBackend")
    assert "Neem de rol aan" in client.get(link_for_outsider).content.decode()
    assert roles_at(outsider, site, localdate()) == set()
    assert client.post(link_for_outsider)["Location"] == "/werk/"
    assert roles_at(outsider, site, localdate()) == {Role.MR_PARENT}


def test_an_account_is_not_made_twice_by_posting_anyway(client, link_for_outsider, outsider, site):
    page = client.post(link_for_outsider, FILLED)
    assert page.status_code == 200
    outsider.refresh_from_db()
    assert not outsider.check_password(PASSWORD)
    assert roles_at(outsider, site, localdate()) == set()


@pytest.mark.parametrize("method", ["get", "post"])
def test_the_wrong_person(client_for, teacher, link_for_outsider, method):
    page = getattr(client_for(teacher), method)(link_for_outsider)
    assert page.status_code == 403
    assert "Deze uitnodiging is voor iemand anders" in page.content.decode()
    assert "wim.vreemd" not in page.content.decode()


def test_an_accepted_link(client, client_for, link):
    client.post(link, FILLED)
    page = client_for().post(link, FILLED | {"password": "een ander lang wachtwoord"})
    assert page.status_code == 410
    assert "U nam deze uitnodiging al aan" in page.content.decode()
    assert Membership.objects.filter(role=Role.TEACHER).count() == 1


def test_an_expired_link(client, link):
    Invitation.objects.update(expires_at=now() - timedelta(seconds=1))
    page = client.get(link)
    assert page.status_code == 410
    assert "Deze uitnodiging is verlopen" in page.content.decode()
    assert "Vraag Marit de Wit om een nieuwe uitnodiging." in page.content.decode()


def test_a_withdrawn_link(client, link, head):
    withdraw_invitation(invitation_id=Invitation.objects.get().pk, actor=head, at=now())
    page = client.get(link)
    assert page.status_code == 410
    assert "Deze uitnodiging is ingetrokken" in page.content.decode()


def test_an_unknown_link(client, db):
    page = client.get("/uitnodiging/zomaar-iets/")
    assert page.status_code == 404
    assert "Deze link werkt niet" in page.content.decode()


def test_the_page_is_kept_in_no_cache(client, link):
    assert "no-store" in client.get(link)["Cache-Control"]
