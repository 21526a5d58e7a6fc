"""The filters beside the list: what there is to choose, and how many schools each choice would leave."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import escape

from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst
from django.utils.translation import gettext

from dekkend.organisations.models import denomination_in_words
from dekkend.website.search.asked import (
    ANYWHERE,
    DISTANCES,
    KINDS_IN_WORDS,
    NAMES,
    SIZES_IN_WORDS,
    WAYS_IN_WORDS,
    WITH,
    WITHOUT,
)
from dekkend.website.search.finding import Finding
from dekkend.website.search.spelling import folded

MOST_OPTIONS = 8


@dataclass(frozen=True)
class Option:
    value: str
    label: str
    number: int
    on: bool


@dataclass(frozen=True)
class Group:
    """Filters of one kind under one heading; one at a time (`single`), or several."""

    name: str
    legend: str
    options: list[Option]
    single: bool = False

    @property
    def html(self) -> SafeString:
        """The heading and its choices. Not from a template, for the same reason as the rows: see `rows`."""
        kind, schools = ("radio" if self.single else "checkbox"), escape(gettext("scholen"))
        choices = "".join(
            f'<label class="pick"><input type="{kind}" name="{self.name}" value="{escape(option.value)}"'
            f"{' checked' if option.on else ''}> <span>{escape(option.label)}</span> "
            f'<span class="count num">{option.number}<span class="sr"> {schools}</span></span></label>'
            for option in self.options
        )
        legend = f"<legend>{escape(self.legend)}</legend>"
        return mark_safe(f"<fieldset>{legend}{choices}</fieldset>\n")  # noqa: S308 escaped piece by piece


def groups(finding: Finding) -> list[Group]:
    """Every filter that has something to choose, with how many schools each choice would leave."""
    asked = finding.asked
    every = [
        _group(finding, "ways", gettext("Hoe helpt de school?"), _way_options(finding)),
        _group(finding, "km", gettext("Hoe ver?"), _distance_options(finding), single=True),
        _group(finding, "kinds", gettext("Soort school"), _kind_options(finding)),
        _group(finding, "denominations", gettext("Richting"), _denomination_options(finding)),
        _group(finding, "sizes", gettext("Hoe groot?"), _size_options(finding)),
        _group(finding, "boards", gettext("Bestuur"), _board_options(finding)),
        _group(finding, "profile", gettext("Profiel"), _profile_options(finding)),
    ]
    part_of = {name: part for part, name in NAMES.items()}
    return [group for group in every if len(group.options) > 1 or getattr(asked, part_of[group.name])]


def _group(
    finding: Finding, part: str, legend: str, options: Iterable[Option], single: bool = False
) -> Group:
    return Group(NAMES[part], legend, list(options), single)


def _way_options(finding: Finding) -> Iterator[Option]:
    if not finding.needs:
        return
    labels = {
        "basic": gettext("Doet zij standaard"),
        "own": gettext("Doet zij extra"),
        "arrangement": gettext("Met hulp van de regio"),
        "refer": gettext("Andere school helpt"),
    }
    counts = finding.search.counts("ways")
    for word, way in WAYS_IN_WORDS.items():
        yield Option(word, labels[way], counts.get(way, 0), word in finding.asked.ways)


def _distance_options(finding: Finding) -> Iterator[Option]:
    if not finding.place:
        return
    counts = finding.search.counts("distance")
    for km in DISTANCES:
        label = gettext("Tot %(km)s km") % {"km": km}
        yield Option(km, label, counts.get(km, 0), km == finding.km)
    everywhere = finding.search.without("distance").bit_count()
    yield Option(ANYWHERE, gettext("Alle afstanden"), everywhere, finding.km == ANYWHERE)


def _kind_options(finding: Finding) -> Iterator[Option]:
    labels = {
        "regular": gettext("Basisschool"),
        "sbo": gettext("Speciaal basis (SBO)"),
        "so": gettext("Speciaal (SO)"),
    }
    counts = finding.search.counts("kind")
    for word, kind in KINDS_IN_WORDS.items():
        on = word in finding.asked.kinds
        if counts.get(kind) or on:
            yield Option(word, labels[kind], counts.get(kind, 0), on)


def _denomination_options(finding: Finding) -> list[Option]:
    counts = finding.search.counts("denomination")
    labels = {value: capfirst(denomination_in_words(value)) for value in counts}
    return _largest(counts, finding.asked.denominations, labels)


def _size_options(finding: Finding) -> Iterator[Option]:
    labels = {
        "small": gettext("Tot 100 kinderen"),
        "middle": gettext("100 tot 250"),
        "large": gettext("250 tot 500"),
        "largest": gettext("500 of meer"),
    }
    counts = finding.search.counts("size")
    for word, size in SIZES_IN_WORDS.items():
        on = word in finding.asked.sizes
        if counts.get(size) or on:
            yield Option(word, labels[size], counts.get(size, 0), on)


def _board_options(finding: Finding) -> list[Option]:
    schools, boards = finding.columns.schools, finding.columns.boards
    counts = finding.search.counts("board")
    known = [board for board in {*counts, *finding.asked.boards} if board in boards]
    names = {board: schools[boards[board][0]].board_name for board in known}
    return _largest(counts, finding.asked.boards, names)


def _largest(counts: dict[str, int], chosen: tuple[str, ...], labels: dict[str, str]) -> list[Option]:
    """The most usual values and those that are on, by their label."""
    usual = sorted((value for value in labels if counts.get(value)), key=lambda v: (-counts[v], labels[v]))
    kept = {*usual[:MOST_OPTIONS], *(value for value in chosen if value in labels)}
    return [
        Option(value, labels[value], counts.get(value, 0), value in chosen)
        for value in sorted(kept, key=lambda value: folded(labels[value]))
    ]


def _profile_options(finding: Finding) -> Iterator[Option]:
    """A need is found in profiles only, so beside one there is nothing to choose."""
    if finding.needs:
        return
    counts = finding.search.counts("read")
    yield Option(WITH, gettext("Met een profiel"), counts.get("yes", 0), _is(finding, WITH))
    yield Option(WITHOUT, gettext("Nog geen profiel"), counts.get("no", 0), _is(finding, WITHOUT))


def _is(finding: Finding, profile: str) -> bool:
    return finding.asked.profile == profile
