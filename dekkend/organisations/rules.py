"""Who may give and end a role. Each rule answers yes, or no with a reason in Dutch.

`roles` are always the roles someone has for the place in question: at it, above it (the board of a school,
the partnership of a board), never below it. So nobody gives out what is above their own.
"""

from collections.abc import Set as AbstractSet

from dekkend.core.verdict import YES, Verdict, no
from dekkend.organisations.models import (
    BOARD_ROLES,
    PARTNERSHIP_ROLES,
    SCHOOL_ROLES,
    Board,
    Partnership,
    Role,
    Site,
)

type Place = Site | Board | Partnership

GRANTS: dict[str, frozenset[Role]] = {
    Role.HEAD_TEACHER: frozenset(SCHOOL_ROLES) - {Role.MANDATED_HEAD},
    Role.BOARD_MEMBER: frozenset({Role.HEAD_TEACHER, Role.MANDATED_HEAD, Role.SIGNATORY}),
    Role.PARTNERSHIP_STAFF: frozenset({Role.HEAD_TEACHER, *BOARD_ROLES, *PARTNERSHIP_ROLES}),
}

WHO_INVITES = {
    Site: "De directeur nodigt mensen van de school uit. Een directeur wordt uitgenodigd door een directeur,"
    " het bestuur of het samenwerkingsverband. Alleen een bestuurder geeft een directeur een mandaat.",
    Board: "Een bestuurder nodigt gemandateerden uit. Een bestuurder wordt uitgenodigd door het"
    " samenwerkingsverband.",
    Partnership: "Een medewerker van het samenwerkingsverband nodigt collega’s uit.",
}


def roles_of_place(place: Place) -> tuple[Role, ...]:
    """The roles that exist at such a place."""
    if isinstance(place, Site):
        return SCHOOL_ROLES
    return BOARD_ROLES if isinstance(place, Board) else PARTNERSHIP_ROLES


def grantable(roles: AbstractSet[str], place: Place) -> tuple[Role, ...]:
    """The roles that someone with these roles may give at this place, in the order of the roles."""
    given = frozenset().union(*(GRANTS.get(role, frozenset()) for role in roles))
    return tuple(role for role in roles_of_place(place) if role in given)


def may_grant(roles: AbstractSet[str], role: str, place: Place) -> Verdict:
    """Invite someone for this role here, and take such an invitation back."""
    return YES if role in grantable(roles, place) else no(WHO_INVITES[type(place)])


def may_describe(roles: AbstractSet[str]) -> Verdict:
    """Say how a school teaches; `roles` are those at the school."""
    return YES if Role.HEAD_TEACHER in roles else no("Alleen de directeur kiest hoe de school lesgeeft.")


def may_end(roles: AbstractSet[str], role: str, place: Place, *, own: bool) -> Verdict:
    """End a role: those who may give it, and everyone their own."""
    return YES if own else may_grant(roles, role, place)
