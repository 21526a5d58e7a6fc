"""A search that someone follows: the query of its address, and which schools it finds now."""

from urllib.parse import parse_qsl

from django.http import QueryDict

from dekkend.core.languages import DUTCH
from dekkend.organisations.models import Site
from dekkend.website.models.following import LONGEST_QUERY
from dekkend.website.search.asked import Asked, TooLong
from dekkend.website.search.finding import Finding
from dekkend.website.terrain.bits import places_in


def normalised(query: str) -> str:
    """The query in its one form, without page and order. "" when nothing is asked, or too much at once."""
    try:
        asked = Asked.of(QueryDict(query.removeprefix("?")))
    except TooLong:
        return ""
    one_form = asked.but(sort="").query.removeprefix("?")
    return one_form if len(one_form) <= LONGEST_QUERY else ""


def words_of(query: str) -> str:
    """What is searched for, in words."""
    return ", ".join(value for _, value in parse_qsl(query))


def sites_found(query: str, language: str = DUTCH) -> list[Site]:
    """Every school that a normalised query finds now, by town and name. Raises TooLong for any other."""
    finding = Finding(Asked.of(QueryDict(query)), language)
    schools = finding.columns.schools
    found = [schools[place].pk for place in places_in(finding.search.bits)]
    return list(Site.objects.filter(pk__in=found).order_by("city", "name", "code"))
