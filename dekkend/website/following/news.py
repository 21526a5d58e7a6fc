"""What there is to tell a follower since the last mail: of each school only what can be read now."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy

from dekkend.organisations.models import Site
from dekkend.profiles.models import Addendum, Version
from dekkend.website.following.searching import sites_found
from dekkend.website.models import Subscription

NEW_TEXT, AMENDED = gettext_lazy("een nieuwe tekst"), gettext_lazy("een aanvulling")


@dataclass(frozen=True)
class News:
    """One line of a mail: at this school there is this to read."""

    site: Site
    what: str | Promise


def news_for(subscription: Subscription, *, since: datetime, until: datetime) -> list[News]:
    """A new text of a school before an addendum to it; each school once, by name. Two or three queries."""
    sites = _sites(subscription)
    return list(_lines(sites, _published(sites, since, until), _amended(sites, since, until)))


def _published(sites: list[Site], since: datetime, until: datetime) -> set[int]:
    versions = Version.objects.filter(
        profile__site__in=sites,
        state=Version.State.PUBLISHED,
        published_at__gt=since,
        published_at__lte=until,
    )
    return set(versions.values_list("profile__site", flat=True))


def _amended(sites: list[Site], since: datetime, until: datetime) -> set[int]:
    addenda = Addendum.objects.filter(
        version__profile__site__in=sites,
        state=Addendum.State.IN_FORCE,
        in_force_on__gt=localdate(since),
        in_force_on__lte=localdate(until),
    )
    return set(addenda.values_list("version__profile__site", flat=True))


def _lines(sites: Iterable[Site], published: set[int], amended: set[int]) -> Iterable[News]:
    for site in sorted(sites, key=lambda site: (site.name, site.code)):
        if site.pk in published | amended:
            yield News(site, NEW_TEXT if site.pk in published else AMENDED)


def _sites(subscription: Subscription) -> list[Site]:
    return (
        [subscription.site] if subscription.site else sites_found(subscription.query, subscription.language)
    )
