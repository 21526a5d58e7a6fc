"""What of this room stands on someone's first page."""

from collections.abc import Callable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.timezone import localdate

from dekkend.cases.committee.route import COMMITTEE_ROLES
from dekkend.cases.declaration.fetching import SPECIAL
from dekkend.cases.effect.reading import may_read
from dekkend.cases.involvement import WRITERS
from dekkend.cases.plan.queries import plans_of
from dekkend.cases.queries import cases_of, sites_where_may_begin
from dekkend.cases.worklist import SOON, waiting
from dekkend.core.entrances import Entrance, register
from dekkend.organisations.models import Membership, Role, User

OF_FILES = WRITERS | {Role.TEACHER, Role.SERVICE_DESK, Role.EXPERT}


@dataclass(frozen=True)
class Door:
    """A page behind which nothing waits, and for which memberships it is."""

    title: str
    lead: str
    page: str
    is_for: Callable[[Sequence[Membership]], bool]


def _with_role(*roles: Role) -> Callable[[Sequence[Membership]], bool]:
    return lambda memberships: any(one.role in roles for one in memberships)


def _of_special_school(memberships: Sequence[Membership]) -> bool:
    return any(one.site and one.site.kind in SPECIAL and one.role in WRITERS for one in memberships)


# In the order in which they stand on the page, after the list of files.
DOORS = (
    Door(
        "Vergaderingen van de CTC",
        "De agenda, uw advies en de besluiten.",
        "meetings",
        _with_role(*COMMITTEE_ROLES),
    ),
    Door(
        "Verklaringen (tlv)",
        "Haal de verklaring op van een kind dat naar uw school komt.",
        "declarations",
        _of_special_school,
    ),
    Door(
        "Verlengingen",
        "De verklaringen die dit schooljaar eindigen, in één ronde.",
        "renewals",
        _with_role(Role.SERVICE_DESK),
    ),
    Door(
        "Wie keek in welk dossier",
        "Het logboek van alle dossiers van kinderen, en hoe lang ze blijven.",
        "privacy-log",
        _with_role(Role.PRIVACY_OFFICER),
    ),
    Door(
        "Cijfers over extra hulp",
        "Hoeveel is gevraagd en toegekend, en wat de hulp bracht.",
        "figures",
        may_read,
    ),
)


@register
def doors(user: User, memberships: Sequence[Membership]) -> Iterator[Entrance]:
    """The list of files, for everyone who may ever have one; and what is for some of them only."""
    roles = {membership.role for membership in memberships}
    if roles & OF_FILES:
        yield Entrance(
            "Extra hulp voor een kind",
            "Dossiers van kinderen die meer nodig hebben dan de school zelf kan geven.",
            reverse("cases"),
            _waiting(user, memberships, roles, localdate()),
        )
    for door in DOORS:
        if door.is_for(memberships):
            yield Entrance(door.title, door.lead, reverse(door.page))


def _waiting(user: User, memberships: Sequence[Membership], roles: AbstractSet[str], on: date) -> int:
    """Files, and the plans of the school that are due: those of a special school are in files of others.

    One query.
    """
    own = list(memberships)
    files = waiting(cases_of(own, user), roles, on).order_by().values("pk")
    plans = plans_of(sites_where_may_begin(own), on + SOON).order_by().values("pk")
    return files.union(plans, all=True).count()
