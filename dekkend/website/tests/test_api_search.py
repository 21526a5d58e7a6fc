"""/api/v1/search: the filters of the page for parents, and what it says to a filter that cannot be right."""

import pytest

from dekkend.conftest import make_site
from dekkend.organisations.models import PostcodeArea, PupilCount, Site
from dekkend.profiles.tests.conftest import answer, at, bring, edition, version  # noqa: F401 to publish
from tools.kept import kept

pytestmark = pytest.mark.django_db


@pytest.fixture
def ask(client):

    def get(query: str):
        return client.get(f"/api/v1/search?{query}")

    return get


@kept
def three(version, bring, head, region, board, other_board):  # noqa: F811
    """De Regenton with a profile; a dalton school two kilometres off, and a special one far away."""
    answer(version, {"support.dyslexia": True}, head)
    bring(version, "published")
    PostcodeArea.objects.create(figures="3495", latitude=52.10, longitude=4.90)
    Site.objects.update(latitude=52.10, longitude=4.90, denomination="Openbaar")
    near = {"latitude": 52.12, "longitude": 4.90, "concept": "dalton", "denomination": "Rooms-Katholiek"}
    dalton = make_site("99EF00", "Dalton", other_board, region, **near)
    PupilCount.objects.create(site=dalton, year=2025, pupils=80)
    far = {"latitude": 52.4, "longitude": 4.90, "kind": "SO"}
    make_site("99GH00", "Ver", board, region, **far)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["99AB00", "99EF00", "99GH00"]),
        ("kind=SO", ["99GH00"]),
        ("kind=SO&kind=BO", ["99AB00", "99EF00", "99GH00"]),
        ("denomination=Openbaar", ["99AB00"]),
        ("denomination=Openbaar&denomination=Rooms-Katholiek", ["99AB00", "99EF00"]),
        ("concept=dalton", ["99EF00"]),
        ("concept=freinet", []),
        ("size=small", ["99EF00"]),
        ("board=90002", ["99EF00"]),
        ("has_profile=true", ["99AB00"]),
        ("has_profile=false", ["99EF00", "99GH00"]),
        ("need=dyslexia&way=basic", ["99AB00"]),
        ("need=dyslexia&way=refer", []),
        ("place=3495", ["99AB00", "99EF00"]),
        ("place=3495&distance=2", ["99AB00"]),
        ("place=3495&distance=any&sort=distance", ["99AB00", "99EF00", "99GH00"]),
        ("place=3495&distance=any&kind=BO&concept=dalton", ["99EF00"]),
    ],
)
def test_the_filters_of_the_page(ask, three, query, expected):
    found = ask(query).json()
    codes = [row["school"]["code"] for row in found["results"]]
    assert (sorted(codes), found["count"]) == (expected, len(expected))


@pytest.mark.parametrize(
    ("query", "detail"),
    [
        ("kind=MAVO", "kind: Kies een van deze: 'BO', 'SBO' or 'SO'."),
        ("denomination=Onbekend", "denomination: Deze richting kennen wij niet."),
        ("concept=Dalton", "concept: Kies een van deze: 'dalton'"),
        ("size=tiny", "size: Kies een van deze: 'small'"),
        ("board=1", "board: Deze waarde heeft niet de goede vorm: ^[0-9]{5}$"),
        ("board=12345", "board: Dit bestuur kennen wij niet."),
        ("distance=3&place=3495", "distance: Kies een van deze: '', '2'"),
        ("distance=5", "distance: Geef ook place"),
        ("sort=distance", "sort: Geef ook place"),
        ("sort=match", "sort: Geef ook need of text"),
        ("way=basic", "way: Geef ook need of text"),
        ("has_profile=x", "has_profile: Geef true of false."),
    ],
)
def test_a_filter_that_cannot_be_right_says_why(ask, three, query, detail):
    refused = ask(query)
    assert (refused.status_code, refused["Content-Type"]) == (400, "application/problem+json")
    assert refused.json()["detail"].startswith(detail)
