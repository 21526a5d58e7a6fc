"""A school's support profile: its versions, the answers in a working copy, and what was frozen."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from dekkend.organisations.models import Partnership, Site
from dekkend.questionnaires.models import Edition

UNDER_WAY = ["working", "with_mr", "advised", "with_board"]


class Regime(models.Model):
    """What a partnership has agreed for profiles made from a day on: form, terms, how long it holds."""

    partnership = models.ForeignKey(Partnership, models.CASCADE, related_name="regimes")
    begins_on = models.DateField()
    edition = models.ForeignKey(Edition, models.PROTECT)
    advice_weeks = models.PositiveSmallIntegerField()
    valid_months = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["-begins_on"]
        constraints = [
            models.UniqueConstraint(fields=["partnership", "begins_on"], name="one_regime_a_day"),
        ]


class SupportProfile(models.Model):
    """The profile of one site in one partnership; its versions follow each other."""

    site = models.ForeignKey(Site, models.PROTECT, related_name="profiles")
    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="profiles")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["site", "partnership"], name="one_profile_a_partnership"),
        ]


class Version(models.Model):
    """One round of the profile. Answers are rows while it is worked on; `snapshot` is what was frozen.

    A snapshot is {"edition": {"form", "name", "checksum"}, "register": {key: value}, "answers": {key: value}}
    and names no person who wrote it. The state changes in `workflow.engine` only.
    """

    class State(models.TextChoices):
        WORKING = "working", "werkversie"
        WITH_MR = "with_mr", "bij de MR"
        ADVISED = "advised", "advies gegeven"
        WITH_BOARD = "with_board", "bij het bestuur"
        ESTABLISHED = "established", "vastgesteld"
        PUBLISHED = "published", "gepubliceerd"
        SUCCEEDED = "succeeded", "opgevolgd"
        EXPIRED = "expired", "verlopen"

    profile = models.ForeignKey(SupportProfile, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    edition = models.ForeignKey(Edition, models.PROTECT)
    regime = models.ForeignKey(Regime, models.PROTECT)
    state = models.CharField(max_length=12, choices=State, default=State.WORKING)
    previous = models.OneToOneField("self", models.PROTECT, null=True, related_name="next")
    started_at = models.DateTimeField()
    advice_due_on = models.DateField(null=True)
    established_on = models.DateField(null=True)
    valid_until = models.DateField(null=True)
    published_at = models.DateTimeField(null=True)
    snapshot = models.JSONField(null=True)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["profile", "number"], name="one_version_a_number"),
            models.UniqueConstraint(
                fields=["profile"],
                condition=Q(state__in=UNDER_WAY),
                name="one_version_under_way",
            ),
            models.UniqueConstraint(
                fields=["profile"], condition=Q(state="published"), name="one_version_published"
            ),
            models.CheckConstraint(
                name="only_published_is_succeeded_or_expires",
                condition=~Q(state__in=["published", "succeeded", "expired"]) | Q(published_at__isnull=False),
            ),
            models.CheckConstraint(
                name="established_is_frozen",
                condition=Q(state__in=UNDER_WAY)
                | Q(snapshot__isnull=False, established_on__isnull=False, valid_until__isnull=False),
            ),
        ]

    def __str__(self):
        return f"{self.profile_id} versie {self.number}"

    @property
    def is_under_way(self) -> bool:
        return self.state in UNDER_WAY


class Answer(models.Model):
    """The current answer to one question of a version; `revision` counts its saves from 1."""

    version = models.ForeignKey(Version, models.CASCADE, related_name="answers")
    key = models.CharField(max_length=80)
    value = models.JSONField(null=True)
    revision = models.PositiveIntegerField(default=1)
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    saved_by_name = models.CharField(max_length=100)
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "key"], name="one_answer_a_question")]


class AnswerRevision(models.Model):
    """What an answer was at each save: the history of a question. Only ever added to."""

    version = models.ForeignKey(Version, models.CASCADE, related_name="answer_revisions")
    key = models.CharField(max_length=80)
    value = models.JSONField(null=True)
    revision = models.PositiveIntegerField()
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    saved_by_name = models.CharField(max_length=100)
    saved_at = models.DateTimeField()

    class Meta:
        ordering = ["-revision"]
        constraints = [
            models.UniqueConstraint(fields=["version", "key", "revision"], name="one_row_a_revision"),
        ]


class Advice(models.Model):
    """The MR's advice on a version, or the note that its term lapsed; the board answers it.

    `revisions` says which text it is about: {question key: revision}. When the school takes the version
    back to work on it, the advice stays on record with `superseded_at`, and the next round asks anew.
    """

    class Outcome(models.TextChoices):
        POSITIVE = "positive", "Positief"
        POSITIVE_IF = "positive_if", "Positief, als er iets verandert"
        NEGATIVE = "negative", "Negatief"
        NONE = "none", "Wij geven geen advies"
        LAPSED = "lapsed", "Geen advies binnen de termijn"

    version = models.ForeignKey(Version, models.CASCADE, related_name="advices")
    outcome = models.CharField(max_length=12, choices=Outcome)
    reasons = models.TextField(blank=True)
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    given_by_name = models.CharField(max_length=100, blank=True)
    given_by_role = models.CharField(max_length=60, blank=True)
    given_at = models.DateTimeField()
    revisions = models.JSONField(default=dict)
    withdrawn_at = models.DateTimeField(null=True)
    superseded_at = models.DateTimeField(null=True)
    answer = models.TextField(blank=True)
    answered_by_name = models.CharField(max_length=100, blank=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-given_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["version"],
                condition=Q(withdrawn_at__isnull=True, superseded_at__isnull=True),
                name="one_standing_advice",
            ),
        ]

    @property
    def needs_answer(self) -> bool:
        """The MR asked for something: the board must say what it does with it."""
        return self.outcome in (self.Outcome.POSITIVE_IF, self.Outcome.NEGATIVE)
