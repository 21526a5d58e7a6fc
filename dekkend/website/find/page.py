"""The page with what was found, as `core/rendering.py` takes it: its shape, and the words that go in."""

from collections.abc import Iterable
from html import escape

from django.http import HttpRequest
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, ngettext

from dekkend.core.rendering import Shape, Words
from dekkend.core.templatetags.dekkend import dialled
from dekkend.website.map.drawing import Map
from dekkend.website.map.svg import inside
from dekkend.website.map.tiles import shape_of_tiles, words_of_tiles
from dekkend.website.search import presenting
from dekkend.website.search.asked import FILTERS, NAMES, address
from dekkend.website.search.engine import PAGE
from dekkend.website.search.filters import groups
from dekkend.website.search.finding import Finding
from dekkend.website.search.presenting import Chip
from dekkend.website.search.rows import Rows


def page_of(finding: Finding, errors: dict[str, str], request: HttpRequest) -> tuple[Shape, Words]:
    """(what the template may test, what it prints); `errors` by the name of the field."""
    shape: Shape = {
        "page_address": request.path,
        "filtered": finding.asked.filtered,
        "is_odd": finding.asked.is_odd,
        "page_exists": finding.page_exists,
        "shows_profiles": finding.shows_profiles,
    }
    drawn = _map(finding)
    words = (
        _asked(finding, errors) | _meant(finding) | _listed(finding) | _around(finding) | _support(finding)
    )
    return shape | shape_of_map(drawn), words | words_of_map(drawn)


def _asked(finding: Finding, errors: dict[str, str]) -> Words:
    """What was filled in, what is wrong with it, and what more can be filled in."""
    asked = finding.asked
    return {
        "page_query": asked.query,
        "title": presenting.title(finding),
        "text": asked.text,
        "place": asked.place,
        "text_error": errors.get(NAMES["text"], ""),
        "place_error": errors.get(NAMES["place"], ""),
        "place_label": finding.place.label if finding.place else "",
        "followed": asked.but(sort="").query,
        "kept_by_search": _hidden(asked.pairs, "text", "place", "page"),
        "kept_by_filters": _hidden(asked.pairs, *FILTERS, "page"),
        "unfiltered": finding.unfiltered.query if asked.filtered else "",
        "groups": _joined("", (group.html for group in groups(finding))),
    }


def _meant(finding: Finding) -> Words:
    """What the words were taken to mean, and what they may mean besides."""
    places = presenting.other_places(finding)
    named = (finding.columns.schools[place] for place in finding.named)
    schools = [(f"{address()}{school.code}/", f"{school.name} ({school.city})") for school in named]
    return {
        "chips": _joined(" ", map(_chip, presenting.chips(finding))),
        "suggestions": _joined(" ", map(_suggestion, presenting.suggestions(finding))),
        "unfound": ", ".join(finding.words.unfound),
        "other_places": _joined(", ", (_link(address() + one.query, one.label) for one in places)),
        "named": _joined(", ", (_link(url, name) for url, name in schools)),
    }


def _listed(finding: Finding) -> Words:
    """The list, or what to do where there is none."""
    first, rows = _first(finding), Rows(finding, compare=True)
    chips = presenting.pages(finding) | {"other_order": presenting.other_order(finding)}
    roles = {"previous": ' rel="prev"', "next": ' rel="next"', "other_order": ""}
    words: Words = {name: _button(chip, roles[name]) for name, chip in chips.items()}
    if not finding.hits:
        return words | _instead(finding, rows)
    results = _joined("", rows.of(finding.hits, first))
    return words | {"heading": presenting.heading(finding), "start": str(first), "results": results}


def _instead(finding: Finding, rows: Rows) -> Words:
    """Where to go from a page that is not there, and what to change where nothing was found."""
    counted = ngettext(
        "Er is %(number)s bladzijde met scholen.",
        "Er zijn %(number)s bladzijden met scholen.",
        finding.last_page,
    )
    return {
        "page_count": counted % {"number": finding.last_page},
        "first_page": finding.asked.but(page=1).query,
        "changes": _joined("", map(_change, presenting.changes(finding))) if _is_empty(finding) else "",
        "nearby": _joined("", rows.of(finding.nearby, first=1)) if _is_empty(finding) else "",
    }


def _around(finding: Finding) -> Words:
    """The schools that this search cannot find."""
    number = finding.without_profile
    words = ngettext(
        "Nog %(number)s school hier heeft geen profiel om in te zoeken",
        "Nog %(number)s scholen hier hebben geen profiel om in te zoeken",
        number,
    )
    if not number:
        return {}
    return {
        "without_profile": words % {"number": number},
        "without_profile_query": finding.asked_without_profile.query,
    }


def _support(finding: Finding) -> Words:
    """Whom to call."""
    point = presenting.support_point(finding)
    if not point:
        return {}
    return {
        "support_name": point.name,
        "support_phone": point.phone,
        "support_dial": dialled(point.phone),
        "support_email": point.email,
    }


def _map(finding: Finding) -> Map:
    """Of the list; where nothing was found, of what is near."""
    hits = finding.nearby if _is_empty(finding) else finding.hits
    return Map(finding, hits, 1 if _is_empty(finding) else _first(finding))


def shape_of_map(drawn: Map) -> Shape:
    """Which parts the map has; nothing without a map."""
    if not drawn:
        return {}
    there: Shape = {"dots": bool(drawn.dots), "counts": bool(drawn.counts), "rings": bool(drawn.rings)}
    return there | {"map_size": (drawn.width, drawn.height)} | shape_of_tiles()


def words_of_map(drawn: Map) -> Words:
    """The drawing, and what it shows in words."""
    if not drawn:
        return {}
    return {"drawing": inside(drawn), "map_description": drawn.description} | words_of_tiles(drawn)


def _first(finding: Finding) -> int:
    """The number of the first school on this page."""
    return (finding.asked.page - 1) * PAGE + 1


def _is_empty(finding: Finding) -> bool:
    return finding.total == 0


def _chip(chip: Chip) -> str:
    off = f'<span aria-hidden="true">×</span><span class="sr">, {escape(gettext("haal weg"))}</span>'
    return f'<a class="chip" href="{_address(chip)}">{escape(chip.label)} {off}</a>'


def _suggestion(chip: Chip) -> str:
    words = gettext("Ook: %(need)s?") % {"need": chip.label}
    return f'<a class="button plain" href="{_address(chip)}">{escape(words)}</a>'


def _change(chip: Chip) -> str:
    return f"<li>{_link(address() + chip.query, chip.label)}</li>"


def _button(chip: Chip | None, role: str) -> SafeString:
    if chip is None:
        return SafeString("")
    link = f'<a class="button plain no-print"{role} href="{_address(chip)}">{escape(chip.label)}</a>'
    return mark_safe(link)  # noqa: S308 escaped


def _address(chip: Chip) -> str:
    return escape(address() + chip.query)


def _link(url: str, label: str) -> str:
    return f'<a href="{escape(url)}">{escape(label)}</a>'


def _hidden(pairs: Iterable[tuple[str, str]], *without: str) -> SafeString:
    """Fields that carry the rest of a search along with a form that asks for these parts itself."""
    own = {NAMES[part] for part in without}
    kept = ((name, escape(value)) for name, value in pairs if name not in own)
    return _joined("", (f'<input type="hidden" name="{name}" value="{value}">' for name, value in kept))


def _joined(between: str, pieces: Iterable[str]) -> SafeString:
    """Of pieces in which everything was escaped."""
    return mark_safe(between.join(pieces))  # noqa: S308 see above
