"""What the MR said, and what the board answered."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from dekkend.profiles.models.version import Version


class Advice(models.Model):
    """The MR's advice on a version, or the note that its term lapsed; the board answers it.

    `revisions` says which text it is about: {question key: revision}. When the school takes the version
    back to work on it, the advice stays on record with `superseded_at`, and the next round asks anew.
    """

    class Outcome(models.TextChoices):
        POSITIVE = "positive", "Positief"
        POSITIVE_IF = "positive_if", "Positief, als er iets verandert"
        NEGATIVE = "negative", "Negatief"
        NONE = "none", "Wij geven geen advies"
        LAPSED = "lapsed", "Geen advies binnen de termijn"

    version = models.ForeignKey(Version, models.CASCADE, related_name="advices")
    outcome = models.CharField(max_length=12, choices=Outcome)
    reasons = models.TextField(blank=True)
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    given_by_name = models.CharField(max_length=100, blank=True)
    given_by_role = models.CharField(max_length=60, blank=True)
    given_at = models.DateTimeField()
    revisions = models.JSONField(default=dict)
    withdrawn_at = models.DateTimeField(null=True)
    superseded_at = models.DateTimeField(null=True)
    answer = models.TextField(blank=True)
    answered_by_name = models.CharField(max_length=100, blank=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-given_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["version"],
                condition=Q(withdrawn_at__isnull=True, superseded_at__isnull=True),
                name="one_standing_advice",
            ),
        ]

    @property
    def needs_answer(self) -> bool:
        """The MR asked for something: the board must say what it does with it."""
        return self.outcome in (self.Outcome.POSITIVE_IF, self.Outcome.NEGATIVE)
