"""Whoever has every published table, and a computer, learns no number below five."""

from collections import Counter
from itertools import product
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import Bounds, LinearConstraint, milp

from dekkend.cases.effect.disclosure import (
    FEW,
    HIDDEN,
    RULE,
    Family,
    protect,
    protect_parts,
    protect_totals,
)

FAMILIES = (
    Family("asked", ("decided", "waiting")),
    Family("decided", ("awarded", "refused")),
    Family("decided", ("in_time", "late")),
    Family("ended", ("extended", "passed_on", "finished")),
)
KINDS, BOARDS, SCHOOLS = ("expertise", "budget", "placement", "group"), ("north", "south", "far"), "ABC"
COLUMNS = sorted({name for family in FAMILIES for name in (family.base, *family.parts)})
LEAVES = [
    ["asked", "waiting"],
    *(["asked", "decided", *both] for both in product(("awarded", "refused"), ("in_time", "late"))),
    *(["ended", how] for how in ("extended", "passed_on", "finished")),
]


def counted(children) -> dict[str, int]:
    counts = Counter(column for leaf, *_ in children for column in LEAVES[leaf])
    return {column: counts[column] for column in COLUMNS}


class Attacker:
    """Every sum and sign of a publication as what it says of the true numbers, and nothing else."""

    def __init__(self):
        self.bounds: list[tuple[float, float]] = []
        self.signs: list[int | str] = []
        self.sums: list[tuple[list[int], int]] = []

    def reads_whole(self, row) -> dict[str, int]:
        places = self._reads(row)
        for family in FAMILIES:
            if isinstance(row[family.base], int):
                self.knows_the_rule([places[part] for part in family.parts])
        return places

    def reads_parts(self, whole, rows):
        places = [self._reads(row) for row in rows]
        for column in COLUMNS:
            self.sums.append(([place[column] for place in places], whole[column]))
        for root in ("asked", "ended"):
            self.knows_the_rule([place[root] for place in places if self._is_shown(whole[root])])
        for family in FAMILIES:
            rows = [place for place in places if self._is_shown(place[family.base])]
            columns = [part for part in family.parts if self._is_shown(whole[part])]
            self.knows_the_rule([row[column] for row, column in product(rows, columns)])
        return places

    def range_of(self, cell) -> tuple[float, float]:
        """The least and the most that a number can be, in whole numbers."""
        lines = np.zeros((len(self.sums), len(self.signs)))
        for row, (parts, whole) in enumerate(self.sums):
            lines[row, parts] += 1
            lines[row, whole] -= 1
        return -self._most(lines, cell, -1), self._most(lines, cell, 1)

    def _most(self, lines, cell, sense) -> float:
        aim = np.zeros(len(self.signs))
        aim[cell] = -sense
        found = milp(
            aim,
            constraints=LinearConstraint(lines, 0, 0),
            integrality=np.ones(len(self.signs)),
            bounds=Bounds(*zip(*self.bounds, strict=True)),
        )
        return -found.fun if found.success else np.inf  # of what is not bounded nothing is known

    def _reads(self, row) -> dict[str, int]:
        places = {}
        for column in COLUMNS:
            places[column], sign = len(self.signs), row[column]
            self.signs.append(sign)
            self.bounds.append(_says(sign))
        for family in FAMILIES:
            self.sums.append(([places[part] for part in family.parts], places[family.base]))
        return places

    def knows_the_rule(self, cells):
        """What is left out beside other signs is no number below five, or it had a sign of its own."""
        if any(self.signs[cell] != HIDDEN for cell in cells):
            for cell in cells:
                if self.signs[cell] == HIDDEN:
                    self.bounds[cell] = RULE, np.inf

    def _is_shown(self, cell) -> bool:
        return isinstance(self.signs[cell], int)


def _says(sign) -> tuple[float, float]:
    return {FEW: (0, RULE - 1), HIDDEN: (0, np.inf)}.get(sign) or (sign, sign)


def publish(children, seed) -> Attacker:
    """By kind, by need (that a child has, or has not), by board and by school of the board."""
    lot, reader = Random(seed), Attacker()  # noqa: S311
    whole = protect_totals(counted(children), FAMILIES, lot)
    root = reader.reads_whole(whole)
    for place, groups in enumerate((KINDS, BOARDS), start=1):
        parts = {name: counted(c for c in children if c[place] == name) for name in groups}
        shown = protect_parts(whole, parts, FAMILIES, lot)
        places = dict(zip(shown, reader.reads_parts(root, shown.values()), strict=True))
    for name in BOARDS:  # each is a whole to its schools
        mine = [child for child in children if child[2] == name]
        schools = {key: counted(c for c in mine if c[3] == key) for key in SCHOOLS}
        under = protect_parts(shown[name], schools, FAMILIES, lot)
        reader.reads_parts(places[name], under.values())
    for need in (4, 5):
        parts = {str(has): counted(c for c in children if c[need] is has) for has in (True, False)}
        reader.reads_parts(root, protect_parts(whole, parts, FAMILIES, lot).values())
    return reader


def region(seed: int, number: int) -> list[tuple]:
    """So many (how it went, kind, board, school, need, need), some kinds and boards far more often."""
    chance = Random(seed)  # noqa: S311
    leaves = [chance.choice((1, 2, 20)) for _ in LEAVES]
    kinds, boards = [chance.choice((1, 4, 20)) for _ in KINDS], [chance.choice((1, 9)) for _ in BOARDS]
    return [
        (
            chance.choices(range(len(LEAVES)), leaves)[0],
            chance.choices(KINDS, kinds)[0],
            chance.choices(BOARDS, boards)[0],
            chance.choice(SCHOOLS),
            chance.random() < 0.4,
            chance.random() < 0.1,
        )
        for _ in range(number)
    ]


def check(reader: Attacker, cells):
    for cell in cells:
        low, high = reader.range_of(cell)
        if reader.signs[cell] == FEW:
            assert (low, high) == (0, RULE - 1)
        else:
            assert high - low >= RULE - 1


# So many cells of each publication are attacked: each asks for two programs in whole numbers.
ATTACKED = 12


@settings(max_examples=5, deadline=None)
@given(seed=st.integers(0, 10**6), number=st.sampled_from([0, 4, 30, 90, 250, 900]))
def test_nothing_that_is_left_out_can_be_reckoned(seed, number):
    reader = publish(region(seed, number), seed)
    left_out = [cell for cell, sign in enumerate(reader.signs) if sign in (FEW, HIDDEN)]
    check(reader, left_out[seed % 7 :: max(1, len(left_out) // ATTACKED)])


@pytest.mark.parametrize(
    "counts",
    [
        # What is left out beside a small number is five or more itself, and one may know that.
        {"A": (5, 5), "B": (11, 9), "C": (5, 4)},
        # Two small numbers whose sum is known are known when both are four.
        {"A": (4, 4), "B": (4, 4)},
        {"A": (2, 90), "B": (40, 3), "C": (50, 60)},
        {"A": (0, 7), "B": (30, 8)},
    ],
)
def test_a_table_of_which_every_sum_is_known(counts):
    cells = {(row, column): n for row, ns in counts.items() for column, n in enumerate(ns)}
    for seed in range(5):
        signs = protect(cells, Random(seed))  # noqa: S311
        reader = Attacker()
        reader.signs = list(signs.values())
        reader.bounds = [_says(sign) for sign in reader.signs]
        reader.knows_the_rule(range(len(cells)))
        for line in {cell[0] for cell in cells} | {cell[1] for cell in cells}:
            reader.signs.append(total := sum(cells[cell] for cell in cells if line in cell))
            reader.bounds.append((total, total))
            mine = [place for place, cell in enumerate(cells) if line in cell]
            reader.sums.append((mine, len(reader.signs) - 1))
        check(reader, [place for place, sign in enumerate(reader.signs) if sign in (FEW, HIDDEN)])


def test_nothing_small_leaves_everything_as_it_is():
    cells = {("a", 1): 5, ("a", 2): 60, ("b", 1): 7, ("b", 2): 8}
    assert protect(cells, Random(1)) == cells  # noqa: S311


def test_a_lonely_small_number_takes_another_with_it():
    line = {(None, "a"): 3, (None, "b"): 20, (None, "c"): 30}
    signs = protect(line, Random(1), is_line=True)  # noqa: S311
    assert signs[None, "a"] == FEW
    assert HIDDEN in signs.values()
