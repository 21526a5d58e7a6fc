"""What of this room stands on someone's first page."""

from collections.abc import Iterator
from collections.abc import Set as AbstractSet

from django.urls import reverse

from dekkend.cases.involvement import WRITERS
from dekkend.core.entrances import Entrance, register
from dekkend.organisations.models import CASE_ROLES, Role

OF_FILES = WRITERS | {Role.TEACHER} | (frozenset(CASE_ROLES) - {Role.PRIVACY_OFFICER})


@register
def doors(roles: AbstractSet[str]) -> Iterator[Entrance]:
    """The list of files, for everyone who may ever have one; the log, for who watches over them."""
    if roles & OF_FILES:
        yield Entrance(
            "Extra hulp voor een kind",
            "Dossiers van kinderen die meer nodig hebben dan de school zelf kan geven.",
            reverse("cases"),
        )
    if Role.PRIVACY_OFFICER in roles:
        yield Entrance(
            "Wie keek in welk dossier",
            "Het logboek van alle dossiers van kinderen, en hoe lang ze blijven.",
            reverse("privacy-log"),
        )
