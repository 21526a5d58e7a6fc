"""/open-data/ and docs/open-data.md: every example that they show can be asked."""

import json
import re
from html import unescape

import pytest
from django.conf import settings as real

from dekkend.profiles.tests.conftest import at, bring, edition, version  # noqa: F401 a version to publish

pytestmark = pytest.mark.django_db
COMMAND = re.compile(r"curl (?:-H '(?P<header>[^']+)' )?'(?P<address>[^']+)'")


@pytest.fixture
def page(client, version, bring, settings):  # noqa: F811
    settings.SITE_URL = "https://dekkend.example"
    bring(version, "published")
    return unescape(client.get("/open-data/").content.decode())


def test_every_example_can_be_asked(client, page):
    commands = [match.groupdict() for match in COMMAND.finditer(page)]
    assert len(commands) == page.count("curl ") >= 14
    for command in commands:
        path = command["address"].removeprefix("https://dekkend.example")
        answer = client.get(path)
        assert answer.status_code == 200, path
        if name := (command["header"] or "").partition(":")[0]:
            again = client.get(path, headers={name: answer["ETag"]})
            assert again.status_code == 304, command


def test_it_shows_every_filter_of_the_search(client, page):
    parameters = client.get("/api/v1/openapi.json").json()["paths"]["/search"]["get"]["parameters"]
    shown = re.findall(r'scope="row"><code>(\w+)</code>', page)
    assert shown == [one["name"] for one in parameters]
    assert "<code>dalton</code>, <code>ervaringsgericht</code>" in page
    assert "<code>true</code>, <code>false</code>" in page


def test_the_answer_it_shows_is_the_answer(client, page):
    shown = re.search(r'<pre class="theirs small"><code>(.*?)</code>', page, re.DOTALL)[1]
    assert json.loads(shown) == client.get("/api/v1/schools/99AB00").json()


def test_where_nothing_is_published_yet(client, regime):
    page = client.get("/open-data/").content.decode()
    assert "/api/v1/schools/99AB00" in page
    assert "Hoe ziet een antwoord eruit?" not in page


def test_the_page_in_docs_names_every_address(client):
    described = client.get("/api/v1/openapi.json").json()
    docs = (real.BASE_DIR / "docs" / "open-data.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `(/[^`]*)` \|", docs, re.MULTILINE)
    assert sorted(rows) == sorted([*described["paths"], "/openapi.json"])
