"""The browser in which the right code was given: a signed cookie, for the pages behind that link."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare

from dekkend.core.door.holder import Door, Holder

HOURS = 12
SECONDS = HOURS * 3600


def name_of(door: Door, holder: Holder) -> str:
    """Each link its own cookie: a browser may be let in by more than one."""
    return f"dekkend_{door.name}_{holder.pk}"


def let_in(response: HttpResponse, door: Door, holder: Holder, token: str) -> None:
    """Keep this browser for twelve hours. Lax: the first request comes from the page of a mail program."""
    response.set_signed_cookie(
        name_of(door, holder),
        _value(holder),
        salt=_salt(door),
        max_age=SECONDS,
        path=door.path(token),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def is_let_in(request: HttpRequest, door: Door, holder: Holder) -> bool:
    """Its age is signed with it: a browser that keeps a cookie too long gains nothing. A new link ends it."""
    said = request.get_signed_cookie(name_of(door, holder), default="", salt=_salt(door), max_age=SECONDS)
    return constant_time_compare(said or "", _value(holder))


def let_out(response: HttpResponse, door: Door, holder: Holder, token: str) -> None:
    response.delete_cookie(name_of(door, holder), path=door.path(token), samesite="Lax")


def _salt(door: Door) -> str:
    return f"dekkend.{door.name}"


def _value(holder: Holder) -> str:
    return f"{holder.pk}.{holder.token_hash}"
