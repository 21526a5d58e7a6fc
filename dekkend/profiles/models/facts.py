"""What can be counted of the profiles that parents read now. Made from the snapshots, and rebuildable."""

from django.db import models

from dekkend.organisations.models import Partnership, Site
from dekkend.profiles.models.version import Version


class Fact(models.Model):
    """One thing an answer says: an option, a number, or a need and how the school meets it.

    `row` is that of a matrix. `audience` is the question's: everyone, or the partnership too; what stays
    within a school is no fact. `meets` has the words of a definition: basic, own, arrangement, refer.
    """

    version = models.ForeignKey(Version, models.CASCADE, related_name="facts")
    site = models.ForeignKey(Site, models.CASCADE, related_name="facts")
    partnership = models.ForeignKey(Partnership, models.CASCADE, related_name="facts", db_index=False)
    key = models.CharField(max_length=100)
    row = models.TextField(blank=True)
    option = models.TextField(blank=True)
    need = models.TextField(blank=True)
    meets = models.CharField(max_length=11, blank=True)
    number = models.IntegerField(null=True)
    audience = models.CharField(max_length=6)

    class Meta:
        indexes = [
            models.Index(fields=["partnership", "need", "meets"], name="fact_need"),
            models.Index(fields=["partnership", "key", "option"], name="fact_option"),
        ]
        constraints = [
            models.CheckConstraint(
                name="facts_are_for_more_than_the_school",
                condition=models.Q(audience__in=["public", "region"]),
            ),
        ]

    def __str__(self):
        return f"{self.site_id} {self.key} {self.option or self.need or self.number}"
