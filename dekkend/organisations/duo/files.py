"""A file becomes rows of texts.

Dialect A of the register is `;` with cp1252 or UTF-8 with a BOM; dialect B is `,` with everything quoted and
a BOM. Both are found by looking, never by file name. GeoJSON gives its features as rows too. Everything is
streamed: a file is never in memory as a whole.
"""

import codecs
import csv
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

CHUNK = 1 << 16
LONGEST_FEATURE = 1 << 20
NOT_THERE = "Dit bestand bestaat niet of kan niet worden gelezen."
OTHER_ENCODING = (
    "De tekens in dit bestand zijn geen UTF-8 en ook geen Windows-1252. "
    "Bewaar het bestand opnieuw als CSV met UTF-8."
)
LIST_IN_JSON = re.compile(r'"(?:features|swv)"\s*:\s*\[')
# What Dutch and Frisian names and addresses hold beside ASCII. Other bytes mean another encoding than cp1252.
IN_DUTCH_CP1252 = frozenset("‘’“”´–—…€ŠšŽžŸŒœ\u00a0") | {
    chr(code) for code in range(0xC0, 0x100) if code not in (0xD7, 0xF7)
}


class UnreadableFile(Exception):
    """The whole file is refused; the message says why, in Dutch."""


@dataclass(frozen=True)
class Line:
    """One row: its number in the file and its texts, or the fault that keeps it from being read."""

    number: int
    texts: list[str]
    fault: str = ""


@dataclass(frozen=True)
class Source:
    """The header as printed, and the rows under it."""

    header: list[str]
    lines: Iterator[Line]


def open_source(path: Path) -> Source:
    """Header and rows of a CSV or JSON file. Raises UnreadableFile."""
    try:
        encoding = detect_encoding(path)
    except OSError as problem:
        raise UnreadableFile(NOT_THERE) from problem
    reader = _open_json if path.suffix.lower() in (".json", ".geojson") else _open_csv
    return reader(path, encoding)


def open_records(path: Path) -> Iterator[dict]:
    """The records of a JSON file one at a time, geometry and all. Raises UnreadableFile, halfway too."""
    try:
        encoding = detect_encoding(path)
    except OSError as problem:
        raise UnreadableFile(NOT_THERE) from problem
    return _json_records(path, encoding)


def detect_encoding(path: Path) -> str:
    """`utf-8-sig` or `cp1252`. Raises UnreadableFile for anything else."""
    if _is_utf8(path):
        return "utf-8-sig"
    try:
        with path.open(encoding="cp1252") as text:
            used = _characters(text)
    except UnicodeDecodeError as problem:
        raise UnreadableFile(OTHER_ENCODING) from problem
    if any(_strange(char) for char in used):
        raise UnreadableFile(OTHER_ENCODING)
    return "cp1252"


def _is_utf8(path: Path) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        with path.open("rb") as raw:
            while chunk := raw.read(CHUNK):
                if "\0" in decoder.decode(chunk):
                    return False
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _characters(text: TextIO) -> set[str]:
    """Every character that is used, once."""
    used: set[str] = set()
    while chunk := text.read(CHUNK):
        used.update(chunk)
    return used


def _strange(char: str) -> bool:
    if char.isascii():
        return not (char.isprintable() or char in "\t\r\n")
    return char not in IN_DUTCH_CP1252


def _open_csv(path: Path, encoding: str) -> Source:
    lines = _text_lines(path, encoding)
    number, first = next(lines, (0, ""))
    if not number:
        raise UnreadableFile("Dit bestand is leeg.")
    delimiter = max(";,\t", key=first.count)
    header = _cells(first, delimiter)
    if header is None:
        raise UnreadableFile("De eerste rij met kolomnamen is niet te lezen.")
    return Source(header, (_csv_line(number, line, delimiter, len(header)) for number, line in lines))


def _text_lines(path: Path, encoding: str) -> Iterator[tuple[int, str]]:
    """The lines that hold something, with their number from 1."""
    with path.open(encoding=encoding) as text:
        for number, line in enumerate(text, start=1):
            if line.strip():
                yield number, line.rstrip("\n")


def _csv_line(number: int, line: str, delimiter: str, width: int) -> Line:
    cells = _cells(line, delimiter)
    if cells is None:
        return Line(number, [line], "De aanhalingstekens in deze rij kloppen niet.")
    if len(cells) != width:
        return Line(number, cells, f"Deze rij heeft {len(cells)} kolommen; het zijn er {width}.")
    return Line(number, cells)


def _cells(line: str, delimiter: str) -> list[str] | None:
    """One row is one line: a quote that is never closed then spoils its own row only."""
    try:
        return next(csv.reader((line,), delimiter=delimiter, strict=True))
    except csv.Error:
        return None


def _open_json(path: Path, encoding: str) -> Source:
    """The first record names the columns: its properties, and LON and LAT where it is a place."""
    records = _json_records(path, encoding)
    first = next(records, None)
    if first is None:
        raise UnreadableFile("In dit bestand staat geen lijst die wij kennen.")
    header = list(_flat(first))
    return Source(header, _json_lines(first, records, header))


def _json_lines(first: dict, others: Iterator[dict], header: list[str]) -> Iterator[Line]:
    number = 1
    yield Line(number, list(_flat(first).values()))
    try:
        for record in others:
            number += 1
            texts = _flat(record)
            yield Line(number, [texts.get(name, "") for name in header])
    except UnreadableFile as problem:
        yield Line(number + 1, [], f"{problem} Wat hierna komt, is niet gelezen.")


def _flat(record: dict) -> dict[str, str]:
    """A feature's properties and coordinates, or a plain record, as texts; null is an empty text."""
    values = record
    if "geometry" in record:
        lon, lat = _point(record["geometry"])
        values = _mapping(record.get("properties")) | {"lon": lon, "lat": lat}
    return {name: "" if value is None else str(value) for name, value in values.items()}


def _point(geometry) -> tuple:
    """Longitude and latitude of a GeoJSON point; nothing for anything else."""
    match geometry:
        case {"type": "Point", "coordinates": [lon, lat, *_]}:
            return lon, lat
        case _:
            return None, None


def _mapping(value) -> dict:
    return value if isinstance(value, dict) else {}


def _json_records(path: Path, encoding: str) -> Iterator[dict]:
    """The objects in the list called features (or swv), one at a time."""
    decoder = json.JSONDecoder()
    with path.open(encoding=encoding) as text:
        rest = _skip_to_list(text)
        while not (rest := rest.lstrip(" \t\r\n,")).startswith("]"):
            try:
                record, end = decoder.raw_decode(rest)
            except json.JSONDecodeError as problem:
                chunk = text.read(CHUNK)
                if not chunk or len(rest) > LONGEST_FEATURE:
                    raise UnreadableFile("De JSON in dit bestand is niet goed gevormd.") from problem
                rest += chunk
            else:
                yield _mapping(record)
                rest = rest[end:]


def _skip_to_list(text: TextIO) -> str:
    """The text after the opening bracket; a closed list when there is none in the first megabyte."""
    head = ""
    while len(head) <= LONGEST_FEATURE and (chunk := text.read(CHUNK)):
        head += chunk
        if found := LIST_IN_JSON.search(head):
            return head[found.end() :]
    return "]"
