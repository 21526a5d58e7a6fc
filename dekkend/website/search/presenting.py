"""What stands around the list: chips, heading, pages, and what to change when nothing was found."""

from dataclasses import dataclass

from django.utils.formats import number_format
from django.utils.translation import gettext, ngettext

from dekkend.website.search.asked import BY_DISTANCE, BY_MATCH, Asked
from dekkend.website.search.columns import SupportPoint
from dekkend.website.search.engine import PAGE
from dekkend.website.search.finding import Finding
from dekkend.website.search.spelling import words_of


@dataclass(frozen=True)
class Chip:
    """A word on the page with the address of the search without it, or with it."""

    label: str
    query: str


def chips(finding: Finding) -> list[Chip]:
    """What the words were taken to mean; each can be taken away."""
    asked = finding.asked
    needs = [
        Chip(finding.labels.get(need, need), _without_need(finding, need).query) for need in finding.needs
    ]
    words = [word for word in finding.understood.words if word not in finding.words.unfound]
    return needs + [
        Chip(f"“{word}”", asked.but(text=_without_word(asked.text, word)).query) for word in words
    ]


def suggestions(finding: Finding) -> list[Chip]:
    """Needs to add that parents may mean as well."""
    return [Chip(finding.labels.get(need, need), _with_need(finding, need).query) for need in finding.related]


def _without_need(finding: Finding, need: str) -> Asked:
    asked = finding.asked
    needs = tuple(other for other in asked.needs if other != need)
    told = need in finding.understood.needs
    return asked.but(needs=needs, dropped=tuple(sorted({*asked.dropped, need})) if told else asked.dropped)


def _with_need(finding: Finding, need: str) -> Asked:
    return finding.asked.but(needs=tuple(sorted({*finding.asked.needs, need})))


def _without_word(text: str, word: str) -> str:
    return " ".join(part for part in text.split() if word not in words_of(part))


def heading(finding: Finding) -> str:
    """ "12 scholen, dichtbij eerst" """
    total = finding.total
    order = {
        BY_DISTANCE: gettext("dichtbij eerst"),
        BY_MATCH: gettext("beste match eerst"),
        "": gettext("op plaats"),
    }[finding.sort]
    if total < 2:
        return _schools(total)
    return gettext("%(schools)s, %(order)s") % {"schools": _schools(total), "order": order}


def title(finding: Finding) -> str:
    """What the page is called: what was looked for, and where."""
    asked = finding.asked
    parts = [
        ", ".join(chip.label for chip in chips(finding)) or asked.text,
        finding.place.label if finding.place else "",
    ]
    return (
        f"{gettext('Scholen')}: {' · '.join(filter(None, parts))}" if any(parts) else gettext("Alle scholen")
    )


def pages(finding: Finding) -> dict[str, Chip | None]:
    """The pages before and after this one, where there are."""
    asked, left = finding.asked, finding.total - finding.asked.page * PAGE
    more = ngettext("Volgende %(number)s school", "Volgende %(number)s scholen", min(left, PAGE))
    following = Chip(more % {"number": min(left, PAGE)}, asked.but(page=asked.page + 1).query)
    return {"previous": _page_before(asked), "next": following if left > 0 else None}


def _page_before(asked: Asked) -> Chip | None:
    if asked.page == 1:
        return None
    return Chip(gettext("Vorige bladzijde"), asked.but(page=asked.page - 1).query)


def changes(finding: Finding) -> list[Chip]:
    """What to change where nothing was found, with what it would find."""
    labels = {
        "distance": gettext("Zoek op alle afstanden"),
        "filters": gettext("Zet de filters uit"),
        "words": gettext("Laat de losse woorden weg"),
        "all": gettext("Zet de filters uit en zoek op alle afstanden"),
    }
    return [Chip(f"{labels[one.name]} ({_schools(one.number)})", one.asked.query) for one in finding.changes]


def other_places(finding: Finding) -> list[Chip]:
    """Other places with the name that was typed."""
    others = finding.place.others if finding.place else ()
    return [Chip(other.label, finding.asked.but(place=other.label).query) for other in others]


def _schools(number: int) -> str:
    words = ngettext("%(number)s school", "%(number)s scholen", number)
    return words % {"number": number_format(number, 0, force_grouping=True)}


def other_order(finding: Finding) -> Chip | None:
    """The link to the other order, when there are two to choose from."""
    if not (finding.place and finding.needs and finding.total > 1):
        return None
    if finding.sort == BY_DISTANCE:
        return Chip(gettext("Beste match eerst"), finding.asked.but(sort=BY_MATCH).query)
    return Chip(gettext("Dichtbij eerst"), finding.asked.but(sort="").query)


def support_point(finding: Finding) -> SupportPoint | None:
    """Whom to call: of the partnership of the nearest school, or of the only partnership there is.

    Where nothing was found, the school that is nearest whatever was asked tells in which region that is.
    """
    points = finding.columns.support_points
    near = finding.hits[:1] or finding.nearby[:1] or finding.anything_near
    if near and (near[0].km is not None or len(points) == 1):
        found = (points.get(pk) for pk in finding.columns.schools[near[0].place].partnerships)
        return next((point for point in found if point), None)
    listed = {pk for school in finding.columns.schools[:1] for pk in school.partnerships}
    only = {pk for pk in points if points[pk]}
    return points[only.pop()] if len(only) == 1 and listed else None
