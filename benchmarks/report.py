"""One line of the table: ours against something else, in the same run."""

import json
from dataclasses import asdict, dataclass, replace
from pathlib import Path

NOTHING = "–"


@dataclass(frozen=True)
class Line:
    """`ratio` is ours to other: more is better. `holds` is None where there is no goal or no measurement."""

    name: str
    ours: str
    other: str
    ratio: float | None
    goal: str
    holds: bool | None
    note: str = ""

    @property
    def was_skipped(self) -> bool:
        return self.ours == NOTHING


def compared(name: str, ours: float, other: float, *, unit: str, at_least: float, note: str = "") -> Line:
    """`ours` and `other` are figures of which more is better, in `unit`."""
    ratio = ours / other
    texts = f"{ours:,.0f} {unit}", f"{other:,.0f} {unit}"
    return Line(name, *texts, round(ratio, 2), f">= {at_least}", ratio >= at_least, note)


def shown(name: str, ours: float, other: float, *, unit: str, note: str = "") -> Line:
    """The same without a goal: for who wants to know."""
    return replace(compared(name, ours, other, unit=unit, at_least=0, note=note), goal=NOTHING, holds=None)


def bounded(name: str, figure: str, bound: str, holds: bool, note: str = "") -> Line:
    """A figure against a fixed limit instead of a peer."""
    return Line(name, figure, bound, None, bound, holds, note)


def skipped(name: str, why: str) -> Line:
    return Line(name, NOTHING, NOTHING, None, NOTHING, None, f"skipped: {why}")


def print_table(lines: list[Line]) -> None:
    rows = [("what", "ours", "other", "ratio", "goal", "holds", "note")]
    rows += [
        (line.name, line.ours, line.other, _text(line.ratio), line.goal, _verdict(line.holds), line.note)
        for line in lines
    ]
    widths = [max(len(row[column]) for row in rows) for column in range(6)]
    for row in rows:
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=False)) + f"  {row[6]}")


def write_json(lines: list[Line], path: Path) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps([asdict(line) for line in lines], ensure_ascii=False, indent=1))


def _text(ratio: float | None) -> str:
    return NOTHING if ratio is None else f"{ratio:.2f}"


def _verdict(holds: bool | None) -> str:
    return {True: "yes", False: "NO", None: NOTHING}[holds]
