"""A partnership adopts what it offers in a school year."""

from datetime import datetime

from django.db import transaction

from dekkend.cases.catalogue import Catalogue
from dekkend.cases.models import Offering
from dekkend.organisations.models import Partnership


@transaction.atomic
def adopt_offering(*, partnership: Partnership, catalogue: Catalogue, at: datetime) -> Offering:
    """Of a year that is there already the texts are corrected: cases of that year read them too."""
    facts = {"definition": catalogue.as_dict(), "checksum": catalogue.checksum, "adopted_at": at}
    offering, _ = Offering.objects.update_or_create(
        partnership=partnership, school_year=catalogue.school_year, defaults=facts
    )
    return offering
