"""The engine gives what a slow and obvious search gives: which schools, how many, in which order."""

import math
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dekkend.website.search.columns import WAYS, Columns, Point, Profile, School
from dekkend.website.search.engine import Search, Wanted
from dekkend.website.terrain.bits import bits_of, places_in

KINDS, DENOMINATIONS, SIZES = ("regular", "sbo", "so"), ("Openbaar", "Katholiek", ""), ("small", "large", "")
CONCEPTS = ("dalton", "jenaplan", "")
NEEDS, BOARDS, DISTANCES = ("dyslexia", "autism", "gifted"), ("90001", "90002", ""), (2.0, 5.0, 10.0, 25.0)
NEAR = st.builds(Point, st.floats(51.9, 52.4), st.floats(4.6, 5.3))


def school(pk, kind, denomination, concept, size, board, point) -> School:
    return School(
        pk=pk,
        code=f"10AA{pk:02}",
        name=f"School {pk % 3}",
        city="Oudveen" if pk % 2 else "Merwijk",
        kind=kind,
        kind_label="basisschool",
        denomination=denomination,
        concept=concept,
        board=board,
        board_name=board,
        size=size,
        pupils=None,
        partnerships=(1,),
        point=point,
        names=(f"naam{pk}",),
    )


@st.composite
def worlds(draw) -> Columns:
    """Some schools, some with a profile, some of which nobody knows where they stand."""
    facts = st.tuples(
        st.sampled_from(KINDS),
        st.sampled_from(DENOMINATIONS),
        st.sampled_from(CONCEPTS),
        st.sampled_from(SIZES),
        st.sampled_from(BOARDS),
        st.none() | NEAR,
    )
    ways = st.dictionaries(
        st.sampled_from(NEEDS), st.frozensets(st.sampled_from(WAYS), min_size=1, max_size=3)
    )
    rows = draw(st.lists(st.tuples(facts, st.none() | ways), max_size=30))
    profiles = {
        pk: Profile(False, date(2030, 1, 1), said) for pk, (_, said) in enumerate(rows, 1) if said is not None
    }
    schools = [school(pk, *fact) for pk, (fact, _) in enumerate(rows, 1)]
    return Columns.of(schools, profiles, {}, {})


def some(values):
    return st.lists(st.sampled_from([value for value in values if value]), unique=True, max_size=2).map(tuple)


@st.composite
def searches(draw, columns: Columns) -> Wanted:
    point = draw(st.none() | NEAR)
    return Wanted(
        needs=draw(some(NEEDS)),
        ways=draw(some(WAYS)),
        kinds=draw(some(KINDS)),
        denominations=draw(some(DENOMINATIONS)),
        concepts=draw(some(CONCEPTS)),
        sizes=draw(some(SIZES)),
        boards=draw(some(BOARDS)),
        read=draw(st.none() | st.booleans()),
        found=draw(st.none() | st.sets(st.integers(0, max(0, len(columns.schools) - 1))).map(bits_of)),
        point=point,
        km=draw(st.none() | st.sampled_from(DISTANCES)) if point else None,
        by_match=draw(st.booleans()),
    )


class Obvious:
    """Looks at one school after the other."""

    def __init__(self, columns: Columns, wanted: Wanted):
        self.columns, self.wanted = columns, wanted

    def said(self, place: int) -> dict:
        profile = self.columns.profiles.get(self.columns.schools[place].pk)
        return dict(profile.ways) if profile else {}

    def km(self, place: int) -> float | None:
        """The haversine formula, where the engine multiplies vectors."""
        there, here = self.columns.schools[place].point, self.wanted.point
        if there is None or here is None:
            return None
        lat1, lon1, lat2, lon2 = map(
            math.radians, (here.latitude, here.longitude, there.latitude, there.longitude)
        )
        part = math.sin((lat2 - lat1) / 2) ** 2
        part += math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
        return 2 * 6371.0 * math.asin(math.sqrt(part))

    def fits(self, place: int, skip: str = "") -> bool:
        one, wanted, km = self.columns.schools[place], self.wanted, self.km(place)
        tests = {
            "kind": not wanted.kinds or one.kind in wanted.kinds,
            "denomination": not wanted.denominations or one.denomination in wanted.denominations,
            "concept": not wanted.concepts or one.concept in wanted.concepts,
            "size": not wanted.sizes or one.size in wanted.sizes,
            "board": not wanted.boards or one.board in wanted.boards,
            "needs": all(self.said(place).get(need) for need in wanted.needs),
            "ways": not wanted.ways
            or all(set(wanted.ways) & self.said(place).get(need, frozenset()) for need in wanted.needs),
            "read": wanted.read is None or (one.pk in self.columns.profiles) == wanted.read,
            "words": wanted.found is None or bool(wanted.found >> place & 1),
            "distance": wanted.km is None or (km is not None and km <= wanted.km),
        }
        return all(fit for name, fit in tests.items() if name != skip)

    def places(self, skip: str = "") -> list[int]:
        return [place for place in range(len(self.columns.schools)) if self.fits(place, skip)]

    def order(self, place: int) -> tuple:
        score = 0
        if self.wanted.by_match:
            said = self.said(place)
            score = sum(min(WAYS.index(way) for way in said[need]) for need in self.wanted.needs)
        km = self.km(place)
        return score, (math.inf if km is None else km) if self.wanted.point else 0, place

    def counts(self, group: str) -> dict[str, int]:
        rest = [self.columns.schools[place] for place in self.places(group)]
        values = [getattr(one, group) for one in rest]
        return {value: values.count(value) for value in values if value}


@settings(deadline=None, max_examples=200)
@given(st.data())
def test_the_same_schools_counts_and_order_as_the_obvious_search(data):
    columns = data.draw(worlds())
    wanted = data.draw(searches(columns))
    search, obvious = Search(columns, wanted, DISTANCES), Obvious(columns, wanted)
    places = obvious.places()
    assert list(places_in(search.bits)) == places
    assert search.total == len(places)
    for group in ("kind", "denomination", "concept", "size", "board"):
        assert {v: n for v, n in search.counts(group).items() if n} == obvious.counts(group), group
    begin, number = data.draw(st.integers(0, 12)), data.draw(st.integers(1, 12))
    check_order(search.hits(begin, number), obvious, places, begin, number)


def check_order(hits, obvious, places, begin, number):
    """The same scores and distances in the same order; of two that are as far either may be first."""
    expected = [obvious.order(place) for place in sorted(places, key=obvious.order)[begin : begin + number]]
    found = [obvious.order(hit.place) for hit in hits]
    assert [score for score, _, _ in found] == [score for score, _, _ in expected]
    assert [far for _, far, _ in found] == pytest.approx([far for _, far, _ in expected], abs=1e-3)
    assert len({hit.place for hit in hits} & set(places)) == len(expected)
    if obvious.wanted.point is None:
        assert found == expected
    for hit in hits:
        assert hit.km == pytest.approx(obvious.km(hit.place), abs=1e-3)


@settings(deadline=None, max_examples=100)
@given(st.data())
def test_a_count_is_what_ticking_it_leaves(data):
    columns = data.draw(worlds())
    wanted = data.draw(searches(columns))
    search = Search(columns, wanted, DISTANCES)
    if wanted.needs:
        for way, number in search.counts("ways").items():
            other = Search(columns, Wanted(**vars(wanted) | {"ways": (way,)}), DISTANCES)
            assert other.total == number
    if wanted.point:
        for km, number in search.counts("distance").items():
            other = Search(columns, Wanted(**vars(wanted) | {"km": float(km)}), DISTANCES)
            assert other.total == number


@settings(deadline=None, max_examples=50)
@given(st.data())
def test_what_one_school_says_anew_is_as_if_it_had_always_said_it(data):
    columns, others = data.draw(worlds()), data.draw(worlds())
    for pk in [one.pk for one in columns.schools]:
        profile = others.profiles.get(pk)
        columns = columns.with_profile(pk, profile)
    again = Columns.of(
        columns.schools, {pk: p for pk, p in others.profiles.items() if pk in columns.places}, {}, {}
    )
    assert columns.read == again.read
    assert dict(columns.profiles) == dict(again.profiles)
    said = {(n, w): b for n, by_way in columns.ways.items() for w, b in by_way.items() if b}
    assert said == {(n, w): b for n, by_way in again.ways.items() for w, b in by_way.items()}


@given(st.sets(st.integers(0, 500)))
def test_bits_and_places_are_each_others_inverse(places):
    assert set(places_in(bits_of(places))) == places
    assert bits_of(places).bit_count() == len(places)


def test_many_schools_by_distance_without_a_limit():
    """More than are measured one by one: then the circle grows until it holds enough."""
    points = [Point(51.5 + (n % 40) / 20, 4.0 + n // 40 / 20) for n in range(1600)]
    columns = Columns.of(
        [school(n, "regular", "", "", "", "", p) for n, p in enumerate(points, 1)], {}, {}, {}
    )
    wanted = Wanted(point=Point(52.0, 5.0))
    search = Search(columns, wanted, DISTANCES)
    check_order(search.hits(0, 50), Obvious(columns, wanted), range(1600), 0, 50)
    check_order(search.hits(1580, 50), Obvious(columns, wanted), range(1600), 1580, 50)
