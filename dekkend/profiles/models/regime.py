"""What a partnership has agreed about its profiles."""

from django.db import models

from dekkend.organisations.models import Partnership
from dekkend.questionnaires.models import Edition


def usual_reminders() -> list[int]:
    return [12, 6, 3, 1]


class Regime(models.Model):
    """What a partnership has agreed for profiles made from a day on: form, terms, how long it holds."""

    partnership = models.ForeignKey(Partnership, models.CASCADE, related_name="regimes")
    begins_on = models.DateField()
    edition = models.ForeignKey(Edition, models.PROTECT)
    advice_weeks = models.PositiveSmallIntegerField()
    valid_months = models.PositiveSmallIntegerField()
    reminder_months = models.JSONField(default=usual_reminders)

    class Meta:
        ordering = ["-begins_on"]
        constraints = [
            models.UniqueConstraint(fields=["partnership", "begins_on"], name="one_regime_a_day"),
        ]
