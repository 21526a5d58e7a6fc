"""Mail to those whose turn it is: what happened, what to do, by when, a link, and no more."""

from datetime import date

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format

from dekkend.core.mail import send_mail_on_commit
from dekkend.organisations.models import BOARD_ROLES, MR_ROLES, Role
from dekkend.profiles.models import Version
from dekkend.profiles.queries import people_with

HEAD = (Role.HEAD_TEACHER,)
WRITERS = (Role.HEAD_TEACHER, Role.SUPPORT_COORDINATOR)
BOARD_HEARS_MONTHS = 3


def ask_advice(version: Version, *, on: date) -> None:
    _send(version, "ask_advice", MR_ROLES, on, due_on=_day(version.advice_due_on))


def tell_advice(version: Version, *, outcome: str, on: date) -> None:
    _send(version, "tell_advice", HEAD, on, outcome=outcome)


def tell_lapsed(version: Version, *, on: date) -> None:
    _send(version, "tell_lapsed", (*HEAD, *MR_ROLES), on)


def tell_rework(version: Version, *, reason: str, on: date) -> None:
    _send(version, "tell_rework", MR_ROLES, on, reason=reason)


def ask_board(version: Version, *, on: date) -> None:
    _send(version, "ask_board", BOARD_ROLES, on)


def tell_sent_back(version: Version, *, reason: str, on: date) -> None:
    _send(version, "tell_sent_back", (*WRITERS, *MR_ROLES), on, reason=reason)


def tell_established(version: Version, *, on: date) -> None:
    _send(version, "tell_established", (*WRITERS, *MR_ROLES), on, valid_until=_day(version.valid_until))


def tell_published(version: Version, *, on: date) -> None:
    _send(version, "tell_published", WRITERS, on)


def tell_expired(version: Version, *, on: date) -> None:
    _send(version, "tell_expired", (*HEAD, *BOARD_ROLES), on, valid_until=_day(version.valid_until))


def remind_of_end(version: Version, *, under_way: Version | None, months: int, on: date) -> None:
    """The writers hear it at each stage; the board when it is near."""
    to = (*WRITERS, *BOARD_ROLES) if months <= BOARD_HEARS_MONTHS else WRITERS
    facts: dict[str, str | int] = {"months": months, "valid_until": _day(version.valid_until)}
    stands = under_way.get_state_display() if under_way else ""
    _send(version, "remind_end", to, on, under_way=stands, **facts)


def _send(version: Version, name: str, roles: tuple[str, ...], on: date, **facts: str | int | None) -> None:
    site = version.profile.site
    address = settings.SITE_URL + reverse("school", args=[site.code])
    to = [person.email for person in people_with(version, roles, on)]
    if to:
        context = {"school": site.name, "city": site.city, "link": address, **facts}
        send_mail_on_commit(f"profiles/mail/{name}.txt", context, to)


def _day(day: date | None) -> str:
    return date_format(day, "j F Y") if day else ""
