"""Where a postcode lies: by its four figures, and by the schools in it where those were never read in."""

import pytest

from dekkend.organisations.geography import locate
from dekkend.organisations.models import PostcodeArea, Site

pytestmark = pytest.mark.django_db


@pytest.fixture
def area(db):
    return PostcodeArea.objects.create(figures="3495", latitude=52.11, longitude=4.91)


@pytest.mark.parametrize("text", ["3495", "3495AB", " 3495  ab ", "٣٤٩٥", "۳۴۹۵ AB", "３４９５"])
def test_a_postcode_in_any_digits(area, text, django_assert_num_queries):
    with django_assert_num_queries(1):
        place = locate(text)
    assert (place.latitude, place.longitude) == (52.11, 4.91)
    assert place.label in ("3495", "3495 AB")


def test_before_the_middle_of_its_schools(area, site):
    Site.objects.update(latitude=52.2, longitude=4.8)
    assert locate("3495").latitude == 52.11
    area.delete()
    assert locate("3495").latitude == 52.2


@pytest.mark.parametrize("text", ["3496", "9999 ZZ", "349", "34955", "3495 A", "Nergenshuizen", ""])
def test_what_nobody_knows_lies_nowhere(area, text):
    assert locate(text) is None
