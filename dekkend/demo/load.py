"""Fill an empty database with the fictional region, by doing what its people did."""

from datetime import date

from django.conf import settings
from django.db import transaction
from django.utils.timezone import localdate

from dekkend.demo.places import long_ago, make_people, make_places
from dekkend.demo.region import read_region, read_schools
from dekkend.demo.route import Calendar, Route
from dekkend.demo.stories import tell
from dekkend.organisations.models import Partnership
from dekkend.profiles.models import Regime
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
    make_people(calendar.today)
    make_regimes(calendar)
    for school in read_schools():
        tell(Route(school, calendar))
    return True


def make_regimes(calendar: Calendar) -> None:
    """Each partnership began with the first edition and went on with the second."""
    agreed = read_region()["agreements"]
    folder = settings.DEFINITIONS / agreed["form"]
    first_days = (long_ago(calendar.today), calendar.turn)
    for name, begins_on in zip(agreed["editions"], first_days, strict=True):
        edition = load_edition(folder / f"{name}.toml")
        for partnership in Partnership.objects.all():
            Regime.objects.create(
                partnership=partnership,
                begins_on=begins_on,
                edition=edition,
                advice_weeks=agreed["advice_weeks"],
                valid_months=agreed["valid_months"],
            )
