"""The files of a case as someone may see them. Reads only."""

from collections.abc import Set as AbstractSet

from dekkend.cases.attachments.rules import may_fetch
from dekkend.cases.attachments.spots import Spot
from dekkend.cases.models import Attachment, Case, Party


def attachments_for(case: Case, roles: AbstractSet[str], party: Party | None = None) -> list[Attachment]:
    """What someone with these roles may fetch, in the order in which it came. One query.

    Parents read with `{Role.PARENT}` and themselves as `party`.
    """
    there = _with_case(case, case.attachments.filter(removed_at=None))
    return [attachment for attachment in there if may_fetch(attachment, roles, party)]


def attachment_for(
    case: Case, number: int, roles: AbstractSet[str], party: Party | None = None
) -> Attachment | None:
    """One of them, by its number; None when it is not there, or not theirs. One query."""
    found = _with_case(case, case.attachments.filter(number=number, removed_at=None))
    return next((attachment for attachment in found if may_fetch(attachment, roles, party)), None)


def own_at(case: Case, spot: Spot, side: Party | None) -> list[Attachment]:
    """What a side added at one place, what it took away too. One query."""
    return _with_case(case, case.attachments.filter(where=spot.where, key=spot.key, party=side))


def _with_case(case: Case, rows) -> list[Attachment]:
    found = list(rows)
    for attachment in found:
        attachment.case = case  # its vault is open already
    return found
