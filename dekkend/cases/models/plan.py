"""The plan for a child (opp): written in the file, agreed with the parents, kept in versions."""

from functools import cached_property
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from dekkend.cases.models.case import Case
from dekkend.cases.models.parties import Party
from dekkend.core.encryption import moment
from dekkend.organisations.models import Site
from dekkend.questionnaires.models import Edition


class Plan(models.Model):
    """What is being written stands in the entries of the case (form "plan"); what held, in versions.

    `site` is the school that writes it: the one that asked, or the special school that took the child in.
    `edition` is chosen when the school begins. `due_on`: when the first version must be there;
    `evaluate_by`: when it must be talked over with the parents again. `shared_digest` names the action part
    as it was when the school asked the parents: as long as it is so, they read what is being written.
    """

    case = models.OneToOneField(Case, models.CASCADE, related_name="plan")
    site = models.ForeignKey(Site, models.PROTECT, related_name="plans")
    edition = models.ForeignKey(Edition, models.PROTECT, null=True, related_name="+")
    due_on = models.DateField()
    evaluate_by = models.DateField(null=True)
    shared_on = models.DateField(null=True)
    shared_digest = models.CharField(max_length=64, blank=True)

    class Meta:
        indexes = [models.Index(fields=["site", "due_on"])]

    @property
    def is_over(self) -> bool:
        """The help that it belongs to has ended; other help has a file, and a plan, of its own."""
        return self.case.state == Case.State.ENDED


class PlanVersion(models.Model):
    """A plan as it was established: never changed, but for how it went.

    `sealed` holds {"answers", "parents", "views"}. `is_agreed` is about the part that needs the parents' yes:
    without it the rest holds, the support goes on, and the disagreement is on record.
    """

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="+")
    sealed = models.BinaryField()
    is_agreed = models.BooleanField()
    begins_on = models.DateField()
    ends_on = models.DateField()
    established_on = models.DateField()
    established_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    evaluated_on = models.DateField(null=True)
    sealed_evaluation = models.BinaryField(null=True)

    class Meta:
        ordering = ["plan_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="one_plan_a_number"),
            models.CheckConstraint(name="plan_ends_later", condition=Q(ends_on__gte=models.F("begins_on"))),
        ]

    @property
    def place(self) -> str:
        return f"plan {self.number}"

    @property
    def answers(self) -> dict[str, object]:
        """{key: answer}, as they were then."""
        return self._kept["answers"]

    @property
    def parents(self) -> list[dict[str, str]]:
        """[{"who", "answer", "words"}]: what each parent said to the action part, as pages say it."""
        return self._kept["parents"]

    @property
    def views(self) -> list[dict[str, Any]]:
        """[{"who", "language", "answers"}]: what each parent wrote of the plan themselves."""
        return self._kept.get("views", [])

    @cached_property
    def _kept(self) -> dict[str, Any]:
        return self.plan.case.vault.open_value(self.place, self.sealed)

    @property
    def evaluation(self) -> dict[str, object]:
        """{key: answer} about how it went; empty until it was evaluated."""
        if self.sealed_evaluation is None:
            return {}
        return self.plan.case.vault.open_value(f"{self.place} evaluation", self.sealed_evaluation)


class PlanAgreement(models.Model):
    """What a parent said to the part of the plan that needs their yes. Rows are never changed.

    `digest` names the text that they said it to. SILENT: they were asked and did not answer.
    """

    class Answer(models.TextChoices):
        YES = "yes", "zegt ja"
        NO = "no", "zegt nee"
        SILENT = "silent", "gaf geen antwoord"

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="agreements")
    party = models.ForeignKey(Party, models.CASCADE, related_name="agreements")
    answer = models.CharField(max_length=6, choices=Answer)
    digest = models.CharField(max_length=64)
    sealed_words = models.BinaryField(null=True)
    given_on = models.DateField()
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["recorded_at", "id"]

    @property
    def place(self) -> str:
        return f"agreement {self.party.number} {moment(self.recorded_at)}"

    @property
    def words(self) -> str:
        if self.sealed_words is None:
            return ""
        return self.plan.case.vault.open_value(self.place, self.sealed_words)
