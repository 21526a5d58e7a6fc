"""The demo's children: no story is like another, and whatever day it is they hold."""

from collections import Counter
from datetime import date

import pytest

from dekkend.cases.declaration.renewing import renewal_round
from dekkend.cases.models import Case
from dekkend.demo.cases import read_cases, tell_cases
from dekkend.demo.places import make_people, make_places
from dekkend.demo.route import Calendar
from dekkend.organisations.models import Partnership
from dekkend.workflow.models import Event

CALENDAR = "which day it was is reckoned in Python; test_rietland loads the demo of today on both"


def tell(today: date) -> None:
    """The people of the region, and what happened around its children; no profiles."""
    make_places(today)
    make_people(today)
    tell_cases(Calendar.of(today))


def test_no_two_stories_share_a_child_a_parent_or_a_sentence():
    said = Counter(text for told in read_cases() for text in texts(told))
    assert len(said) > 250
    assert [text for text, times in said.items() if times > 1] == []


def texts(told) -> list[str]:
    """Every sentence, name and address in a story; short words that are answers of a form aside."""
    if isinstance(told, dict):
        return [text for one in told.values() for text in texts(one)]
    if isinstance(told, list):
        return [text for one in told for text in texts(one)]
    return [told] if (isinstance(told, str) and len(told) > 40) or "@" in str(told) else []


def stories_hold(today: date) -> None:
    assert set(Case.objects.values_list("state", flat=True)) == set(Case.State)
    assert len(renewal_round(Partnership.objects.get(code="PO9901"), today)) >= 1
    assert Event.objects.filter(at__date__gt=today).count() == 0


@pytest.mark.once(CALENDAR)
@pytest.mark.parametrize(
    "today", [date(2025, 1, 1), date(2025, 7, 31), date(2025, 8, 1), date(2025, 12, 31)], ids=str
)
def test_the_stories_hold_on_any_day_of_the_year(db, today):
    """A leap day and a Sunday: see test_load, where the whole demo is there."""
    tell(today)
    stories_hold(today)
