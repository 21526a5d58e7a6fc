"""From the page of a school to others nearby.

As searches: the page is kept as a file, and would go on naming schools that changed or closed.
"""

from collections.abc import Iterable

from django.urls import reverse

from dekkend.organisations.models import Site
from dekkend.questionnaires.definition import Need
from dekkend.website.search.asked import WAYS_IN_WORDS, WITH, Asked

DOES_ITSELF = tuple(word for word, way in WAYS_IN_WORDS.items() if way != "refer")


def who_meets(needs: Iterable[Need], site: Site) -> dict[str, str]:
    """{need: where to find the schools around a site that meet it themselves}."""
    around = Asked(place=place_of(site), ways=DOES_ITSELF)
    return {need.key: reverse("schools") + around.but(needs=(need.key,)).query for need in needs}


def who_can_be_read(site: Site) -> str:
    """Where to find the schools around a site that have a profile."""
    return reverse("schools") + Asked(place=place_of(site), profile=WITH).query


def place_of(site: Site) -> str:
    """As the register has it; a town with its province, for some names are there twice."""
    town = f"{site.city} ({site.province})" if site.city and site.province else site.city
    return site.postcode or town
