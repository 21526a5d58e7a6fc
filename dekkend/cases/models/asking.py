"""What a parent asks of school or Loket, and what a parent says is not right; with what was said back."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from dekkend.cases.models.case import Case
from dekkend.cases.models.parties import Party


class Addressee(models.TextChoices):
    SCHOOL = "school", "de school"
    DESK = "desk", "het Loket"


class Enquiry(models.Model):
    """A question of one parent: for that parent and for who is asked, and for nobody else.

    `state` says on whom it waits; a closed one opens again when the parent asks on. `is_news`: there is an
    answer that the parent did not read yet.
    """

    class State(models.TextChoices):
        WAITS = "waits", "wacht op antwoord"
        ANSWERED = "answered", "beantwoord"
        CLOSED = "closed", "gesloten"

    case = models.ForeignKey(Case, models.CASCADE, related_name="enquiries")
    number = models.PositiveSmallIntegerField()
    party = models.ForeignKey(Party, models.CASCADE, related_name="enquiries")
    to = models.CharField(max_length=6, choices=Addressee)
    state = models.CharField(max_length=8, choices=State, default=State.WAITS)
    is_news = models.BooleanField(default=False)
    asked_at = models.DateTimeField()

    class Meta:
        ordering = ["case_id", "number"]
        constraints = [models.UniqueConstraint(fields=["case", "number"], name="one_enquiry_a_number")]

    @property
    def waits(self) -> bool:
        return self.state == self.State.WAITS

    @property
    def said(self) -> list["Remark"]:
        """In order; without a query where the remarks were read along."""
        return list(self.remarks.all())


class Remark(models.Model):
    """What was said in an enquiry: by the parent, or by `said_by` for who was asked. Never changed."""

    enquiry = models.ForeignKey(Enquiry, models.CASCADE, related_name="remarks")
    number = models.PositiveSmallIntegerField()
    sealed = models.BinaryField()
    said_at = models.DateTimeField()
    said_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    said_by_name = models.CharField(max_length=100)

    class Meta:
        ordering = ["enquiry_id", "number"]
        constraints = [models.UniqueConstraint(fields=["enquiry", "number"], name="one_remark_a_number")]

    @property
    def place(self) -> str:
        return f"enquiry {self.enquiry.number} {self.number}"

    @property
    def words(self) -> str:
        return self.enquiry.case.vault.open_value(self.place, self.sealed)

    @property
    def is_of_parent(self) -> bool:
        return self.said_by_id is None


class Correction(models.Model):
    """What a parent says is not right in a part that others wrote, and what it should be (AVG 16).

    It stands beside that part for everyone who reads it, and the part itself is never changed by it. `key` is
    that of the question, or the round of the decision; `revision` is the text that it speaks of. `sealed`
    holds {"wrong", "right"}. `due_on`: when there must be an answer (AVG 12:3).
    """

    class Where(models.TextChoices):
        GROWTH = "growth", "het groeidocument"
        REQUEST = "request", "de aanvraag"
        DECISION = "decision", "het besluit"

    class Outcome(models.TextChoices):
        CHANGED = "changed", "de tekst is veranderd"
        BESIDE = "beside", "het klopt wat de ouder zegt: die woorden horen erbij"
        KEPT = "kept", "de tekst blijft zoals hij is"

    case = models.ForeignKey(Case, models.CASCADE, related_name="corrections")
    number = models.PositiveSmallIntegerField()
    party = models.ForeignKey(Party, models.CASCADE, related_name="corrections")
    where = models.CharField(max_length=8, choices=Where)
    key = models.CharField(max_length=80)
    revision = models.PositiveIntegerField()
    to = models.CharField(max_length=6, choices=Addressee)
    sealed = models.BinaryField()
    asked_at = models.DateTimeField()
    due_on = models.DateField()
    outcome = models.CharField(max_length=7, choices=Outcome, blank=True)
    sealed_answer = models.BinaryField(null=True)
    is_news = models.BooleanField(default=False)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    answered_by_name = models.CharField(max_length=100, blank=True)

    class Meta:
        ordering = ["case_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="one_correction_a_number"),
            models.UniqueConstraint(
                fields=["party", "where", "key"], condition=Q(outcome=""), name="one_open_correction_a_part"
            ),
            models.CheckConstraint(
                name="an_answer_has_a_moment",
                condition=Q(outcome="", answered_at=None) | (~Q(outcome="") & Q(answered_at__isnull=False)),
            ),
        ]

    @property
    def place(self) -> str:
        return f"correction {self.number}"

    @property
    def words(self) -> dict[str, str]:
        """{"wrong", "right"}."""
        return self.case.vault.open_value(self.place, self.sealed)

    @property
    def answer(self) -> str:
        if self.sealed_answer is None:
            return ""
        return self.case.vault.open_value(f"{self.place} answer", self.sealed_answer)
