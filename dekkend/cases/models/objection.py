"""Parents or school do not agree with a decision: by law (Awb), or as the region lets look at it again."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from dekkend.cases.models.decisions import Decision
from dekkend.cases.models.parties import Party
from dekkend.core.encryption import moment


class Objection(models.Model):
    """One objection, from the day it came in until it was decided on. The file is on hold meanwhile.

    `sealed` holds {"grounds", "why_late"}, `sealed_advice` what the committee said, `sealed_outcome` the
    reasons. `committee` is who advises (Awb 7:13), empty where nobody does. `holds`: this one put the hold.
    """

    class By(models.TextChoices):
        PARENT = "parent", "ouder"
        SCHOOL = "school", "school"

    class Outcome(models.TextChoices):
        UPHELD = "upheld", "gegrond: er komt een nieuw besluit"
        REJECTED = "rejected", "ongegrond: het besluit blijft"
        INADMISSIBLE = "inadmissible", "niet-ontvankelijk: het is niet bekeken"
        WITHDRAWN = "withdrawn", "ingetrokken"

    decision = models.ForeignKey(Decision, models.CASCADE, related_name="objections")
    by = models.CharField(max_length=6, choices=By)
    party = models.ForeignKey(Party, models.CASCADE, null=True, related_name="objections")
    received_on = models.DateField()
    posted_on = models.DateField(null=True)
    is_late = models.BooleanField()
    sealed = models.BinaryField()
    committee = models.CharField(max_length=200, blank=True)
    due_on = models.DateField()
    adjourned_on = models.DateField(null=True)
    advised_on = models.DateField(null=True)
    sealed_advice = models.BinaryField(null=True)
    outcome = models.CharField(max_length=12, choices=Outcome, blank=True)
    sealed_outcome = models.BinaryField(null=True)
    ended_on = models.DateField(null=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    holds = models.BooleanField(default=False)

    class Meta:
        ordering = ["received_on", "id"]
        constraints = [
            models.CheckConstraint(
                name="a_parent_objects_by_name",
                condition=Q(by="parent", party__isnull=False) | Q(by="school", party=None),
            ),
            models.CheckConstraint(
                name="an_outcome_has_a_day",
                condition=Q(outcome="", ended_on=None) | (~Q(outcome="") & Q(ended_on__isnull=False)),
            ),
            models.UniqueConstraint(
                fields=["decision", "party"],
                condition=Q(ended_on=None, party__isnull=False),
                name="one_objection_a_parent",
            ),
            models.UniqueConstraint(
                fields=["decision"], condition=Q(ended_on=None, by="school"), name="one_objection_of_school"
            ),
        ]

    @property
    def place(self) -> str:
        return f"objection {moment(self.recorded_at)}"

    @property
    def words(self) -> dict[str, str]:
        """{"grounds", "why_late"}."""
        return self.decision.case.vault.open_value(self.place, self.sealed)

    @property
    def advice(self) -> str:
        return self._opened("advice", self.sealed_advice)

    @property
    def reasons(self) -> str:
        return self._opened("outcome", self.sealed_outcome)

    @property
    def whose(self) -> str:
        """As pages say it: "ouder 1", "de school"."""
        return self.party.signature if self.party else "de school"

    def _opened(self, what: str, sealed: bytes | memoryview | None) -> str:
        return self.decision.case.vault.open_value(f"{self.place} {what}", sealed) if sealed else ""
