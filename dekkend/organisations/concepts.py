"""How a school teaches, by the names that schools in the Netherlands give it themselves.

The register does not know it and no form asks for it, so the school says it of itself: see decision 0028.
"""

from django.db.models import TextChoices
from django.utils.translation import gettext, gettext_noop


class Concept(TextChoices):
    """The values stand in addresses and open data and never change; labels are the middle of a sentence."""

    DALTON = "dalton", gettext_noop("dalton")
    ERVARINGSGERICHT = "ervaringsgericht", gettext_noop("ervaringsgericht")
    FREINET = "freinet", gettext_noop("freinet")
    JENAPLAN = "jenaplan", gettext_noop("jenaplan")
    KINDCENTRUM = "kindcentrum", gettext_noop("kindcentrum")
    MONTESSORI = "montessori", gettext_noop("montessori")
    ONTWIKKELINGSGERICHT = "ontwikkelingsgericht", gettext_noop("ontwikkelingsgericht")
    UNITS = "units", gettext_noop("onderwijs in units")
    VRIJESCHOOL = "vrijeschool", gettext_noop("vrijeschool")
    OWN = "eigen", gettext_noop("een eigen manier")
    REGULAR = "regulier", gettext_noop("geen vast concept")


def concept_in_words(concept: str) -> str:
    """As the middle of a sentence, in the reader's language; "" for a school that did not say."""
    return gettext(Concept(concept).label) if concept else ""
