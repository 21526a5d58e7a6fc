"""Who has a say over a child, and what they said to a request."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q

from dekkend.cases.models.case import Case
from dekkend.core.encryption import moment


class Party(models.Model):
    """A parent or guardian. Who they are is sealed; the pages and the record say "ouder 1".

    `sealed` holds {"name", "email", "relation"}. `has_authority`: their consent is asked (BW 1:245). Who is
    `kept_out` has no link and sees nothing, with the ground for it in the record. Of the link and of the code
    that proves the address only hashes are kept.
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="parties")
    number = models.PositiveSmallIntegerField()
    sealed = models.BinaryField()
    has_authority = models.BooleanField()
    kept_out = models.BooleanField(default=False)
    household = models.PositiveSmallIntegerField(default=1)
    language = models.CharField(max_length=10, default="nl")
    token_hash = models.CharField(max_length=64, unique=True, null=True)  # noqa: DJ001  unique, so none is no value
    token_until = models.DateField(null=True)
    link_sent_at = models.DateTimeField(null=True)
    code_hash = models.CharField(max_length=64, blank=True)
    code_sent_at = models.DateTimeField(null=True)
    code_tries = models.PositiveSmallIntegerField(default=0)
    wrong_codes = models.PositiveSmallIntegerField(default=0)
    opened_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True)
    removed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["case_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="one_party_a_number"),
            models.CheckConstraint(
                name="kept_out_has_no_link", condition=Q(kept_out=False) | Q(token_hash=None)
            ),
        ]

    @property
    def signature(self) -> str:
        """The name that record, log and mail know them by."""
        return f"ouder {self.number}"

    @property
    def is_asked(self) -> bool:
        """Whether a request needs their word."""
        return self.has_authority and not self.kept_out

    @property
    def place(self) -> str:
        """Where `sealed` belongs, in the vault of the case."""
        return f"party {self.number}"

    @property
    def about(self) -> dict[str, str]:
        """{"name", "email", "relation"}."""
        return self.case.vault.open_value(self.place, self.sealed)


class Consent(models.Model):
    """What a parent said to the request of a round; the last one counts. Rows are never changed.

    `digest` names the text that they said it to: what is changed afterwards asks for a new one. VIEW is for a
    kind that needs no consent: they were consulted, and what they think stands in their part of the file.
    """

    class Answer(models.TextChoices):
        YES = "yes", "zegt ja"
        NO = "no", "zegt nee"
        WITHDRAWN = "withdrawn", "trok de toestemming in"
        VIEW = "view", "is gehoord"

    case = models.ForeignKey(Case, models.CASCADE, related_name="consents")
    party = models.ForeignKey(Party, models.CASCADE, related_name="consents")
    round = models.PositiveSmallIntegerField()
    answer = models.CharField(max_length=10, choices=Answer)
    digest = models.CharField(max_length=64)
    sealed_words = models.BinaryField(null=True)
    given_at = models.DateTimeField()
    on_paper = models.ForeignKey("Attachment", models.PROTECT, null=True, related_name="+")
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["given_at", "id"]


def consent_place(party: Party, at: datetime) -> str:
    """Where the words with a consent belong in the vault of its case."""
    return f"consent {party.number} {moment(at)}"


class Share(models.Model):
    """A teacher whom the coordinator lets read and write along in the file."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="shares")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    shared_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    shared_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["shared_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "user"], condition=Q(ended_at=None), name="shared_once_at_a_time"
            )
        ]
