"""What a partnership offers in a school year, as its file was when it was adopted."""

from functools import lru_cache

from django.db import models

from dekkend.cases.catalogue import Catalogue, catalogue_from_dict
from dekkend.organisations.models import Partnership

KEPT = 64


class Offering(models.Model):
    """`definition` is the checked file as JSON: a case keeps the rules of the year in which it was opened."""

    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="offerings")
    school_year = models.CharField(max_length=9)
    definition = models.JSONField()
    checksum = models.CharField(max_length=64)
    adopted_at = models.DateTimeField()

    class Meta:
        ordering = ["-school_year"]
        constraints = [
            models.UniqueConstraint(fields=["partnership", "school_year"], name="one_offering_a_year")
        ]

    def __str__(self):
        return f"{self.partnership} {self.school_year}"

    @property
    def catalogue(self) -> Catalogue:
        """Read once in this process for each content, however many cases are of this year."""
        return _kept(self.pk, self.checksum)


@lru_cache(KEPT)
def _kept(pk: int, checksum: str) -> Catalogue:
    offering = Offering.objects.get(pk=pk)
    return catalogue_from_dict(offering.definition, str(offering.school_year))
