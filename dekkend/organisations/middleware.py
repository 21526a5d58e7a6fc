"""Who is signed in. The person comes along with the session: a page asks for both in one query."""

from django.conf import settings
from django.contrib import auth
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare
from django.utils.functional import SimpleLazyObject

from dekkend.organisations.models import User
from dekkend.organisations.sessions import SessionStore


class PersonOfSession(AuthenticationMiddleware):
    def process_request(self, request: HttpRequest) -> None:
        super().process_request(request)
        request.user = SimpleLazyObject(lambda: person_of(request))  # type: ignore[assignment]


def person_of(request: HttpRequest) -> User | AnonymousUser:
    """The person who came along, when all that `django.contrib.auth.get_user` asks is so.

    Of a backend it asks whether it lets this person in: ours all ask `is_active` and no more. Where anything
    is not so, Django decides itself, and ends the session when it must.
    """
    session: SessionStore = request.session  # type: ignore[assignment]
    chosen, backend = session.get(auth.SESSION_KEY), session.get(auth.BACKEND_SESSION_KEY)
    person = session.person
    if (
        person is not None
        and person.is_active
        and chosen == str(person.pk)
        and backend in settings.AUTHENTICATION_BACKENDS
        and constant_time_compare(session.get(auth.HASH_SESSION_KEY, ""), person.get_session_auth_hash())
    ):
        return person
    return auth.get_user(request)
