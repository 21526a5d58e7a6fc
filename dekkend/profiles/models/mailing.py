"""How often a person wants mail, which signals went out, and the link to someone's calendar."""

from django.conf import settings
from django.db import models


class MailChoice(models.Model):
    """What someone chose; who chose nothing gets mail at once when others wait, and the weekly overview."""

    class Often(models.TextChoices):
        AT_ONCE = "at_once", "Meteen als iemand op mij wacht, en elke week een overzicht"
        WEEKLY = "weekly", "Alleen elke week een overzicht"
        NEVER = "never", "Geen mail. Ik kijk zelf op de site"

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="mail_choice")
    often = models.CharField(max_length=10, choices=Often, default=Often.AT_ONCE)


class Signal(models.Model):
    """A signal that went out: about what, and at which stage ("6 months before"). It goes out once."""

    kind = models.CharField(max_length=20)
    subject_id = models.PositiveBigIntegerField()
    stage = models.CharField(max_length=20)
    sent_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "subject_id", "stage"], name="one_signal_a_stage"),
        ]


class CalendarLink(models.Model):
    """A secret address with someone's terms, for their own calendar. Only the hash of its token is kept."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="calendar_link")
    token_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
