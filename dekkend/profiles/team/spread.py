"""How the answers of a team are spread, and when they may be seen: from five, and not bit by bit."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from django.utils.formats import date_format
from django.utils.translation import gettext

from dekkend.profiles.models.teamround import FEWEST, TeamRound
from dekkend.questionnaires.definition import Question, Questionnaire
from dekkend.questionnaires.values import choices_of

WIDTH = 1000
# Darkest for the last choice of a list, as the pages do with a need that is met well.
TONES = ("basic", "own", "arr", "refer", "unknown")
TWO_TONES = ("basic", "arr")
SECONDS_A_QUESTION = 25

Standing = Literal["none", "open", "over"]


@dataclass(frozen=True)
class Slice:
    """One choice: how many took it, and its place in a bar of `WIDTH` wide."""

    label: str
    count: int
    tone: str
    x: int
    width: int


@dataclass(frozen=True)
class Spread:
    """What the team chose at one question. There is none below five answers."""

    total: int
    slices: tuple[Slice, ...]

    @property
    def words(self) -> str:
        """9 succesvol geïmplementeerd, 3 in ontwikkeling."""
        return ", ".join(f"{part.count} {part.label}" for part in self.slices)


@dataclass(frozen=True)
class Participation:
    """How the team took part; `took_part` is None when fewer than five did."""

    invited: int
    took_part: int | None
    begins_on: date
    until: date

    @property
    def words(self) -> str:
        """12 van de 14 collega’s gaven hun mening, tussen 3 november en 17 november 2026."""
        if self.took_part:
            who = gettext("%(took_part)s van de %(invited)s collega’s gaven hun mening")
        else:
            who = gettext("Minder dan vijf van de %(invited)s collega’s gaven hun mening")
        numbers = {"took_part": self.took_part, "invited": self.invited}
        return f"{who % numbers}, {_period(self.begins_on, self.until)}"


@dataclass(frozen=True)
class TeamView:
    """The newest round of a version: how it stands, who took part, and what may be seen of the answers."""

    standing: Standing = "none"
    until: date | None = None
    participation: Participation | None = None
    spreads: Mapping[str, Spread] = field(default_factory=dict)


def team_questions(questionnaire: Questionnaire) -> list[Question]:
    """What a form asks each member of the team: the questions marked so that have a few choices."""
    return [question for question in questionnaire.questions if is_for_team(question)]


def is_for_team(question: Question) -> bool:
    return "team" in question.answered_by and bool(choices_of(question))


def asks_team(questions: Iterable[Question]) -> bool:
    return any(map(is_for_team, questions))


def minutes_for(questions: Iterable[str]) -> int:
    """About how long it takes to answer, in whole minutes."""
    return -(-len(list(questions)) * SECONDS_A_QUESTION // 60)


def standing_of(round: TeamRound, on: date) -> Standing:
    """Over from the moment it is closed, and in any case from the day after its last."""
    return "over" if round.closed_on or on > round.until else "open"


def participation_in(round: TeamRound) -> Participation:
    return Participation(
        invited=round.invited,
        took_part=round.took_part if round.took_part >= FEWEST else None,
        begins_on=round.opened_on,
        until=min(filter(None, (round.closed_on, round.until))),
    )


def spreads_of(questionnaire: Questionnaire, counts: Mapping[str, Mapping[str, int]]) -> dict[str, Spread]:
    """{question key: its spread} from {key: {choice: how many}}, for questions with five answers or more."""
    enough = {key: of_key for key, of_key in counts.items() if sum(of_key.values()) >= FEWEST}
    return {q.key: _spread(q, enough[q.key]) for q in questionnaire.questions if q.key in enough}


def _spread(question: Question, counts: Mapping[str, int]) -> Spread:
    total, seen, slices = sum(counts.values()), 0, []
    choices = choices_of(question)[::-1]
    tones = TWO_TONES if len(choices) <= len(TWO_TONES) else TONES
    for place, choice in enumerate(choices):
        if count := counts.get(choice.value, 0):
            x, seen = WIDTH * seen // total, seen + count
            tone = tones[min(place, len(tones) - 1)]
            slices.append(Slice(choice.label, count, tone, x, WIDTH * seen // total - x))
    return Spread(total, tuple(slices))


def _period(begins_on: date, until: date) -> str:
    last = date_format(until, "j E Y")
    if begins_on == until:
        return gettext("op %(day)s") % {"day": last}
    first = date_format(begins_on, "j E" if begins_on.year == until.year else "j E Y")
    return gettext("tussen %(first)s en %(last)s") % {"first": first, "last": last}
