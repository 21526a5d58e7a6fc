"""What is new, as Atom: versions and what was added to them, of a school or a region; the latest fifty."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.feedgenerator import Atom1Feed
from django.utils.timezone import make_aware

from dekkend.core.signs import allowed
from dekkend.core.templatetags.dekkend import day
from dekkend.organisations.models import Site
from dekkend.profiles.addendum.queries import beside_text
from dekkend.profiles.facts import READABLE
from dekkend.profiles.models import Addendum, Version
from dekkend.website.api.queries import partnership_or_404, school_or_404, with_public_parts
from dekkend.website.api.shapes import whole
from dekkend.website.queries import ONCE_PUBLIC

MOST = 50
NEVER = datetime(2014, 8, 1)  # made aware below; passend onderwijs began on this day
PUBLISHED = "Profiel vastgesteld op {since}. Het geldt tot {until}."


@dataclass(frozen=True)
class Item:
    """One thing that is new. `key` never changes: by it a reader knows what was seen before."""

    key: str
    title: str
    words: str
    address: str
    at: datetime


class Feed(Atom1Feed):
    """Atom with a moment of its own when there is no news."""

    def latest_post_date(self) -> datetime:
        """A feed without news has not changed."""
        return super().latest_post_date() if self.items else make_aware(NEVER)


def of_site(request: HttpRequest, code: str) -> HttpResponse:
    """A fixed number of queries; raises Http404 and Gone as `school_or_404` does."""
    site = school_or_404(code)
    title = f"{site.name}: nieuws over het ondersteuningsprofiel"
    return feed(title, whole("published", code), whole("site-feed", code), news(Q(profile__site=site)))


def of_region(request: HttpRequest, code: str) -> HttpResponse:
    """Of every open school of a partnership. A fixed number of queries; raises Http404."""
    region = partnership_or_404(code)
    title = f"{region.name}: nieuws over ondersteuningsprofielen"
    of_open_schools = Q(profile__partnership=region, profile__site__closed_on=None)
    return feed(title, whole("about-of", code), whole("region-feed", code), news(of_open_schools))


def news(which: Q) -> list[Item]:
    """The latest of these versions and of what was added to them, the newest first."""
    versions = Version.objects.filter(which)
    published = with_public_parts(versions.filter(state__in=ONCE_PUBLIC)).defer("snapshot")
    items = [of_version(version) for version in published.order_by("-published_at")[:MOST]]
    items += of_addenda(latest_addenda(versions.filter(state__in=READABLE)))
    return sorted(items, key=lambda item: (item.at, item.key), reverse=True)[:MOST]


def latest_addenda(versions: QuerySet[Version]) -> QuerySet[Addendum]:
    """What holds beside these versions, the newest first; not yet whether parents may read it."""
    addenda = Addendum.objects.filter(version__in=versions.order_by(), state=Addendum.State.IN_FORCE)
    return (
        addenda.select_related("version__profile__site", "version__edition")
        .defer("version__snapshot", "version__edition__definition")
        .order_by("-in_force_on", "-pk")[:MOST]
    )


def of_version(version: Version) -> Item:
    """A new text; its address is its key."""
    site = version.profile.site
    words = PUBLISHED.format(since=day(version.established_on), until=day(version.valid_until))
    address = whole("published-version", site.code, version.number)
    at = version.published_at
    assert at is not None  # noqa: S101  a constraint: what was published has its moment
    return Item(address, f"{site.name}: een nieuwe tekst", words, address, at)


def of_addenda(addenda: Iterable[Addendum]) -> list[Item]:
    """Only those to questions that parents may read."""
    found = [beside_text(addendum.version, addendum) for addendum in addenda]
    return [
        of_addendum(beside.addendum, beside.title, beside.addendum.version.profile.site)
        for beside in found
        if beside.question.audience == "public"
    ]


def of_addendum(addendum: Addendum, question: str, site: Site) -> Item:
    """What was added to a text, under the question as parents read it."""
    address = whole("published", site.code)
    begun = addendum.in_force_on
    assert begun is not None  # noqa: S101  a constraint: what holds began on a day
    at = make_aware(datetime.combine(begun, time.min))
    key = f"{address}#aanvulling-{addendum.pk}"
    return Item(key, f"{site.name}: een aanvulling bij “{question}”", addendum.text, address, at)


def feed(title: str, address: str, own_address: str, items: list[Item]) -> HttpResponse:
    """Atom; what stands in it is cleaned of signs that XML does not have."""
    made = Feed(title=allowed(title), link=address, description="", language="nl", feed_url=own_address)
    for item in items:
        made.add_item(
            title=allowed(item.title),
            link=item.address,
            description=allowed(item.words),
            unique_id=item.key,
            pubdate=item.at,
            updateddate=item.at,
        )
    return HttpResponse(made.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")
