"""The passkeys of a parent: another way through the door of their place than a code by mail."""

from datetime import timedelta

from django.db import models

from dekkend.cases.models.parties import Party
from dekkend.core.encryption import moment


class Passkey(models.Model):
    """Bound to the link of one parent in one case: it goes when either does.

    `sealed` holds {"credential": its id and public key, "host": of the site it was made for, "device"}.
    `sign_count` is how often the device says that it signed; a copy of a key gives itself away by it.
    """

    party = models.ForeignKey(Party, models.CASCADE, related_name="passkeys")
    sealed = models.BinaryField()
    sign_count = models.PositiveBigIntegerField(default=0)
    added_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["added_at", "id"]

    @property
    def place(self) -> str:
        """Where `sealed` belongs, in the vault of the case."""
        return f"passkey {self.party.number} {moment(self.added_at)}"

    @property
    def about(self) -> dict[str, str]:
        return self.party.case.vault.open_value(self.place, self.sealed)


class PasskeyChallenge(models.Model):
    """What a device is asked to sign: random, kept as its hash, for one answer within five minutes."""

    class Purpose(models.TextChoices):
        ADD = "add", "een passkey maken"
        OPEN = "open", "binnenkomen"

    WORKS = timedelta(minutes=5)

    party = models.ForeignKey(Party, models.CASCADE, related_name="passkey_challenges")
    purpose = models.CharField(max_length=4, choices=Purpose)
    digest = models.CharField(max_length=64, unique=True)
    given_at = models.DateTimeField()

    class Meta:
        ordering = ["given_at"]
