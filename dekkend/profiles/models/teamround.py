"""A round in which everyone in the team says what they think, without their name.

Nothing ties what was said to who said it: see docs/decisions/0013-team-round.md before adding a column here.
"""

import secrets

from django.db import models
from django.db.models import F, Q

from dekkend.profiles.models.version import Version

# With fewer answers than this nobody sees what was answered.
FEWEST = 5


def random_key() -> int:
    """A key that says nothing about when its row was made. On SQLite it is also where the row stands."""
    return secrets.randbelow(2**63 - 1) + 1


class TeamRound(models.Model):
    """The team is asked `questions` (their keys) until the end of the day `until`, or until it is closed.

    `invited`, how many of them `by_address` only, and `took_part` are counted when it happens, for the people
    themselves are forgotten at the end.
    """

    version = models.ForeignKey(Version, models.CASCADE, related_name="team_rounds")
    questions = models.JSONField()
    opened_on = models.DateField()
    until = models.DateField()
    reminded_on = models.DateField(null=True)
    closed_on = models.DateField(null=True)
    invited = models.PositiveSmallIntegerField()
    by_address = models.PositiveSmallIntegerField(default=0)
    took_part = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["version"], condition=Q(closed_on__isnull=True), name="one_open_team_round"
            ),
            models.CheckConstraint(
                name="team_round_ends_after_it_begins", condition=Q(until__gt=F("opened_on"))
            ),
            models.CheckConstraint(
                name="no_more_take_part_than_were_invited", condition=Q(took_part__lte=F("invited"))
            ),
        ]


class TeamInvitation(models.Model):
    """One person may take part, once, by a link of which only the hash is kept; and whether they did.

    The address is there to remind them, and goes when the round closes.
    """

    round = models.ForeignKey(TeamRound, models.CASCADE, related_name="invitations")
    email = models.EmailField(blank=True)
    token_hash = models.CharField(max_length=64, unique=True)
    reminder_hash = models.CharField(max_length=64, unique=True, null=True)  # noqa: DJ001  most have none
    took_part = models.BooleanField(default=False)


class TeamAnswer(models.Model):
    """What one person chose at one question: no name, link, time, order or tie to other answers."""

    id = models.BigAutoField(primary_key=True, default=random_key)
    round = models.ForeignKey(TeamRound, models.CASCADE, related_name="answers")
    key = models.CharField(max_length=80)
    value = models.CharField(max_length=80)


class TeamExample(models.Model):
    """An example from the classroom, apart from what its writer chose."""

    id = models.BigAutoField(primary_key=True, default=random_key)
    round = models.ForeignKey(TeamRound, models.CASCADE, related_name="examples")
    key = models.CharField(max_length=80)
    text = models.TextField()
