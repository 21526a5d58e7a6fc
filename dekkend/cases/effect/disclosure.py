"""Which numbers may be shown, so that no number below five is shown or can be reckoned from the others.

The tables of one publication form a tree: what stands in a total is split into parts, and only a number that
is shown is split further. In each split

- a number below five (zero too) is not shown: FEW;
- numbers beside it are left out as well (HIDDEN) until each FEW may still be any number from 0 to 4, each
  HIDDEN one of five numbers at least, and what is left out on a line is five or more together.

How far a number can move while all sums stay the same is a question of flow: each cell lies on two lines, its
row and its column. What moves only within one split changes nothing that another shows, so that each split is
judged on its own. Which number is left out beside a small one is drawn by lot, the smaller the sooner: the
choice tells nothing. See docs/decisions/0034.
"""

from collections import Counter, defaultdict, deque
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from random import Random

RULE = 5
FEW, HIDDEN = "<5", "x"

type Shown = int | str
type Counts = Mapping[str, int]
type Row = dict[str, Shown]
# A cell, by the two lines it is summed on: its row and its column.
type Cell = tuple[Hashable, Hashable]

REST = None  # the line of what is left out above this split


@dataclass(frozen=True)
class Family:
    """A number and the parts that it is the sum of."""

    base: str
    parts: tuple[str, ...]


def protect_totals(counts: Counts, families: Sequence[Family], lot: Random) -> Row:
    """What may be shown of the counts of a whole."""
    shown: Row = {root: _alone(counts[root]) for root in roots_of(families)}
    for family in families:
        if isinstance(shown[family.base], int):
            cells: dict[Cell, int] = {(REST, part): counts[part] for part in family.parts}
            line = protect(cells, lot, is_line=True)
            shown |= {str(part): sign for (_, part), sign in line.items()}
        else:
            shown |= dict.fromkeys(family.parts, _below(shown[family.base]))
    return shown


def protect_parts(
    whole: Row, parts: Mapping[str, Counts], families: Sequence[Family], lot: Random
) -> dict[str, Row]:
    """What may be shown of each part of a whole, of which `whole` is shown. The parts add up to it."""
    shown: dict[str, Row] = {name: {} for name in parts}
    for root in roots_of(families):
        cells: dict[Cell, int] = {(name, REST): counts[root] for name, counts in parts.items()}
        is_shown = isinstance(whole[root], int)
        line = protect(cells, lot, is_line=True) if is_shown else {}
        for name in parts:
            shown[name][root] = line.get((name, REST), _below(whole[root]))
    for family in families:
        _split(family, whole, parts, shown, lot)
    return shown


def roots_of(families: Iterable[Family]) -> list[str]:
    """The numbers that are part of no other."""
    parts = {part for family in families for part in family.parts}
    return list(dict.fromkeys(family.base for family in families if family.base not in parts))


def protect(counts: Mapping[Cell, int], lot: Random, *, is_line: bool = False) -> dict[Cell, Shown]:
    """What may be shown of a table of which every sum of a row and of a column is known.

    `is_line`: only the sum of all of it is known. When there is no other way, nothing of it is shown.
    """
    table = _Table(dict(counts), {cell for cell, number in counts.items() if number < RULE}, is_line)
    while exposed := table.first_exposed():
        beside = table.open_beside(exposed)
        if not beside:
            return dict.fromkeys(counts, HIDDEN)
        table.hidden |= set(lot.choices(beside, [1 / counts[cell] for cell in beside]))
    return {cell: table.sign(cell) for cell in counts}


def _split(
    family: Family, whole: Row, parts: Mapping[str, Counts], shown: dict[str, Row], lot: Random
) -> None:
    """Parts of a whole by the parts of a number: only where both are shown; the rest is one line together."""
    columns = {part: part if isinstance(whole[part], int) else REST for part in family.parts}
    rows = {name: name if isinstance(shown[name][family.base], int) else REST for name in parts}
    cells: Counter[Cell] = Counter()
    for name, row in rows.items():
        for part, column in columns.items():
            cells[row, column] += parts[name][part]
    is_open = any(rows.values()) and any(columns.values())
    signs = protect(cells, lot) if is_open else {}
    for name, row in rows.items():
        for part, column in columns.items():
            above = FEW if FEW in (shown[name][family.base], whole[part]) else HIDDEN
            shown[name][part] = signs[row, column] if row and column else above


def _alone(number: int) -> Shown:
    return number if number >= RULE else FEW


def _below(above: Shown) -> str:
    """Of what is part of a number that is not shown."""
    return FEW if above == FEW else HIDDEN


@dataclass
class _Table:
    """A table while it is judged; `hidden` grows."""

    counts: dict[Cell, int]
    hidden: set[Cell]
    is_line: bool

    def sign(self, cell: Cell) -> Shown:
        if cell not in self.hidden:
            return self.counts[cell]
        return FEW if self.counts[cell] < RULE else HIDDEN

    def first_exposed(self) -> Cell | None:
        """A cell of which too much can be reckoned; None when there is none."""
        together: Counter[Hashable] = Counter()
        for cell in self.hidden:
            together.update(dict.fromkeys(self._ends(cell), self.counts[cell]))
        order = [cell for cell in self.counts if cell in self.hidden]
        too_few = (cell for cell in order if min(together[end] for end in self._ends(cell)) < RULE)
        return next(too_few, None) or next((cell for cell in order if self._is_exposed(cell)), None)

    def open_beside(self, cell: Cell) -> list[Cell]:
        """What could be left out too: on a line of the cell, else anywhere."""
        others = [other for other in self.counts if other not in self.hidden]
        return [other for other in others if set(self._ends(other)) & set(self._ends(cell))] or others

    def _ends(self, cell: Cell) -> tuple[Hashable, Hashable]:
        """The lines that a cell is summed on."""
        return (0, 1) if self.is_line else (("row", cell[0]), ("column", cell[1]))

    def _is_exposed(self, cell: Cell) -> bool:
        number = self.counts[cell]
        if number < RULE:
            up, down = RULE - 1 - number, number
            return self._moves(cell, 1, up) < up or self._moves(cell, -1, down) < down
        up, down = self._moves(cell, 1, RULE - 1), self._moves(cell, -1, min(RULE - 1, number - RULE))
        return up + down < RULE - 1

    def _moves(self, cell: Cell, by: int, most: int) -> int:
        """How far a cell can move, one at a time, while every sum stays; at most so far."""
        numbers = {other: self.counts[other] for other in self.hidden if other != cell}
        tail, head = self._ends(cell)
        begin, end = (head, tail) if by > 0 else (tail, head)
        for step in range(most):
            way = self._way(numbers, begin, end)
            if way is None:
                return step
            for other, change in way:
                numbers[other] += change
        return most

    def _way(
        self, numbers: Mapping[Cell, int], begin: Hashable, end: Hashable
    ) -> list[tuple[Cell, int]] | None:
        """Which cells go one up or down, from line to line, so that sums on the way stay. The shortest."""
        steps: dict[Hashable, list[tuple[Hashable, Cell, int]]] = defaultdict(list)
        for cell, number in numbers.items():
            (tail, head), (low, high) = self._ends(cell), self._bounds(cell)
            if number < high:
                steps[tail].append((head, cell, 1))
            if number > low:
                steps[head].append((tail, cell, -1))
        came: dict[Hashable, list[tuple[Cell, int]]] = {begin: []}
        waiting = deque([begin])
        while waiting and end not in came:
            here = waiting.popleft()
            for there, cell, change in steps[here]:
                if there not in came:
                    came[there] = [*came[here], (cell, change)]
                    waiting.append(there)
        return came.get(end)

    def _bounds(self, cell: Cell) -> tuple[int, float]:
        """What its sign says of it."""
        return (0, RULE - 1) if self.counts[cell] < RULE else (RULE, float("inf"))
