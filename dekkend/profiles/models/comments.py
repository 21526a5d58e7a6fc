"""What people who write a profile say to each other about a question. No reader outside the team sees it.

A school that reads along sees the threads it began, and no others.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q

from dekkend.organisations.models import Site
from dekkend.profiles.models.version import Version


class Comment(models.Model):
    """A remark about one question, or a reply to one. Settled remarks stay, folded away.

    `friend` is the school that reads along, when its author speaks for that, and `author_school` its name. A
    thread that such a school began is seen there too, with what the team replies.
    """

    version = models.ForeignKey(Version, models.CASCADE, related_name="comments")
    key = models.CharField(max_length=80)
    answers = models.ForeignKey("self", models.CASCADE, null=True, related_name="replies")
    text = models.TextField()
    friend = models.ForeignKey(Site, models.PROTECT, null=True, related_name="+")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    author_name = models.CharField(max_length=100)
    author_role = models.CharField(max_length=60, blank=True)
    author_school = models.CharField(max_length=200, blank=True)
    written_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    settled_by_name = models.CharField(max_length=100, blank=True)

    class Meta:
        ordering = ["written_at", "id"]
        indexes = [models.Index(fields=["version", "key"])]
        constraints = [
            models.CheckConstraint(
                name="a_reply_is_not_settled_by_itself",
                condition=Q(answers__isnull=True) | Q(settled_at__isnull=True),
            ),
        ]
