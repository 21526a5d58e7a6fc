"""What parents said: of a school, in a region, for the public page, and what waits for someone."""

from collections import defaultdict
from collections.abc import Set
from datetime import date

from django.core.exceptions import PermissionDenied
from django.db.models import Count, QuerySet, Sum
from django.http import Http404
from django.utils.timezone import localdate

from dekkend.organisations.models import Membership, Partnership, Role, Site, User
from dekkend.organisations.queries import on_day, people_of
from dekkend.profiles.models import SupportProfile
from dekkend.profiles.overview import WorkItem
from dekkend.profiles.queries import roles_for
from dekkend.website.feedback.personal import Spot, spots_in
from dekkend.website.feedback.rules import OF_SCHOOL, may_moderate
from dekkend.website.models import Feedback, FeedbackAgreement

MOST_SHOWN = 20
FIRST = [Feedback.State.WAITING, Feedback.State.PUBLISHED, Feedback.State.KEPT]


def agreement_of(partnership: Partnership) -> FeedbackAgreement:
    """What it agreed, or what holds where nothing was."""
    agreed = FeedbackAgreement.objects.filter(partnership=partnership).first()
    return agreed or FeedbackAgreement(partnership=partnership)


def with_place(feedback: QuerySet[Feedback]) -> QuerySet[Feedback]:
    """With site, board and partnership at hand, without texts of the profile."""
    return feedback.select_related(
        "version__profile__site__school", "version__profile__partnership__face"
    ).defer("version__snapshot")


def heard(profile: SupportProfile) -> list[Feedback]:
    """What other parents read: let through, the newest first."""
    shown = Feedback.objects.filter(version__profile=profile, state=Feedback.State.PUBLISHED)
    return list(shown.select_related("version").defer("version__snapshot")[:MOST_SHOWN])


def get_feedback_for(user: User, pk: int, on: date | None = None) -> tuple[Feedback, frozenset[str]]:
    """One of them, and the roles of who asks.

    Raises Http404 for who has nothing to do with the school, and PermissionDenied(reason).
    """
    feedback = with_place(Feedback.objects.exclude(state=Feedback.State.COUNTED)).filter(pk=pk).first()
    roles = roles_for(user, feedback.version, on or localdate()) if feedback else frozenset()
    if feedback is None or not roles:
        raise Http404("Deze reactie kennen wij niet.")
    if not (verdict := may_moderate(roles)):
        raise PermissionDenied(verdict.reason)
    return feedback, roles


def with_words(feedback: QuerySet[Feedback]) -> QuerySet[Feedback]:
    """What there is to read, the oldest that waits first, then the newest of the rest."""
    return with_place(feedback.exclude(state=Feedback.State.COUNTED))


def said_of(site: Site, user: User, roles: Set[str], on: date) -> QuerySet[Feedback]:
    """What parents said of a school: the school hears all of it, a partnership what is about its profile."""
    said = Feedback.objects.filter(version__profile__site=site)
    if roles & set(OF_SCHOOL):
        return said
    theirs = Membership.objects.filter(on_day(on), user=user, role=Role.PARTNERSHIP_STAFF)
    return said.filter(version__profile__partnership__in=theirs.values("partnership"))


def counts_of(said: QuerySet[Feedback]) -> dict[str, int]:
    """{choice: how many said so}, words or none."""
    return dict(said.order_by().values_list("choice").annotate(Sum("times")))


def waiting_at(memberships: list[Membership], on: date) -> list[WorkItem]:
    """For the work list: an item for each school where someone must read what parents wrote. One query."""
    sites = {m.site.pk: m.site for m in memberships if m.site and m.role in OF_SCHOOL}
    if not sites:
        return []
    waiting = Feedback.objects.filter(state=Feedback.State.WAITING, version__profile__site__in=sites)
    profiles = SupportProfile.objects.filter(versions__feedback__in=waiting).select_related("partnership")
    numbers: dict[Site, int] = defaultdict(int)
    places: dict[Site, Partnership] = {}
    for profile in profiles.annotate(number=Count("versions__feedback")):
        site = sites[profile.site_id]
        numbers[site] += profile.number
        places[site] = profile.partnership
    return [_item(site, places[site], number) for site, number in numbers.items()]


def _item(site: Site, partnership: Partnership, number: int) -> WorkItem:
    what = "Lees een reactie van een ouder" if number == 1 else f"Lees {number} reacties van ouders"
    return WorkItem(site, partnership, None, what, "school-feedback", (site.code,), None, False)


def spots_of(feedback: Feedback, on: date) -> list[Spot]:
    """What in these words may say who a person is."""
    profile = feedback.version.profile
    names = [role.user.name for role in people_of(profile.site, on)]
    places = (profile.site.name, profile.site.city, profile.partnership.name)
    return spots_in(feedback.words, names, places)
