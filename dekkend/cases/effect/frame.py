"""The lines of the tables. They depend on what a region offers and which schools it has, never on any file:
a line that is there only because someone asked would tell that someone did.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Q

from dekkend.cases import offer
from dekkend.cases.catalogue import Catalogue
from dekkend.cases.effect.years import days_of
from dekkend.cases.models import Offering
from dekkend.organisations.models import Partnership, Site, SitePartnership

OTHER = "other"
NO_BOARD = ("", "Zonder bestuur")


@dataclass(frozen=True)
class Frame:
    """{key: name} for each breakdown, in the order of the page; `board_of`: {school: board}."""

    kinds: Mapping[str, str]
    needs: Mapping[str, str]
    boards: Mapping[str, str]
    schools: Mapping[str, str]
    board_of: Mapping[str, str]
    heirs: Mapping[str, str]

    def kind_of(self, key: str) -> str:
        """On which line a kind is counted: its own, or of what replaced it."""
        return self.heirs[key]


def frame_of(partnership: Partnership, year: str) -> Frame:
    """Of one region in one school year. Raises Offering.DoesNotExist. Four queries, whatever its size."""
    offerings = list(Offering.objects.filter(partnership=partnership, school_year__lte=year))
    catalogues = [offering.catalogue for offering in offerings]
    newest = next((one for one in catalogues if one.school_year == year), None)
    if newest is None:
        raise Offering.DoesNotExist(f"{partnership} has no offering for {year}")
    heirs = {kind.key: _line(newest, kind.key) for one in catalogues for kind in one.kinds}
    names = {kind.key: kind.name for kind in newest.kinds} | {OTHER: "Hulp van eerdere jaren"}
    order = [*(kind.key for kind in newest.kinds), OTHER]
    lines = set(heirs.values())
    schools, boards, board_of = _places(partnership, year)
    return Frame(
        kinds={key: names[key] for key in order if key in lines},
        needs={need.key: need.label for need in offer.source().needs(partnership, days_of(year)[1])},
        boards=boards,
        schools=schools,
        board_of=board_of,
        heirs=heirs,
    )


def _line(newest: Catalogue, key: str) -> str:
    heir = newest.heir_of(key)
    return heir.key if heir else OTHER


def _places(partnership: Partnership, year: str) -> tuple[dict[str, str], dict[str, str], dict[str, str]]:
    """Every school that lay in the region on some day of the year, by the name of its board and its own."""
    first, last = days_of(year)
    in_year = Q(begins_on__lte=last) & (Q(ends_on=None) | Q(ends_on__gte=first))
    lying = SitePartnership.objects.filter(in_year, partnership=partnership).select_related(
        "site__school__board"
    )
    sites = sorted((one.site for one in lying), key=lambda site: (_board(site)[1], site.name))
    return (
        {site.code: site.name for site in sites},
        dict(_board(site) for site in sites),
        {site.code: _board(site)[0] for site in sites},
    )


def _board(site: Site) -> tuple[str, str]:
    """(key, name)."""
    board = site.school.board
    return (board.number, board.name) if board else NO_BOARD
