"""What a team says in its round: mostly what its school says too."""

from datetime import date, datetime
from random import Random
from typing import Any

from dekkend.demo.region import School, address_of, read_region
from dekkend.organisations.models import User
from dekkend.profiles import actions
from dekkend.profiles.models import Version
from dekkend.profiles.rules import TEAM
from dekkend.profiles.team.spread import team_questions
from dekkend.questionnaires.definition import Question
from dekkend.questionnaires.loader import questionnaire_of
from dekkend.questionnaires.values import choices_of

AGREE = 0.7


def ask_team(
    school: School, version: Version, head: User, answers: dict[str, Any], *, at: datetime, last_day: date
) -> None:
    """Open a round for as many as the school's file says, and let as many answer; the same at every run."""
    invited, take_part = school.team
    known = {post.name for post in school.posts() if post.role in TEAM}
    colleagues = read_region()["team"]["colleagues"][: invited - len(known)]
    opened = actions.open_team_round(
        version_id=version.pk,
        actor=head,
        until=last_day,
        addresses=[address_of(name) for name in colleagues],
        at=at,
    )
    chance = Random(school.code)  # noqa: S311  a story, not a secret
    questions = team_questions(questionnaire_of(version.edition))
    for number, token in enumerate(list(opened.tokens.values())[:take_part]):
        choices = {asked.key: _choice(asked, answers.get(asked.key), chance) for asked in questions}
        actions.give_opinion(token=token, choices=choices, examples=_examples(number, choices), at=at)


def _choice(question: Question, of_school: Any, chance: Random) -> str:
    """What the school chose, or else anything else."""
    values = [choice.value for choice in choices_of(question)]
    others = [value for value in values if value != of_school] or values
    return of_school if of_school in values and chance.random() < AGREE else chance.choice(others)


def _examples(number: int, asked: dict[str, str]) -> dict[str, str]:
    """The example with this number, where the region's file has one for a question."""
    written = read_region()["team"]["examples"]
    return {key: written[key][number] for key in asked if number < len(written.get(key, ()))}
