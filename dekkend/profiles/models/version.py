"""A school's support profile, and its versions."""

from django.db import models
from django.db.models import Q

from dekkend.organisations.models import Partnership, Site
from dekkend.profiles.models.regime import Regime
from dekkend.questionnaires.models import Edition

UNDER_WAY = ["working", "with_mr", "heard", "with_board"]


class SupportProfile(models.Model):
    """The profile of one site in one partnership; its versions follow each other.

    `shares_texts`: the head teacher lets other schools of the region see its published texts as examples.
    """

    site = models.ForeignKey(Site, models.PROTECT, related_name="profiles")
    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="profiles")
    shares_texts = models.BooleanField(default=False, db_default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["site", "partnership"], name="one_profile_a_partnership"),
        ]


class Version(models.Model):
    """One round of the profile. Answers are rows while it is worked on; `snapshot` is what was frozen.

    A snapshot is {"edition": {"form", "name", "checksum"}, "register": {key: value}, "answers": {key: value},
    "papers": [facts]} and names no person who wrote it. The state changes in `workflow.engine` only.
    `mr_due_on` is the nearest term of those in the MR who still have to speak.
    """

    class State(models.TextChoices):
        WORKING = "working", "werkversie"
        WITH_MR = "with_mr", "bij de MR"
        HEARD = "heard", "MR gehoord"
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
    mr_asked_on = models.DateField(null=True)
    mr_due_on = models.DateField(null=True)
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
