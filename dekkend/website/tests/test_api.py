"""/api/v1/: what is asked for, and nothing else; every fault in one shape; for anyone, from anywhere."""

import json

import pytest
from django.utils.timezone import localdate

from dekkend.conftest import make_regime, make_site
from dekkend.organisations.models import Partnership, Site
from dekkend.profiles import actions
from dekkend.profiles.documents import profile_json
from dekkend.profiles.tests.conftest import at, bring, edition, version  # noqa: F401 a version to publish
from dekkend.website.api import answering
from dekkend.website.api.queries import current_profiles
from dekkend.website.publishing import make_files
from dekkend.website.queries import current_version
from tools.kept import kept

pytestmark = pytest.mark.django_db
ROOT = "/api/v1"
LISTS = ("/schools", "/profiles", "/partnerships", "/needs", "/search", "/schools/99AB00/profiles")
ONES = (
    "/schools/99AB00",
    "/schools/99AB00/profiles/current",
    "/schools/99AB00/profiles/1",
    "/partnerships/PO9901",
)
DUMPS = tuple(f"/dumps/{name}" for name in ("schools.csv", "schools.json", "profiles.csv", "profiles.json"))
ALL = (*LISTS, *ONES, *DUMPS, "/openapi.json")


@pytest.fixture
def ask(client):
    def get(path: str, **options):
        return client.get(ROOT + path, **options)

    return get


@kept
def published(version, bring):  # noqa: F811
    return bring(version, "published")


def codes(answer) -> list[str]:
    return [row["code"] for row in answer.json()["results"]]


def told(answer) -> tuple[int, str]:
    """(status, detail) of a fault, after a look at its shape."""
    assert answer["Content-Type"] == "application/problem+json"
    body = answer.json()
    assert (body["type"], body["status"]) == ("about:blank", answer.status_code)
    assert body["title"]
    return answer.status_code, body["detail"]


class TestSchools:
    @pytest.fixture(autouse=True)
    def three(self, published, other_site, far_site, far_region, edition):  # noqa: F811
        """Two in the region, of which one with a profile; and one in another region."""
        make_regime(far_region, edition)
        far_site.kind, far_site.municipality, far_site.municipality_code = "SBO", "Oldeveld", "9402"
        far_site.save()
        Site.objects.filter(code="99AB00").update(concept="dalton")

    @pytest.mark.parametrize(
        ("query", "expected"),
        [
            ("", ["98EF00", "99AB00", "99CD00"]),
            ("?partnership=PO9901", ["99AB00", "99CD00"]),
            ("?partnership=PO7777", []),
            ("?board=90002", ["98EF00", "99CD00"]),
            ("?kind=SBO", ["98EF00"]),
            ("?concept=dalton", ["99AB00"]),
            ("?concept=freinet", []),
            ("?denomination=openBAAR", []),
            ("?municipality=oldeVELD", ["98EF00"]),
            ("?municipality=9402", ["98EF00"]),
            ("?municipality=Oldeveldt", []),
            ("?has_profile=true", ["99AB00"]),
            ("?has_profile=false", ["98EF00", "99CD00"]),
            ("?board=90002&partnership=PO9901", ["99CD00"]),
        ],
    )
    def test_filters(self, ask, query, expected):
        answer = ask(f"/schools{query}")
        assert (codes(answer), answer.json()["count"]) == (expected, len(expected))

    def test_one(self, ask, settings):
        settings.SITE_URL = "https://dekkend.example"
        assert ask("/schools/99AB00").json() == {
            "code": "99AB00",
            "brin": "99AB",
            "name": "De Regenton",
            "kind": "BO",
            "denomination": "",
            "concept": "dalton",
            "address": {
                "street": "Kadeweg",
                "house_number": "4",
                "postcode": "3495 AB",
                "city": "Oudveen",
                "municipality": "",
                "municipality_code": "",
                "province": "",
            },
            "latitude": None,
            "longitude": None,
            "phone": "",
            "website": "",
            "board": {"code": "90001", "name": "Stichting Scholen aan de Vaart"},
            "partnerships": [{"code": "PO9901", "name": "Samenwerkingsverband Rietland"}],
            "has_profile": True,
            "page": "https://dekkend.example/scholen/99AB00/",
            "profile": "https://dekkend.example/api/v1/schools/99AB00/profiles/current",
            "feed": "https://dekkend.example/scholen/99AB00/nieuws.atom",
        }

    def test_pages(self, ask, settings):
        settings.SITE_URL = "https://dekkend.example"
        first = ask("/schools?page_size=2&partnership=PO9901&page_size=1").json()
        assert (first["count"], first["page"], first["previous"]) == (2, 1, None)
        assert first["next"].startswith("https://dekkend.example/api/v1/schools?")
        seen, address = [], "/schools?page_size=1"
        while address:
            page = ask(address.removeprefix("https://dekkend.example/api/v1")).json()
            seen += [row["code"] for row in page["results"]]
            address = page["next"]
        assert seen == ["98EF00", "99AB00", "99CD00"]

    def test_a_school_that_closed(self, ask, site):
        site.closed_on = localdate()
        site.save()
        assert codes(ask("/schools")) == ["98EF00", "99CD00"]
        for path in ("", "/profiles", "/profiles/current", "/profiles/1"):
            assert told(ask(f"/schools/99AB00{path}"))[0] == 410
        assert ask("/profiles").json()["count"] == 0

    def test_a_school_of_a_region_that_does_not_take_part(self, ask, board):

        make_site(
            "96KL00", "De Buitenstaander", board, Partnership.objects.create(code="PO9909", name="Elders")
        )
        assert "96KL00" not in codes(ask("/schools"))
        assert told(ask("/schools/96KL00"))[0] == 404


class TestProfiles:
    def test_the_text_is_the_documented_one(self, ask, published, site):
        expected = json.loads(json.dumps(profile_json(current_version(site))))
        for number in ("current", "1"):
            assert ask(f"/schools/99AB00/profiles/{number}").json() == expected

    def test_the_file_that_was_kept_says_the_same(self, ask, published):
        before = ask("/schools/99AB00/profiles/current").content
        make_files.call(code="99AB00")
        assert ask("/schools/99AB00/profiles/current").content == before

    def test_earlier_versions_stay(self, ask, published, bring, site, region, head, at):  # noqa: F811
        new = actions.start_working_copy(site=site, partnership=region, actor=head, at=at)
        assert told(ask("/schools/99AB00/profiles/2"))[0] == 404
        bring(new, "published")
        rows = ask("/schools/99AB00/profiles").json()["results"]
        assert [(row["version"], row["is_current"]) for row in rows] == [(2, True), (1, False)]
        assert ask("/schools/99AB00/profiles/1").json()["version"] == 1
        assert ask("/schools/99AB00/profiles/current").json()["version"] == 2
        listed = ask("/profiles").json()["results"]
        assert [(row["school"]["code"], row["version"]) for row in listed] == [("99AB00", 2)]

    @pytest.mark.parametrize("state", ["with_mr", "with_board", "established"])
    def test_not_before_it_is_published(self, ask, version, bring, state):  # noqa: F811
        bring(version, state)
        assert ask("/schools/99AB00").json()["profile"] is None
        assert ask("/schools/99AB00/profiles").json()["results"] == []
        assert ask("/profiles").json()["results"] == []
        for number in ("current", "1"):
            assert told(ask(f"/schools/99AB00/profiles/{number}"))[0] == 404

    def test_of_one_region(self, ask, published):
        assert ask("/profiles?partnership=PO9901").json()["count"] == 1
        assert ask("/profiles?partnership=PO9902").json()["count"] == 0


class TestPartnerships:
    def test_those_at_work_with_their_numbers(self, ask, published, other_site, far_site, region):
        region.support_point_name = "Steunpunt Rietland"
        region.save()
        found = ask("/partnerships").json()["results"]
        assert [(row["code"], row["number_of_schools"], row["number_of_profiles"]) for row in found] == [
            ("PO9901", 2, 1)
        ]
        assert found[0] == ask("/partnerships/PO9901").json()
        assert found[0]["support_point"] == {"name": "Steunpunt Rietland", "phone": "", "email": ""}

    def test_unknown(self, ask, far_region):
        assert told(ask("/partnerships/PO9902"))[0] == 404
        assert told(ask("/partnerships/nergens"))[0] == 404


class TestNeeds:
    def test_in_every_language(self, ask, regime):
        (form,) = ask("/needs").json()["results"]
        assert (form["form"], form["edition"]) == ("proef", "2025")
        need = form["needs"][0]
        assert (need["key"], need["label"]) == ("dyslexia", "lezen en dyslexie")
        assert need["parents"] == need["languages"]["nl"] == "Mijn kind leest moeilijk"
        assert set(need["languages"]) == {"nl", "nl-simple", "en", "tr", "pl", "uk", "ar"}
        assert ask("/needs?form=proef").json()["count"] == 1
        assert ask("/needs?form=anders").json()["results"] == []

    def test_a_form_nobody_works_with_is_not_there(self, ask, edition):  # noqa: F811
        assert ask("/needs").json()["results"] == []


class TestSearch:
    def test_by_a_name_and_by_a_place_nobody_knows(self, ask, published):
        found = ask("/search?text=Regenton").json()
        assert (found["count"], found["results"][0]["school"]["code"]) == (1, "99AB00")
        assert found["results"][0]["has_profile"] is True
        status, detail = told(ask("/search?place=Nergenshuizen"))
        assert (status, detail) == (400, "place: Deze postcode of plaats kennen wij niet.")
        assert told(ask("/search?need=bestaat-niet"))[0] == 400
        assert told(ask("/search?page=99999"))[0] == 404


class TestBadInput:
    @pytest.mark.parametrize(
        ("query", "detail"),
        [
            ("page=nul", "page: Geef een geheel getal."),
            ("page=0", "page: Geef een getal van 1 of hoger."),
            ("page=٣x", "page: Geef een geheel getal."),
            ("page_size=201", "page_size: Geef een getal van 200 of lager."),
            ("board=12", "board: Deze waarde heeft niet de goede vorm: ^[0-9]{5}$"),
            ("partnership=PO99٠1", "partnership: Deze waarde heeft niet de goede vorm: ^PO[0-9]{4}$"),
            ("has_profile=misschien", "has_profile: Geef true of false."),
            ("municipality=" + "a" * 81, "municipality: Geef ten hoogste 80 tekens."),
        ],
    )
    def test_a_parameter_of_the_wrong_type(self, ask, regime, query, detail):
        assert told(ask(f"/schools?{query}")) == (400, detail)

    def test_a_filter_that_was_mistyped(self, ask, regime):
        status, detail = told(ask("/schools?partnerschip=PO9901"))
        assert (status, detail.startswith("Deze parameter kennen wij hier niet")) == (400, True)
        assert ask("/partnerships?x=1").json()["errors"][0]["parameter"] == "x"

    def test_each_fault_is_named(self, ask, regime):
        errors = ask("/schools?kind=MAVO&page=x").json()["errors"]
        assert [error["parameter"] for error in errors] == ["kind", "page"]
        assert errors[0]["detail"] == "Kies een van deze: 'BO', 'SBO', 'SO', 'VSO' or 'SO/VSO'."

    @pytest.mark.parametrize("query", ["municipality=%00", "board=%00", "form=%00", "text=%00", "place=%00"])
    def test_a_null_breaks_nothing(self, ask, published, query):
        for path in ("/schools", "/needs", "/search"):
            assert ask(f"{path}?{query}").status_code in (200, 400)

    def test_page_99999(self, ask, site, regime):
        assert told(ask("/schools?page=99999")) == (404, "Deze bladzijde is er niet. De laatste is 1.")

    @pytest.mark.parametrize(
        "path",
        [
            "/schools/",
            "/schools/99ZZ99",
            "/schools/99ab00",
            "/schools/nergens",
            "/schools/99AB00/profiles/0",
            "/schools/99AB00/profiles/-1",
            "/schools/99AB00/profiles/99999",
            "/partnerships/PO0000",
            "/scholen",
            "",
            "/dumps/schools.xlsx",
        ],
    )
    def test_what_is_not_there(self, ask, site, regime, path):
        assert told(ask(path))[0] == 404

    def test_another_version(self, client, db):
        assert told(client.get("/api/v2/schools"))[0] == 404

    @pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
    def test_only_reading(self, client, site, regime, method):
        answer = getattr(client, method)(ROOT + "/schools")
        assert told(answer)[0] == 405
        assert answer["Allow"] == "GET, HEAD, OPTIONS"


class TestEveryAnswer:
    @pytest.mark.parametrize("path", ALL)
    def test_is_for_anyone_from_anywhere(self, ask, published, path):
        answer = ask(path, headers={"Origin": "https://elders.example", "Cookie": f"sessionid={32 * 'a'}"})
        assert answer.status_code == 200
        assert answer["Access-Control-Allow-Origin"] == "*"
        assert "Access-Control-Allow-Credentials" not in answer
        assert answer["API-Version"] == "1.0.0"
        assert answer["Cache-Control"] == "public, max-age=60"
        assert not answer.cookies
        assert "Cookie" not in answer.get("Vary", "")

    @pytest.mark.parametrize("path", ALL)
    def test_is_not_sent_twice(self, ask, published, path):
        etag = ask(path)["ETag"]
        again = ask(path, headers={"If-None-Match": etag})
        assert (again.status_code, again.content if not again.streaming else b"") == (304, b"")
        assert again["ETag"] == etag
        assert again["Access-Control-Allow-Origin"] == "*"
        assert ask(path, headers={"If-None-Match": '"anders"'}).status_code == 200

    @pytest.mark.parametrize("path", ALL)
    def test_head_is_get_without_the_body(self, client, ask, published, path):
        head, get = client.head(ROOT + path), ask(path)
        assert (head.status_code, head["ETag"], head["Content-Type"]) == (
            200,
            get["ETag"],
            get["Content-Type"],
        )
        assert head.getvalue() == b""

    @pytest.mark.parametrize("path", [*ALL, "/nergens"])
    def test_options_tells_a_browser_that_it_may(self, client, db, path):
        answer = client.options(ROOT + path)
        assert (answer.status_code, answer.content) == (204, b"")
        assert answer["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
        assert answer["Access-Control-Allow-Origin"] == "*"

    def test_asks_no_session(self, client_for, head, published, django_assert_num_queries, monkeypatch):
        """Who is signed in gets the same, and their session is not even looked up."""
        monkeypatch.setattr(answering, "comes_too_often", lambda *asked, **most: False)
        client = client_for(head)
        client.get(ROOT + "/partnerships")
        with django_assert_num_queries(1):
            client.get(ROOT + "/partnerships")

    def test_of_ours_when_something_breaks(self, ask, site, regime, monkeypatch, caplog):
        monkeypatch.setattr("dekkend.website.api.queries.partnerships", lambda: 1 / 0)
        status, detail = told(ask("/partnerships"))
        assert (status, "ZeroDivision" in detail) == (500, False)
        assert "ZeroDivisionError" in caplog.text

    def test_too_many_questions(self, ask, regime, monkeypatch):
        monkeypatch.setattr(answering, "MOST", 2)
        monkeypatch.setattr("dekkend.organisations.throttle.time", lambda: 600.0)
        assert [ask("/partnerships").status_code for _ in range(3)] == [200, 200, 429]
        answer = ask("/schools")
        assert told(answer)[0] == 429
        assert 1 <= int(answer["Retry-After"]) <= 60
        assert answer["Access-Control-Allow-Origin"] == "*"
        assert ask("/schools", REMOTE_ADDR="198.51.100.7").status_code == 200


QUERIES = {
    "/schools": 3,
    "/schools?partnership=PO9901&kind=BO&board=90001&has_profile=true": 3,
    "/schools/99AB00": 3,
    "/profiles": 3,
    "/schools/99AB00/profiles": 5,
    "/schools/99AB00/profiles/1": 5,
    "/partnerships": 1,
    "/partnerships/PO9901": 1,
    "/needs": 1,
}


@pytest.mark.parametrize("schools", [1, 3])
@pytest.mark.parametrize("path", QUERIES)
def test_the_same_few_queries_however_many_schools(
    ask, publish_many, path, schools, django_assert_num_queries, monkeypatch
):
    monkeypatch.setattr(answering, "comes_too_often", lambda *asked, **most: False)
    publish_many(schools)
    ask(path)
    with django_assert_num_queries(QUERIES[path]):
        assert ask(path).status_code == 200
    assert current_profiles(None).count() == schools
