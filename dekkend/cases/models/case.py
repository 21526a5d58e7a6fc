"""One child's request for extra support, from the first word at school until the file is destroyed."""

from functools import cached_property
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q

from dekkend.cases.child import Child
from dekkend.cases.models.offering import Offering
from dekkend.core.encryption import CannotOpen, DataKey, keyring
from dekkend.organisations.models import Partnership, Site
from dekkend.questionnaires.models import Edition


class Case(models.Model):
    """In the clear stands what the route needs: number, place, kind, state and days. All else is sealed.

    `key` opens everything about the child; without it nothing does: see `core.encryption`.
    `kind` is a key in the offering. `due_on`: when the decision must be there; `answer_by`: when the school
    must have answered a question; meanwhile the first stands still, from `paused_on`. `round` counts what is
    decided: each award, extension or refusal is a round of its own. `asked_round` is the one in which the
    parents were asked last: an objection that was right begins a round, and asks nobody anew. `is_shared`:
    parents read what the school wrote, until it takes that back to change it. `last_attachment` is the number
    of the last file: none gets the number of another. The state changes in `workflow.engine` only.
    """

    class State(models.TextChoices):
        DRAFT = "draft", "in voorbereiding"
        INTERNAL = "internal", "gesprek binnen de school"
        WITH_PARENTS = "with_parents", "bij de ouders"
        SENT = "sent", "net binnen"
        ASKED = "asked", "vraag aan de school"
        INTAKE = "intake", "bij het Loket"
        ON_AGENDA = "on_agenda", "bij de CTC"
        IN_FORCE = "in_force", "toegekend"
        EVALUATED = "evaluated", "geëvalueerd"
        REFUSED = "refused", "afgewezen"
        ENDED = "ended", "afgerond"
        WITHDRAWN = "withdrawn", "ingetrokken"

    uid = models.UUIDField(default=uuid4, unique=True, editable=False)
    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="cases")
    number = models.CharField(max_length=12)
    site = models.ForeignKey(Site, models.PROTECT, related_name="cases")
    offering = models.ForeignKey(Offering, models.PROTECT)
    kind = models.CharField(max_length=60)
    growth_edition = models.ForeignKey(Edition, models.PROTECT, related_name="+")
    request_edition = models.ForeignKey(Edition, models.PROTECT, related_name="+")
    follows = models.OneToOneField("self", models.SET_NULL, null=True, related_name="followed_by")
    sealed_child = models.BinaryField()
    sealed_needs = models.BinaryField(null=True)
    state = models.CharField(max_length=12, choices=State, default=State.DRAFT)
    is_urgent = models.BooleanField(default=False)
    round = models.PositiveSmallIntegerField(default=1)
    asked_round = models.PositiveSmallIntegerField(default=1)
    is_shared = models.BooleanField(default=False)
    handler = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    opened_on = models.DateField()
    sent_on = models.DateField(null=True)
    due_on = models.DateField(null=True)
    answer_by = models.DateField(null=True)
    paused_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)
    last_attachment = models.PositiveSmallIntegerField(default=0)
    closed_on = models.DateField(null=True)
    retain_until = models.DateField(null=True)
    is_on_hold = models.BooleanField(default=False)

    class Meta:
        ordering = ["partnership_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["partnership", "number"], name="one_case_a_number"),
            models.CheckConstraint(
                name="paused_while_asked", condition=Q(state="asked") | Q(paused_on=None, answer_by=None)
            ),
        ]
        indexes = [
            models.Index(fields=["partnership", "state", "due_on"]),
            models.Index(fields=["site", "state"]),
        ]

    def __str__(self):
        return self.number

    @property
    def owner(self) -> str:
        """To whom everything that is sealed here belongs, in `core.encryption`."""
        return f"case {self.uid}"

    @cached_property
    def vault(self) -> DataKey:
        """Raises `core.encryption.CannotOpen` when its key, or the master key of that, is not there."""
        try:
            return keyring().unwrap(self.owner, self.key.wrapped)
        except CaseKey.DoesNotExist as gone:
            raise CannotOpen(f"The key of {self.owner} is not in this database") from gone

    @cached_property
    def child(self) -> Child:
        return Child.of(self.vault.open_value("child", self.sealed_child))

    @property
    def needs(self) -> list[str]:
        """The keys of what the child needs, as the Loket mapped them in the region's list."""
        return self.vault.open_value("needs", self.sealed_needs) if self.sealed_needs else []


class CaseKey(models.Model):
    """The key of one case, wrapped by a master key; destroying this row destroys the case.

    A table apart, tied to the case by its uid and by no constraint: backups of the cases leave it out, and
    its own backups live for days only. See docs/decisions/0032.
    """

    case = models.OneToOneField(
        Case, models.CASCADE, to_field="uid", primary_key=True, db_constraint=False, related_name="key"
    )
    wrapped = models.TextField()


class ChildIndex(models.Model):
    """A keyed hash by which a case can be found, without a child that can be read: see `blind`."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="child_indexes", db_index=False)
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "digest"], name="one_index_a_form")]
        indexes = [models.Index(fields=["digest"])]


class Counter(models.Model):
    """The last number that was given out; held while one is, so that none is given twice and none is lost."""

    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="+")
    name = models.CharField(max_length=20)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["partnership", "name"], name="one_counter_a_name")]


class IndexKey(models.Model):
    """The partnership's key for its blind index. A master key that is not right is found out by it."""

    partnership = models.OneToOneField(Partnership, models.PROTECT, related_name="+")
    wrapped = models.TextField()
