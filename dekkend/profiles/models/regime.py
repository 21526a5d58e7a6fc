"""What a partnership has agreed about its profiles."""

from django.db import models

from dekkend.organisations.models import Partnership
from dekkend.questionnaires.models import Edition


class Regime(models.Model):
    """What a partnership has agreed for profiles made from a day on: form, terms, how long it holds."""

    partnership = models.ForeignKey(Partnership, models.CASCADE, related_name="regimes")
    begins_on = models.DateField()
    edition = models.ForeignKey(Edition, models.PROTECT)
    advice_weeks = models.PositiveSmallIntegerField()
    valid_months = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["-begins_on"]
        constraints = [
            models.UniqueConstraint(fields=["partnership", "begins_on"], name="one_regime_a_day"),
        ]
