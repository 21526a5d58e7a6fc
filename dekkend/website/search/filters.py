"""The filters beside the list: what there is to choose, and how many schools each choice would leave."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from html import escape

from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst
from django.utils.translation import gettext

from dekkend.core.languages import by_language
from dekkend.organisations.concepts import Concept, concept_in_words
from dekkend.organisations.denominations import denomination_in_words
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
CONCEPTS = {concept: concept for concept in Concept.values}


@dataclass(frozen=True)
class Option:
    """A choice: its value in the address, its name, how many schools it would leave, whether it is on."""

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
    options: dict[str, Iterable[Option]] = {
        "ways": _way_options(finding),
        "km": _distance_options(finding),
        "kinds": _kind_options(finding),
        "denominations": _denomination_options(finding),
        "concepts": _concept_options(finding),
        "sizes": _size_options(finding),
        "boards": _board_options(finding),
        "profile": _profile_options(finding),
    }
    every = ((part, list(found)) for part, found in options.items())
    return [
        Group(NAMES[part], legends()[part], found, single=part == "km")
        for part, found in every
        if len(found) > 1 or getattr(finding.asked, part)
    ]


@by_language
def legends() -> dict[str, str]:
    """What stands above each group, by the field of `Asked`."""
    return {
        "ways": gettext("Hoe helpt de school?"),
        "km": gettext("Hoe ver?"),
        "kinds": gettext("Soort school"),
        "denominations": gettext("Richting"),
        "concepts": gettext("Hoe geeft de school les?"),
        "sizes": gettext("Hoe groot?"),
        "boards": gettext("Bestuur"),
        "profile": gettext("Profiel"),
    }


@by_language
def labels() -> dict[str, str]:
    """What is called the same in every search, by the value in an address."""
    return {
        "standaard": gettext("Doet zij standaard"),
        "extra": gettext("Doet zij extra"),
        "regio": gettext("Met hulp van de regio"),
        "elders": gettext("Andere school helpt"),
        "basisschool": gettext("Basisschool"),
        "sbo": gettext("Speciaal basis (SBO)"),
        "so": gettext("Speciaal (SO)"),
        "klein": gettext("Tot 100 kinderen"),
        "middel": gettext("100 tot 250"),
        "groot": gettext("250 tot 500"),
        "grootst": gettext("500 of meer"),
        WITH: gettext("Met een profiel"),
        WITHOUT: gettext("Nog geen profiel"),
        ANYWHERE: gettext("Alle afstanden"),
        **{concept: capfirst(concept_in_words(concept)) for concept in Concept.values},
        **{km: gettext("Tot %(km)s km") % {"km": km} for km in DISTANCES},
    }


def _way_options(finding: Finding) -> Iterator[Option]:
    if finding.needs:
        counts = finding.search.counts("ways")
        for word, way in WAYS_IN_WORDS.items():
            yield Option(word, labels()[word], counts.get(way, 0), word in finding.asked.ways)


def _distance_options(finding: Finding) -> Iterator[Option]:
    if not finding.place:
        return
    counts = finding.search.counts("distance")
    everywhere = {ANYWHERE: finding.search.without("distance").bit_count()}
    for km in (*DISTANCES, ANYWHERE):
        yield Option(km, labels()[km], (counts | everywhere).get(km, 0), km == finding.km)


def _kind_options(finding: Finding) -> Iterator[Option]:
    return _used(KINDS_IN_WORDS, finding.search.counts("kind"), finding.asked.kinds)


def _concept_options(finding: Finding) -> Iterator[Option]:
    return _used(CONCEPTS, finding.search.counts("concept"), finding.asked.concepts)


def _size_options(finding: Finding) -> Iterator[Option]:
    return _used(SIZES_IN_WORDS, finding.search.counts("size"), finding.asked.sizes)


def _used(in_words: dict[str, str], counts: dict[str, int], chosen: tuple[str, ...]) -> Iterator[Option]:
    """What some school is, and what is on."""
    for word, value in in_words.items():
        if counts.get(value) or word in chosen:
            yield Option(word, labels()[word], counts.get(value, 0), word in chosen)


def _denomination_options(finding: Finding) -> list[Option]:
    counts = finding.search.counts("denomination")
    names = {value: _denomination(finding.language, value) for value in counts}
    return _largest(counts, finding.asked.denominations, names)


@lru_cache(1024)
def _denomination(language: str, value: str) -> str:
    """In the language that texts are translated into now, which is `language`."""
    return capfirst(denomination_in_words(value))


def _board_options(finding: Finding) -> list[Option]:
    schools, boards = finding.columns.schools, finding.columns.boards
    counts = finding.search.counts("board")
    known = [board for board in {*counts, *finding.asked.boards} if board in boards]
    names = {board: schools[boards[board][0]].board_name for board in known}
    return _largest(counts, finding.asked.boards, names)


def _largest(counts: dict[str, int], chosen: tuple[str, ...], names: dict[str, str]) -> list[Option]:
    """The most usual values and those that are on, by their name."""
    usual = sorted((value for value in names if counts.get(value)), key=lambda v: (-counts[v], names[v]))
    kept = {*usual[:MOST_OPTIONS], *(value for value in chosen if value in names)}
    return [
        Option(value, names[value], counts.get(value, 0), value in chosen)
        for value in sorted(kept, key=lambda value: _sorted_as(names[value]))
    ]


@lru_cache(4096)
def _sorted_as(name: str) -> str:
    return folded(name)


def _profile_options(finding: Finding) -> Iterator[Option]:
    """A need is found in profiles only, so beside one there is nothing to choose."""
    if finding.needs:
        return
    counts = finding.search.counts("read")
    yield from _used({WITH: "yes", WITHOUT: "no"}, counts, (finding.asked.profile,))
