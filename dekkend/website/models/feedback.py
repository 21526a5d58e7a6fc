"""Does a parent recognise what a profile says? Nothing of it is public before someone let it through."""

from django.db import models
from django.db.models import Q

from dekkend.organisations.models import Partnership
from dekkend.profiles.models import Version

LONGEST_WORDS, LONGEST_ANSWER = 1500, 1500
USUAL_MONTHS = 12


class Feedback(models.Model):
    """What parents said of one question, or of the whole (no `key`). Who said it is not known.

    `about` is the question as they read it.
    The same said again of the same version is the same row: `times`. `fingerprint` tells. Without words there
    is nothing to judge or to show, and it is only counted. `shown_words` is what was let through, `ticket`
    the form it came from: sending one form twice is sending it once.
    """

    class Choice(models.TextChoices):
        YES = "yes", "Ja, dit herken ik"
        PARTLY = "partly", "Voor een deel"
        NO = "no", "Nee, dit herken ik niet"

    class State(models.TextChoices):
        COUNTED = "counted", "geteld"
        WAITING = "waiting", "wacht op u"
        PUBLISHED = "published", "te lezen voor ouders"
        KEPT = "kept", "niet te lezen voor ouders"

    version = models.ForeignKey(Version, models.CASCADE, related_name="feedback")
    key = models.CharField(max_length=100, blank=True)
    about = models.CharField(max_length=200, blank=True)
    choice = models.CharField(max_length=10, choices=Choice)
    words = models.TextField(blank=True, max_length=LONGEST_WORDS)
    fingerprint = models.CharField(max_length=64)
    ticket = models.CharField(max_length=43)
    times = models.PositiveIntegerField(default=1)
    given_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State)
    shown_words = models.TextField(blank=True)
    answer = models.TextField(blank=True, max_length=LONGEST_ANSWER)
    answered_by_name = models.CharField(max_length=100, blank=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-given_at", "-pk"]
        indexes = [models.Index(fields=["state", "version"], name="feedback_in_state")]
        constraints = [
            models.UniqueConstraint(fields=["version", "fingerprint"], name="the_same_said_once"),
            models.CheckConstraint(
                name="only_words_are_judged",
                condition=Q(state="counted", words="") | (~Q(state="counted") & ~Q(words="")),
            ),
            models.CheckConstraint(
                name="what_is_public_was_let_through",
                condition=Q(state="published") & ~Q(shown_words="") | ~Q(state="published"),
            ),
        ]


class FeedbackAgreement(models.Model):
    """How a partnership goes about it: does it ask parents, when is its support point told, what stays."""

    class Told(models.TextChoices):
        AT_ONCE = "at_once", "Meteen, hoogstens één mail per uur"
        WEEKLY = "weekly", "Eén keer per week"
        NEVER = "never", "Geen mail. Wij kijken zelf op de site"

    partnership = models.OneToOneField(Partnership, models.CASCADE, related_name="feedback_agreement")
    is_open = models.BooleanField(default=True)
    told = models.CharField(max_length=10, choices=Told, default=Told.WEEKLY)
    keep_months = models.PositiveSmallIntegerField(default=USUAL_MONTHS)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="feedback_is_kept_for_some_time", condition=Q(keep_months__gte=1, keep_months__lte=36)
            )
        ]
