"""Who may be asked to read along, what such a school sees, and what waits for it."""

from datetime import date

from django.db.models import QuerySet
from django.http import Http404
from django.utils.timezone import localdate

from dekkend.organisations.models import Membership, Site, User
from dekkend.organisations.queries import held_by, on_day, sites_of_partnership
from dekkend.organisations.register import register_of
from dekkend.profiles.models import Friendship, Version
from dekkend.profiles.models.friends import OPEN
from dekkend.profiles.queries import answer_values, roles_at_profile
from dekkend.profiles.rules import WRITERS
from dekkend.questionnaires.evaluation import visible_keys
from dekkend.questionnaires.loader import questionnaire_of
from dekkend.questionnaires.tree import SEES, from_register


def invitable(version: Version, on: date) -> QuerySet[Site]:
    """The other schools of its partnership where somebody can say yes, and that were not asked yet."""
    answering = Membership.objects.filter(on_day(on), role__in=WRITERS, user__is_active=True)
    asked = version.friendships.filter(state__in=OPEN)
    schools = sites_of_partnership(version.profile.partnership, on).filter(pk__in=answering.values("site"))
    return schools.exclude(pk=version.profile.site_id).exclude(pk__in=asked.values("site"))


def keys_for_friends(version: Version) -> frozenset[str]:
    """The questions a school that reads along sees: asked now, and for the region too."""
    questionnaire = questionnaire_of(version.edition)
    register = register_of(version.profile.site, version.profile.partnership)
    asked = visible_keys(questionnaire, answer_values(version.pk) | from_register(questionnaire, register))
    return frozenset(
        q.key for q in questionnaire.questions if q.key in asked and q.audience in SEES["region"]
    )


def get_friendship_for(user: User, pk: int, on: date | None = None) -> tuple[Friendship, frozenset[str]]:
    """An invitation and the roles `user` has at the school that was asked: to head and coordinator only.

    Raises Http404 for anyone else.
    """
    on = on or localdate()
    found = prepared(Friendship.objects.filter(pk=pk)).first()
    roles = roles_at_profile(held_by(user, on), found.site, None) if found else frozenset()
    if found is None or not roles & WRITERS:
        raise Http404("Deze uitnodiging kennen wij niet.")
    return found, roles


def waiting_friendships(memberships: list[Membership], on: date) -> list[Friendship]:
    """Invitations that wait for an answer, and texts that are read along now. One query, or none."""
    sites = [membership.site_id for membership in memberships if membership.role in WRITERS]
    if not sites:
        return []
    working = Friendship.objects.filter(version__state=Version.State.WORKING)
    return list(prepared(working.filter(site__in=sites, state__in=OPEN, until__gte=on)))


def prepared(friendships: QuerySet[Friendship]) -> QuerySet[Friendship]:
    """With both schools at hand, without texts."""
    return friendships.select_related(
        "site__school", "version__profile__site__school", "version__profile__partnership", "version__edition"
    ).defer("version__snapshot", "version__edition__definition")
