"""The days that matter to someone, and those days as a calendar (RFC 5545)."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import NAMESPACE_URL, uuid5

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from icalendar import Calendar, Event

from dekkend.organisations.models import BOARD_ROLES, User
from dekkend.organisations.queries import memberships_of
from dekkend.profiles.models import Version
from dekkend.profiles.overview import work_list
from dekkend.profiles.rules import WRITERS

AGAIN_AFTER = timedelta(hours=6)
ENDS = "Het profiel geldt tot en met vandaag"


@dataclass(frozen=True)
class Term:
    """Something at a school that is due, or ends, on a day. `number` stays when the day moves."""

    number: str
    school: str
    what: str
    on: date
    url: str


def terms_of(user: User, on: date) -> list[Term]:
    """What waits for this person with a day to it, and the last days of their profiles; soonest first."""
    waiting = [
        _term(item.site.name, item.what, item.due_on, item.url, item.version)
        for item in work_list(user, on)
        if item.due_on
    ]
    return sorted([*waiting, *_last_days(user, on)], key=lambda term: (term.on, term.school))


def calendar_of(terms: list[Term], *, at: datetime) -> bytes:
    """An .ics file with a whole day for each term: "De Regenton: geef advies over het profiel"."""
    calendar = Calendar()
    calendar.add("prodid", "-//Dekkend//termijnen//NL")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", "Dekkend: uw termijnen")
    calendar.add("refresh-interval", AGAIN_AFTER, parameters={"VALUE": "DURATION"})
    for term in terms:
        calendar.add_component(_event(term, at))
    return calendar.to_ical()


def _last_days(user: User, on: date) -> list[Term]:
    """The end of every profile this person writes or establishes."""
    memberships = memberships_of(user, on)
    sites = [m.site_id for m in memberships if m.role in WRITERS]
    boards = [m.board_id for m in memberships if m.role in BOARD_ROLES]
    theirs = Q(profile__site__in=sites) | Q(profile__site__school__board__in=boards)
    versions = Version.objects.filter(theirs, state=Version.State.PUBLISHED, valid_until__gte=on)
    versions = versions.select_related("profile__site").defer("snapshot")
    ends = [(version, version.profile.site, version.valid_until) for version in versions]
    return [
        _term(site.name, ENDS, last, reverse("school", args=[site.code]), version)
        for version, site, last in ends
        if last
    ]


def _term(school: str, what: str, on: date, url: str, version: Version | None) -> Term:
    number = uuid5(NAMESPACE_URL, f"{url}#{version.pk if version else ''}#{what}")
    return Term(str(number), school, what, on, url)


def _event(term: Term, at: datetime) -> Event:
    event = Event()
    event.add("uid", term.number)
    event.add("dtstamp", at)
    event.add("dtstart", term.on)
    event.add("dtend", term.on + timedelta(days=1))
    event.add("summary", f"{term.school}: {term.what[:1].lower()}{term.what[1:]}")
    event.add("url", settings.SITE_URL + term.url)
    event.add("transp", "TRANSPARENT")
    return event
