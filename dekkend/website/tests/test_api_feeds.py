"""Feeds, sitemap, robots and the data for search engines in a school's page."""

import json
import re
from xml.etree import ElementTree

import pytest
from django.utils.timezone import localdate

from dekkend.organisations.models import Partnership, Site
from dekkend.profiles.tests.conftest import at, bring, edition, version  # noqa: F401 a version to publish
from dekkend.profiles.tests.test_addendum import TEXT, draft, published, walk  # noqa: F401 and an addendum
from dekkend.website.api import answering
from dekkend.website.api.markup import school_markup

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
OF_SITE, OF_REGION = "/scholen/99AB00/nieuws.atom", "/nieuws/PO9901.atom"


@pytest.fixture(autouse=True)
def own_address(settings, db):
    settings.SITE_URL = "https://dekkend.example"


def items(client, path: str) -> list[dict[str, str]]:
    answer = client.get(path)
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/atom+xml; charset=utf-8")
    entries = ElementTree.fromstring(answer.content).findall(f"{ATOM}entry")  # noqa: S314  our own
    return [{part.tag.removeprefix(ATOM): part.text for part in entry} for entry in entries]


@pytest.mark.parametrize("path", [OF_SITE, OF_REGION])
def test_a_new_version_and_an_addendum(client, walk, at, path):  # noqa: F811
    walk("with_board")
    (first,) = items(client, path)
    assert first["title"] == "De Regenton: een nieuwe tekst"
    assert first["id"] == "https://dekkend.example/scholen/99AB00/versies/1/"
    assert first["summary"].startswith("Profiel vastgesteld op ")


@pytest.mark.parametrize("path", [OF_SITE, OF_REGION])
def test_an_addendum_is_news_from_the_day_it_holds(client, walk, path):  # noqa: F811
    addendum = walk("in_force")
    added = {item["id"]: item for item in items(client, path)}
    item = added[f"https://dekkend.example/scholen/99AB00/#aanvulling-{addendum.pk}"]
    assert item["title"] == "De Regenton: een aanvulling bij “Waar staat onze school voor?”"
    assert item["summary"] == TEXT


def test_what_is_not_published_is_no_news(client, version, bring, other_site):  # noqa: F811
    bring(version, "established")
    assert items(client, OF_SITE) == items(client, OF_REGION) == []
    assert client.get(OF_REGION)["ETag"] == client.get(OF_REGION)["ETag"]


def test_a_feed_of_nothing(client, published, far_region, site):  # noqa: F811
    for path in ("/scholen/99ZZ99/nieuws.atom", "/nieuws/PO9902.atom", "/nieuws/nergens.atom"):
        answer = client.get(path)
        assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")
    site.closed_on = localdate()
    site.save()
    assert client.get(OF_SITE).status_code == 410
    assert items(client, OF_REGION) == []


def test_a_sign_that_xml_does_not_have(client, walk):  # noqa: F811
    addendum = walk("in_force")
    type(addendum).objects.filter(pk=addendum.pk).update(text="Een\x0bplek\nen <b>meer</b>")
    Site.objects.update(name="De\x0bRegenton")
    Partnership.objects.update(name="Riet\uffffland")
    assert items(client, OF_REGION)
    texts = [item["summary"] for item in items(client, OF_SITE)]
    assert "Eenplek\nen <b>meer</b>" in texts


@pytest.mark.parametrize("schools", [1, 3])
@pytest.mark.parametrize(("path", "expected"), [(OF_REGION, 4), (OF_SITE, 6), ("/sitemap-PO9901.xml", 2)])
def test_the_same_few_queries(
    client, publish_many, django_assert_num_queries, monkeypatch, schools, path, expected
):
    monkeypatch.setattr(answering, "comes_too_often", lambda *asked, **most: False)
    publish_many(schools)
    client.get(path)
    with django_assert_num_queries(expected):
        client.get(path)


def locations(answer) -> list[str]:
    assert answer["Content-Type"] == "application/xml; charset=utf-8"
    return [found.text for found in ElementTree.fromstring(answer.content).iter(f"{MAP}loc")]  # noqa: S314


def test_the_sitemap_leads_to_every_school_that_can_be_read(client, published, other_site, far_region):  # noqa: F811
    lists = locations(client.get("/sitemap.xml"))
    assert lists == [f"https://dekkend.example/sitemap-{name}.xml" for name in ("paginas", "PO9901")]
    answer = client.get("/sitemap-PO9901.xml")
    assert locations(answer) == ["https://dekkend.example/scholen/99AB00/"]
    assert 'hreflang="tr" href="https://dekkend.example/tr/scholen/99AB00/"' in answer.content.decode()
    assert answer.content.decode().count("hreflang") == 7
    assert client.get("/sitemap-PO9902.xml").status_code == 404


def test_every_page_in_the_sitemap_is_there(client, published):  # noqa: F811
    for path in ("/sitemap-paginas.xml", "/sitemap-PO9901.xml"):
        for address in locations(client.get(path)):
            assert client.get(address.removeprefix("https://dekkend.example")).status_code == 200, address


def test_robots(client):
    lines = client.get("/robots.txt").content.decode().splitlines()
    assert lines[0] == "User-agent: *"
    assert "Disallow: /werk/" in lines
    assert "Sitemap: https://dekkend.example/sitemap.xml" in lines


def markup_in(page: str) -> dict:
    (block,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    return json.loads(block)


def test_the_page_tells_search_engines_which_school_it_is(client, published):  # noqa: F811
    found = markup_in(client.get("/scholen/99AB00/").content.decode())
    assert (found["@type"], found["name"]) == ("School", "De Regenton")
    assert found["identifier"]["value"] == "99AB00"
    assert found["address"]["addressLocality"] == "Oudveen"
    assert found["parentOrganization"]["name"] == "Stichting Scholen aan de Vaart"
    assert found["memberOf"]["identifier"] == "PO9901"
    assert "telephone" not in found
    turkish = markup_in(client.get("/tr/scholen/99AB00/").content.decode())
    assert turkish == found


def test_a_name_does_not_get_out_of_the_block(site):
    site.name = '</script><script>alert("x")</script>&<!--'
    region = Partnership(code="PO9901", name="</SCRIPT>")
    written = str(school_markup(site, region))
    assert not re.search(r"[<>&]", written)
    assert json.loads(written)["name"] == site.name
