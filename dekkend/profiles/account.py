"""The account of the procedure: who wrote, who was heard, who decided, and when. The record tells it."""

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date
from typing import Literal

from django.db.models import Count, Max, Min, Q
from django.utils.text import capfirst
from django.utils.timezone import localdate
from django.utils.translation import gettext, ngettext

from dekkend.organisations.models import SCHOOL_ROLES, Membership, Role
from dekkend.profiles.hearing import consultations_of, pupils_opinion_of
from dekkend.profiles.models import (
    Answer,
    AnswerRevision,
    Consultation,
    Friendship,
    PupilsOpinion,
    Version,
)
from dekkend.profiles.phrases import day
from dekkend.profiles.queries import prepare_hearing
from dekkend.profiles.rules import audience_of
from dekkend.profiles.team.queries import participation_of
from dekkend.profiles.transitions import KIND
from dekkend.workflow.engine import events_of
from dekkend.workflow.models import Event

Reader = Literal["school", "public"]


@dataclass(frozen=True)
class Quote:
    """Words that somebody wrote, under whose name they stand."""

    title: str
    text: str


@dataclass(frozen=True)
class Part:
    """One step on the way: who, what happened in sentences, and what they wrote about it."""

    key: str
    title: str
    lines: tuple[str, ...]
    quotes: tuple[Quote, ...] = ()


def account_of(version: Version, reader: Reader) -> list[Part]:
    """The steps of a version so far, in order. Names of people are for the school; others read their role.

    Twelve queries at most. Only what really happened is told: a step that was not taken is left out.
    """
    prepare_hearing(version)
    events = events_of(KIND, version.pk)[::-1]
    parts = [
        _writing(version, events, reader),
        _team(version),
        _friends(version),
        _pupils(pupils_opinion_of(version)),
        *_said(version, reader),
        _board(version, events, reader),
    ]
    return [part for part in parts if part is not None]


def reader_with(roles: AbstractSet[str]) -> Reader:
    """Those of the school and its board read names."""
    return "school" if audience_of(roles) == "school" else "public"


def _writing(version: Version, events: list[Event], reader: Reader) -> Part:
    start = next((event for event in events if event.act == "start"), None)
    begun = localdate(version.started_at)
    who = _the(start.actor_role) if start else gettext("de school")
    opened = capfirst(gettext("%(who)s begon op %(day)s.") % {"who": who, "day": day(begun)})
    lines = [opened, *_writers(version, reader), *_guests(version, reader), *_kept(version)]
    return Part("writing", gettext("De school schreef de tekst"), tuple(lines))


def _writers(version: Version, reader: Reader) -> Iterator[str]:
    """Who wrote, from when until when."""
    saves = AnswerRevision.objects.filter(version=version, saved_by__isnull=False)
    first_last = saves.aggregate(first=Min("saved_at"), last=Max("saved_at"))
    if first_last["first"] is None:
        return
    people = dict(saves.order_by().values_list("saved_by", "saved_by_name").distinct())
    roles = _roles_of(version, set(people))
    shown = [f"{name} ({gettext(roles[pk])})" if pk in roles else name for pk, name in people.items()]
    who = listed(sorted(shown)) if reader == "school" else _roles_listed(roles.values())
    when = _between(localdate(first_last["first"]), localdate(first_last["last"]))
    wrote = ngettext("%(who)s schreef eraan, %(when)s.", "%(who)s schreven eraan, %(when)s.", len(people))
    yield capfirst(wrote % {"who": who, "when": when})


def _between(first: date, last: date) -> str:
    if first == last:
        return gettext("op %(day)s") % {"day": day(first)}
    return gettext("van %(first)s tot en met %(last)s") % {"first": day(first), "last": day(last)}


def _guests(version: Version, reader: Reader) -> Iterator[str]:
    """Who from outside wrote with them, by the name their answers were saved under."""
    saves = AnswerRevision.objects.filter(version=version, saved_by__isnull=True)
    names = set(saves.order_by().values_list("saved_by_name", flat=True).distinct())
    if not names:
        return
    wrote = [guest for guest in version.guests.filter(writes=True) if guest.signature in names]
    known = [guest.introduced if reader == "school" else guest.role for guest in wrote]
    if known := list(dict.fromkeys(known)):
        words = ngettext(
            "Met een gast van buiten de school: %(who)s.",
            "Met gasten van buiten de school: %(who)s.",
            len(known),
        )
        yield words % {"who": listed(known)}


def _roles_of(version: Version, people: set[int]) -> dict[int, str]:
    """{user: their first role at the school while it was written}."""
    until = version.established_on or localdate()
    held = Membership.objects.filter(
        Q(ends_on=None) | Q(ends_on__gte=localdate(version.started_at)),
        site=version.profile.site_id,
        user__in=people,
        begins_on__lte=until,
    ).values_list("user", "role")
    order = list(SCHOOL_ROLES)
    roles: dict[int, str] = {}
    for user, role in sorted(held, key=lambda one: order.index(Role(one[1]))):
        roles.setdefault(user, str(Role(role).label))
    return roles


def _roles_listed(roles) -> str:
    names = list(dict.fromkeys(roles))
    return listed([_the(name) for name in names]) if names else gettext("de school")


def _the(role: str) -> str:
    return gettext("de %(role)s") % {"role": gettext(role)}


def _kept(version: Version) -> Iterator[str]:
    """How much of the last version still held."""
    if version.previous_id is None:
        return
    count = Answer.objects.filter(version=version).aggregate(
        kept=Count("pk", filter=Q(is_carried=True, confirmed_at__isnull=False)),
        changed=Count("pk", filter=Q(is_carried=False)),
    )
    if count["kept"]:
        yield ngettext(
            "Zij keken na wat er al stond: %(kept)s antwoord klopte nog.",
            "Zij keken na wat er al stond: %(kept)s antwoorden klopten nog.",
            count["kept"],
        ) % {"kept": count["kept"]}
    if count["changed"]:
        yield gettext("Nieuw of veranderd: %(changed)s van de antwoorden.") % {"changed": count["changed"]}


def _team(version: Version) -> Part | None:
    """How many of the team took part; what they said stays between them and the school."""
    took_part = participation_of(version, localdate())
    if took_part is None or took_part.took_part is None:
        return None
    lines = (
        f"{took_part.words}.",
        gettext("Zij deden dat zonder naam. De school koos daarna wat er in de tekst kwam."),
    )
    return Part("team", gettext("Het team gaf zijn mening"), lines)


def _friends(version: Version) -> Part | None:
    """Which other schools read it along, and when; what they said stays between them and the school."""
    friends = version.friendships.select_related("site").order_by("answered_at")
    lines = tuple(_read_along(friendship) for friendship in friends if friendship.did_read)
    return Part("friends", "Een andere school las mee", lines) if lines else None


def _read_along(friendship: Friendship) -> str:
    began = localdate(friendship.answered_at)
    if friendship.ended_at is None:
        return f"{friendship.site.name} leest mee, van {day(began)} tot en met {day(friendship.until)}."
    ended = min(localdate(friendship.ended_at), friendship.until)
    when = f"op {day(began)}" if began == ended else f"van {day(began)} tot en met {day(ended)}"
    return f"{friendship.site.name} las mee, {when}."


def _pupils(opinion: PupilsOpinion | None) -> Part | None:
    if opinion is None:
        return None
    asked = gettext("Op %(day)s vroeg de school hun mening.") % {"day": day(opinion.asked_on)}
    quotes = (
        Quote(gettext("Welke leerlingen?"), opinion.groups),
        Quote(gettext("Hoe ging dat?"), opinion.how),
        Quote(gettext("Wat kwam eruit?"), opinion.outcome),
    )
    return Part("pupils", gettext("De leerlingen zeiden wat zij vinden"), (asked,), quotes)


def _said(version: Version, reader: Reader) -> Iterator[Part]:
    """What every body said, the oldest first; also what was said about an earlier text."""
    for said in reversed(consultations_of(version)):
        yield Part(f"said-{said.pk}", said.title, tuple(_about(said, reader)), tuple(_words(said, reader)))


def _about(said: Consultation, reader: Reader) -> Iterator[str]:
    outcome = said.get_outcome_display()
    yield gettext("%(outcome)s, op %(day)s.") % {"outcome": gettext(outcome), "day": day(said.decided_on)}
    if (votes := _votes(said)) and reader == "school":
        yield votes
    if said.is_late:
        yield gettext("Dat was na de termijn. Het telde toch mee.")
    if said.superseded_at:
        changed = day(localdate(said.superseded_at))
        yield gettext("Daarna veranderde de school de tekst, op %(day)s.") % {"day": changed}


def _votes(said: Consultation) -> str:
    counted = [(said.votes_for, "voor"), (said.votes_against, "tegen"), (said.abstained, "onthouden")]
    told = [f"{number} {word}" for number, word in counted if number is not None]
    return f"Stemmen: {listed(told)}." if told else ""


def _words(said: Consultation, reader: Reader) -> Iterator[Quote]:
    """The reasons are between school, MR and board; the board's answer is for everyone."""
    if said.reasons and reader == "school":
        yield Quote("Waarom?", said.reasons)
    if said.answer:
        yield Quote(gettext("Antwoord van het bestuur"), said.answer)


def _board(version: Version, events: list[Event], reader: Reader) -> Part | None:
    """The decision, by whom for the board, and when parents could read it."""
    if version.established_on is None:
        return None
    decided = next((event for event in reversed(events) if event.act == "establish"), None)
    established = capfirst(gettext("op %(day)s") % {"day": day(version.established_on)})
    by = gettext("Dat deed %(who)s.") % {"who": _actor(decided, reader)} if decided else ""
    lines = [
        f"{established}. {by}".strip(),
        gettext("Het geldt tot en met %(day)s.") % {"day": day(version.valid_until)},
    ]
    if version.published_at:
        published = day(localdate(version.published_at))
        lines.append(gettext("Sinds %(day)s kan iedereen het lezen.") % {"day": published})
    return Part("board", gettext("Het bestuur stelde het vast"), tuple(lines))


def _actor(event: Event, reader: Reader) -> str:
    role = event.actor_role
    if reader == "school":
        return f"{event.actor_name} ({gettext(role) if role else gettext('het bestuur')})"
    return _the(role) if role else gettext("het bestuur")


def listed(words: list[str]) -> str:
    """a, b en c."""
    *most, last = words
    return gettext("%(most)s en %(last)s") % {"most": ", ".join(most), "last": last} if most else last
