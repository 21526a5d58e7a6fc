"""Who of the team was asked to write a chapter, before which day. No reader outside the team sees it."""

from django.conf import settings
from django.db import models
from django.db.models import Q, QuerySet
from django.utils.timezone import localdate

from dekkend.profiles.models.version import Version

LONGEST_NOTE = 500


class AssignmentQuerySet(QuerySet["Assignment"]):
    def in_working_copies(self) -> "AssignmentQuerySet":
        """When a version leaves the school all of it rests, and stands there again when it comes back."""
        return self.filter(version__state=Version.State.WORKING)

    def standing(self) -> "AssignmentQuerySet":
        """Not taken back."""
        return self.filter(withdrawn_at=None)

    def open(self) -> "AssignmentQuerySet":
        """Nor said to be done: who was asked may write. `saving.AUTHORISE` asks the same."""
        return self.standing().filter(done_at=None)


class Assignment(models.Model):
    """A chapter (its key) that `assignee` is asked to write, at the latest on `due_on`: one person at a time.

    Whoever is asked next takes the place of the one before; the record keeps who was asked. `revision` counts
    every act, so that nobody changes what they have not seen.
    """

    version = models.ForeignKey(Version, models.CASCADE, related_name="assignments")
    chapter = models.CharField(max_length=80)
    assignee = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="assignments")
    assignee_name = models.CharField(max_length=100)
    due_on = models.DateField()
    note = models.CharField(max_length=LONGEST_NOTE, blank=True)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_by_name = models.CharField(max_length=100)
    asked_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by_name = models.CharField(max_length=100, blank=True)
    revision = models.PositiveIntegerField(default=1)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "chapter"], name="one_assignment_a_chapter"),
            models.CheckConstraint(
                name="who_took_an_assignment_back_is_known",
                condition=Q(withdrawn_at__isnull=True, withdrawn_by_name="")
                | (Q(withdrawn_at__isnull=False) & ~Q(withdrawn_by_name="")),
            ),
        ]

    @property
    def is_late(self) -> bool:
        return self.is_open and self.due_on < localdate()

    @property
    def is_open(self) -> bool:
        return self.done_at is None and self.withdrawn_at is None
