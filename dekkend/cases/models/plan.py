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
    None while nobody does: its declaration was given free, and no other school took it in yet. `edition` is
    chosen when the school begins. `due_on`: when the first version of that school must be there;
    `evaluate_by`: when it must be talked over with the parents again. `shared_digest` names the action part
    as it was when the school asked the parents: as long as it is so, they read what is being written.
    """

    case = models.OneToOneField(Case, models.CASCADE, related_name="plan")
    site = models.ForeignKey(Site, models.PROTECT, null=True, related_name="plans")
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
    """A plan as it was established, at `site`: never changed. How it went stands in `evaluations`.

    `sealed` holds {"answers", "parents", "views"}. `is_agreed` is about the part that needs the parents' yes:
    without it the rest holds, the support goes on, and the disagreement is on record.
    """

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="+")
    site = models.ForeignKey(Site, models.PROTECT, related_name="+")
    sealed = models.BinaryField()
    is_agreed = models.BooleanField()
    begins_on = models.DateField()
    ends_on = models.DateField()
    established_on = models.DateField()
    established_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

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

    @cached_property
    def evaluated(self) -> list["PlanEvaluation"]:
        """Each time that it was looked back on, oldest first, with this version at hand. One query."""
        found = list(self.evaluations.all())
        for evaluation in found:
            evaluation.version = self
        return found


class PlanEvaluation(models.Model):
    """How a version went, as it was talked over with the parents; `sealed` holds {key: answer}.

    A version is looked back on as often as it holds longer. Rows are never changed.
    """

    version = models.ForeignKey(PlanVersion, models.CASCADE, related_name="evaluations")
    number = models.PositiveSmallIntegerField()
    evaluated_on = models.DateField()
    sealed = models.BinaryField()

    class Meta:
        ordering = ["version_id", "number"]
        constraints = [models.UniqueConstraint(fields=["version", "number"], name="one_evaluation_a_number")]

    @property
    def place(self) -> str:
        """The first stands where the only one of a version once stood."""
        return f"{self.version.place} evaluation" + (f" {self.number}" if self.number > 1 else "")

    @property
    def answers(self) -> dict[str, object]:
        return self.version.plan.case.vault.open_value(self.place, self.sealed)


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
