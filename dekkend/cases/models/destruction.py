"""What is left of a case that was destroyed: that it was, when and why, and nothing about a child."""

from django.db import models

from dekkend.organisations.models import Partnership
from dekkend.workflow.models import AppendOnly


class Destruction(models.Model):
    """The proof that a file is gone. Rows are never changed.

    `record` is the rule of the offering by which it was kept so long, `ground` what that rule said.
    `counts` is {model: rows, "files": number} of what went. `digest` stands in the log of the partnership
    too: see `destruction.digest_of`.
    """

    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="destructions")
    case_uid = models.UUIDField(unique=True)
    case_number = models.CharField(max_length=12)
    record = models.CharField(max_length=40)
    ground = models.TextField()
    opened_on = models.DateField()
    closed_on = models.DateField(null=True)
    retain_until = models.DateField()
    destroyed_at = models.DateTimeField()
    counts = models.JSONField()
    digest = models.CharField(max_length=64)

    objects = AppendOnly.as_manager()

    class Meta:
        ordering = ["-destroyed_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["partnership", "case_number"], name="destroyed_once"),
        ]

    def save(self, *args, **kwargs):
        if self.pk:
            raise TypeError("What was destroyed stays so")
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise TypeError("What was destroyed stays so")


class DoomedFile(models.Model):
    """A sealed file whose key is gone already, still to be taken out of the store."""

    case_uid = models.UUIDField(db_index=True)
    stored = models.CharField(max_length=64, unique=True)
