"""What those with a say said about a version, and what the board answered."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext, gettext_noop

from dekkend.profiles.models.regime import Body, Right
from dekkend.profiles.models.version import Version

OUTCOME_FITS_RIGHT = (
    Q(right=Right.ADVICE, outcome__in=["positive", "positive_if", "negative", "none"])
    | Q(right=Right.CONSENT, outcome__in=["given", "refused"])
    | Q(right__in=[Right.ADVICE, Right.CONSENT], outcome="lapsed")
)


class Saying(models.Model):
    """What one body said by one right, or the note that its term lapsed; the board answers it."""

    class Outcome(models.TextChoices):
        POSITIVE = "positive", gettext_noop("Positief")
        POSITIVE_IF = "positive_if", gettext_noop("Positief, als er iets verandert")
        NEGATIVE = "negative", gettext_noop("Negatief")
        NONE = "none", gettext_noop("Wij geven geen advies")
        GIVEN = "given", gettext_noop("Ja")
        REFUSED = "refused", gettext_noop("Nee")
        LAPSED = "lapsed", gettext_noop("Niets gezegd binnen de termijn")

    body = models.CharField(max_length=10, choices=Body)
    right = models.CharField(max_length=10, choices=Right)
    outcome = models.CharField(max_length=12, choices=Outcome)
    votes_for = models.PositiveSmallIntegerField(null=True)
    votes_against = models.PositiveSmallIntegerField(null=True)
    abstained = models.PositiveSmallIntegerField(null=True)
    reasons = models.TextField(blank=True)
    decided_on = models.DateField()
    is_late = models.BooleanField(default=False)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    recorded_by_name = models.CharField(max_length=100, blank=True)
    recorded_by_role = models.CharField(max_length=60, blank=True)
    recorded_at = models.DateTimeField()
    answer = models.TextField(blank=True)
    answered_by_name = models.CharField(max_length=100, blank=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True

    @property
    def slug(self) -> str:
        """As `Demand.slug`."""
        return f"{self.body}-{self.right}"

    @property
    def name(self) -> str:
        """advies van de MR."""
        names = {"right": gettext(self.get_right_display()), "body": gettext(self.get_body_display())}
        return gettext("%(right)s van %(body)s") % names

    @property
    def title(self) -> str:
        """Advies van de MR."""
        return self.name[0].upper() + self.name[1:]

    @property
    def votes(self) -> str:
        """7 voor, 1 tegen, 1 onthouding; empty when nobody counted."""
        counted = ((self.votes_for, "voor"), (self.votes_against, "tegen"), (self.abstained, "onthouding"))
        return ", ".join(f"{number} {word}" for number, word in counted if number is not None)

    @property
    def is_lapsed(self) -> bool:
        return self.outcome == self.Outcome.LAPSED

    @property
    def is_refusal(self) -> bool:
        """Consent was asked and refused: the board cannot establish this text."""
        return self.outcome == self.Outcome.REFUSED

    @property
    def needs_answer(self) -> bool:
        """The body asked for something: the board must say what it does with it."""
        return self.outcome in (self.Outcome.POSITIVE_IF, self.Outcome.NEGATIVE)

    @property
    def may_be_answered(self) -> bool:
        """There are words to answer to, or there must be."""
        return self.needs_answer or bool(self.reasons)


class Consultation(Saying):
    """What one body said by one right, or the note that its term lapsed; the board answers it.

    `revisions` says which text it is about: {question key: revision}. When the school takes the version
    back to work on it, the record stays with `superseded_at`, and the next round asks anew. A note that the
    term lapsed is withdrawn when the body still speaks: that record then has `is_late`.
    """

    version = models.ForeignKey(Version, models.CASCADE, related_name="consultations")
    revisions = models.JSONField(default=dict)
    withdrawn_at = models.DateTimeField(null=True)
    superseded_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-recorded_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "body", "right"],
                condition=Q(withdrawn_at__isnull=True, superseded_at__isnull=True),
                name="one_standing_outcome_a_right",
            ),
            models.CheckConstraint(name="outcome_fits_right", condition=OUTCOME_FITS_RIGHT),
        ]

    @property
    def stands(self) -> bool:
        return self.withdrawn_at is None and self.superseded_at is None


OUTCOMES: dict[str, tuple[Consultation.Outcome, ...]] = {
    Right.ADVICE: (
        Consultation.Outcome.POSITIVE,
        Consultation.Outcome.POSITIVE_IF,
        Consultation.Outcome.NEGATIVE,
        Consultation.Outcome.NONE,
    ),
    Right.CONSENT: (Consultation.Outcome.GIVEN, Consultation.Outcome.REFUSED),
}
WITHOUT_REASONS = (Consultation.Outcome.NONE, Consultation.Outcome.GIVEN)


class PupilsOpinion(models.Model):
    """How the pupils were asked about the support on offer; the record has what it said before."""

    version = models.OneToOneField(Version, models.CASCADE, related_name="pupils_opinion")
    asked_on = models.DateField()
    groups = models.CharField(max_length=200)
    how = models.CharField(max_length=400)
    outcome = models.TextField()
    revision = models.PositiveIntegerField(default=1)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_by_name = models.CharField(max_length=100)
    recorded_at = models.DateTimeField()
