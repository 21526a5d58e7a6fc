"""What pages and other accounts may know of a team round. No read returns less than five answers."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date

from django.db.models import Count, Q, QuerySet

from dekkend.core.tokens import hash_of
from dekkend.organisations.models import Membership, Site
from dekkend.organisations.queries import on_day
from dekkend.profiles.models import TeamAnswer, TeamExample, TeamInvitation, TeamRound, Version
from dekkend.profiles.rules import TEAM
from dekkend.profiles.team.spread import (
    FEWEST,
    Participation,
    Spread,
    TeamView,
    asks_team,
    participation_in,
    spreads_of,
    standing_of,
)
from dekkend.questionnaires.definition import Chapter
from dekkend.questionnaires.loader import questionnaire_of

ROUND = ("id", "opened_on", "until", "closed_on", "invited", "took_part")


def team_view_for(version: Version, chapter: Chapter, on: date) -> TeamView | None:
    """The same, for a chapter that asks the team something; else None, without a query."""
    return team_view(version, on) if asks_team(chapter.questions) else None


def team_view(version: Version, on: date) -> TeamView:
    """How the newest round stands, with the spreads once it is over. One query."""
    rows = TeamRound.objects.filter(version=version).values(*ROUND, "answers__key", "answers__value")
    found = list(rows.annotate(people=Count("answers")).order_by("-id"))
    if not found:
        return TeamView()
    round = TeamRound(**{name: found[0][name] for name in ROUND})
    standing = standing_of(round, on)
    counts = [
        (row["answers__key"], row["answers__value"], row["people"])
        for row in found
        if row["id"] == round.pk and row["answers__key"] is not None
    ]
    return TeamView(
        standing=standing,
        until=round.until,
        participation=participation_in(round),
        spreads=spreads_of(questionnaire_of(version.edition), _by_key(counts)) if standing == "over" else {},
    )


def spread_of(round: TeamRound, on: date) -> dict[str, Spread]:
    """{question key: its spread}; nothing while the round is open, or for a question below five answers."""
    if standing_of(round, on) == "open":
        return {}
    rows = TeamAnswer.objects.filter(round=round).values_list("key", "value").annotate(people=Count("pk"))
    return spreads_of(questionnaire_of(round.version.edition), _by_key(rows))


def examples_of(round: TeamRound, spreads: Mapping[str, Spread]) -> dict[str, list[str]]:
    """{question key: its examples} for questions that have a spread, in the order of their random keys."""
    found: dict[str, list[str]] = defaultdict(list)
    rows = TeamExample.objects.filter(round=round, key__in=list(spreads)).order_by("pk")
    for key, text in rows.values_list("key", "text"):
        found[key].append(text)
    return dict(found)


def participation_of(version: Version, on: date) -> Participation | None:
    """How the team took part, for the account of the procedure: the newest round that is over."""
    over = Q(closed_on__isnull=False) | Q(until__lt=on)
    round = version.team_rounds.filter(over).first()
    return participation_in(round) if round else None


def newest_round(version: Version) -> TeamRound | None:
    return version.team_rounds.first()


def has_results(version: Version) -> bool:
    """Whether a round of this version brought answers that may be seen."""
    return version.team_rounds.filter(closed_on__isnull=False, took_part__gte=FEWEST).exists()


def team_at(site: Site, on: date) -> list[Membership]:
    """Everyone who teaches, coordinates or leads here: each person once, by name."""
    roles = Membership.objects.filter(on_day(on), site=site, role__in=TEAM, user__is_active=True)
    people = {role.user_id: role for role in roles.select_related("user").order_by("user__name")}
    return list(people.values())


def invitations_by(token: str) -> QuerySet[TeamInvitation]:
    """The invitation of a link from the first mail or from the reminder."""
    hashed = hash_of(token)
    return TeamInvitation.objects.filter(Q(token_hash=hashed) | Q(reminder_hash=hashed))


def _by_key(rows: Iterable[tuple[str, str, int]]) -> dict[str, dict[str, int]]:
    counts: dict[str, dict[str, int]] = defaultdict(dict)
    for key, value, people in rows:
        counts[key][value] = people
    return counts
