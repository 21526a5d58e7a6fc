"""Who reads what parents said, and decides about it."""

from collections.abc import Set as AbstractSet

from dekkend.core.verdict import YES, Verdict, no
from dekkend.organisations.models import Role

OF_SCHOOL = (Role.HEAD_TEACHER, Role.SUPPORT_COORDINATOR)
MODERATORS = (*OF_SCHOOL, Role.PARTNERSHIP_STAFF)


def may_agree(roles: AbstractSet[str]) -> Verdict:
    """Say how a partnership goes about what parents say; `roles` are those at the partnership itself."""
    if Role.PARTNERSHIP_STAFF in roles:
        return YES
    return no("Alleen een medewerker van het samenwerkingsverband spreekt af hoe ouders kunnen reageren.")


def may_moderate(roles: AbstractSet[str]) -> Verdict:
    """Read what parents said, also what is not public, and decide."""
    if roles & set(MODERATORS):
        return YES
    return no(
        "Alleen de directeur, de intern begeleider en het steunpunt van de regio lezen wat ouders schreven"
        " voor het op de pagina staat."
    )
