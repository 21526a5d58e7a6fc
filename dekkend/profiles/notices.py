"""Mail to those who are waited for: what happened, what to do, by when, a link, and no more.

What only happened stands in the weekly overview: see `news`.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format

from dekkend.core.mail import send_mail_on_commit
from dekkend.organisations.faces import sender_of
from dekkend.organisations.models import MR_ROLES, SIGNING_ROLES, Role
from dekkend.profiles.addendum.hearing import voices_of as addendum_voices
from dekkend.profiles.hearing import Voice, standing, voices_of
from dekkend.profiles.models import Addendum, Friendship, Guest, TeamRound, Version
from dekkend.profiles.models.teamround import FEWEST
from dekkend.profiles.queries import people_at_site_to_mail, people_to_mail
from dekkend.profiles.team.spread import minutes_for

HEAD = (Role.HEAD_TEACHER,)
WRITERS = (Role.HEAD_TEACHER, Role.SUPPORT_COORDINATOR)
BOARD_HEARS_MONTHS = 3


def ask_mr(version: Version, *, on: date) -> None:
    """Everyone in the MR reads along, whoever records what it says."""
    asks = [f"{voice.asked} Dat kan tot en met {_day(voice.due_on)}." for voice in voices_of(version)]
    _send(version, "ask_mr", MR_ROLES, on, asks=asks, regime=version.regime.name)


def tell_outcome(version: Version, voice: Voice, *, on: date) -> None:
    """The head teacher hears every word of the MR, and whether to wait for the rest."""
    said = voice.said.get_outcome_display().lower() if voice.said else ""
    refused = any(said.is_refusal for said in standing(version))
    facts = {"title": voice.title, "outcome": said, "waits": _open(version), "refused": refused}
    _send(version, "tell_outcome", HEAD, on, **facts)


def tell_lapsed(version: Version, lapsed: list[Voice], *, on: date) -> None:
    titles = [voice.title for voice in lapsed]
    _send(version, "tell_lapsed", HEAD, on, titles=titles, waits=_open(version))


def ask_board(version: Version, *, on: date) -> None:
    _send(version, "ask_board", SIGNING_ROLES, on)


def tell_sent_back(version: Version, *, reason: str, on: date) -> None:
    _send(version, "tell_sent_back", WRITERS, on, reason=reason)


def tell_established(version: Version, *, on: date) -> None:
    _send(version, "tell_established", (*WRITERS, *MR_ROLES), on, valid_until=_day(version.valid_until))


def tell_expired(version: Version, *, on: date) -> None:
    _send(version, "tell_expired", HEAD, on, valid_until=_day(version.valid_until))


def remind_of_end(version: Version, *, under_way: Version | None, months: int, on: date) -> None:
    """The writers hear it at each stage; the board when it is near."""
    to = (*WRITERS, *SIGNING_ROLES) if months <= BOARD_HEARS_MONTHS else WRITERS
    facts: dict[str, str | int] = {"months": months, "valid_until": _day(version.valid_until)}
    stands = under_way.get_state_display() if under_way else ""
    _send(version, "remind_end", to, on, under_way=stands, **facts)


def remind_mr(version: Version, *, on: date) -> None:
    """A term of the MR is near: who still has to speak, and until when."""
    _send(version, "remind_mr", MR_ROLES, on, waits=_open(version))


def ask_mr_about_addendum(addendum: Addendum, *, on: date) -> None:
    asks = [f"{voice.asked} Dat kan tot en met {_day(voice.due_on)}." for voice in addendum_voices(addendum)]
    _about(addendum, "addendum_ask_mr", MR_ROLES, on, asks=asks)


def tell_addendum_heard(addendum: Addendum, *, on: date) -> None:
    _about(addendum, "addendum_heard", HEAD, on)


def ask_board_about_addendum(addendum: Addendum, *, on: date) -> None:
    _about(addendum, "addendum_ask_board", SIGNING_ROLES, on)


def tell_addendum_sent_back(addendum: Addendum, *, reason: str, on: date) -> None:
    _about(addendum, "addendum_sent_back", WRITERS, on, reason=reason)


def tell_addendum_established(addendum: Addendum, *, on: date) -> None:
    _about(addendum, "addendum_established", (*WRITERS, *MR_ROLES), on, since=_day(addendum.in_force_on))


def _about(addendum: Addendum, name: str, roles: tuple[str, ...], on: date, **facts: Any) -> None:
    link = settings.SITE_URL + reverse("addendum", args=[addendum.pk])
    _send(addendum.version, name, roles, on, link=link, **facts)


def ask_team(version: Version, round: TeamRound, tokens: Mapping[str, str]) -> None:
    """Each gets a mail of their own: {address: token}."""
    _send_links(version, round, tokens, "ask_team")


def remind_team(version: Version, round: TeamRound, tokens: Mapping[str, str]) -> None:
    _send_links(version, round, tokens, "remind_team")


def tell_team_round_over(version: Version, round: TeamRound, *, on: date) -> None:
    """Its last day has passed: the writers can see what came of it."""
    link = settings.SITE_URL + reverse("team-round", args=[version.pk])
    _send(version, "tell_team_round", WRITERS, on, link=link, enough=round.took_part >= FEWEST)


def ask_friend(friendship: Friendship, *, on: date) -> None:
    """The other school decides whether it reads along."""
    place = friendship.version.profile.site
    context = {
        "school": place.name,
        "city": place.city,
        "head": friendship.asked_by_name,
        "question": friendship.question,
        "until": _day(friendship.until),
        "link": settings.SITE_URL + reverse("friendship", args=[friendship.pk]),
    }
    to = [person.email for person in people_at_site_to_mail(friendship.site, WRITERS, on)]
    if to:
        sender = sender_of(friendship.version.profile.partnership)
        send_mail_on_commit("profiles/mail/ask_friend.txt", context, to, sender=sender)


def tell_friend_answered(friendship: Friendship, *, on: date) -> None:
    """The head teacher waits for it: the other school reads along, or not."""
    link = settings.SITE_URL + reverse("friends", args=[friendship.version_id])
    facts = {"friend": friendship.site.name, "reads": friendship.reads, "answer": friendship.answer}
    _send(friendship.version, "tell_friend", HEAD, on, link=link, until=_day(friendship.until), **facts)


def _send_links(version: Version, round: TeamRound, tokens: Mapping[str, str], name: str) -> None:
    context = {
        "school": version.profile.site.name,
        "city": version.profile.site.city,
        "until": _day(round.until),
        "minutes": minutes_for(round.questions),
    }
    sender = sender_of(version.profile.partnership)
    for address, token in tokens.items():
        link = settings.SITE_URL + reverse("team-opinion", args=[token])
        send_mail_on_commit(f"profiles/mail/{name}.txt", context | {"link": link}, [address], sender=sender)


def ask_guest(guest: Guest, token: str, chapter: str) -> None:
    """The link, to the one address that can also receive its code."""
    link = settings.SITE_URL + reverse("guest-chapter", args=[token])
    facts = {"link": link, "role": guest.role, "writes": guest.writes, "note": guest.note}
    _to_guest(guest, "ask_guest", chapter=chapter, **facts)


def tell_guest_extended(guest: Guest, chapter: str) -> None:
    _to_guest(guest, "tell_guest_extended", chapter=chapter)


def send_guest_code(guest: Guest, code: str) -> None:
    _to_guest(guest, "guest_code", code=code)


def _to_guest(guest: Guest, name: str, **facts: Any) -> None:
    site = guest.version.profile.site
    frame = {
        "school": site.name,
        "city": site.city,
        "name": guest.name,
        "until": _day(guest.until),
        "inviter": guest.invited_by.name,
    }
    sender = sender_of(guest.version.profile.partnership)
    send_mail_on_commit(f"profiles/mail/{name}.txt", frame | facts, [guest.email], sender=sender)


def _open(version: Version) -> list[str]:
    """Who in the MR still has time: "instemming van de ouders in de MR, tot en met 4 mei 2027"."""
    waiting = [voice for voice in voices_of(version) if not voice.was_heard]
    return [f"{voice.title}, tot en met {_day(voice.due_on)}" for voice in waiting]


def _send(version: Version, name: str, roles: tuple[str, ...], on: date, **facts: Any) -> None:
    site = version.profile.site
    address = settings.SITE_URL + reverse("school", args=[site.code])
    to = [person.email for person in people_to_mail(version, roles, on)]
    if to:
        context = {"school": site.name, "city": site.city, "link": address, **facts}
        sender = sender_of(version.profile.partnership)
        send_mail_on_commit(f"profiles/mail/{name}.txt", context, to, sender=sender)


def _day(day: date | None) -> str:
    return date_format(day, "j F Y") if day else ""
