"""The files in a case: reports, a drawing of the child, what a parent signed."""

from functools import cached_property

from django.conf import settings
from django.db import models

from dekkend.cases.models.case import Case
from dekkend.cases.models.entries import Entry
from dekkend.cases.models.parties import Party
from dekkend.core.files.kinds import KINDS, Kind

# Where the content belongs in the vault; the name that the store gave is bound along with it.
FILE_PLACE = "attachment file"


class Attachment(models.Model):
    """A file in the case, sealed outside the database; `sealed` holds {"title", "name", "sha256"}.

    It belongs to a question of a form, to a paper that the kind of support asks for (`key` is that of the
    paper), or to what a parent said on paper (`key` is the number of the parent). `party` is the parent who
    added it; without one it is the school's. `stored` is how the store calls it: chance, nothing about the
    child. Files are downloads only, and `number` is all that their name and address say.
    """

    class Where(models.TextChoices):
        GROWTH = Entry.Form.GROWTH.value, Entry.Form.GROWTH.label
        REQUEST = Entry.Form.REQUEST.value, Entry.Form.REQUEST.label
        PAPER = "paper", "stuk bij de aanvraag"
        CONSENT = "consent", "antwoord op papier"

    class Scan(models.TextChoices):
        CLEAN = "clean", "gecontroleerd op virussen"
        OFF = "off", "niet gecontroleerd op virussen"

    case = models.ForeignKey(Case, models.CASCADE, related_name="attachments")
    number = models.PositiveSmallIntegerField()
    where = models.CharField(max_length=8, choices=Where)
    key = models.CharField(max_length=80)
    party = models.ForeignKey(Party, models.CASCADE, null=True, related_name="attachments")
    inside = models.BooleanField(default=False)
    sealed = models.BinaryField()
    stored = models.CharField(max_length=64, unique=True)
    kind = models.CharField(max_length=10)
    size = models.PositiveIntegerField()
    scan = models.CharField(max_length=5, choices=Scan)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    added_by_name = models.CharField(max_length=100)
    removed_at = models.DateTimeField(null=True)
    removed_by_name = models.CharField(max_length=100, blank=True)

    class Meta:
        ordering = ["case_id", "number"]
        constraints = [models.UniqueConstraint(fields=["case", "number"], name="one_attachment_a_number")]

    @property
    def place(self) -> str:
        return f"attachment {self.stored}"

    @cached_property
    def about(self) -> dict[str, str]:
        """{"title", "name", "sha256"}."""
        return self.case.vault.open_value(self.place, self.sealed)

    @property
    def title(self) -> str:
        return self.about["title"]

    @property
    def kind_of_file(self) -> Kind:
        return KINDS[self.kind]

    @property
    def file_name(self) -> str:
        """What it is called when it goes out; without the ending of its kind."""
        return f"bijlage-{self.number}"
