"""Files with postcodes and with borders, read into records. What is no good goes into the report."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from dekkend.organisations.duo import cleaners
from dekkend.organisations.duo.cleaners import BadValue
from dekkend.organisations.duo.files import Line, Source, UnreadableFile, open_records, open_source
from dekkend.organisations.duo.readers import plain
from dekkend.organisations.duo.report import Report
from dekkend.organisations.geodata.saving import save_records
from dekkend.organisations.geodata.thinning import Ring, thinned
from dekkend.organisations.models import Municipality, PostcodeArea
from dekkend.organisations.signals import sites_imported

FOUR_FIGURES = re.compile(r"[1-9][0-9]{3}")
# Under which names publishers print the same column.
POSTCODE_COLUMNS: dict[str, tuple[str, ...]] = {
    "postcode": ("POSTCODE", "POSTCODE4", "PC4"),
    "latitude": ("LATITUDE", "LAT", "BREEDTEGRAAD"),
    "longitude": ("LONGITUDE", "LON", "LENGTEGRAAD"),
}
CODES, NAMES = ("statcode", "gemeenteCode", "code"), ("statnaam", "gemeenteNaam", "name")
NO_POSTCODES = "Dit is geen lijst met postcodes: er zijn kolommen nodig voor postcode, latitude en longitude."
NO_BORDER = "Deze gemeente heeft geen grens die wij kunnen lezen: een Polygon of MultiPolygon in graden."
TWICE = "Deze code staat al eerder in dit bestand."
LONGEST_SHOWN, LONGEST_NAME = 80, 80
FEWEST_POINTS = 4  # of a ring: a triangle, with its first point again at the end


def import_postcodes(path: Path, report: Report) -> None:
    """The middle of each postcode of four figures. Raises UnreadableFile."""
    source = open_source(path)
    places = _columns(source)
    rows: dict[str, tuple[int, PostcodeArea]] = {}
    for line in source.lines:
        at: list[str] = ["", ""]
        try:
            area = _postcode(line, source, places, at)
            at[:] = ["", area.figures]
            _only_once(area.figures, rows)
        except BadValue as problem:
            _refuse(report, path, line.number, at, problem)
        else:
            rows[area.figures] = line.number, area
    save_records(PostcodeArea, rows.values(), path.name, report)


def _columns(source: Source) -> dict[str, int]:
    header = [plain(name) for name in source.header]
    found = {
        field: next((header.index(name) for name in names if name in header), -1)
        for field, names in POSTCODE_COLUMNS.items()
    }
    if -1 in found.values():
        raise UnreadableFile(NO_POSTCODES)
    return found


def _postcode(line: Line, source: Source, places: dict[str, int], at: list[str]) -> PostcodeArea:
    """One row. Raises BadValue; `at` then says in which column and at which text."""
    if line.fault:
        raise BadValue(line.fault)
    clean: dict[str, Callable[[str], Any]] = {
        "postcode": _four_figures,
        "latitude": cleaners.latitude,
        "longitude": cleaners.longitude,
    }
    values = {}
    for field, place in places.items():
        at[:] = [source.header[place], line.texts[place]]
        values[field] = clean[field](line.texts[place].strip())
    return PostcodeArea(values["postcode"], values["latitude"], values["longitude"])


def _four_figures(raw: str) -> str:
    if not FOUR_FIGURES.fullmatch(raw):
        raise BadValue("Dit is geen postcode van vier cijfers.")
    return raw


def import_borders(path: Path, report: Report) -> None:
    """The borders of municipalities in a GeoJSON file in degrees. Raises UnreadableFile.

    A file that is broken halfway is read as far as it goes.
    """
    read: dict[str, tuple[int, str, list[Ring]]] = {}
    for number, feature in _features(path, report):
        at = ["", ""]
        try:
            code, name, rings = _border(feature, at)
            at[:] = ["", code]
            _only_once(code, read)
        except BadValue as problem:
            _refuse(report, path, number, at, problem)
        else:
            read[code] = number, name, rings
    light = thinned({code: rings for code, (_, _, rings) in read.items()})
    rows = [(row, Municipality(code, name, light[code])) for code, (row, name, _) in read.items()]
    if save_records(Municipality, rows, path.name, report):
        sites_imported.send(sender=Municipality)


def _features(path: Path, report: Report) -> Iterator[tuple[int, dict]]:
    records = open_records(path)
    number = 0
    try:
        for number, record in enumerate(records, start=1):
            yield number, record
    except UnreadableFile as problem:
        if not number:
            raise
        reason = f"{problem} Wat hierna komt, is niet gelezen."
        report.refused(file=path.name, row=number + 1, reason=reason)
    if not number:
        raise UnreadableFile("In dit bestand staat geen lijst met gemeenten.")


def _border(feature: dict, at: list[str]) -> tuple[str, str, list[Ring]]:
    facts = feature.get("properties")
    facts = facts if isinstance(facts, dict) else {}
    at[:] = _first(facts, CODES)
    code = cleaners.municipality_code(at[1].strip().removeprefix("GM"))
    at[:] = _first(facts, NAMES)
    name = cleaners.text(at[1]).removesuffix(" (gemeente)")
    if not 0 < len(name) <= LONGEST_NAME:
        raise BadValue("Deze gemeente heeft geen naam, of een te lange.")
    at[:] = ["geometry", str(feature.get("geometry"))]
    return code, name, _rings(feature.get("geometry"))


def _first(facts: dict, names: tuple[str, ...]) -> list[str]:
    """Name and text of the first of these that has one."""
    return next(([name, str(facts[name])] for name in names if facts.get(name)), [names[0], ""])


def _rings(geometry: Any) -> list[Ring]:
    """All outlines of a municipality, holes among them. Raises BadValue."""
    match geometry:
        case {"type": "Polygon", "coordinates": [*rings]}:
            found = rings
        case {"type": "MultiPolygon", "coordinates": [*polygons]}:
            found = [ring for polygon in polygons if isinstance(polygon, list) for ring in polygon]
        case _:
            raise BadValue(NO_BORDER)
    rings = [_ring(ring) for ring in found]
    if not rings:
        raise BadValue(NO_BORDER)
    return rings


def _ring(ring: Any) -> Ring:
    try:
        points = [(cleaners.longitude(str(lon)), cleaners.latitude(str(lat))) for lon, lat, *_ in ring]
    except (TypeError, ValueError) as problem:
        raise BadValue(NO_BORDER) from problem
    if len(points) < FEWEST_POINTS or points[0] != points[-1]:
        raise BadValue(NO_BORDER)
    return points


def _only_once(code: str, seen: dict) -> None:
    if code in seen:
        raise BadValue(TWICE)


def _refuse(report: Report, path: Path, row: int, at: list[str], problem: BadValue) -> None:
    column, value = at
    report.refused(
        file=path.name, row=row, column=column, value=value.strip()[:LONGEST_SHOWN], reason=str(problem)
    )
