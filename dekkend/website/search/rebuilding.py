"""Facts and search index made anew from the snapshots, site by site."""

from collections.abc import Iterator

from django.db import transaction
from django.db.models import Q

from dekkend.organisations.models import Site
from dekkend.profiles.facts import READABLE, renew_facts
from dekkend.profiles.models import Fact, SupportProfile, Version
from dekkend.website.models import Entry
from dekkend.website.queries import current_version
from dekkend.website.search.indexing import recipe, renew_entry


def rebuild(*, everything: bool = False) -> Iterator[tuple[str, bool]]:
    """(code of a site, whether it was made anew) for every site that can be read or was found before.

    What is right already is left alone, so a run that was cut off goes on where it stopped. Each site is a
    transaction of its own, and the time grows with the number of sites alone.
    """
    readable = Q(profiles__versions__state__in=READABLE)
    known = Q(search_entry__isnull=False) | Q(facts__isnull=False)
    sites = Site.objects.filter(readable | known).order_by("pk").distinct()
    for pk, code in sites.values_list("pk", "code").iterator():
        yield code, renew(pk, everything)


@transaction.atomic
def renew(site_id: int, everything: bool = False) -> bool:
    """Make facts and entry of one site anew where that is needed. Nothing is published meanwhile."""
    site = Site.objects.select_related("school__board").get(pk=site_id)
    list(Version.objects.select_for_update().filter(profile__site=site).order_by("pk").values_list("pk"))
    version = current_version(site)
    if not everything and _is_right(site, version):
        return False
    for profile in SupportProfile.objects.filter(site=site):
        renew_facts(profile)
    renew_entry(site, version)
    return True


def _is_right(site: Site, version: Version | None) -> bool:
    kept = list(Entry.objects.filter(site=site).values_list("version", "recipe"))
    read = [(version.pk, recipe())] if version else []
    facts = set(Fact.objects.filter(site=site).values_list("version", flat=True))
    return kept == read and (version.pk in facts if version else not facts)
