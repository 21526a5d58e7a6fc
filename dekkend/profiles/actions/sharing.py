"""Letting other schools of the region see the published texts as examples, or no longer."""

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from dekkend.organisations.models import Role, Site, User
from dekkend.organisations.queries import memberships_of
from dekkend.profiles.models import SupportProfile
from dekkend.profiles.queries import roles_at_profile
from dekkend.profiles.rules import may_share
from dekkend.workflow.engine import NotPossible, record

KIND = "support profile"


@transaction.atomic
def share_texts(*, site: Site, actor: User, shares: bool, at: datetime) -> None:
    """Switch it on or off for every profile of the school. What is so already stays so, without a record.

    `site` comes with its school. Raises NotPossible.
    """
    profiles = list(SupportProfile.objects.select_for_update().filter(site=site).order_by("pk"))
    verdict = may_share(roles_at_profile(memberships_of(actor, localdate(at)), site, None))
    if not verdict:
        raise NotPossible(verdict.reason)
    if not profiles:
        raise NotPossible("De school heeft nog geen profiel. Begin dat eerst.")
    for profile in profiles:
        if profile.shares_texts != shares:
            _switch(profile, shares, actor, at)


def _switch(profile: SupportProfile, shares: bool, actor: User, at: datetime) -> None:
    profile.shares_texts = shares
    profile.save(update_fields=["shares_texts"])
    act = "share_texts" if shares else "stop_sharing"
    record(KIND, profile.pk, act, actor=actor, role=Role.HEAD_TEACHER, at=at)
