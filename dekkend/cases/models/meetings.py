"""The committee (CTC): its meetings, what is on the agenda, who has no say, and what members advise."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.timezone import localdate

from dekkend.cases.models.case import Case
from dekkend.core.encryption import moment
from dekkend.organisations.models import Partnership


class Meeting(models.Model):
    """`quorum`: how many members who have a say must be there for a decision. See `committee.route`."""

    class State(models.TextChoices):
        PLANNED = "planned", "gepland"
        OPEN = "open", "geopend"
        CLOSED = "closed", "gesloten"
        CANCELLED = "cancelled", "afgezegd"

    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="meetings")
    held_at = models.DateTimeField()
    place = models.CharField(max_length=100)
    quorum = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=9, choices=State, default=State.PLANNED)

    class Meta:
        ordering = ["-held_at", "-id"]
        indexes = [models.Index(fields=["partnership", "state", "held_at"])]

    @property
    def held_on(self):
        return localdate(self.held_at)

    @property
    def is_to_come(self) -> bool:
        """Its agenda still counts: planned, or going on now."""
        return self.state in TO_COME


TO_COME = (Meeting.State.PLANNED, Meeting.State.OPEN)


class Attendance(models.Model):
    """A member who is there."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="attendance")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["meeting", "member"], name="there_once")]


class AgendaItem(models.Model):
    """A round of a case on the agenda of a meeting; `sealed_minutes` is what was said about it there.

    Taken off: moved to another meeting, or off the list of the committee.
    """

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="items")
    case = models.ForeignKey(Case, models.CASCADE, related_name="agenda_items")
    round = models.PositiveSmallIntegerField()
    order = models.PositiveSmallIntegerField()
    sealed_minutes = models.BinaryField(null=True)
    revision = models.PositiveIntegerField(default=0)
    taken_off_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["order", "id"]
        constraints = [models.UniqueConstraint(fields=["meeting", "case"], name="once_on_an_agenda")]

    @property
    def place(self) -> str:
        return f"minutes {self.pk}"

    @property
    def minutes(self) -> str:
        """As markup; empty until they were written."""
        if self.sealed_minutes is None:
            return ""
        return self.case.vault.open(self.place, self.sealed_minutes).decode()


class Conflict(models.Model):
    """A member who has no say in a case, because they or the secretary said so; the ground is sealed.

    Who works for the school or its board, or is a parent, has none by rule: see `committee.conflicts`.
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="conflicts")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    sealed = models.BinaryField()
    declared_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    declared_at = models.DateTimeField()
    lifted_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["declared_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "member"], condition=Q(lifted_at=None), name="one_conflict_at_a_time"
            )
        ]

    @property
    def place(self) -> str:
        return f"conflict {self.member_id} {moment(self.declared_at)}"

    @property
    def ground(self) -> str:
        return self.case.vault.open(self.place, self.sealed).decode()


class Advice(models.Model):
    """What a member advises in a round, with sealed reasons; theirs to change until was decided.

    It goes along when the case moves to another meeting.
    """

    class Vote(models.TextChoices):
        FOR = "for", "toekennen"
        AGAINST = "against", "afwijzen"
        ABSTAIN = "abstain", "geen mening"

    case = models.ForeignKey(Case, models.CASCADE, related_name="advices")
    round = models.PositiveSmallIntegerField()
    member = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    vote = models.CharField(max_length=7, choices=Vote)
    sealed = models.BinaryField()
    revision = models.PositiveIntegerField()
    given_at = models.DateTimeField()

    class Meta:
        ordering = ["given_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["case", "round", "member"], name="one_advice_a_member")
        ]

    @property
    def place(self) -> str:
        return f"advice {self.round} {self.member_id}"

    @property
    def reasons(self) -> str:
        """As markup."""
        return self.case.vault.open(self.place, self.sealed).decode()
