"""The append-only record of everything that happened to a subject."""

from django.conf import settings
from django.db import models


class AppendOnly(models.QuerySet):
    def update(self, **kwargs):
        raise TypeError("The record is append-only")

    def delete(self):
        raise TypeError("The record is append-only")


class Event(models.Model):
    """One act on one subject, named by a kind ("profile version") and its number."""

    subject_kind = models.CharField(max_length=40)
    subject_id = models.PositiveBigIntegerField()
    act = models.CharField(max_length=40)
    from_state = models.CharField(max_length=20, blank=True)
    to_state = models.CharField(max_length=20, blank=True)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    actor_name = models.CharField(max_length=100)
    actor_role = models.CharField(max_length=60, blank=True)
    at = models.DateTimeField()
    reason = models.TextField(blank=True)
    details = models.JSONField(default=dict)

    objects = AppendOnly.as_manager()

    class Meta:
        ordering = ["at", "id"]
        indexes = [models.Index(fields=["subject_kind", "subject_id", "at"])]

    def save(self, *args, **kwargs):
        if self.pk:
            raise TypeError("The record is append-only")
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise TypeError("The record is append-only")
