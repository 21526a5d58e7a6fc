"""What is public: sites, and the versions of their profiles that were published."""

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404

from dekkend.core.numbers import number_in
from dekkend.organisations.models import Partnership, Site
from dekkend.profiles.attached import is_public
from dekkend.profiles.compared import last_before
from dekkend.profiles.facts import READABLE
from dekkend.profiles.models import Paper, Version

ONCE_PUBLIC = (*READABLE, Version.State.SUCCEEDED)


def listed_sites(words: str = "") -> QuerySet[Site]:
    """Open sites in a partnership that works with profiles, by place and name; each word must be found."""
    published = Version.objects.filter(profile__site=OuterRef("pk"), state__in=READABLE)
    sites = (
        Site.objects.filter(closed_on=None, partnerships__regimes__isnull=False)
        .annotate(has_profile=Exists(published))
        .order_by("city", "name", "code")
        .distinct()
    )
    for word in words.split():
        sites = sites.filter(
            Q(name__icontains=word) | Q(city__icontains=word) | Q(postcode__istartswith=word)
        )
    return sites


def site_or_404(code: str) -> Site:
    """A site by its code, a closed one too. Raises Http404."""
    site = Site.objects.select_related("school__board").filter(code=code).first()
    if site is None:
        raise Http404("Deze school kennen wij niet.")
    return site


def public_versions(site: Site) -> list[Version]:
    """Every version parents could ever read, newest first, without the frozen text."""
    return list(
        Version.objects.filter(profile__site=site, state__in=ONCE_PUBLIC)
        .select_related("profile__partnership")
        .defer("snapshot")
        .order_by("-published_at")
    )


def current_version(site: Site) -> Version | None:
    """What parents read now: the published version, else the last that expired; of a closed school none."""
    if site.closed_on:
        return None
    return (
        Version.objects.filter(profile__site=site, state__in=READABLE)
        .select_related("edition", "profile__partnership__face", "profile__site__school__board")
        .order_by("-published_at")
        .first()
    )


def partnership_of(site: Site) -> Partnership | None:
    """Where parents of a school without a profile can ask; the region's, before a national one's."""
    return site.partnerships.order_by("is_national", "code").first()


def public_paper_or_404(code: str, pk: int, name: str) -> Paper:
    """A paper of a version that was ever published, when it is for everyone and has this name.

    Raises Http404.
    """
    paper = (
        Paper.objects.filter(pk=pk, name=name, removed_at=None)
        .filter(version__profile__site__code=code, version__state__in=ONCE_PUBLIC)
        .select_related("version__edition")
        .first()
    )
    if paper is None or not is_public(paper.version, paper):
        raise Http404("Dit stuk kennen wij niet.")
    return paper


def public_pair_or_404(site: Site, number: int, met: str) -> tuple[Version, Version | None]:
    """A version parents could read, and the one to put beside it: `met`, else the last one before it.

    Raises Http404 for a number that was never public, and for a version beside itself.
    """
    version = public_version_or_404(site, number)
    other = number_in(met)
    if other == number:
        raise Http404("Een versie is altijd gelijk aan zichzelf.")
    if met:
        return version, public_version_or_404(site, other)
    return version, last_before(version, public_versions(site))


def public_version_or_404(site: Site, number: int) -> Version:
    """The version with this number, when parents could ever read it. Raises Http404."""
    version = (
        Version.objects.filter(profile__site=site, number=number, state__in=ONCE_PUBLIC)
        .select_related("edition", "profile__partnership__face", "profile__site__school__board")
        .first()
    )
    if version is None:
        raise Http404("Deze versie kennen wij niet.")
    return version
