"""Who may add, take away and fetch a file. Each rule answers yes, or no with a reason in Dutch."""

from collections.abc import Set as AbstractSet

from django.utils.translation import gettext_noop

from dekkend.cases.attachments.spots import Spot
from dekkend.cases.models import Attachment, Party
from dekkend.cases.rules import WRITING, may_write, sees_inside
from dekkend.core.verdict import YES, Verdict, no
from dekkend.organisations.models import Role

CLOSED = gettext_noop("U kunt nu geen bestanden toevoegen of weghalen. De aanvraag is al verder.")
NOT_YOURS = gettext_noop("Alleen wie dit bestand toevoegde, haalt het weg.")
SIGNED = gettext_noop("Dit papier hoort bij wat een ouder zei. Het blijft in het dossier.")


def may_attach(side: Party | None, roles: AbstractSet[str], state: str, spot: Spot) -> Verdict:
    """Each side its own, and only while it writes. `side` is a parent, or None for the school."""
    if side is None:
        return may_write(roles, state) and spot.is_for(side)
    return spot.is_for(side) if state in WRITING else no(CLOSED)


def may_take_away(attachment: Attachment, side: Party | None, roles: AbstractSet[str], state: str) -> Verdict:
    """Also put back what was taken away: who added it, and nobody else."""
    if attachment.party_id != (side.pk if side else None):
        return no(NOT_YOURS)
    if attachment.where == Attachment.Where.CONSENT:
        return no(SIGNED)
    if side is None:
        return may_write(roles, state)
    return YES if state in WRITING else no(CLOSED)


def may_fetch(attachment: Attachment, roles: AbstractSet[str], party: Party | None) -> bool:
    """Someone who is involved in this case; `party` is the parent who asks.

    What one parent signed, another parent does not read. Until the school shares its text, or shares it
    again, parents read what parents added.
    """
    if attachment.inside:
        return sees_inside(roles)
    if Role.PARENT not in roles:
        return True
    if attachment.where == Attachment.Where.CONSENT:
        return party is not None and attachment.key == str(party.number)
    return attachment.party_id is not None or attachment.case.is_shared
