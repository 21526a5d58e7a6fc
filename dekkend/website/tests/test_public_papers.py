"""Papers that everyone may fetch."""

import pytest
from django.urls import reverse

from dekkend.core.files.store import StoreDown
from dekkend.core.tests import files
from dekkend.profiles import actions
from dekkend.profiles.papers import store
from dekkend.profiles.tests.conftest import at, bring, edition, version  # noqa: F401 a version to publish
from dekkend.profiles.tests.papers import add
from dekkend.website.files import PAGE, read_file

pytestmark = pytest.mark.django_db


@pytest.fixture
def papers(version, head, tmp_path):  # noqa: F811
    return {
        "public": add(version, head, tmp_path),
        "region": add(version, head, tmp_path, audience="region", title="Voor de regio"),
        "hidden": add(version, head, tmp_path, "inspection.improvement", title="Niet gevraagd"),
    }


def address(paper, name: str = "plan.pdf", code: str = "99AB00") -> str:
    return reverse("published-paper", args=[code, paper.pk, name])


@pytest.mark.parametrize("state", ["working", "with_mr", "established"])
def test_nothing_before_it_is_published(client, papers, version, bring, state):  # noqa: F811
    if state != "working":
        bring(version, state)
    assert client.get(address(papers["public"])).status_code == 404


def test_then_only_what_is_for_everyone(client, papers, version, bring):  # noqa: F811
    bring(version, "published")
    sent = client.get(address(papers["public"]))
    assert (sent.status_code, b"".join(sent.streaming_content)) == (200, files.pdf("Schoolplan"))
    assert sent["Content-Disposition"] == 'attachment; filename="plan.pdf"'
    assert sent["Cache-Control"] == "no-cache"
    assert sent["X-Content-Type-Options"] == "nosniff"
    assert client.get(address(papers["region"])).status_code == 404
    assert client.get(address(papers["hidden"])).status_code == 404


def test_it_has_one_name_at_one_school(client, papers, version, bring, other_site):  # noqa: F811
    bring(version, "published")
    assert client.get(address(papers["public"], "kwaad.pdf")).status_code == 404
    assert client.get(address(papers["public"], code=other_site.code)).status_code == 404


def test_the_page_lists_it_and_stays_a_file(client, papers, version, bring):  # noqa: F811
    bring(version, "published")
    shown = client.get("/scholen/99AB00/").content.decode()
    assert f'<a href="{address(papers["public"])}" download>Schoolplan</a>' in shown
    assert "Voor de regio" not in shown
    assert read_file("99AB00", PAGE).decode() == shown


def test_an_earlier_version_keeps_its_own(client, papers, version, bring, site, region, head, at):  # noqa: F811
    bring(version, "published")
    new = actions.start_working_copy(site=site, partnership=region, actor=head, at=at)
    carried = new.papers.get(title="Schoolplan")
    actions.remove_paper(version_id=new.pk, paper_id=carried.pk, actor=head, at=at)
    bring(new, "published")
    assert client.get(address(papers["public"])).status_code == 200
    assert client.get(address(carried)).status_code == 404
    old = client.get(reverse("published-version", args=["99AB00", 1])).content.decode()
    assert address(papers["public"]) in old
    assert "Schoolplan" not in client.get("/scholen/99AB00/").content.decode()


def test_a_store_that_is_down(client, papers, version, bring, monkeypatch):  # noqa: F811
    bring(version, "published")
    monkeypatch.setattr(store, "fetch", lambda name: (_ for _ in ()).throw(StoreDown))
    sent = client.get(address(papers["public"]))
    assert sent.status_code == 503
    assert "Probeer het over een kwartier nog eens." in sent.content.decode()


def test_few_queries(client, papers, version, bring, django_assert_max_num_queries):  # noqa: F811
    bring(version, "published")
    client.get(address(papers["public"]))
    with django_assert_max_num_queries(1):
        client.get(address(papers["public"]))
