"""Who reads what parents said, and decides about it."""

from collections.abc import Set as AbstractSet

from dekkend.core.verdict import YES, Verdict, no
from dekkend.organisations.models import Role

OF_SCHOOL = (Role.HEAD_TEACHER, Role.SUPPORT_COORDINATOR)
MODERATORS = (*OF_SCHOOL, Role.PARTNERSHIP_STAFF)


def may_moderate(roles: AbstractSet[str]) -> Verdict:
    """Read what parents said, also what is not public, and decide."""
    if roles & set(MODERATORS):
        return YES
    return no(
        "Alleen de directeur, de intern begeleider en het steunpunt van de regio lezen wat ouders schreven"
        " voor het op de pagina staat."
    )
