"""The published pages of a region, made again when they are to look different."""

from django.tasks import task

from dekkend.organisations.models import Partnership
from dekkend.profiles.facts import READABLE
from dekkend.profiles.models import Version
from dekkend.website.publishing import make_files


@task
def renew_region(code: str) -> None:
    """One task for each school that parents can read; until it is done they read the page of before."""
    readable = Version.objects.filter(profile__partnership__code=code, state__in=READABLE)
    for site in readable.order_by().values_list("profile__site__code", flat=True).distinct():
        make_files.enqueue(code=site)


def sites_read_in(partnership: Partnership) -> int:
    """How many schools that is."""
    readable = Version.objects.filter(profile__partnership=partnership, state__in=READABLE)
    return readable.order_by().values("profile__site").distinct().count()
