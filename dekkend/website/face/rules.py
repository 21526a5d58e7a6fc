"""Who gives a partnership its face."""

from collections.abc import Set as AbstractSet

from dekkend.core.verdict import YES, Verdict, no
from dekkend.organisations.models import Role


def may_set_face(roles: AbstractSet[str]) -> Verdict:
    """`roles` are those at the partnership itself."""
    if Role.PARTNERSHIP_STAFF in roles:
        return YES
    return no("Alleen een medewerker van het samenwerkingsverband kiest hoe de site eruitziet.")
