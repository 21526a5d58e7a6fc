"""The two legal routes of a text about support, as data, and which one a partnership follows from when."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_noop

from dekkend.organisations.models import Partnership
from dekkend.questionnaires.models import Edition


def usual_reminders() -> list[int]:
    return [12, 6, 3, 1]


class Body(models.TextChoices):
    """Who has a say besides the school and its board. The name goes in the middle of a sentence."""

    MR = "mr", gettext_noop("de MR")
    PARENTS = "parents", gettext_noop("de ouders in de MR")
    STAFF = "staff", gettext_noop("het personeel in de MR")
    PUPILS = "pupils", gettext_noop("de leerlingen")


class Right(models.TextChoices):
    ADVICE = "advice", gettext_noop("advies")
    CONSENT = "consent", gettext_noop("instemming")
    OPINION = "opinion", gettext_noop("mening")


class RegimeKind(models.Model):
    """A legal route as `definitions/regimes.toml` describes it; a partnership adopts it as a Regime."""

    key = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=80)
    definition = models.JSONField()

    class Meta:
        ordering = ["id"]

    def __str__(self):
        return self.name


class Regime(models.Model):
    """What a partnership follows for texts begun from a day on: form, who has which say, how long it holds.

    `plain` says what it is, `parents_read` where parents find it. Once a version was begun under it, it does
    not change: a version keeps its own regime until the end.
    """

    partnership = models.ForeignKey(Partnership, models.CASCADE, related_name="regimes")
    begins_on = models.DateField()
    edition = models.ForeignKey(Edition, models.PROTECT)
    key = models.CharField(max_length=40)
    name = models.CharField(max_length=80)
    plain = models.TextField(blank=True)
    parents_read = models.TextField(blank=True)
    valid_months = models.PositiveSmallIntegerField()
    reminder_months = models.JSONField(default=usual_reminders)

    class Meta:
        ordering = ["-begins_on"]
        constraints = [
            models.UniqueConstraint(fields=["partnership", "begins_on"], name="one_regime_a_day"),
        ]

    def __str__(self):
        return self.name


class Demand(models.Model):
    """One say in a regime: this body has this right, within so many weeks after it was asked.

    The pupils have no term: they are heard before the MR is asked. `for_addendum` says whether the body is
    also asked about a change in the course of the year.
    """

    regime = models.ForeignKey(Regime, models.CASCADE, related_name="demands")
    body = models.CharField(max_length=10, choices=Body)
    right = models.CharField(max_length=10, choices=Right)
    weeks = models.PositiveSmallIntegerField(null=True)
    for_addendum = models.BooleanField(default=False)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["regime", "body", "right"], name="one_demand_a_right"),
            models.CheckConstraint(
                name="pupils_give_their_opinion_before_others_have_a_term",
                condition=Q(body=Body.PUPILS, right=Right.OPINION, weeks=None)
                | Q(~Q(body=Body.PUPILS), ~Q(right=Right.OPINION), weeks__isnull=False, weeks__gte=1),
            ),
        ]

    @property
    def slug(self) -> str:
        """The say as one word, in addresses and fields: "parents-consent"."""
        return f"{self.body}-{self.right}"
