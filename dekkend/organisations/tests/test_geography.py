"""Where a postcode lies: by its four figures, and by the schools in it where those were never read in."""

import pytest

from dekkend.organisations.geodata.gazetteer import read_gazetteer
from dekkend.organisations.models import PostcodeArea, Site
from tools.kept import kept

pytestmark = pytest.mark.django_db


@kept
def area(db):
    return PostcodeArea.objects.create(figures="3495", latitude=52.11, longitude=4.91)


@pytest.mark.parametrize("text", ["3495", "3495AB", " 3495  ab ", "٣٤٩٥", "۳۴۹۵ AB", "３４９５"])
def test_a_postcode_in_any_digits(area, text, django_assert_num_queries):
    with django_assert_num_queries(3):
        place = read_gazetteer().locate(text)
    assert (place.latitude, place.longitude) == (52.11, 4.91)
    assert place.label in ("3495", "3495 AB")


def test_before_the_middle_of_its_schools(area, site):
    Site.objects.update(latitude=52.2, longitude=4.8)
    assert read_gazetteer().locate("3495").latitude == 52.11
    area.delete()
    assert read_gazetteer().locate("3495").latitude == 52.2


@pytest.mark.parametrize("text", ["3496", "9999 ZZ", "349", "34955", "3495 A", "Nergenshuizen", ""])
def test_what_nobody_knows_lies_nowhere(area, text):
    assert read_gazetteer().locate(text) is None


def test_a_town_whatever_the_capitals_and_which_of_two(site, other_site):
    Site.objects.update(city="Oudveen", province="Utrecht", latitude=52.1, longitude=4.9)
    Site.objects.filter(pk=other_site.pk).update(province="Limburg", latitude=51.2)
    known = read_gazetteer()
    first = known.locate("OUDVEEN")
    assert (first.label, first.latitude) == ("Oudveen (Limburg)", 51.2)
    assert [other.label for other in first.others] == ["Oudveen (Utrecht)"]
    assert known.locate("oudveen (utrecht)").latitude == 52.1
    assert known.locate("Oudveen, Drenthe") is None
