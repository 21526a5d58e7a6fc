"""The demo's figures: two closed school years of a region of some size, invented, kept as real ones are."""

from collections.abc import Iterator
from datetime import date
from random import Random

from dekkend.cases.effect.frame import Frame, frame_of
from dekkend.cases.effect.publication import Happening, tables_of
from dekkend.cases.effect.years import closed_year, days_of
from dekkend.cases.models import Figures, Offering
from dekkend.demo.route import Calendar
from dekkend.organisations.models import Partnership

YEARS, REQUESTS = 2, 420
# How often each goes as it goes.
OUTCOMES = {"awarded": 82, "refused": 18}
TERMS = {"in_time": 88, "late": 12}
OBJECTIONS = {"unopposed": 95, "objected": 5}
RESULTS = {"reached": 38, "partly": 44, "not_yet": 14, "dropped": 4}
ENDS = {"extended": 34, "passed_on": 12, "ended": 54}


def make_figures(calendar: Calendar, partnership: Partnership) -> None:
    """The newest years that may be counted by now, as far as the region had an offer then."""
    last = date(int(closed_year(calendar.today)[:4]), 8, 1)
    for ago in range(YEARS):
        year = f"{last.year - ago}-{last.year - ago + 1}"
        if Offering.objects.filter(partnership=partnership, school_year=year).exists():
            frame, chance = frame_of(partnership, year), Random(year)  # noqa: S311  a story, not a secret
            tables = tables_of(frame, list(_happenings(frame, chance)), chance)
            made_on = days_of(year)[1].replace(month=10, day=1)
            Figures.objects.create(partnership=partnership, school_year=year, made_on=made_on, tables=tables)


def _happenings(frame: Frame, chance: Random) -> Iterator[Happening]:
    kinds = dict(zip(frame.kinds, (9, 3, 4, 5, *[1] * len(frame.kinds)), strict=False))
    schools = {code: chance.randint(1, 12) for code in frame.schools}
    for _ in range(REQUESTS):
        kind, school = _one_of(kinds, chance), _one_of(schools, chance)
        needs = frozenset(chance.sample(list(frame.needs), min(len(frame.needs), chance.choice((1, 2)))))
        outcome = _one_of(OUTCOMES, chance)
        decided = ("decided", outcome, _one_of(TERMS, chance), _one_of(OBJECTIONS, chance))
        happened = [("asked",), decided]
        if outcome == "awarded" and chance.random() < 0.9:
            happened += [("evaluated", _one_of(RESULTS, chance)), ("over", _one_of(ENDS, chance))]
        yield from (Happening(columns, kind, school, needs) for columns in happened)


def _one_of(weights: dict[str, int], chance: Random) -> str:
    return chance.choices(list(weights), list(weights.values()))[0]
