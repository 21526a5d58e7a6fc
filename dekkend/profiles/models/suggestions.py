"""Another text for a question, proposed by someone and decided on by who writes the profile."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from dekkend.organisations.models import Site
from dekkend.profiles.models.version import Version


class Suggestion(models.Model):
    """A proposal at a question. It stays to be read once it is decided; it is part of no output.

    `base_text` at `base_revision` is what stood there when it was made: the answer may change meanwhile.
    `revision` counts the proposer's own changes, so that a decision is about the text that was seen.
    `friend` is the school that reads along, when it comes from there, and `author_school` its name.
    `taken_at_revision` is the revision that taking it over gave the answer; None when the answer said so
    already.
    """

    class State(models.TextChoices):
        OPEN = "open", "wacht op een besluit"
        ACCEPTED = "accepted", "overgenomen"
        DECLINED = "declined", "niet overgenomen"
        WITHDRAWN = "withdrawn", "teruggenomen"
        CLOSED = "closed", "niet besloten"

    version = models.ForeignKey(Version, models.CASCADE, related_name="suggestions")
    key = models.CharField(max_length=80)
    friend = models.ForeignKey(Site, models.PROTECT, null=True, related_name="+")
    text = models.TextField()
    why = models.TextField(blank=True)
    base_text = models.TextField(blank=True)
    base_revision = models.PositiveIntegerField()
    revision = models.PositiveIntegerField(default=1)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    author_name = models.CharField(max_length=100)
    author_role = models.CharField(max_length=60)
    author_school = models.CharField(max_length=200, blank=True)
    written_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    reason = models.TextField(blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decided_by_name = models.CharField(max_length=100, blank=True)
    decided_at = models.DateTimeField(null=True)
    taken_at_revision = models.PositiveIntegerField(null=True)

    class Meta:
        ordering = ["written_at", "id"]
        indexes = [models.Index(fields=["version", "key"])]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "key", "author"],
                condition=Q(state="open"),
                name="one_open_suggestion_a_person",
            ),
            models.CheckConstraint(
                name="a_closed_suggestion_says_when",
                condition=Q(state="open", decided_at__isnull=True)
                | ~Q(state="open") & Q(decided_at__isnull=False),
            ),
        ]

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPEN
