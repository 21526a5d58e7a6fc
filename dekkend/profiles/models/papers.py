"""The papers that a school added to a question: a protocol, a plan."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from dekkend.profiles.models.version import Version
from dekkend.questionnaires.tree import weight_of


class Paper(models.Model):
    """A file with a question of a version. The file itself stands in the store under `stored`.

    The next version gets rows of its own that name the same file: it stays as long as any row names it.
    One that was taken away keeps its row for a while, to be put back.
    """

    class Audience(models.TextChoices):
        PUBLIC = "public", "Iedereen"
        REGION = "region", "De school, de MR, het bestuur en de regio"
        SCHOOL = "school", "De school, de MR en het bestuur"

    version = models.ForeignKey(Version, models.CASCADE, related_name="papers")
    key = models.CharField(max_length=80)
    title = models.CharField(max_length=100)
    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=8)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    audience = models.CharField(max_length=8, choices=Audience)
    stored = models.CharField(max_length=64, db_index=True)
    is_carried = models.BooleanField(default=False)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    uploaded_by_name = models.CharField(max_length=100)
    uploaded_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)
    removed_by_name = models.CharField(max_length=100, blank=True)

    class Meta:
        ordering = ["uploaded_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "key", "sha256"],
                condition=Q(removed_at__isnull=True),
                name="one_paper_once",
            ),
        ]

    def __str__(self):
        return self.title

    @property
    def weight(self) -> str:
        return weight_of(self.size)
