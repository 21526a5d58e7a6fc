"""Someone from outside the team who reads or writes one chapter, by a link, until a day."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from dekkend.profiles.models.version import Version


class Guest(models.Model):
    """A person without an account, and the one chapter of a working copy they were asked for.

    Of the link and of the code that proves the address only hashes are kept. `email` and `note` are
    forgotten some time after the last day; name and role stay, as with everyone who wrote: see
    docs/decisions/0019-guests-by-link-and-code.md before changing what lets someone in.
    """

    version = models.ForeignKey(Version, models.CASCADE, related_name="guests")
    chapter = models.CharField(max_length=80)
    name = models.CharField(max_length=80)
    role = models.CharField(max_length=60)
    email = models.EmailField(blank=True)
    writes = models.BooleanField()
    until = models.DateField()
    note = models.TextField(blank=True)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    invited_at = models.DateTimeField()
    token_hash = models.CharField(max_length=64, unique=True)
    sent_at = models.DateTimeField()
    code_hash = models.CharField(max_length=64, blank=True)
    code_sent_at = models.DateTimeField(null=True)
    code_tries = models.PositiveSmallIntegerField(default=0)
    wrong_codes = models.PositiveSmallIntegerField(default=0)
    opened_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["invited_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "chapter", "email"],
                condition=~Q(email=""),
                name="one_guest_a_chapter_and_address",
            ),
        ]

    @property
    def signature(self) -> str:
        """The name under which a guest's answers are kept: it tells who wrote, for a guest is no user."""
        return f"{self.name} (gast)"

    @property
    def introduced(self) -> str:
        """Noor Vis, jeugdverpleegkundige."""
        return f"{self.name}, {self.role}"
