"""Files with everything: the same as one by one, safe in a spreadsheet, made while they are sent."""

import csv
import io
import json

import pytest

from dekkend.profiles.documents import profile_json
from dekkend.profiles.models import Version
from dekkend.profiles.tests.conftest import answer, at, bring, edition, version  # noqa: F401 to publish
from dekkend.profiles.tests.test_addendum import draft, published, walk  # noqa: F401 and an addendum
from dekkend.website.api import answering, dumps, queries
from dekkend.website.queries import current_version

pytestmark = pytest.mark.django_db
SCHOOLS, PROFILES = "/api/v1/dumps/schools", "/api/v1/dumps/profiles"


def text_of(response) -> str:
    assert response.streaming
    return response.getvalue().decode()


def rows_of(response) -> list[dict[str, str]]:
    """As a spreadsheet reads it."""
    return list(csv.DictReader(io.StringIO(text_of(response).removeprefix("\ufeff"))))


def test_schools_are_those_of_the_list(client, published, other_site):  # noqa: F811
    listed = client.get("/api/v1/schools").json()["results"]
    assert json.loads(text_of(client.get(f"{SCHOOLS}.json"))) == listed
    rows = rows_of(client.get(f"{SCHOOLS}.csv"))
    assert [(row["code"], row["has_profile"], row["partnership_codes"]) for row in rows] == [
        ("99AB00", "true", "PO9901"),
        ("99CD00", "false", "PO9901"),
    ]
    assert set(rows[0]) == set(dumps.OF_SCHOOLS)


def test_of_one_region(client, published, far_region):  # noqa: F811
    for path in (SCHOOLS, PROFILES):
        assert len(json.loads(text_of(client.get(f"{path}.json?partnership=PO9901")))) == 1
        assert json.loads(text_of(client.get(f"{path}.json?partnership=PO9902"))) == []
        assert rows_of(client.get(f"{path}.csv?partnership=PO9902")) == []


def test_profiles_are_the_documented_ones(client, published, site):  # noqa: F811
    expected = json.loads(json.dumps(profile_json(current_version(site))))
    assert json.loads(text_of(client.get(f"{PROFILES}.json"))) == [expected]


def test_a_row_for_each_answer_and_each_addendum(client, walk):  # noqa: F811
    addendum = walk("in_force")
    rows = {(row["type"], row["question"]): row for row in rows_of(client.get(f"{PROFILES}.csv"))}
    assert rows["text", "school.motto"]["value"] == "Samen verder"
    assert rows["text", "school.motto"]["chapter"] == "school"
    assert rows["check", "support.bullying"]["value"] == "true"
    assert rows["addendum", "mission"]["value"] == addendum.text
    assert ("prose", "team.note") not in rows


@pytest.mark.parametrize("first", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＠"])
def test_no_cell_is_a_formula(client, version, bring, head, first):  # noqa: F811
    sly = f'{first}cmd|"calc";\n1'
    answer(version, {"school.motto": sly}, head)
    bring(version, "published")
    Version.objects.update(snapshot=with_motto(version, sly))
    cells = [
        row["value"] for row in rows_of(client.get(f"{PROFILES}.csv")) if row["question"] == "school.motto"
    ]
    assert cells == [f"'{sly}"]


def with_motto(version, words: str) -> dict:  # noqa: F811
    """The snapshot as an importer might have left it: our own forms take such signs away."""
    snapshot = Version.objects.get(pk=version.pk).snapshot
    return snapshot | {"answers": snapshot["answers"] | {"school.motto": words}}


@pytest.mark.parametrize(
    ("value", "written"),
    [(None, ""), (True, "true"), (-4.75, "-4.75"), (3, "3"), ("a=1", "a=1"), (["=x"], '["=x"]'), ("", "")],
)
def test_a_cell(value, written):
    assert dumps.cell(value) == written


@pytest.mark.parametrize("schools", [1, 3])
@pytest.mark.parametrize(("path", "expected"), [(SCHOOLS, 5), (PROFILES, 4)])
def test_the_same_queries_for_every_hundred(
    client, publish_many, django_assert_num_queries, monkeypatch, schools, path, expected
):
    monkeypatch.setattr(answering, "comes_too_often", lambda *asked, **most: False)
    publish_many(schools)
    client.get(f"{PROFILES}.json").getvalue()
    with django_assert_num_queries(expected + 1):
        assert len(json.loads(text_of(client.get(f"{path}.json")))) == schools


def test_a_chunk_at_a_time_finds_every_school_once(client, publish_many, monkeypatch):
    monkeypatch.setattr(queries, "A_CHUNK", 1)
    publish_many(3)
    for path in (SCHOOLS, PROFILES):
        found = json.loads(text_of(client.get(f"{path}.json")))
        assert [row.get("code") or row["site"]["name"] for row in found] in (
            ["99AB00", "99RA00", "99RB00"],
            ["De Regenton", "Rietschool 1", "Rietschool 2"],
        )


def test_only_a_chunk_is_held(publish_many, monkeypatch):
    """Before the second chunk is asked for, the first has been sent."""
    monkeypatch.setattr(queries, "A_CHUNK", 1)
    publish_many(3)
    made = []
    monkeypatch.setattr(dumps, "profile_json", lambda each: made.append(each.pk) or {"addenda": []})
    sent = dumps.profiles_json(None)
    for number in (1, 2, 3):
        next(sent)
        assert len(made) == number


@pytest.mark.parametrize("path", [SCHOOLS, PROFILES])
def test_a_school_that_closes_gives_another_etag(client, published, site, at, path):  # noqa: F811
    before = client.get(f"{path}.json")["ETag"]
    site.closed_on = at.date()
    site.save()
    again = client.get(f"{path}.json", headers={"If-None-Match": before})
    assert (again.status_code, json.loads(text_of(again))) == (200, [])


def test_an_addendum_gives_the_profiles_another_etag(client, published, draft, at):  # noqa: F811
    before = client.get(f"{PROFILES}.csv")["ETag"]
    assert client.get(f"{PROFILES}.csv", headers={"If-None-Match": before}).status_code == 304
    type(draft).objects.filter(pk=draft.pk).update(state="in_force", in_force_on=at.date())
    assert client.get(f"{PROFILES}.csv", headers={"If-None-Match": before}).status_code == 200
