"""A search that someone follows: the query of its address, and which schools it finds now."""

from urllib.parse import parse_qsl, urlencode

from dekkend.organisations.models import Site
from dekkend.website.queries import listed_sites

FOLLOWED = ("zoek",)


def normalised(query: str) -> str:
    """The query in its one form: what searches, in one order, without the page. "" when nothing is asked."""
    asked = dict(parse_qsl(query.removeprefix("?")))
    return urlencode(
        [(name, " ".join(asked[name].split())) for name in FOLLOWED if asked.get(name, "").strip()]
    )


def words_of(query: str) -> str:
    """What is searched for, in words."""
    return ", ".join(value for _, value in parse_qsl(query))


def sites_found(query: str) -> list[Site]:
    return list(listed_sites(dict(parse_qsl(query)).get("zoek", "")))
