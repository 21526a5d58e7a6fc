"""The declaration that opens the door to special education (tlv), and the opinions that it rests on."""

from functools import cached_property

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from dekkend.cases.declaration.number import written
from dekkend.cases.models.case import Case
from dekkend.cases.models.decisions import Decision
from dekkend.core.encryption import moment
from dekkend.organisations.models import Partnership, Site


class ExpertOpinion(models.Model):
    """One seat of the two, in one round. Who was asked and said no leaves a row behind, and the seat free.

    `sealed` holds {"name", "employer"} of who has no account here (else empty); `sealed_advice` the text.
    """

    class Seat(models.IntegerChoices):
        FIRST = 1, "eerste deskundige"
        SECOND = 2, "tweede deskundige"

    class Profession(models.TextChoices):
        SPECIAL_PEDAGOGUE = "special_pedagogue", "orthopedagoog"
        PSYCHOLOGIST = "psychologist", "psycholoog"
        CHILD_PSYCHOLOGIST = "child_psychologist", "kinder- of jeugdpsycholoog"
        PEDAGOGUE = "pedagogue", "pedagoog"
        CHILD_PSYCHIATRIST = "child_psychiatrist", "kinderpsychiater"
        SOCIAL_WORKER = "social_worker", "maatschappelijk werker"
        PHYSICIAN = "physician", "arts"

    class Employer(models.TextChoices):
        PARTNERSHIP = "partnership", "het samenwerkingsverband"
        SCHOOL = "school", "de school die de verklaring vraagt, of het bestuur daarvan"
        OTHER = "other", "een andere organisatie, of een eigen praktijk"

    case = models.ForeignKey(Case, models.CASCADE, related_name="opinions")
    round = models.PositiveSmallIntegerField()
    seat = models.PositiveSmallIntegerField(choices=Seat)
    profession = models.CharField(max_length=20, choices=Profession)
    employer = models.CharField(max_length=11, choices=Employer)
    expert = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="opinions")
    sealed = models.BinaryField()
    sealed_advice = models.BinaryField(null=True)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    given_at = models.DateTimeField(null=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["round", "seat", "asked_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "round", "seat"], condition=Q(ended_at=None), name="one_expert_a_seat"
            ),
            models.UniqueConstraint(
                fields=["case", "round", "expert"],
                condition=Q(ended_at=None, expert__isnull=False),
                name="one_seat_an_expert",
            ),
            models.CheckConstraint(
                name="advice_has_a_day",
                condition=Q(given_at=None, sealed_advice=None)
                | Q(given_at__isnull=False, sealed_advice__isnull=False),
            ),
        ]

    @property
    def place(self) -> str:
        return f"expert {self.round} {self.seat} {moment(self.asked_at)}"

    @cached_property
    def about(self) -> dict[str, str]:
        """{"name", "employer"}: who it is, also of who has an account."""
        return self.case.vault.open_value(self.place, self.sealed)

    @property
    def name(self) -> str:
        return self.about["name"]

    @property
    def advice(self) -> str:
        """As markup; empty until it was given."""
        if self.sealed_advice is None:
            return ""
        return self.case.vault.open(f"{self.place} advice", self.sealed_advice).decode()


class Declaration(models.Model):
    """Admissibility to SBO or SO, by its number. In the clear: it names no child.

    `serial` counts within the partnership, in the order in which was decided. `category` is for SO only.
    Taken in by the special school, on the day that the child was enrolled there. `revoked_on`: another
    decision took its place after an objection. `signalled_on`: school and Loket were told that it ends this
    school year; `renewal` is what the Loket decided then.
    """

    class SchoolKind(models.TextChoices):
        SBO = "SBO", "speciaal basisonderwijs (SBO)"
        SO = "SO", "speciaal onderwijs (SO)"

    class Category(models.TextChoices):
        LOW = "low", "laag (1)"
        MIDDLE = "middle", "midden (2)"
        HIGH = "high", "hoog (3)"

    class Renewal(models.TextChoices):
        OPEN = "", "nog te doen"
        STARTED = "started", "verlenging begonnen"
        NOT_NEEDED = "not_needed", "geen verlenging nodig"

    decision = models.OneToOneField(Decision, models.CASCADE, related_name="declaration")
    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="declarations")
    serial = models.PositiveIntegerField()
    school_kind = models.CharField(max_length=3, choices=SchoolKind)
    category = models.CharField(max_length=6, choices=Category, blank=True)
    begins_on = models.DateField()
    ends_on = models.DateField()
    fetched_by_site = models.ForeignKey(Site, models.PROTECT, null=True, related_name="declarations")
    fetched_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    fetched_at = models.DateTimeField(null=True)
    enrolled_on = models.DateField(null=True)
    revoked_on = models.DateField(null=True)
    signalled_on = models.DateField(null=True)
    renewal = models.CharField(max_length=10, choices=Renewal, blank=True)

    class Meta:
        ordering = ["partnership_id", "serial"]
        constraints = [
            models.UniqueConstraint(fields=["partnership", "serial"], name="one_declaration_a_number"),
            models.CheckConstraint(
                name="category_for_so_only",
                condition=Q(school_kind="SBO", category="") | (Q(school_kind="SO") & ~Q(category="")),
            ),
            models.CheckConstraint(name="declaration_ends_later", condition=Q(ends_on__gte=F("begins_on"))),
        ]
        indexes = [models.Index(fields=["partnership", "ends_on"])]

    def __str__(self):
        return self.number

    @property
    def number(self) -> str:
        return written(self.partnership.code, self.serial)

    @property
    def case(self) -> Case:
        return self.decision.case
