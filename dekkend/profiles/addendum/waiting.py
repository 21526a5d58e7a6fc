"""Addenda that wait for a person, and those beside the text of a school."""

from datetime import date

from django.db.models import Q

from dekkend.organisations.models import Membership
from dekkend.profiles.addendum.hearing import voices_of
from dekkend.profiles.addendum.queries import Beside, beside_text, prepared
from dekkend.profiles.addendum.route import ADDENDUM_ROUTE
from dekkend.profiles.models import Addendum, Version
from dekkend.profiles.models.addendum import ADDENDUM_UNDER_WAY
from dekkend.profiles.queries import roles_at_profile
from dekkend.profiles.rules import may_read_addendum


def waiting_for(memberships: list[Membership]) -> list[tuple[Addendum, str, date | None]]:
    """(addendum, what to do, until when) where it is this person's turn. Three queries at most."""
    sites = [m.site_id for m in memberships if m.site_id]
    boards = [m.board_id for m in memberships if m.board_id]
    here = Q(version__profile__site__in=sites) | Q(version__profile__site__school__board__in=boards)
    under_way = prepared(Addendum.objects.filter(here, state__in=ADDENDUM_UNDER_WAY))
    return [
        (addendum, ADDENDUM_ROUTE.state(addendum.state).to_do, _term(addendum))
        for addendum in under_way
        if _roles(memberships, addendum) & set(ADDENDUM_ROUTE.state(addendum.state).waits_for)
    ]


def addenda_of(version: Version, memberships: list[Membership]) -> list[Beside]:
    """What this person may read of the addenda to a text that holds, the newest first.

    No query where the version brought its addenda along.
    """
    return [
        beside_text(version, addendum)
        for addendum in version.addenda.all()
        if addendum.state != Addendum.State.DROPPED
        and may_read_addendum(_roles(memberships, addendum), addendum.state)
    ]


def _roles(memberships: list[Membership], addendum: Addendum) -> frozenset[str]:
    profile = addendum.version.profile
    return roles_at_profile(memberships, profile.site, profile.partnership_id)


def _term(addendum: Addendum) -> date | None:
    """The first term of those in the MR who still have to speak."""
    return min((v.due_on for v in voices_of(addendum) if v.due_on and not v.was_heard), default=None)
