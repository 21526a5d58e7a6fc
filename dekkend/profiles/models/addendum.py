"""A change in the course of the year, beside the text that parents read."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from dekkend.profiles.models.consultation import OUTCOME_FITS_RIGHT, Saying
from dekkend.profiles.models.version import Version

ADDENDUM_UNDER_WAY = ["draft", "with_mr", "with_board"]


class Addendum(models.Model):
    """What holds from a day on for one question of an established text, until a next version takes it in.

    The text it is about does not change. The state changes in `workflow.engine` only.
    """

    class State(models.TextChoices):
        DRAFT = "draft", "in voorbereiding"
        WITH_MR = "with_mr", "bij de MR"
        WITH_BOARD = "with_board", "bij het bestuur"
        IN_FORCE = "in_force", "geldt"
        TAKEN_IN = "taken_in", "opgenomen in een nieuwe versie"
        DROPPED = "dropped", "niet doorgegaan"

    version = models.ForeignKey(Version, models.PROTECT, related_name="addenda")
    key = models.CharField(max_length=80)
    text = models.TextField()
    reason = models.TextField()
    revision = models.PositiveIntegerField(default=1)
    state = models.CharField(max_length=12, choices=State, default=State.DRAFT)
    mr_asked_on = models.DateField(null=True)
    in_force_on = models.DateField(null=True)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    written_by_name = models.CharField(max_length=100)
    written_at = models.DateTimeField()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "key"],
                condition=Q(state__in=ADDENDUM_UNDER_WAY),
                name="one_addendum_under_way_a_question",
            ),
            models.CheckConstraint(
                name="what_holds_began_on_a_day",
                condition=~Q(state__in=["in_force", "taken_in"]) | Q(in_force_on__isnull=False),
            ),
        ]

    def __str__(self):
        return f"aanvulling {self.pk}"


class AddendumSaying(Saying):
    """What one body said about an addendum; gone when the school changes the text."""

    addendum = models.ForeignKey(Addendum, models.CASCADE, related_name="sayings")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["addendum", "body", "right"], name="one_saying_a_right"),
            models.CheckConstraint(name="saying_fits_right", condition=OUTCOME_FITS_RIGHT),
        ]
