"""One edition of a questionnaire, as its definition was when it was loaded."""

from django.db import models


class Editions(models.QuerySet["Edition"]):
    def for_profiles(self) -> "Editions":
        """Those without a purpose of their own."""
        return self.exclude(definition__has_key="purpose")

    def for_purpose(self, purpose: str) -> "Editions":
        return self.filter(definition__purpose=purpose)


class Edition(models.Model):
    """`definition` is the checked TOML as JSON; `checksum` names that content."""

    form = models.SlugField()
    name = models.SlugField()
    title = models.CharField(max_length=200)
    definition = models.JSONField()
    checksum = models.CharField(max_length=64)
    loaded_at = models.DateTimeField(auto_now=True)

    objects = Editions.as_manager()

    class Meta:
        ordering = ["form", "name"]
        constraints = [models.UniqueConstraint(fields=["form", "name"], name="one_edition_a_name")]

    def __str__(self):
        return f"{self.title} ({self.name})"
