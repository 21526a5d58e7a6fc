"""The account of the procedure: who wrote, who was heard, who decided, and when. The record tells it."""

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Literal

from django.db.models import Count, Max, Min, Q
from django.utils.timezone import localdate

from dekkend.organisations.models import SCHOOL_ROLES, Membership, Role
from dekkend.profiles.hearing import consultations_of, pupils_opinion_of
from dekkend.profiles.models import Answer, AnswerRevision, Consultation, PupilsOpinion, Version
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

    Eleven queries at most. Only what really happened is told: a step that was not taken is left out.
    """
    prepare_hearing(version)
    events = events_of(KIND, version.pk)[::-1]
    parts = [
        _writing(version, events, reader),
        _team(version),
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
    opened = f"De {start.actor_role} begon op {day(begun)}." if start else f"De school begon op {day(begun)}."
    lines = [opened, *_writers(version, reader), *_guests(version, reader), *_kept(version)]
    return Part("writing", "De school schreef de tekst", tuple(lines))


def _writers(version: Version, reader: Reader) -> Iterator[str]:
    """Who wrote, from when until when."""
    saves = AnswerRevision.objects.filter(version=version, saved_by__isnull=False)
    first_last = saves.aggregate(first=Min("saved_at"), last=Max("saved_at"))
    if first_last["first"] is None:
        return
    people = dict(saves.order_by().values_list("saved_by", "saved_by_name").distinct())
    roles = _roles_of(version, set(people))
    shown = [f"{name} ({roles[pk]})" if pk in roles else name for pk, name in people.items()]
    who = listed(sorted(shown)) if reader == "school" else _roles_listed(roles.values())
    first, last = localdate(first_last["first"]), localdate(first_last["last"])
    when = f"op {day(first)}" if first == last else f"van {day(first)} tot en met {day(last)}"
    yield f"{who[0].upper()}{who[1:]} {'schreven' if len(people) > 1 else 'schreef'} eraan, {when}."


def _guests(version: Version, reader: Reader) -> Iterator[str]:
    """Who from outside wrote with them, by the name their answers were saved under."""
    saves = AnswerRevision.objects.filter(version=version, saved_by__isnull=True)
    names = set(saves.order_by().values_list("saved_by_name", flat=True).distinct())
    if not names:
        return
    wrote = [guest for guest in version.guests.filter(writes=True) if guest.signature in names]
    known = [guest.introduced if reader == "school" else guest.role for guest in wrote]
    if known := list(dict.fromkeys(known)):
        yield f"Met {'een gast' if len(known) == 1 else 'gasten'} van buiten de school: {listed(known)}."


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
    return listed([f"de {name}" for name in names]) if names else "de school"


def _kept(version: Version) -> Iterator[str]:
    """How much of the last version still held."""
    if version.previous_id is None:
        return
    count = Answer.objects.filter(version=version).aggregate(
        kept=Count("pk", filter=Q(is_carried=True, confirmed_at__isnull=False)),
        changed=Count("pk", filter=Q(is_carried=False)),
    )
    if count["kept"]:
        yield f"Zij keken na wat er al stond: {_answers(count['kept'])} nog."
    if count["changed"]:
        yield f"Nieuw of veranderd: {count['changed']} van de antwoorden."


def _answers(number: int) -> str:
    return "1 antwoord klopte" if number == 1 else f"{number} antwoorden klopten"


def _team(version: Version) -> Part | None:
    """How many of the team took part; what they said stays between them and the school."""
    took_part = participation_of(version, localdate())
    if took_part is None or took_part.took_part is None:
        return None
    lines = (
        f"{took_part.words}.",
        "Zij deden dat zonder naam. De school koos daarna wat er in de tekst kwam.",
    )
    return Part("team", "Het team gaf zijn mening", lines)


def _pupils(opinion: PupilsOpinion | None) -> Part | None:
    if opinion is None:
        return None
    asked = f"Op {day(opinion.asked_on)} vroeg de school hun mening: {opinion.groups}."
    return Part(
        "pupils",
        "De leerlingen zeiden wat zij vinden",
        (asked, f"Zo ging dat: {opinion.how}"),
        (Quote("Wat kwam eruit?", opinion.outcome),),
    )


def _said(version: Version, reader: Reader) -> Iterator[Part]:
    """What every body said, the oldest first; also what was said about an earlier text."""
    for said in reversed(consultations_of(version)):
        yield Part(f"said-{said.pk}", said.title, tuple(_about(said, reader)), tuple(_words(said, reader)))


def _about(said: Consultation, reader: Reader) -> Iterator[str]:
    yield f"{said.get_outcome_display()}, op {day(said.decided_on)}."
    if (votes := _votes(said)) and reader == "school":
        yield votes
    if said.is_late:
        yield "Dat was na de termijn. Het telde toch mee."
    if said.superseded_at:
        yield f"Daarna veranderde de school de tekst, op {day(localdate(said.superseded_at))}."


def _votes(said: Consultation) -> str:
    counted = [(said.votes_for, "voor"), (said.votes_against, "tegen"), (said.abstained, "onthouden")]
    told = [f"{number} {word}" for number, word in counted if number is not None]
    return f"Stemmen: {listed(told)}." if told else ""


def _words(said: Consultation, reader: Reader) -> Iterator[Quote]:
    """The reasons are between school, MR and board; the board's answer is for everyone."""
    if said.reasons and reader == "school":
        yield Quote("Waarom?", said.reasons)
    if said.answer:
        yield Quote("Antwoord van het bestuur", said.answer)


def _board(version: Version, events: list[Event], reader: Reader) -> Part | None:
    """The decision, by whom for the board, and when parents could read it."""
    if version.established_on is None:
        return None
    decided = next((event for event in reversed(events) if event.act == "establish"), None)
    by = f" Dat deed {_actor(decided, reader)}." if decided else ""
    lines = [f"Op {day(version.established_on)}.{by}", f"Het geldt tot en met {day(version.valid_until)}."]
    if version.published_at:
        lines.append(f"Sinds {day(localdate(version.published_at))} kan iedereen het lezen.")
    return Part("board", "Het bestuur stelde het vast", tuple(lines))


def _actor(event: Event, reader: Reader) -> str:
    role = event.actor_role or "het bestuur"
    return f"{event.actor_name} ({role})" if reader == "school" else f"de {role}"


def listed(words: list[str]) -> str:
    """a, b en c."""
    *most, last = words
    return f"{', '.join(most)} en {last}" if most else last
