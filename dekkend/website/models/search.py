"""The search index: what of a published profile can be found. Made from the snapshot, and rebuildable."""

from django.db import models

from dekkend.organisations.models import Site
from dekkend.profiles.models import Version


class Entry(models.Model):
    """A site whose profile can be read, as the search knows it.

    `prose` is what the school wrote for everyone, a sentence a line. `recipe` says by which words and rules
    the entry was made: another one means that it must be made again.
    """

    site = models.OneToOneField(Site, models.CASCADE, primary_key=True, related_name="search_entry")
    version = models.ForeignKey(Version, models.CASCADE, related_name="+")
    recipe = models.CharField(max_length=16)
    prose = models.TextField()


class EntryWord(models.Model):
    """A word of that prose, without its ending."""

    entry = models.ForeignKey(Entry, models.CASCADE, related_name="words")
    word = models.CharField(max_length=40)

    class Meta:
        indexes = [models.Index(fields=["word", "entry"], name="entry_word")]


class Passage(models.Model):
    """The sentence that shows best what the school says about a need; `marks` are the words that told."""

    entry = models.ForeignKey(Entry, models.CASCADE, related_name="passages")
    need = models.TextField()
    text = models.TextField()
    marks = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["entry", "need"], name="one_passage_a_need")]


class Change(models.Model):
    """Something that the searching processes must read again: one site, or (None) the whole list.

    Rows are only ever added. Each process remembers which it has seen: see `search.fresh`.
    """

    site = models.ForeignKey(Site, models.CASCADE, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
