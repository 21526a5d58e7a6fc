"""What the register fills in for a school."""

import pytest

from dekkend.organisations.models import PupilCount
from dekkend.organisations.register import register_of

pytestmark = pytest.mark.django_db


def test_every_fact_by_its_name(site, region):
    PupilCount.objects.create(site=site, year=2024, pupils=191)
    PupilCount.objects.create(site=site, year=2025, pupils=184)
    assert register_of(site, region) == {
        "site.name": "De Regenton",
        "site.address": "Kadeweg 4",
        "site.postcode": "3495 AB",
        "site.city": "Oudveen",
        "site.code": "99AB00",
        "site.board": "Stichting Scholen aan de Vaart",
        "site.partnership": "Samenwerkingsverband Rietland",
        "site.pupils": {"number": 184, "year": 2025},
    }


def test_one_query_with_one_count_and_with_three(site, region, django_assert_num_queries):
    site.school.board  # noqa: B018  comes with the site in every query of ours
    for year in (2023, 2024, 2025):
        PupilCount.objects.create(site=site, year=year, pupils=year - 1900)
        with django_assert_num_queries(1):
            pupils = register_of(site, region)["site.pupils"]
        assert pupils == {"number": year - 1900, "year": year}


def test_fewer_than_five_is_not_a_number_to_offer(site, region):
    PupilCount.objects.create(site=site, year=2024, pupils=12)
    PupilCount.objects.create(site=site, year=2025, pupils=None)
    assert register_of(site, region)["site.pupils"] is None


def test_what_is_not_known_is_empty(site, region):
    site.school.board.name = ""
    site.street = site.house_number = ""
    assert register_of(site, region)["site.board"] == "Bestuur 90001"
    assert register_of(site, region)["site.address"] == ""
    site.school.board = None
    assert register_of(site, region)["site.board"] == ""
    assert register_of(site, region)["site.pupils"] is None
