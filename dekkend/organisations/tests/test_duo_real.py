"""The real lists of the register, where this machine has them: the figures we counted ourselves."""

import pytest
from django.conf import settings
from django.utils.timezone import localdate

from dekkend.organisations.models import Board, Partnership, PupilCount, Site
from dekkend.organisations.queries import sites_of_partnership
from dekkend.organisations.tests.duo_files import Register

DUO = settings.DATA / "duo"
SITES_2013 = "duo_alle_vestigingen_bo_2013-12.csv"
SITES_2026 = "duo_alle_vestigingen_bo_2026-04.csv"
EVERYTHING = (
    "besturen_po2604.csv",
    "edugis_scholen_gegeocodeerd_2024-11.geojson",
    "po2604_passenderwijs_scholen_afgeleid_2026-04.csv",
    "vestiging_naar_swv_afgeleid_2026-04.csv",
    "duo_historisch_leerlingen_per_vestiging_1996-2025.csv",
    SITES_2026,
)

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not DUO.is_dir(), reason=f"no register files in {DUO}; set DEKKEND_DATA"),
]


@pytest.fixture
def register(tmp_path, capsys):
    return Register(tmp_path, capsys)


def counts(report: dict) -> list[int]:
    return [len(report[name]) for name in ("new", "changed", "gone", "refused", "unchanged")]


def test_everything_gives_the_whole_country_and_again_changes_nothing(register):
    files = [DUO / name for name in EVERYTHING]
    assert counts(register.run(*files, "--json")) == [9751, 19_218, 0, 1636, 165]
    today = localdate()
    still_open = Site.objects.filter(closed_on=None)
    kinds = {kind: still_open.filter(kind=kind).count() for kind in Site.Kind.values}
    assert kinds == {"BO": 6107, "SBO": 256, "SO": 172, "VSO": 154, "SO/VSO": 276}
    assert still_open.filter(kind="BO").exclude(latitude=None).count() == 6053
    assert (PupilCount.objects.count(), PupilCount.objects.filter(pupils=None).count()) == (229_583, 762)

    region = Partnership.objects.get(code="PO2604")
    sites = sites_of_partnership(region, today)
    assert (sites.filter(kind="BO").count(), sites.filter(kind="SBO").count()) == (79, 2)
    # One of the two SBO schools has a board of its own, with no primary school in the region.
    primary = sites.filter(kind="BO").values("pk")
    assert Board.objects.filter(schools__sites__in=primary).distinct().count() == 21
    assert Board.objects.filter(schools__sites__in=sites.values("pk")).distinct().count() == 22
    pupils = PupilCount.objects.filter(site__in=sites.values("pk"), year=2025)
    assert sum(count.pupils for count in pupils if count.site.kind == "BO") == 15_472
    assert sorted(count.pupils for count in pupils if count.site.kind == "SBO") == [163, 172]

    assert counts(register.run(*files, "--json")) == [0, 0, 0, 1636, 29_134]


def test_the_list_of_2013_and_then_that_of_2026(register):
    assert counts(register.run(DUO / SITES_2013, "--json", "--on", "2013-12-01")) == [6804, 0, 0, 0, 0]
    refused = register.run(DUO / SITES_2026, "--json", "--on", "2026-04-01")
    assert (len(refused["gone"]), refused["refused"][0]["value"]) == (0, "925"), "too many to close just so"
    told = register.run(DUO / SITES_2026, "--json", "--on", "2026-04-01", "--allow-closing")
    assert counts(told) == [0, 0, 925, 0, 6107]
    assert Site.objects.filter(closed_on=None).count() == 6107
    assert Site.objects.count() == 6804 + 228
