"""What was written in the file: a row for each question and each side, and all it ever was."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from dekkend.cases.models.case import Case
from dekkend.cases.models.parties import Party


class Entry(models.Model):
    """An answer, sealed. `party` is the parent whose part it is; without one it is the school's.

    Nobody but its own side ever changes it: see `rules.may_write_entry`. `form` says which questionnaire the
    key stands in: the growth file, the request or the plan.
    """

    class Form(models.TextChoices):
        GROWTH = "growth", "groeidocument"
        REQUEST = "request", "aanvraag"
        PLAN = "plan", "plan voor het kind (opp)"

    case = models.ForeignKey(Case, models.CASCADE, related_name="entries")
    form = models.CharField(max_length=8, choices=Form)
    key = models.CharField(max_length=80)
    party = models.ForeignKey(Party, models.CASCADE, null=True, related_name="entries")
    revision = models.PositiveIntegerField()
    sealed = models.BinaryField()
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    saved_by_name = models.CharField(max_length=100)

    class Meta:
        ordering = ["form", "key", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "form", "key"], condition=Q(party=None), name="one_entry_of_the_school"
            ),
            models.UniqueConstraint(
                fields=["case", "form", "key", "party"],
                condition=Q(party__isnull=False),
                name="one_entry_of_a_parent",
            ),
        ]

    @property
    def place(self) -> str:
        return entry_place(self.form, self.key, self.party_id)


class EntryVersion(models.Model):
    """Every text that an entry ever was, and who wrote it when. Rows are never changed."""

    entry = models.ForeignKey(Entry, models.CASCADE, related_name="versions")
    revision = models.PositiveIntegerField()
    sealed = models.BinaryField()
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    saved_by_name = models.CharField(max_length=100)

    class Meta:
        ordering = ["entry_id", "revision"]
        constraints = [models.UniqueConstraint(fields=["entry", "revision"], name="one_text_a_revision")]


def entry_place(form: str, key: str, party_id: int | None) -> str:
    """Where an entry belongs in the vault of its case."""
    return f"entry {form} {key} {party_id or 'school'}"
