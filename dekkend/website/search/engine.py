"""Which schools fit, how many of each kind there are, and in which order. Bits only: no database."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, reduce
from itertools import islice
from operator import and_, or_

from dekkend.website.search.columns import WAYS, Columns, Near, Point, kilometres, nearness_of
from dekkend.website.terrain.bits import bits_of, places_in

PAGE = 20
RINGS = (10.0, 25.0, 60.0, 150.0, 500.0)  # kilometres; nothing in the country is further
FEW = 1000  # so few schools are measured one by one
MOST_FOR_BOARDS = 500


@dataclass(frozen=True)
class Wanted:
    """A search as the engine takes it; every part narrows what is found, an empty one does not.

    `found` is the set that the words that are no need leave (None: there were no such words). `kinds`,
    `denominations`, `concepts`, `sizes` and `boards` are values of which a school has one. `ways` says how
    every need is to be met. `read`: only schools with a profile, or only those without.
    """

    needs: tuple[str, ...] = ()
    ways: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    denominations: tuple[str, ...] = ()
    concepts: tuple[str, ...] = ()
    sizes: tuple[str, ...] = ()
    boards: tuple[str, ...] = ()
    read: bool | None = None
    found: int | None = None
    point: Point | None = None
    km: float | None = None
    by_match: bool = False


@dataclass(frozen=True)
class Hit:
    """A school by its place in the list; how far it is, where that was asked and is known."""

    place: int
    km: float | None


class Around:
    """The schools around a point, nearest first, as far as anyone asks about: measured once."""

    def __init__(self, columns: Columns, point: Point | None, farthest: float):
        self.columns, self.point, self.farthest = columns, point, farthest

    @cached_property
    def near(self) -> Near:
        return sorted(self.columns.near(self.point, self.farthest)) if self.point else []


class Search:
    """One search in one state of the columns. Everything is worked out when it is asked for, once.

    `around` is what another search with this point and these distances measured.
    """

    def __init__(
        self,
        columns: Columns,
        wanted: Wanted,
        distances: Iterable[float] = (),
        around: Around | None = None,
    ):
        self.columns, self.wanted, self.distances = columns, wanted, tuple(distances)
        farthest = max(*self.distances, wanted.km or 0, 0)
        self.around = around or Around(columns, wanted.point, farthest)

    @cached_property
    def parts(self) -> dict[str, int]:
        """{group: the schools that fit that group}, for groups that narrow."""
        wanted = self.wanted
        parts = {
            "kind": self._one_of("kind", wanted.kinds),
            "denomination": self._one_of("denomination", wanted.denominations),
            "concept": self._one_of("concept", wanted.concepts),
            "size": self._one_of("size", wanted.sizes),
            "board": self._of_boards(),
            "needs": self._with_ways(WAYS) if wanted.needs else None,
            "ways": self._with_ways(wanted.ways) if wanted.needs and wanted.ways else None,
            "read": None if wanted.read is None else self._read(wanted.read),
            "words": wanted.found,
            "distance": self._within(wanted.km) if wanted.point and wanted.km else None,
        }
        return {group: bits for group, bits in parts.items() if bits is not None}

    @cached_property
    def bits(self) -> int:
        """What fits all of it."""
        return self.without("")

    def without(self, *groups: str) -> int:
        """What fits everything but these groups."""
        kept = (bits for group, bits in self.parts.items() if group not in groups)
        return reduce(and_, kept, self.columns.everything)

    @property
    def total(self) -> int:
        return self.bits.bit_count()

    def counts(self, group: str) -> dict[str, int]:
        """{value: how many fit all but this group, and have it}: what a tick there would leave."""
        if group == "board":
            return self._board_counts()
        rest = self.without(group)
        return {value: (rest & bits).bit_count() for value, bits in self._values(group) if bits}

    def _values(self, group: str) -> Iterator[tuple[str, int]]:
        match group:
            case "ways":
                return ((way, self._with_ways((way,))) for way in WAYS)
            case "distance":
                return ((f"{km:g}", self._within(km)) for km in self.distances)
            case "read":
                return ((name, self._read(name == "yes")) for name in ("yes", "no"))
        return iter(self.columns.facets[group].items())

    def _board_counts(self) -> dict[str, int]:
        """Only where it helps to choose: boards of a few hundred schools, not of the whole country."""
        rest = self.without("board")
        if rest.bit_count() > MOST_FOR_BOARDS:
            return {}
        schools = self.columns.schools
        return dict(Counter(schools[place].board for place in places_in(rest) if schools[place].board))

    def _one_of(self, group: str, values: tuple[str, ...]) -> int | None:
        known = self.columns.facets[group]
        return reduce(or_, (known.get(value, 0) for value in values)) if values else None

    def _of_boards(self) -> int | None:
        lists = (self.columns.boards.get(board, ()) for board in self.wanted.boards if board)
        return bits_of(place for places in lists for place in places) if self.wanted.boards else None

    def _with_ways(self, ways: Iterable[str]) -> int:
        """The schools that meet every need in one of these ways."""
        ways = tuple(ways)
        said = (self.columns.ways.get(need, {}) for need in self.wanted.needs)
        each = (reduce(or_, (by_way.get(way, 0) for way in ways), 0) for by_way in said)
        return reduce(and_, each, self.columns.everything)

    def _read(self, read: bool) -> int:
        return self.columns.read if read else self.columns.everything & ~self.columns.read

    def _within(self, km: float) -> int:
        near = self.around.near
        end = bisect_right(near, (nearness_of(km), len(self.columns.schools)))
        return bits_of([place for _, place in near[:end]])

    def hits(self, begin: int = 0, number: int = PAGE) -> list[Hit]:
        """The schools from `begin` on, in the order that was asked for."""
        found: list[Hit] = []
        for bits in self._in_turn():
            size = bits.bit_count()
            if begin >= size:
                begin -= size
                continue
            found += self._ordered(bits, begin, number - len(found))
            begin = 0
            if len(found) >= number:
                break
        return found

    def _in_turn(self) -> list[int]:
        """The sets to show one after the other: best match first, or all at once."""
        if not (self.wanted.by_match and self.wanted.needs):
            return [self.bits]
        by_score: dict[int, int] = {0: self.bits}
        for need in self.wanted.needs:
            by_score = self._scored(by_score, self.columns.ways.get(need, {}))
        return [bits for _, bits in sorted(by_score.items()) if bits]

    def _scored(self, by_score: dict[int, int], by_way: Mapping[str, int]) -> dict[int, int]:
        """Each set split by the nearest way in which its schools meet one more need."""
        split: dict[int, int] = {}
        for score, bits in by_score.items():
            for far, way in enumerate(WAYS):
                met = bits & by_way.get(way, 0)
                bits &= ~met
                if met:
                    split[score + far] = split.get(score + far, 0) | met
        return split

    def _ordered(self, bits: int, begin: int, number: int) -> list[Hit]:
        if self.wanted.point is None:
            return [Hit(place, None) for place in islice(places_in(bits), begin, begin + number)]
        near = self._nearest(bits, begin + number)
        hits = [Hit(place, kilometres(nearness)) for nearness, place in near[begin : begin + number]]
        if len(hits) < number:
            hits += self._unplaced(bits, max(0, begin - len(near)), number - len(hits))
        return hits

    def _nearest(self, bits: int, number: int) -> Near:
        """The nearest of a set, nearest first; at least `number` of them when there are so many."""
        point, is_in = self.wanted.point, membership(bits)
        assert point is not None  # noqa: S101 asked with a point only
        close = list(islice((hit for hit in self.around.near if is_in(hit[1])), number))
        if len(close) == number or self.wanted.km:
            return close
        if bits.bit_count() <= FEW:
            return sorted(self.columns.distances(point, places_in(bits)))
        found: Near = []
        for km in RINGS:
            found = [hit for hit in self.columns.near(point, km) if is_in(hit[1])]
            if len(found) >= number:
                break
        return sorted(found)

    def _unplaced(self, bits: int, begin: int, number: int) -> list[Hit]:
        """Schools of which nobody knows where they stand come last."""
        vectors = self.columns.vectors
        places = (place for place in places_in(bits) if vectors[place] is None)
        return [Hit(place, None) for place in islice(places, begin, begin + number)]

    def anywhere(self) -> "Search":
        """The same search at any distance."""
        return Search(self.columns, replace(self.wanted, km=None), self.distances, self.around)


def membership(bits: int) -> Callable[[int], bool]:
    """Whether a place is in the set, quicker than by shifting a long number each time."""
    data = bits.to_bytes(bits.bit_length() // 8 + 1, "little")
    size = len(data)
    return lambda place: place >> 3 < size and bool(data[place >> 3] >> (place & 7) & 1)
