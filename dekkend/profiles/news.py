"""What happened lately at someone's schools, in a line each. Four queries, whatever there is to tell."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils.timezone import localdate

from dekkend.organisations.models import Membership, User
from dekkend.organisations.queries import memberships_of
from dekkend.profiles.models import Suggestion, Version
from dekkend.profiles.transitions import KIND, ROUTE
from dekkend.workflow.models import Event

MOST = 12
# A partnership has a hundred schools: its people hear of what came out, not of every step.
FOR_THE_REGION = ("establish", "publish", "expire")


@dataclass(frozen=True)
class News:
    """One act at one school: De Regenton, "Naar de MR gestuurd"."""

    school: str
    what: str
    at: datetime


def news_for(user: User, *, since: datetime, until: datetime) -> list[News]:
    """What others did at this person's schools in (since, until]: newest first, at most twelve.

    The steps of the route, and what became of this person's own proposals.
    """
    news = [*_steps(user, since, until), *_decided(user, since, until)]
    return sorted(news, key=lambda line: line.at, reverse=True)[:MOST]


def _steps(user: User, since: datetime, until: datetime) -> list[News]:
    events = list(
        _steps_near(memberships_of(user, localdate(until)), since, until).exclude(actor=user)[:MOST]
    )
    sites = Version.objects.filter(pk__in={event.subject_id for event in events})
    names = dict(sites.values_list("pk", "profile__site__name"))
    return [News(names[event.subject_id], ROUTE.transition(event.act).done, event.at) for event in events]


def _decided(user: User, since: datetime, until: datetime) -> list[News]:
    """The proposals of this person that others took over or not."""
    said = {Suggestion.State.ACCEPTED: "Uw voorstel is overgenomen"}
    said |= {Suggestion.State.DECLINED: "Uw voorstel is niet overgenomen"}
    mine = Suggestion.objects.filter(author=user, state__in=said, decided_at__gt=since, decided_at__lte=until)
    rows = mine.exclude(decided_by=user).order_by("-decided_at", "-pk")[:MOST]
    return [
        News(name, said[Suggestion.State(state)], at)
        for name, state, at in rows.values_list("version__profile__site__name", "state", "decided_at")
        if at
    ]


def _steps_near(memberships: list[Membership], since: datetime, until: datetime) -> QuerySet[Event]:
    sites = [m.site_id for m in memberships if m.site_id]
    boards = [m.board_id for m in memberships if m.board_id]
    regions = [m.partnership_id for m in memberships if m.partnership_id]
    near = Version.objects.filter(Q(profile__site__in=sites) | Q(profile__site__school__board__in=boards))
    of_region = Version.objects.filter(profile__partnership__in=regions)
    steps = Event.objects.filter(subject_kind=KIND, act__in=list(ROUTE.by_name), at__gt=since, at__lte=until)
    return steps.filter(
        Q(subject_id__in=near.values("pk")) | Q(act__in=FOR_THE_REGION, subject_id__in=of_region.values("pk"))
    ).order_by("-at", "-id")
