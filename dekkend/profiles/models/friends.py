"""Another school of the region that reads a working copy along, by invitation: a critical friend."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from dekkend.organisations.models import Site
from dekkend.profiles.models.version import Version

OPEN = ["asked", "reads"]


class Friendship(models.Model):
    """`site` is asked to read `version` until the end of the day `until`, with a question to keep in mind.

    It ends when the day has passed, when the version goes to the MR, or when one of both schools stops.
    `ended_by_name` is empty for what happened by itself.
    """

    class State(models.TextChoices):
        ASKED = "asked", "uitgenodigd"
        READS = "reads", "leest mee"
        DECLINED = "declined", "leest niet mee"
        WITHDRAWN = "withdrawn", "ingetrokken"
        STOPPED = "stopped", "gestopt"
        OVER = "over", "voorbij"

    version = models.ForeignKey(Version, models.CASCADE, related_name="friendships")
    site = models.ForeignKey(Site, models.PROTECT, related_name="friendships")
    question = models.TextField()
    until = models.DateField()
    state = models.CharField(max_length=10, choices=State, default=State.ASKED)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_by_name = models.CharField(max_length=100)
    asked_at = models.DateTimeField()
    answered_by_name = models.CharField(max_length=100, blank=True)
    answered_at = models.DateTimeField(null=True)
    answer = models.TextField(blank=True)
    ended_by_name = models.CharField(max_length=100, blank=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-asked_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "site"], condition=Q(state__in=OPEN), name="one_open_friendship_a_school"
            ),
            models.CheckConstraint(
                name="who_reads_along_accepted",
                condition=~Q(state__in=["reads", "stopped"]) | Q(answered_at__isnull=False),
            ),
        ]

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def reads(self) -> bool:
        return self.state == self.State.READS

    @property
    def did_read(self) -> bool:
        """It was accepted, whether or not it has ended."""
        return self.answered_at is not None and self.state != self.State.DECLINED
