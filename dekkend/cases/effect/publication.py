"""The tables of one school year of one region, as they are kept and shown.

One tree, in which only what is shown is split further: the region, then apart by kind, by board and the
schools of each board, and for each need by who has it and who has not (a child has more than one).
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from random import Random
from typing import Any

from dekkend.cases.effect.columns import COLUMNS, FAMILIES
from dekkend.cases.effect.disclosure import Row, protect_parts, protect_totals
from dekkend.cases.effect.frame import Frame

HAS, HAS_NOT = "has", "has_not"


@dataclass(frozen=True)
class Happening:
    """Something that is counted once, in these columns: a request, an evaluation or an end."""

    columns: tuple[str, ...]
    kind: str
    school: str
    needs: frozenset[str] = field(default=frozenset())


def tables_of(frame: Frame, happenings: Collection[Happening], lot: Random) -> dict[str, Any]:
    """{"region": row, "kinds" | "needs" | "boards" | "schools": [{"key", "name", "row", …}]}.

    A row is {column: number or sign}. A school has "board", the key of its board.
    """
    whole = protect_totals(_counted(happenings), FAMILIES, lot)
    kinds = _parts(whole, _by(happenings, frame.kinds, lambda one: one.kind), lot)
    boards = _parts(whole, _by(happenings, frame.boards, lambda one: frame.board_of[one.school]), lot)
    by_school = _by(happenings, frame.schools, lambda one: one.school)
    schools: dict[str, Row] = {}
    for board, row in boards.items():
        mine = {code: ones for code, ones in by_school.items() if frame.board_of[code] == board}
        schools |= _parts(row, mine, lot)
    return {
        "region": whole,
        "kinds": _lines(frame.kinds, kinds),
        "needs": _lines(frame.needs, {key: _of_need(whole, key, happenings, lot) for key in frame.needs}),
        "boards": _lines(frame.boards, boards),
        "schools": [line | {"board": frame.board_of[line["key"]]} for line in _lines(frame.schools, schools)],
    }


def _of_need(whole: Row, need: str, happenings: Iterable[Happening], lot: Random) -> Row:
    halves = _by(happenings, (HAS, HAS_NOT), lambda one: HAS if need in one.needs else HAS_NOT)
    return _parts(whole, halves, lot)[HAS]


def _parts(whole: Row, parts: Mapping[str, Iterable[Happening]], lot: Random) -> dict[str, Row]:
    return protect_parts(whole, {key: _counted(ones) for key, ones in parts.items()}, FAMILIES, lot)


def _by(happenings: Iterable[Happening], lines: Iterable[str], line_of) -> dict[str, list[Happening]]:
    found = defaultdict(list)
    for one in happenings:
        found[line_of(one)].append(one)
    return {line: found[line] for line in lines}


def _counted(happenings: Iterable[Happening]) -> dict[str, int]:
    counts = Counter(column for one in happenings for column in one.columns)
    return {column: counts[column] for column in COLUMNS}


def _lines(names: Mapping[str, str], rows: Mapping[str, Row]) -> list[dict[str, Any]]:
    return [{"key": key, "name": name, "row": rows[key]} for key, name in names.items()]
