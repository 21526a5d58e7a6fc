"""Who has a working copy open now. Not a history: see docs/decisions/0020-presence-is-overwritten.md."""

from django.conf import settings
from django.db import models

from dekkend.profiles.models.version import Version


class Presence(models.Model):
    """Someone who has a working copy open: one row a person, overwritten each time and soon gone.

    `visitor` says who it is among those of a version, as with answers: the number of a user, or the name of
    someone who has no account and is no `user` (see `saving.Writer`).
    `chapter` is empty for who reads the whole text, `question` for who is not writing at one.
    """

    # the constraint below is an index on the version already
    version = models.ForeignKey(Version, models.CASCADE, related_name="present", db_index=False)
    visitor = models.CharField(max_length=100)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+")
    name = models.CharField(max_length=100)
    role = models.CharField(max_length=60, blank=True)
    chapter = models.CharField(max_length=80, blank=True)
    question = models.CharField(max_length=80, blank=True)
    seen_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "visitor"], name="one_presence_a_visitor"),
        ]
