"""The page of figures: each reads their own cut of one publication, and no sign becomes a number again."""

import csv
import io
from random import Random

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import localdate

from dekkend.cases.effect.columns import COLUMNS
from dekkend.cases.effect.disclosure import FEW, HIDDEN
from dekkend.cases.effect.frame import Frame
from dekkend.cases.effect.publication import Happening, tables_of
from dekkend.cases.models import Figures
from dekkend.conftest import make_person, make_site
from dekkend.core.entrances import entrances_for
from dekkend.organisations.models import Role
from dekkend.organisations.queries import memberships_of
from tools.kept import kept

YEAR = "2024-2025"
ASKED = ("asked",)
AWARDED = ("decided", "awarded", "in_time", "unopposed")
REFUSED = ("decided", "refused", "in_time", "unopposed")


@kept
def elsewhere(region, other_board):
    return make_site("98XY00", "De Overkant", other_board, region)


@kept
def made(region, site, board, elsewhere, other_board):
    return publish(region, YEAR, {site: board, elsewhere: other_board})


def publish(region, year, boards, number=40):
    here, there = boards
    frame = Frame(
        kinds={"expertise": "Inzet van expertise", "own_budget": "Eigen budget"},
        needs={"reading": "lezen"},
        boards={board.number: board.name for board in boards.values()},
        schools={site.code: site.name for site in boards},
        board_of={site.code: board.number for site, board in boards.items()},
        heirs={},
    )
    counted = [Happening(AWARDED, "expertise", here.code, frozenset({"reading"}))] * number
    counted += [Happening(ASKED, "expertise", here.code)] * number
    counted += [Happening(AWARDED, "own_budget", there.code)] * 17
    counted += [Happening(REFUSED, "own_budget", there.code)] * 3
    tables = tables_of(frame, counted, Random(3))  # noqa: S311
    return Figures.objects.create(partnership=region, school_year=year, made_on=localdate(), tables=tables)


@kept
def staff(region):
    return make_person("Stan Vos", Role.PARTNERSHIP_STAFF, partnership=region)


@kept
def head(site):
    return make_person("Hanna Dijk", Role.HEAD_TEACHER, site=site)


@kept
def governor(other_board):
    return make_person("Bram Bos", Role.BOARD_MEMBER, board=other_board)


def shown(client, user, **asked):
    client.force_login(user)
    return client.get(reverse("figures"), asked)


def lines(response) -> dict[str, list]:
    _, rows = next(response.context["page"].tables)
    return {name: [sign for _, sign in cells] for name, cells in rows}


def test_the_region_by_kind(client, staff, made):
    page = shown(client, staff)
    assert lines(page)["De hele regio"] == [40, 60, HIDDEN, FEW]
    assert [row[1] for row in lines(page).values()] == [60, 40, 20]
    # None was asked for a budget, and one may not know it: so neither is the other number there.
    assert [row[0] for row in lines(page).values()] == [40, HIDDEN, FEW]
    assert b"&lt;5" in page.content


@pytest.mark.parametrize("per", ["soort", "behoefte", "bestuur", "school", "jaar", "onzin"])
def test_whatever_is_asked_no_small_number_stands_there(client, staff, made, per):
    page = shown(client, staff, per=per, jaar="1999-2000", plek="onzin")
    signs = [sign for row in lines(page).values() for sign in row]
    assert signs
    assert all(sign in (FEW, HIDDEN) or sign >= 5 for sign in signs)


def test_a_board_reads_its_own_schools_only(client, governor, made):
    page = shown(client, governor)
    assert list(lines(page)) == ["Het hele bestuur", "De Overkant"]
    assert "De Regenton" not in page.content.decode()
    assert "Rietland" not in page.content.decode()


def test_a_head_teacher_reads_the_own_school_over_the_years(
    client, head, made, region, site, board, elsewhere
):
    publish(region, "2023-2024", {site: board, elsewhere: elsewhere.school.board}, number=3)
    page = shown(client, head)
    assert lines(page)[YEAR][1] == 40
    assert lines(page)["2023-2024"] == [FEW] * 4
    assert "De Overkant" not in page.content.decode()


def test_the_file_has_the_same_signs(client, staff, made):
    client.force_login(staff)
    response = client.get(reverse("figures-file"), {"per": "bestuur"})
    assert '"cijfers-PO9901-2024-2025-per-bestuur.csv"' in response["Content-Disposition"]
    rows = list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig")), delimiter=";"))
    assert rows[0]["Bestuur"] == "De hele regio"
    assert len(rows[0]) == len(COLUMNS) + 1
    page = lines(shown(client, staff, per="bestuur"))
    assert [row["Afgewezen"] for row in rows] == [str(signs[3]) for signs in page.values()]


def test_before_anything_was_counted_it_says_when(client, staff):
    assert "Op 1 oktober" in shown(client, staff).content.decode()
    assert client.get(reverse("figures-file")).status_code == 404


@pytest.mark.parametrize("role", [Role.SERVICE_DESK, Role.COMMITTEE_MEMBER, Role.EXPERT])
def test_of_a_region_only_the_loket_and_its_staff(client, region, made, role):
    user = make_person("Iemand", role, partnership=region)
    assert shown(client, user).status_code == (200 if role == Role.SERVICE_DESK else 404)


def test_the_door_stands_on_the_first_page(governor, made):
    titles = [door.title for door in entrances_for(governor, memberships_of(governor, localdate()))]
    assert "Cijfers over extra hulp" in titles


def test_the_page_asks_as_much_however_many_years(client, staff, made, region, site, board, elsewhere):
    def queries():
        with CaptureQueriesContext(connection) as asked:
            assert client.get(reverse("figures"), {"per": "school"}).status_code == 200
        return len(asked)

    client.force_login(staff)
    once = queries()
    for year in ("2021-2022", "2022-2023", "2023-2024"):
        publish(region, year, {site: board, elsewhere: elsewhere.school.board}, number=900)
    assert queries() == once == 3


@pytest.mark.parametrize(("who", "chooses"), [("head", False), ("governor", True)])
def test_nothing_to_choose_where_it_would_change_nothing(client, made, request, who, chooses):
    page = shown(client, request.getfixturevalue(who)).content.decode()
    assert ("Welk schooljaar?" in page, "Kies wat u ziet" in page) == (chooses, chooses)
