"""What open data reads: schools of partnerships at work, and what they published. Few queries."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.http import Http404

from dekkend.organisations.models import Partnership, Site, SitePartnership
from dekkend.profiles.facts import READABLE
from dekkend.profiles.models import Addendum, Regime, Version
from dekkend.questionnaires.models import Edition
from dekkend.website.api.problems import Gone
from dekkend.website.queries import ONCE_PUBLIC, listed_sites

A_CHUNK = 100
OF_A_VERSION = ("pk", "state", "valid_until")
CLOSED = "Deze school is gesloten op {day}. Haar profiel geldt niet meer."
NO_SCHOOL = "Een school met deze code kennen wij niet. Een code is bijvoorbeeld 99AB00: BRIN en vestiging."
NO_PARTNERSHIP = "Een samenwerkingsverband met deze code kennen wij niet. Een code is bijvoorbeeld PO9901."
NO_PROFILE = "Deze school heeft deze versie niet gepubliceerd."


@dataclass(frozen=True)
class Wanted:
    """Filters of a list of schools; None asks for nothing."""

    partnership: str | None = None
    municipality: str | None = None
    board: str | None = None
    kind: str | None = None
    denomination: str | None = None
    concept: str | None = None
    has_profile: bool | None = None


def schools(wanted: Wanted) -> QuerySet[Site]:
    """The open schools that fit, by code, with board and partnerships: two queries."""
    sites = listed_sites().order_by("code").annotate(current=Subquery(_newest().values("pk")[:1]))
    if wanted.partnership:
        sites = sites.filter(
            pk__in=SitePartnership.objects.filter(partnership__code=wanted.partnership).values("site")
        )
    if wanted.municipality:
        named = Q(municipality__iexact=wanted.municipality) | Q(municipality_code=wanted.municipality)
        sites = sites.filter(named)
    if wanted.board:
        sites = sites.filter(school__board__number=wanted.board)
    if wanted.kind:
        sites = sites.filter(kind=wanted.kind)
    if wanted.denomination:
        sites = sites.filter(denomination__iexact=wanted.denomination)
    if wanted.concept:
        sites = sites.filter(concept=wanted.concept)
    if wanted.has_profile is not None:
        sites = sites.filter(current__isnull=not wanted.has_profile)
    return with_place(sites)


def with_place(sites: QuerySet[Site]) -> QuerySet[Site]:
    """With board and partnerships at hand: two queries, however many."""
    partnerships = Prefetch("partnerships", Partnership.objects.order_by("code"))
    return sites.select_related("school__board").prefetch_related(partnerships)


def _newest() -> QuerySet[Version]:
    """What parents read now of a site; agrees with `website.queries.current_version`."""
    readable = Version.objects.filter(profile__site=OuterRef("pk"), state__in=READABLE)
    return readable.order_by("-published_at")


def school_or_404(code: str) -> Site:
    """An open school. Raises Gone when it closed, Http404 when it is not one of those we list."""
    closed = Site.objects.filter(code=code, closed_on__isnull=False).first()
    if closed:
        raise Gone(CLOSED.format(day=closed.closed_on))
    site = schools(Wanted()).filter(code=code).first()
    if site is None:
        raise Http404(NO_SCHOOL)
    return site


def current_profiles(partnership: str | None) -> QuerySet[Version]:
    """What parents read now of every open school, by code; of one partnership, or of all."""
    current = Site.objects.filter(closed_on=None).annotate(current=Subquery(_newest().values("pk")[:1]))
    versions = Version.objects.filter(pk__in=current.values("current"))
    if partnership:
        versions = versions.filter(profile__partnership__code=partnership)
    return with_public_parts(versions).order_by("profile__site__code")


def with_public_parts(versions: QuerySet[Version]) -> QuerySet[Version]:
    """With what `profile_json` asks: two queries, however many."""
    return (
        versions.select_related("edition", "profile__partnership", "profile__site__school__board")
        .defer("edition__definition")
        .prefetch_related("addenda")
    )


def versions_of(site: Site) -> QuerySet[Version]:
    """Every version that parents could ever read, newest first."""
    versions = Version.objects.filter(profile__site=site, state__in=ONCE_PUBLIC)
    return with_public_parts(versions).order_by("-published_at", "-number")


def version_or_404(site: Site, number: str) -> Version:
    """A published version by its number, or the "current" one. Raises Http404."""
    versions = versions_of(site)
    if number == "current":
        found = versions.filter(state__in=READABLE).first()
    else:
        found = versions.filter(number=int(number)).first()
    if found is None:
        raise Http404(NO_PROFILE)
    return found


def partnerships() -> QuerySet[Partnership]:
    """Those that work with profiles, with how many open schools they have and how many can be read."""
    readable = Version.objects.filter(profile__site=OuterRef("sites"), state__in=READABLE)
    is_open = Q(sites__closed_on=None)
    return (
        Partnership.objects.filter(Exists(Regime.objects.filter(partnership=OuterRef("pk"))))
        .annotate(
            number_of_schools=Count("sites", filter=is_open, distinct=True),
            number_of_profiles=Count("sites", filter=is_open & Q(Exists(readable)), distinct=True),
        )
        .order_by("code")
    )


def partnership_or_404(code: str) -> Partnership:
    """One of `partnerships`. Raises Http404."""
    found = partnerships().filter(code=code).first()
    if found is None:
        raise Http404(NO_PARTNERSHIP)
    return found


def public_editions(form: str | None) -> list[Edition]:
    """The forms that partnerships work with, or by which something was published."""
    used = Q(pk__in=Regime.objects.values("edition"))
    used |= Q(pk__in=Version.objects.filter(state__in=ONCE_PUBLIC).values("edition"))
    editions = Edition.objects.filter(used).defer("definition")
    return list(editions.filter(form=form) if form else editions)


def in_chunks[Row: (Site, Version)](rows: QuerySet[Row], code: str) -> Iterator[Row]:
    """All rows by the school's `code`, a hundred at a time: no query stays open while somebody downloads."""
    after = ""
    while chunk := list(rows.filter(**{f"{code}__gt": after})[:A_CHUNK]):
        yield from chunk
        last = chunk[-1]
        after = last.code if isinstance(last, Site) else last.profile.site.code


def stamp_of(*lists: Iterable) -> str:
    """A weak ETag that changes with any of these rows."""
    digest = sha256()
    for rows in lists:
        for row in rows:
            digest.update(repr(row).encode())
    return f'W/"{digest.hexdigest()[:32]}"'


def stamp_of_schools(wanted: Wanted) -> str:
    """Changes when anything in the file with these schools does. Three queries."""
    sites = schools(wanted).prefetch_related(None)
    columns = [field.attname for field in Site._meta.concrete_fields]
    rows = sites.values_list(*columns, "school__board__number", "school__board__name")
    links = SitePartnership.objects.filter(site__in=sites.order_by().values("pk"))
    places = links.order_by("pk").values_list("site", "partnership__code", "partnership__name")
    current = sites.order_by().values("current")  # type: ignore[misc]  # annotated
    versions = Version.objects.filter(pk__in=current).order_by("pk")
    return stamp_of(*(each.iterator() for each in (rows, places, versions.values_list(*OF_A_VERSION))))


def stamp_of_profiles(partnership: str | None) -> str:
    """Changes when anything in the file with these profiles does: a frozen text does not. Two queries."""
    versions = current_profiles(partnership).prefetch_related(None)
    names = ("profile__site__code", "profile__partnership__name", "edition__checksum")
    beside = Addendum.objects.filter(
        version__in=versions.order_by().values("pk"), state=Addendum.State.IN_FORCE
    )
    addenda = beside.order_by("pk").values_list("pk", "text", "in_force_on")
    return stamp_of(versions.values_list(*OF_A_VERSION, *names).iterator(), addenda.iterator())
