"""What was decided on a request, and the letters that tell it."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from dekkend.cases.models.case import Case
from dekkend.cases.models.parties import Party
from dekkend.core.encryption import moment


class Decision(models.Model):
    """One decision a round, with its reasons sealed as {"reasons", "conditions"}. Never changed.

    `body` is who decided: the Loket or the committee. `amount` is in the unit of the kind. An award holds
    from `begins_on` to `ends_on`. `objected_until`: the last day to object, or to ask to look at it again.
    `due_on`: when it had to be there.
    """

    class Outcome(models.TextChoices):
        AWARDED = "awarded", "toegekend"
        REFUSED = "refused", "afgewezen"

    class Body(models.TextChoices):
        DESK = "desk", "het Loket"
        COMMITTEE = "committee", "de CTC"

    case = models.ForeignKey(Case, models.CASCADE, related_name="decisions")
    round = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=60)
    outcome = models.CharField(max_length=8, choices=Outcome)
    body = models.CharField(max_length=10, choices=Body)
    sealed = models.BinaryField()
    begins_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)
    amount = models.PositiveIntegerField(null=True)
    decided_on = models.DateField()
    due_on = models.DateField(null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    objected_until = models.DateField()

    class Meta:
        ordering = ["round"]
        constraints = [
            models.UniqueConstraint(fields=["case", "round"], name="one_decision_a_round"),
            models.CheckConstraint(
                name="an_award_has_days",
                condition=Q(outcome="refused")
                | Q(begins_on__isnull=False, ends_on__isnull=False, ends_on__gte=F("begins_on")),
            ),
        ]

    @property
    def place(self) -> str:
        return f"decision {self.round}"

    @property
    def words(self) -> dict[str, str]:
        """{"reasons", "conditions"}, as markup."""
        return self.case.vault.open_value(self.place, self.sealed)


class Letter(models.Model):
    """What someone was written, sealed as {"to", "subject", "body"}; without `party` it is the school's.

    The body is in our markup, with `## ` before a heading: see `letters.layout`. Rows are never changed.
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="letters")
    decision = models.ForeignKey(Decision, models.CASCADE, null=True, related_name="letters")
    party = models.ForeignKey(Party, models.CASCADE, null=True, related_name="letters")
    template = models.CharField(max_length=60)
    sealed = models.BinaryField()
    written_at = models.DateTimeField()

    class Meta:
        ordering = ["written_at", "id"]

    @property
    def place(self) -> str:
        return f"letter {self.template} {moment(self.written_at)} {self.party_id or 'school'}"

    @property
    def words(self) -> dict[str, str]:
        """{"to", "subject", "body"}."""
        return self.case.vault.open_value(self.place, self.sealed)


class Talk(models.Model):
    """A talk or an observation that the Loket planned; with whom and about what is sealed."""

    class Form(models.TextChoices):
        TALK = "talk", "gesprek"
        OBSERVATION = "observation", "observatie"
        YOUTH_CARE = "youth_care", "contact met jeugdhulp"

    case = models.ForeignKey(Case, models.CASCADE, related_name="talks")
    form = models.CharField(max_length=12, choices=Form)
    planned_at = models.DateTimeField()
    sealed = models.BinaryField()
    noted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    noted_at = models.DateTimeField()
    cancelled_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["planned_at", "id"]

    @property
    def place(self) -> str:
        return f"talk {moment(self.noted_at)}"

    @property
    def words(self) -> dict[str, str]:
        """{"with", "about", "ground"}."""
        return self.case.vault.open_value(self.place, self.sealed)
