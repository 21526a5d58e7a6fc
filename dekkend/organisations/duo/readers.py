"""The kinds of file: which columns each has, where every column goes, and when it may overwrite.

A kind is recognised by its needed columns. Names are compared without case, and with spaces, `_` and `-`
alike; their place in the file means nothing.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from typing import Any, cast

from django.db.models import Field, Model

from dekkend.organisations.duo import cleaners
from dekkend.organisations.models import Board, Partnership, School, Site

PARTS: dict[str, type[Model]] = {"partnership": Partnership, "board": Board, "school": School, "site": Site}
KEYS = {"partnership": "code", "board": "number", "school": "brin", "site": "code"}
PUPILS_OF_YEAR = re.compile(r"LEERLINGEN (\d{4})", re.ASCII)


class Write(Enum):
    """When a value from the file replaces ours. Files disagree; who knows best wins, in any order."""

    ALWAYS = "this file knows best"
    IF_EMPTY = "only where we have nothing"
    IF_NEW = "only when the record is made"
    AT_ADDRESS = "when the row has our postcode, or where we have nothing"


@dataclass(frozen=True)
class Column:
    """From one of these names to `part.field`. A file without a needed column is of another kind."""

    names: tuple[str, ...]
    target: str
    clean: Callable[[str], Any] = cleaners.text
    write: Write = Write.ALWAYS
    needed: bool = False
    filled: bool = False

    @property
    def part(self) -> str:
        return self.target.split(".")[0]

    @property
    def field(self) -> str:
        return self.target.split(".")[1]

    @property
    def model_field(self) -> Field:
        return cast(Field, PARTS[self.part]._meta.get_field(self.field))


@dataclass(slots=True)
class Row:
    """A row that was read: per part and field the value and when to write it; pupils per year."""

    number: int
    wanted: dict[str, dict[str, tuple[Any, Write]]] = field(default_factory=dict)
    pupils: dict[int, int | None] = field(default_factory=dict)

    def put(self, part: str, name: str, value: Any, write: Write = Write.ALWAYS) -> None:
        self.wanted.setdefault(part, {})[name] = (value, write)

    def get(self, part: str, name: str) -> Any:
        return self.wanted.get(part, {}).get(name, (None, None))[0]


@dataclass(frozen=True)
class Circumstances:
    """What a row does not say itself: the day of the import, and the partnership a regional list is of."""

    on: date
    partnership: str | None = None


def add_nothing(row: Row, now: Circumstances) -> None:
    """Most kinds say everything in their columns."""


@dataclass(frozen=True)
class Reader:
    """A kind of file.

    subject       what a row is about: that part's key may stand in the file once
    complete      the list has all open sites of its kinds: who is missing is gone; an empty text empties ours
    makes_sites   an unknown site is made; otherwise its row is refused
    add           what follows from a row beside its columns
    """

    kind: str
    title: str
    columns: tuple[Column, ...]
    subject: str = "site"
    complete: bool = False
    makes_sites: bool = False
    counts_pupils: bool = False
    add: Callable[[Row, Circumstances], None] = add_nothing


def _needed(*names: str, to: str, clean: Callable = cleaners.text, write: Write = Write.ALWAYS) -> Column:
    """A column that tells the kind of file and is filled in every row."""
    return Column(names, to, clean, write, needed=True, filled=True)


def _column(*names: str, to: str, clean: Callable = cleaners.text, write: Write = Write.ALWAYS) -> Column:
    return Column(names, to, clean, write)


def _of_school(row: Row, write: Write = Write.ALWAYS) -> None:
    """A site's code begins with the BRIN of its school. Raises BadValue when the file says otherwise."""
    expected = row.get("site", "code")[:4]
    if row.get("school", "brin") not in (None, expected):
        raise cleaners.BadValue("De vestigingscode begint niet met de BRIN in deze rij.")
    row.put("school", "brin", expected)
    row.put("site", "school", expected)
    if number := row.get("board", "number"):
        row.put("school", "board", number, write)
    else:
        row.wanted.pop("board", None)


def _in_partnership(row: Row, now: Circumstances) -> None:
    """A partnership we did not know gets a name to go by. PO00.. are the national ones, by denomination."""
    code = row.get("partnership", "code")
    row.put("partnership", "name", f"Samenwerkingsverband {code[2:4]}.{code[4:]}", Write.IF_NEW)
    row.put("partnership", "is_national", code.startswith("PO00"), Write.IF_NEW)


def _add_to_site_list(row: Row, now: Circumstances) -> None:
    """Who stands in the list is open. The list of primary schools does not print a kind."""
    _of_school(row)
    row.put("site", "closed_on", None)
    if row.get("site", "kind") is None:
        row.put("site", "kind", Site.Kind.BO)


def _add_to_history(row: Row, now: Circumstances) -> None:
    """Makes schools we did not know and never renames one: the history keeps names of long ago.

    It opens and closes special schools by their counts. Which primary schools are open is for their own list
    to say, so a primary school that only the history knows is made closed.
    """
    _of_school(row, Write.IF_NEW)
    closed_on = _closed_on(row.pupils)
    if row.get("site", "kind") == Site.Kind.BO:
        row.put("site", "closed_on", closed_on or now.on, Write.IF_NEW)
    else:
        row.put("site", "closed_on", closed_on)


def _closed_on(pupils: dict[int, int | None]) -> date | None:
    """The first 1 October without pupils after the last with some; None while there are pupils."""
    if not pupils or pupils[max(pupils)] != 0:
        return None
    last = max((year for year, number in pupils.items() if number != 0), default=min(pupils) - 1)
    return date(last + 1, 10, 1)


def _add_to_region_list(row: Row, now: Circumstances) -> None:
    """A list of one partnership's schools: each row lies in the partnership the import was told."""
    _of_school(row)
    if now.partnership:
        row.put("partnership", "code", now.partnership)
        _in_partnership(row, now)


SITES = Reader(
    kind="sites",
    title="lijst van alle vestigingen",
    complete=True,
    makes_sites=True,
    add=_add_to_site_list,
    columns=(
        _needed("VESTIGINGSCODE", "VESTIGINGSNUMMER", to="site.code", clean=cleaners.site_code),
        _column("INSTELLINGSCODE", "BRIN NUMMER", to="school.brin", clean=cleaners.brin),
        _needed("BEVOEGD GEZAG NUMMER", to="board.number", clean=cleaners.board_number),
        _column("BEVOEGD GEZAG NAAM", to="board.name", write=Write.IF_EMPTY),
        _needed("VESTIGINGSNAAM", to="site.name"),
        _column("SOORT PRIMAIR ONDERWIJS", "SOORT PO", "SOORT", to="site.kind", clean=cleaners.kind),
        _needed("STRAATNAAM", to="site.street"),
        _column("HUISNUMMER TOEVOEGING", "HUISNUMMER", to="site.house_number"),
        _needed("POSTCODE", to="site.postcode", clean=cleaners.postcode),
        _needed("PLAATSNAAM", to="site.city", clean=cleaners.place),
        _column("GEMEENTENUMMER", to="site.municipality_code", clean=cleaners.municipality_code),
        _column("GEMEENTENAAM", to="site.municipality", clean=cleaners.place),
        _column("PROVINCIE", to="site.province"),
        _column("DENOMINATIE", to="site.denomination"),
        _column("TELEFOONNUMMER", to="site.phone", clean=cleaners.phone),
        _column("INTERNETADRES", to="site.website", clean=cleaners.web_address),
    ),
)

HISTORY = Reader(
    kind="pupils",
    title="leerlingen per vestiging en jaar",
    makes_sites=True,
    counts_pupils=True,
    add=_add_to_history,
    columns=(
        _needed("VESTIGINGSCODE", "VESTIGINGSNUMMER", to="site.code", clean=cleaners.site_code),
        _column("INSTELLINGSCODE", "BRIN NUMMER", to="school.brin", clean=cleaners.brin),
        _needed("NAAM VESTIGING", to="site.name", write=Write.IF_NEW),
        _needed("SOORT VESTIGING", to="site.kind", clean=cleaners.kind, write=Write.IF_NEW),
        _column("DENOMINATIE VESTIGING", to="site.denomination", write=Write.IF_NEW),
        _column("BEVOEGD GEZAG NUMMER", to="board.number", clean=cleaners.board_number_or_none),
        _column(
            "GEMEENTECODE VESTIGING",
            to="site.municipality_code",
            clean=cleaners.municipality_code,
            write=Write.IF_NEW,
        ),
        _column("GEMEENTENAAM VESTIGING", to="site.municipality", clean=cleaners.place, write=Write.IF_NEW),
    ),
)

REGION = Reader(
    kind="region",
    title="scholen van één samenwerkingsverband",
    makes_sites=True,
    counts_pupils=True,
    add=_add_to_region_list,
    columns=(
        _needed("VESTIGINGSCODE", to="site.code", clean=cleaners.site_code),
        _column("BRIN", to="school.brin", clean=cleaners.brin),
        _needed("SOORT", to="site.kind", clean=cleaners.kind),
        _needed("NAAM", to="site.name"),
        _column("STRAAT", to="site.street"),
        _column("HUISNUMMER", to="site.house_number"),
        _column("POSTCODE", to="site.postcode", clean=cleaners.postcode),
        _column("PLAATS", to="site.city", clean=cleaners.place),
        _column("GEMEENTE", to="site.municipality", clean=cleaners.place),
        _column("DENOMINATIE", to="site.denomination"),
        _needed("BESTUURSNUMMER", to="board.number", clean=cleaners.board_number),
        _column("BESTUURSNAAM", to="board.name", write=Write.IF_EMPTY),
        _column("TELEFOON", to="site.phone", clean=cleaners.phone),
        _column("WEBSITE", to="site.website", clean=cleaners.web_address),
        _column("LAT", to="site.latitude", clean=cleaners.latitude, write=Write.IF_EMPTY),
        _column("LON", to="site.longitude", clean=cleaners.longitude, write=Write.IF_EMPTY),
    ),
)

MEMBERSHIP = Reader(
    kind="membership",
    title="vestigingen per samenwerkingsverband",
    add=_in_partnership,
    columns=(
        _needed("VESTIGINGSCODE", "VESTIGINGSNUMMER", to="site.code", clean=cleaners.site_code),
        _needed(
            "SWV PO 2015",
            "SWV PO",
            "SAMENWERKINGSVERBAND",
            to="partnership.code",
            clean=cleaners.partnership_code,
        ),
    ),
)

COORDINATES = Reader(
    kind="coordinates",
    title="coördinaten van vestigingen",
    columns=(
        _needed("VESTIGINGSCODE", to="site.code", clean=cleaners.site_code),
        _column("POSTCODE", to="site.postcode", clean=cleaners.postcode, write=Write.IF_NEW),
        _needed("LAT", to="site.latitude", clean=cleaners.latitude, write=Write.AT_ADDRESS),
        _needed("LON", to="site.longitude", clean=cleaners.longitude, write=Write.AT_ADDRESS),
    ),
)

BOARDS = Reader(
    kind="boards",
    title="lijst van schoolbesturen",
    subject="board",
    columns=(
        _needed("BEVOEGD GEZAG NUMMER", to="board.number", clean=cleaners.board_number),
        Column(("BEVOEGD GEZAG NAAM", "NAAM BESTURENLIJST", "NAAM"), "board.name", needed=True),
        _column("KVK NUMMER", "KVK", to="board.chamber_of_commerce", clean=cleaners.chamber_of_commerce),
    ),
)

PARTNERSHIPS = Reader(
    kind="partnerships",
    title="namen van samenwerkingsverbanden",
    subject="partnership",
    columns=(
        _needed("CODE", to="partnership.code", clean=cleaners.partnership_code),
        Column(("NAAM",), "partnership.name", needed=True),
    ),
)

# From many needed columns to few, so that the first that fits is the right one. Also the order in which files
# given together are read: what makes sites comes before what adds to them.
READERS = (SITES, HISTORY, REGION, MEMBERSHIP, COORDINATES, BOARDS, PARTNERSHIPS)


def plain(name: str) -> str:
    """A column's name as it is compared: `Vestigingsnaam ` and `VESTIGINGSNAAM` are one."""
    return re.sub(r"[\s_-]+", " ", name).strip().upper()


def positions(reader: Reader, header: list[str]) -> dict[int, Column]:
    """Where in the file each of the reader's columns stands: the first of its names that is there."""
    places = {plain(name): place for place, name in reversed(list(enumerate(header)))}
    found = {}
    for column in reader.columns:
        place = next((places[name] for name in column.names if name in places), None)
        if place is not None:
            found[place] = column
    return found


def missing_columns(reader: Reader, header: list[str]) -> list[str]:
    """The needed columns this header has not, by their first name; pupils count as one."""
    there = positions(reader, header).values()
    missing = [column.names[0] for column in reader.columns if column.needed and column not in there]
    if reader is HISTORY and not any(PUPILS_OF_YEAR.fullmatch(plain(name)) for name in header):
        missing.append("LEERLINGEN_jaar")
    return missing


def recognise(header: list[str]) -> Reader | None:
    """The kind of file with this header, if it is one of ours."""
    return next((reader for reader in READERS if not missing_columns(reader, header)), None)


def why_unknown(header: list[str]) -> str:
    """What we cannot do with this header, in Dutch, with what the nearest kind lacks."""
    if {"PC4", "SWV PO"} <= {plain(name) for name in header}:
        return (
            "Dit is een lijst van postcodes. Dekkend leest geen postcodes, "
            "maar de lijst van vestigingen per samenwerkingsverband."
        )
    nearest = min(READERS, key=lambda reader: len(missing_columns(reader, header)) / len(reader.columns))
    return (
        "De kolommen van dit bestand kennen wij niet. Het lijkt het meest op "
        f"«{nearest.title}», maar dan ontbreekt: {', '.join(missing_columns(nearest, header))}."
    )
