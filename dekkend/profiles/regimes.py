"""`definitions/regimes.toml`: the legal routes, read and checked. A partnership adopts one of them."""

from pathlib import Path
from typing import Any

from dekkend.profiles.models import Body, Right
from dekkend.questionnaires.loader import read_toml
from dekkend.questionnaires.reading import (
    FILLED,
    FLAG,
    KEYED,
    POSITIVE,
    TABLES,
    TEXT,
    DefinitionError,
    Reader,
    Shape,
    one_of,
)

FILE = "regimes.toml"
MONTHS = Shape(
    "een lijst met hele getallen boven 0",
    lambda value: isinstance(value, list) and all(POSITIVE.fits(months) for months in value),
)
TOP = {"regime": TABLES}
REGIME = {"key": KEYED, "name": FILLED, "plain": TEXT, "parents_read": TEXT}
REGIME |= {"valid_months": POSITIVE, "reminder_months": MONTHS, "demand": TABLES}
DEMAND = {"body": one_of(set(Body.values)), "right": one_of(set(Right.values))}
DEMAND |= {"weeks": POSITIVE, "for_addendum": FLAG}


def read_regimes(path: Path) -> list[dict[str, Any]]:
    """The routes in a file, each as a table with its demands. Raises DefinitionError with every fault."""
    reader = Reader(read_toml(path), path.name)
    rows = reader.table(reader.data, TOP, {"regime"}, "").get("regime", [])
    found = [_regime(reader, row, number) for number, row in enumerate(rows, 1)]
    for key in _twice([regime.get("key") for regime in found]):
        reader.fault(f"de sleutel «{key}» komt twee keer voor")
    if reader.faults:
        raise DefinitionError(reader.faults)
    return found


def _regime(reader: Reader, row: dict[str, Any], number: int) -> dict[str, Any]:
    place = f"regime «{row['key']}»" if KEYED.fits(row.get("key")) else f"regime nummer {number}"
    regime = reader.table(row, REGIME, {"key", "name", "valid_months", "demand"}, place)
    demands = [_demand(reader, part, place) for part in regime.get("demand", [])]
    if not any(demand.get("body") != Body.PUPILS for demand in demands):
        reader.fault("de MR of een deel ervan moet iets te zeggen hebben", place)
    for say in _twice([(demand.get("body"), demand.get("right")) for demand in demands]):
        reader.fault(f"{' '.join(map(str, say))} komt twee keer voor", place)
    return regime | {"demand": demands}


def _demand(reader: Reader, row: dict[str, Any], place: str) -> dict[str, Any]:
    demand = reader.table(row, DEMAND, {"body", "right"}, place)
    of_pupils = demand.get("body") == Body.PUPILS
    if of_pupils != (demand.get("right") == Right.OPINION):
        reader.fault("alleen de leerlingen (pupils) geven een mening (opinion)", place)
    if of_pupils and "weeks" in demand:
        reader.fault("leerlingen hebben geen termijn (weeks): zij worden gehoord voor de MR", place)
    if not of_pupils and "weeks" not in row:
        reader.fault(f"weeks ontbreekt bij {demand.get('body')}", place)
    return demand


def _twice(values: list[Any]) -> list[Any]:
    return sorted({value for value in values if values.count(value) > 1}, key=str)
