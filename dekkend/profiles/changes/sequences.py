"""Which parts of a row stayed, came or went. Knows no words: the parts may be anything that can be a key."""

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import Indel


@dataclass(frozen=True)
class Step:
    """Old parts `i` to `j` stand where new parts `k` to `m` stand; `same` when they are equal."""

    same: bool
    i: int
    j: int
    k: int
    m: int


def steps(old: Sequence[Hashable], new: Sequence[Hashable]) -> list[Step]:
    """The two rows as the longest common row and what differs between; same and different steps alternate.

    Takes time for the product of both lengths, by 64 at once: two rows of 8,000 words, 20 ms.
    """
    return list(_joined(Indel.opcodes(*_letters(old, new)).as_list()))


def likeness(old: Sequence[Hashable], new: Sequence[Hashable], at_least: float = 0.0) -> float:
    """From 0 (nothing in common) to 1 (equal); 0 when it is below `at_least`."""
    return Indel.normalized_similarity(*_letters(old, new), score_cutoff=at_least)


def _letters(old: Sequence[Hashable], new: Sequence[Hashable]) -> tuple[str, str]:
    """Both rows as texts with one letter for every different part: what the library compares fastest."""
    letters: dict[Hashable, str] = {}
    first, second = (
        "".join([letters.setdefault(part, chr(len(letters) + 1)) for part in row]) for row in (old, new)
    )
    return first, second


def _joined(codes: list[tuple[str, int, int, int, int]]) -> Iterator[Step]:
    """Neighbours that differ become one step."""
    open_step: Step | None = None
    for tag, i, j, k, m in codes:
        if tag == "equal":
            if open_step:
                yield open_step
                open_step = None
            yield Step(True, i, j, k, m)
        else:
            open_step = Step(False, open_step.i if open_step else i, j, open_step.k if open_step else k, m)
    if open_step:
        yield open_step
