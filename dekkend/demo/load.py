"""Fill an empty database with the fictional region, by doing what its people did."""

from datetime import date, time

from django.conf import settings
from django.db import transaction
from django.utils.timezone import localdate

from dekkend.demo.cases import REGION, tell_cases
from dekkend.demo.faces import make_faces
from dekkend.demo.figures import make_figures
from dekkend.demo.parents import hear_parents
from dekkend.demo.places import long_ago, make_people, make_places
from dekkend.demo.region import DATA, read_region, read_schools
from dekkend.demo.route import Calendar, Route, moment, school_year_of
from dekkend.demo.stories import tell
from dekkend.organisations.duo.report import Report
from dekkend.organisations.geodata.reading import import_borders, import_postcodes
from dekkend.organisations.models import Partnership
from dekkend.profiles.actions import adopt_regime, load_regimes
from dekkend.profiles.regimes import FILE
from dekkend.questionnaires.loader import load_edition


def is_loaded() -> bool:
    codes = [partnership["code"] for partnership in read_region()["partnerships"]]
    return Partnership.objects.filter(code__in=codes).exists()


@transaction.atomic
def load_demo(today: date | None = None) -> bool:
    """Load the region with dates counted back from today; False when it is there already.

    All or nothing. Acts of the last week send their mail, older ones do not.
    """
    if is_loaded():
        return False
    calendar = Calendar.of(today or localdate())
    make_places(calendar.today)
    make_ground(Report())
    make_people(calendar.today)
    make_regimes(calendar)
    make_faces(calendar)
    for school in read_schools():
        tell(Route(school, calendar))
    hear_parents(calendar)
    tell_cases(calendar)
    make_figures(calendar, Partnership.objects.get(code=REGION))
    return True


def make_ground(report: Report) -> None:
    """Where the region's postcodes lie, and the borders of its municipalities."""
    import_postcodes(DATA / "postcodes.csv", report)
    import_borders(DATA / "borders.geojson", report)


def make_regimes(calendar: Calendar) -> None:
    """Each partnership adopts what the region's file says, with the product's own act."""
    kinds = {kind.key: kind for kind in load_regimes(settings.DEFINITIONS / FILE)}
    first_days = {"first_day": school_year_of(long_ago(calendar.today)), "turn": calendar.turn}
    for agreed in read_region()["agreements"]:
        edition = load_edition(settings.DEFINITIONS / f"{agreed['edition']}.toml")
        begins_on = first_days[agreed["from"]]
        for partnership in Partnership.objects.all():
            if partnership.code in agreed.get("only", [partnership.code]):
                adopt_regime(
                    partnership=partnership,
                    kind=kinds[agreed["regime"]],
                    edition=edition,
                    begins_on=begins_on,
                    actor=None,
                    at=moment(begins_on, time(9, 0)),
                )
