"""The browser in which a guest gave the right code: a signed cookie, for this link's addresses only."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.crypto import constant_time_compare

from dekkend.profiles.models import Guest

NAME = "dekkend_guest"
SALT = "dekkend.guest"
HOURS = 12
SECONDS = HOURS * 3600


def let_in(response: HttpResponse, guest: Guest, token: str) -> None:
    """Keep this browser for twelve hours. Lax: the first request comes from the page of a mail program."""
    response.set_signed_cookie(
        NAME,
        _value(guest),
        salt=SALT,
        max_age=SECONDS,
        path=_path(token),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def is_let_in(request: HttpRequest, guest: Guest) -> bool:
    """Its age is signed with it: a browser that keeps a cookie too long gains nothing. A new link ends it."""
    said = request.get_signed_cookie(NAME, default="", salt=SALT, max_age=SECONDS)
    return constant_time_compare(said or "", _value(guest))


def let_out(response: HttpResponse, token: str) -> None:
    response.delete_cookie(NAME, path=_path(token), samesite="Lax")


def _value(guest: Guest) -> str:
    return f"{guest.pk}.{guest.token_hash}"


def _path(token: str) -> str:
    return reverse("guest-chapter", args=[token])
