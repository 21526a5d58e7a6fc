"""Who read what of a child's file: append-only, each line chained to the one before it."""

from django.conf import settings
from django.db import models

from dekkend.organisations.models import Partnership
from dekkend.workflow.models import AppendOnly

LONGEST = 100

# What lines said of acts that stay inside the school or the committee (see `phrases`), and by what they are
# called since. The chain cannot be rewritten, so old ones are told in these words.
FILE, AGENDA_ITEM = "het dossier", "agendapunt van de CTC"
TOLD_AS = {
    "stap: Bespreek het eerst binnen de school": FILE,
    "stap: Ga verder met schrijven": FILE,
    "belang bij de CTC": AGENDA_ITEM,
    "advies voor de CTC": AGENDA_ITEM,
}


class LogHead(models.Model):
    """The end of a partnership's chain; held while a line is added, so that lines have one order.

    `wrapped` is the key of the chain's digests: who can write in the database only, cannot make a chain.
    """

    partnership = models.OneToOneField(Partnership, models.PROTECT, related_name="+")
    count = models.PositiveBigIntegerField(default=0)
    digest = models.CharField(max_length=64, blank=True)
    wrapped = models.TextField()


class LogAlarm(models.Model):
    """That the log of a partnership does not hold, and who must know was told; gone when it holds again."""

    partnership = models.OneToOneField(Partnership, models.PROTECT, related_name="+")
    raised_at = models.DateTimeField()


class Reading(models.Model):
    """One look at a file. It outlives the case, and names no child: `reader_name` of a parent is "ouder 1".

    `digest` is over this line and the digest before it: see `log.digest_of`.
    """

    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="readings")
    number = models.PositiveBigIntegerField()
    at = models.DateTimeField()
    case_uid = models.UUIDField(db_index=True)
    case_number = models.CharField(max_length=12)
    reader = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    reader_name = models.CharField(max_length=100)
    reader_role = models.CharField(max_length=60)
    what = models.CharField(max_length=LONGEST)
    digest = models.CharField(max_length=64)

    objects = AppendOnly.as_manager()

    class Meta:
        ordering = ["partnership_id", "number"]
        constraints = [models.UniqueConstraint(fields=["partnership", "number"], name="one_line_a_number")]

    def save(self, *args, **kwargs):
        if self.pk:
            raise TypeError("The log is append-only")
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise TypeError("The log is append-only")

    @property
    def told(self) -> str:
        """At what they looked, as every reader of the log may know it."""
        return TOLD_AS.get(self.what, self.what)
