"""Who wants to hear by mail when something changes. Of them we know the address, and in which language."""

from django.db import models
from django.db.models import Q

from dekkend.core.languages import DUTCH
from dekkend.organisations.models import Site

LONGEST_QUERY = 500


class Subscription(models.Model):
    """An address that follows one school, or one search by the query of its address.

    It gets no news before it was confirmed. `told_at` is when the last news went out: until that moment
    everything was told. `language` is that of the page on which it was asked. A row is deleted at once when
    someone stops.
    """

    email = models.EmailField()
    site = models.ForeignKey(Site, models.CASCADE, null=True, related_name="followers")
    query = models.CharField(max_length=LONGEST_QUERY, blank=True)
    language = models.CharField(max_length=20, default=DUTCH)
    asked_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    told_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["confirmed_at", "told_at"], name="following_to_tell")]
        constraints = [
            models.UniqueConstraint(
                fields=["email", "site"], condition=Q(site__isnull=False), name="a_school_followed_once"
            ),
            models.UniqueConstraint(
                fields=["email", "query"], condition=Q(site=None), name="a_search_followed_once"
            ),
            models.CheckConstraint(name="follows_a_school_or_a_search", condition=Q(site=None) | Q(query="")),
        ]
