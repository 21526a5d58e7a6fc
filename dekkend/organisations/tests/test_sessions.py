"""Sessions know their user, and end when they should."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.management import call_command
from django.utils.timezone import now

from dekkend.conftest import PASSWORD
from dekkend.organisations.middleware import person_of
from dekkend.organisations.models import User, UserSession
from dekkend.organisations.sessions import SessionStore, device_name, sessions_of

NEW = "een heel ander lang wachtwoord"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; rv:140.0) Gecko/20100101 Firefox/140.0"
OPEN = "/account/"


def session_of(client) -> UserSession:
    return UserSession.objects.get(pk=client.cookies["sessionid"].value)


def test_a_session_carries_its_user_and_hash(client_for, head):
    row = session_of(client_for(head))
    assert row.user == head
    assert row.auth_hash == head.get_session_auth_hash()


def asks(rf, client):
    """A request that brings the session of this browser."""
    request = rf.get(OPEN)
    request.session = SessionStore(client.cookies["sessionid"].value)
    return request


class TestWhoAsks:
    def test_session_and_person_in_one_query(self, rf, client_for, head, django_assert_num_queries):
        request = asks(rf, client_for(head))
        with django_assert_num_queries(1):
            assert person_of(request) == head

    def test_nobody_without_a_session(self, rf, client_for, head):
        client = client_for(head)
        UserSession.objects.all().delete()
        assert person_of(asks(rf, client)) == AnonymousUser()

    def test_what_the_session_says_counts_and_not_the_column(self, rf, client_for, head, teacher):
        client = client_for(head)
        UserSession.objects.update(user=teacher)
        User.objects.filter(pk=teacher.pk).update(password=head.password)
        assert person_of(asks(rf, client)) == head

    @pytest.mark.parametrize("forged", [{"_auth_user_hash": "x"}, {"_auth_user_hash": ""}])
    def test_a_session_of_another_password_ends(self, rf, client_for, head, forged):
        client = client_for(head)
        session = client.session
        session.update(forged)
        session.save()
        assert person_of(asks(rf, client)) == AnonymousUser()
        assert not UserSession.objects.exists()

    def test_a_way_of_signing_in_that_is_no_more(self, rf, client_for, head, settings):
        client = client_for(head)
        settings.AUTHENTICATION_BACKENDS = settings.AUTHENTICATION_BACKENDS[1:]
        assert person_of(asks(rf, client)) == AnonymousUser()

    def test_who_signed_in_under_the_secret_of_before_stays(self, client_for, head, settings):
        client = client_for(head)
        settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "een nieuw geheim" * 4
        assert [client.get(OPEN).status_code for _ in range(2)] == [200, 200]
        assert session_of(client).auth_hash == head.get_session_auth_hash()

    def test_who_signs_in_as_another_person_is_that_person(self, client_for, head, teacher):
        client = client_for(head)
        client.force_login(teacher, "django.contrib.auth.backends.ModelBackend")
        assert client.get(OPEN).wsgi_request.user == teacher


def test_signing_out_ends_the_session(client_for, head):
    client = client_for(head)
    client.post("/account/uitloggen/")
    assert not UserSession.objects.filter(user=head).exists()
    assert client.get(OPEN).status_code == 302


def test_a_new_password_ends_the_other_sessions_and_keeps_this_one(client_for, head, letters):
    here, there = client_for(head), client_for(head)
    answer = here.post("/account/wachtwoord/", {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW})
    assert answer.status_code == 302
    assert here.get(OPEN).status_code == 200
    assert there.get(OPEN).status_code == 302
    row = UserSession.objects.get(user=head)
    head.refresh_from_db()
    assert row.auth_hash == head.get_session_auth_hash()
    assert [letter.subject for letter in letters] == ["Er is iets veranderd in uw account"]


def test_a_closed_account_is_out_at_once(client_for, head):
    client = client_for(head)
    head.is_active = False
    head.save()
    assert client.get(OPEN).status_code == 302


def test_a_session_ends_after_its_hours(client_for, head):
    client = client_for(head)
    row = session_of(client)
    hours = row.expire_date - now()
    assert abs(hours - timedelta(seconds=settings.SESSION_COOKIE_AGE)) < timedelta(minutes=1)
    UserSession.objects.update(expire_date=now() - timedelta(seconds=1))
    assert client.get(OPEN).status_code == 302


def test_clearsessions_throws_away_what_has_expired(client_for, head, teacher):
    client_for(head)
    client_for(teacher)
    UserSession.objects.filter(user=head).update(expire_date=now() - timedelta(seconds=1))
    call_command("clearsessions")
    assert list(UserSession.objects.values_list("user", flat=True)) == [teacher.pk]


def test_signing_out_everywhere(client_for, head, teacher):
    here, there, other = client_for(head), client_for(head), client_for(teacher)
    answer = here.post("/account/overal-uitloggen/")
    assert (answer.status_code, answer["Location"]) == (302, "/account/inloggen/")
    assert [client.get(OPEN).status_code for client in (here, there, other)] == [302, 302, 200]


def test_a_person_sees_where_they_are_signed_in(client_for, head, db):
    here = client_for(head, headers={"User-Agent": FIREFOX})
    here.post("/account/inloggen/", {"login": head.email, "password": PASSWORD})
    client_for(head)
    found = sessions_of(head, here.cookies["sessionid"].value)
    assert [(session.here, bool(session.begun_at)) for session in found] == [(True, True), (False, True)]


@pytest.mark.parametrize(
    ("user_agent", "name"),
    [
        (FIREFOX, "Firefox op Windows"),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1",
            "Safari op een iPhone",
        ),
        ("Mozilla/5.0 (X11; Linux x86_64) Chrome/140.0 Safari/537.36 Edg/140.0", "Edge op Linux"),
        ("", "Een browser op een onbekend apparaat"),
    ],
)
def test_a_device_in_words(user_agent, name):
    assert device_name(user_agent) == name
