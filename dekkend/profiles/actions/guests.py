"""Letting someone from outside read or write one chapter: invited, given more time, withdrawn, forgotten.

What guests themselves do is in `visiting`. Every act holds the version: that is the lock for its guests too.
"""

from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.timezone import localdate

from dekkend.core.tokens import hash_of, new_token
from dekkend.organisations.models import Membership, User
from dekkend.organisations.queries import on_day
from dekkend.profiles import notices
from dekkend.profiles.guests.queries import chapter_name, name_is_taken
from dekkend.profiles.guests.sight import chapter_of
from dekkend.profiles.guests.standing import FORGOTTEN_AFTER, LONGEST_MONTHS, TWO_WEEKS
from dekkend.profiles.models import Guest, Version
from dekkend.profiles.phrases import day
from dekkend.profiles.queries import roles_for, with_place
from dekkend.profiles.rules import WRITERS, may_lead_guests, may_write, writing_role
from dekkend.profiles.transitions import KIND
from dekkend.questionnaires.loader import questionnaire_of
from dekkend.workflow.engine import NotPossible, record
from dekkend.workflow.terms import add_months

MOST = 20
BETWEEN_MAILS = timedelta(minutes=1)
NO_ADDRESS = "Het e-mailadres van deze gast is vergeten. Nodig de gast opnieuw uit, met het adres."


@transaction.atomic
def invite_guest(
    *,
    version_id: int,
    actor: User,
    chapter: str,
    name: str,
    role: str,
    email: str,
    writes: bool,
    until: date,
    note: str,
    at: datetime,
) -> tuple[Guest, str]:
    """Ask someone from outside for one chapter, until the end of a day: (the guest, the token of the link).

    The token goes out by mail and is kept nowhere. `role` is what the school calls this person.
    """
    version, acting = _version_to_open(version_id, actor, at)
    if chapter_of(questionnaire_of(version.edition), chapter) is None:
        raise NotPossible("Dit hoofdstuk staat niet in het formulier.")
    _check_last_day(until, localdate(at))
    email = email.strip().lower()
    _check_person(version, chapter, name, email, localdate(at))
    token = new_token()
    person = {"name": name, "role": role, "email": email, "note": note.strip()}
    sent = {"invited_by": actor, "invited_at": at, "sent_at": at, "token_hash": hash_of(token)}
    guest = Guest.objects.create(
        version=version, chapter=chapter, writes=writes, until=until, **person, **sent
    )
    _record("invite_guest", guest, actor, acting, at, until=until.isoformat())
    notices.ask_guest(guest, token, chapter_name(guest))
    return guest, token


@transaction.atomic
def extend_guest(*, version_id: int, guest_id: int, actor: User, until: date, at: datetime) -> Guest:
    """Give a guest another last day. The link of before goes on working, or works again."""
    version, acting = _version_to_open(version_id, actor, at)
    guest = _guest(version, guest_id)
    if guest.withdrawn_at:
        raise NotPossible("U trok deze uitnodiging in. Nodig de gast opnieuw uit.")
    if not guest.email:
        raise NotPossible(NO_ADDRESS)
    _check_last_day(until, localdate(at))
    if until <= guest.until:
        raise NotPossible(f"Kies een dag na {day(guest.until)}: zo lang kan deze gast al.")
    guest.until = until
    guest.save(update_fields=["until"])
    _record("extend_guest", guest, actor, acting, at, until=until.isoformat())
    notices.tell_guest_extended(guest, chapter_name(guest))
    return guest


@transaction.atomic
def withdraw_guest(*, version_id: int, guest_id: int, actor: User, at: datetime) -> Guest:
    """The link and every browser that was let in stop working at once. Also when nobody writes any more."""
    version, acting = _version_to_lead(version_id, actor, at)
    guest = _guest(version, guest_id)
    if guest.withdrawn_at is None:
        guest.withdrawn_at, guest.code_hash = at, ""
        guest.save(update_fields=["withdrawn_at", "code_hash"])
        _record("withdraw_guest", guest, actor, acting, at)
    return guest


@transaction.atomic
def send_guest_again(*, version_id: int, guest_id: int, actor: User, at: datetime) -> tuple[Guest, str]:
    """Mail a new link: (the guest, its token). The link before and the browsers it let in stop working.

    It also undoes a withdrawal, and opens a link that was shut for too many wrong codes. Where the last day
    has passed the guest gets two weeks.
    """
    version, acting = _version_to_open(version_id, actor, at)
    guest, on = _guest(version, guest_id), localdate(at)
    if not guest.email:
        raise NotPossible(NO_ADDRESS)
    if at < guest.sent_at + BETWEEN_MAILS and guest.withdrawn_at is None:
        raise NotPossible("Er is net een mail verstuurd. Wacht een minuut.")
    token = new_token()
    _renew(guest, token, actor, at)
    guest.until = guest.until if on <= guest.until else on + TWO_WEEKS
    guest.save()
    _record("send_guest_again", guest, actor, acting, at, until=guest.until.isoformat())
    notices.ask_guest(guest, token, chapter_name(guest))
    return guest, token


def forget_guests(version: Version) -> None:
    """The text is established: addresses of guests and notes to them go. What they wrote keeps their name."""
    version.guests.update(**_FORGOTTEN)


def forget_old_guests(*, at: datetime) -> int:
    """The same for whose last day, or whose withdrawal, is thirty days ago; returns how many. Run daily."""
    before = at - FORGOTTEN_AFTER
    old = Q(until__lt=localdate(before)) | Q(withdrawn_at__lt=before)
    return Guest.objects.filter(old).exclude(email="", note="").update(**_FORGOTTEN)


_FORGOTTEN: dict[str, Any] = {"email": "", "note": "", "code_hash": ""}


def _renew(guest: Guest, token: str, actor: User, at: datetime) -> None:
    """As if invited just now; what the guest did before stays in the record."""
    guest.token_hash, guest.sent_at, guest.invited_by = hash_of(token), at, actor
    guest.code_hash, guest.code_sent_at, guest.code_tries, guest.wrong_codes = "", None, 0, 0
    guest.withdrawn_at = guest.opened_at = None


def _version_to_lead(version_id: int, actor: User, at: datetime) -> tuple[Version, str]:
    """The version, locked, and the role in which `actor` leads its writing."""
    version = with_place(Version.objects.select_for_update(of=("self",))).filter(pk=version_id).first()
    if version is None:
        raise NotPossible("Dit profiel bestaat niet meer.")
    roles = roles_for(actor, version, localdate(at))
    if not (verdict := may_lead_guests(roles)):
        raise NotPossible(verdict.reason)
    return version, writing_role(roles)


def _version_to_open(version_id: int, actor: User, at: datetime) -> tuple[Version, str]:
    """The same, while it is a working copy."""
    version, acting = _version_to_lead(version_id, actor, at)
    if not (verdict := may_write({acting}, version.state)):
        raise NotPossible(verdict.reason)
    return version, acting


def _guest(version: Version, guest_id: int) -> Guest:
    guest = version.guests.filter(pk=guest_id).first()
    if guest is None:
        raise NotPossible("Deze gast kennen wij niet.")
    guest.version = version
    return guest


def _check_last_day(until: date, on: date) -> None:
    if until < on:
        raise NotPossible("Deze dag is al voorbij. Kies vandaag of een latere dag.")
    last = add_months(on, LONGEST_MONTHS)
    if until > last:
        raise NotPossible(f"Een gast kan hoogstens drie maanden. Kies {day(last)} of een eerdere dag.")


def _check_person(version: Version, chapter: str, name: str, email: str, on: date) -> None:
    """Not who writes here already, not twice, and no two people under one name."""
    writers = Membership.objects.filter(on_day(on), site=version.profile.site, role__in=WRITERS)
    if writers.filter(user__email=email).exists():
        raise NotPossible("Deze collega schrijft al aan het profiel, met een eigen account.")
    if version.guests.filter(chapter=chapter, email=email).exists():
        raise NotPossible(
            "Deze gast staat al in de lijst. Geef daar meer tijd, of stuur daar een nieuwe link."
        )
    if name_is_taken(version, name, email):
        raise NotPossible(
            "Er is al een gast met deze naam. Zet er iets bij, zodat ieder weet wie wat schreef."
        )
    if version.guests.filter(withdrawn_at=None, until__gte=on).count() >= MOST:
        raise NotPossible(f"Er zijn nu {MOST} gasten. Trek eerst een uitnodiging in.")


def _record(act: str, guest: Guest, actor: User, role: str, at: datetime, **details: Any) -> None:
    about = f"{guest.introduced} ({chapter_name(guest)})"
    said = {"about": about, "guest": guest.pk, "writes": guest.writes} | details
    record(KIND, guest.version_id, act, actor=actor, role=role, at=at, details=said)
