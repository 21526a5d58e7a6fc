"""What of this room stands on someone's first page."""

from collections.abc import Iterator, Sequence

from django.urls import reverse
from django.utils.timezone import localdate

from dekkend.cases.committee.route import COMMITTEE_ROLES
from dekkend.cases.declaration.fetching import SPECIAL
from dekkend.cases.involvement import WRITERS
from dekkend.cases.queries import cases_of
from dekkend.cases.worklist import waiting
from dekkend.core.entrances import Entrance, register
from dekkend.organisations.models import Membership, Role, User

OF_FILES = WRITERS | {Role.TEACHER, Role.SERVICE_DESK, Role.EXPERT}


@register
def doors(user: User, memberships: Sequence[Membership]) -> Iterator[Entrance]:
    """The list of files, for everyone who may ever have one; and what is for some of them only."""
    roles = {membership.role for membership in memberships}
    if roles & OF_FILES:
        yield Entrance(
            "Extra hulp voor een kind",
            "Dossiers van kinderen die meer nodig hebben dan de school zelf kan geven.",
            reverse("cases"),
            waiting(cases_of(list(memberships), user), roles, localdate()),
        )
    if roles & COMMITTEE_ROLES:
        yield Entrance(
            "Vergaderingen van de CTC", "De agenda, uw advies en de besluiten.", reverse("meetings")
        )
    if any(one.site and one.site.kind in SPECIAL and one.role in WRITERS for one in memberships):
        yield Entrance(
            "Verklaringen (tlv)",
            "Haal de verklaring op van een kind dat naar uw school komt.",
            reverse("declarations"),
        )
    if Role.SERVICE_DESK in roles:
        yield Entrance(
            "Verlengingen",
            "De verklaringen die dit schooljaar eindigen, in één ronde.",
            reverse("renewals"),
        )
    if Role.PRIVACY_OFFICER in roles:
        yield Entrance(
            "Wie keek in welk dossier",
            "Het logboek van alle dossiers van kinderen, en hoe lang ze blijven.",
            reverse("privacy-log"),
        )
