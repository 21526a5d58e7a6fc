"""The answers in a working copy, and what each of them was before."""

from django.conf import settings
from django.db import models

from dekkend.profiles.models.version import Version


class Answer(models.Model):
    """The current answer to one question of a version; `revision` counts its saves from 1.

    `is_carried`: it came along from the version before and nobody changed it yet. `confirmed_…` says who
    found that it still holds; a change takes that back. A confirmation is no save: it leaves the revision.
    A question left empty last year gets a row when someone confirms that: without a value, at revision 0.
    """

    version = models.ForeignKey(Version, models.CASCADE, related_name="answers")
    key = models.CharField(max_length=80)
    value = models.JSONField(null=True)
    revision = models.PositiveIntegerField(default=1)
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    saved_by_name = models.CharField(max_length=100)
    saved_at = models.DateTimeField()
    is_carried = models.BooleanField(default=False, db_default=False)
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    confirmed_by_name = models.CharField(max_length=100, default="", db_default="")
    confirmed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "key"], name="one_answer_a_question")]


class AnswerRevision(models.Model):
    """What an answer was at each save: the history of a question. Only ever added to.

    `suggested_by_name` is whose proposal it was, when the one who saved it took that over.
    """

    version = models.ForeignKey(Version, models.CASCADE, related_name="answer_revisions")
    key = models.CharField(max_length=80)
    value = models.JSONField(null=True)
    revision = models.PositiveIntegerField()
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    saved_by_name = models.CharField(max_length=100)
    saved_at = models.DateTimeField()
    suggested_by_name = models.CharField(max_length=100, default="", db_default="")

    class Meta:
        ordering = ["-revision"]
        constraints = [
            models.UniqueConstraint(fields=["version", "key", "revision"], name="one_row_a_revision"),
        ]
