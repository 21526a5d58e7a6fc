"""What an award brought, and the figures of a closed school year."""

from django.conf import settings
from django.db import models

from dekkend.cases.models.case import Case
from dekkend.organisations.models import Partnership


class Evaluation(models.Model):
    """How the school and the parents looked back on one award. Never changed.

    `sealed` holds {"talked_on", "result", "goals": [{"goal", "state"}], "needs": {key: help}}: all of it is
    about a child, the codes too. Figures open it once, by machine, and keep counts only.
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="evaluations")
    round = models.PositiveSmallIntegerField()
    sealed = models.BinaryField()
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["round"]
        constraints = [models.UniqueConstraint(fields=["case", "round"], name="one_evaluation_a_round")]

    @property
    def place(self) -> str:
        return f"evaluation {self.round}"


class Figures(models.Model):
    """What may be shown of a closed school year, for good: made once, and no file changes it any more.

    `tables`: see `effect.publication`. A number that may not be shown is not in it.
    """

    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="figures")
    school_year = models.CharField(max_length=9)
    made_on = models.DateField()
    tables = models.JSONField()

    class Meta:
        ordering = ["-school_year", "partnership_id"]
        constraints = [
            models.UniqueConstraint(fields=["partnership", "school_year"], name="one_publication_a_year")
        ]
