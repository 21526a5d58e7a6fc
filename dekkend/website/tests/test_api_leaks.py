"""What is not published is in no endpoint, file or feed: planted everywhere, and looked for everywhere."""

from datetime import timedelta

import pytest
from django.urls import resolve, reverse
from django.utils.timezone import localdate

from dekkend.conftest import make_site
from dekkend.organisations.models import Site, User
from dekkend.profiles import actions
from dekkend.profiles.models import Addendum, Answer, SupportProfile, Version
from dekkend.profiles.tests.conftest import answer, at, bring, edition, version  # noqa: F401 to publish
from dekkend.profiles.tests.papers import add
from dekkend.website.api.urls import documents
from dekkend.website.models import Feedback, Subscription
from dekkend.website.publishing import make_files

pytestmark = pytest.mark.django_db
PUBLIC, SECRET = "Dit-mag-iedereen-lezen", "Dit-blijft-binnen"
OUTLETS = [
    "/api/v1/schools",
    "/api/v1/schools/99AB00",
    "/api/v1/schools/99AB00/profiles",
    "/api/v1/schools/99AB00/profiles/current",
    "/api/v1/schools/99AB00/profiles/1",
    "/api/v1/profiles",
    "/api/v1/partnerships",
    "/api/v1/partnerships/PO9901",
    "/api/v1/needs",
    f"/api/v1/search?text={PUBLIC}",
    f"/api/v1/search?text={SECRET}",
    "/api/v1/search?text=Regenton",
    "/api/v1/dumps/schools.csv",
    "/api/v1/dumps/schools.json",
    "/api/v1/dumps/profiles.csv",
    "/api/v1/dumps/profiles.json",
    "/api/v1/openapi.json",
    "/scholen/99AB00/nieuws.atom",
    "/nieuws/PO9901.atom",
    "/sitemap.xml",
    "/sitemap-paginas.xml",
    "/sitemap-PO9901.xml",
    "/robots.txt",
    "/open-data/",
]
# Where the published text stands; so there is something that could have leaked.
WITH_TEXT = {
    "/api/v1/schools/99AB00/profiles/current",
    "/api/v1/schools/99AB00/profiles/1",
    "/api/v1/dumps/profiles.csv",
    "/api/v1/dumps/profiles.json",
}


@pytest.fixture
def planted(version, bring, head, coordinator, site, region, at, tmp_path):  # noqa: F811
    """A published version with secrets inside and beside it, and the next one being written."""
    answer(version, {"mission": f"{PUBLIC} en elk kind hoort erbij."}, head)
    answer(version, dict.fromkeys(("team.note", "region.note", "inspection.explanation"), SECRET), head)
    add(version, head, tmp_path, audience="region", title=SECRET)
    talk_about(version, head, at)
    published = bring(version, "published")
    assert SECRET in str(published.snapshot)
    addenda_to(published, head, at)
    heard_of(published, site, at)
    working = actions.start_working_copy(site=site, partnership=region, actor=head, at=at)
    answer(working, {"mission": SECRET, "school.motto": SECRET, "team.note": SECRET}, head)
    talk_about(working, head, at)
    not_yet_published(version, region, at)
    User.objects.update(name=SECRET)
    return working


def talk_about(version, head, at) -> None:  # noqa: F811
    """A remark, a team round with an example in someone's words, and a guest."""
    actions.add_comment(version_id=version.pk, actor=head, key="mission", text=SECRET, answers=None, at=at)
    until = localdate(at) + timedelta(days=7)
    asked = {"questions": ["mission"], "opened_on": localdate(at), "until": until, "invited": 5}
    team = version.team_rounds.create(**asked)
    team.examples.create(key="mission", text=SECRET)
    team.invitations.create(email=f"{SECRET}@example.org", token_hash=f"{SECRET}{version.pk}")
    version.team_rounds.update(closed_on=localdate(at))
    version.guests.create(
        chapter="mission",
        name=SECRET,
        role=SECRET,
        email=f"{SECRET}@example.org",
        note=SECRET,
        writes=True,
        until=until,
        invited_by=head,
        invited_at=at,
        sent_at=at,
        token_hash=f"gast-{SECRET}-{version.pk}",
    )


def addenda_to(published: Version, head, at) -> None:  # noqa: F811
    """One that is still being written; and one in force, to a question that is not for everyone."""
    words = {"text": SECRET, "reason": SECRET, "written_by": head, "written_at": at}
    published.addenda.create(key="mission", **words)
    published.addenda.create(key="team.note", state="in_force", in_force_on=localdate(at), **words)


def heard_of(published: Version, site: Site, at) -> None:  # noqa: F811
    """A parent's words that nobody has let through, and someone who follows the school."""
    said = {"choice": "yes", "words": SECRET, "fingerprint": "f", "ticket": "t", "state": "waiting"}
    Feedback.objects.create(version=published, given_at=at, **said)
    Subscription.objects.create(email=f"{SECRET}@example.org", site=site, asked_at=at)


def not_yet_published(version, region, at) -> None:  # noqa: F811
    """Another school whose board established a text that is not published yet."""
    other = make_site("99QE00", "De Wachter", version.profile.site.school.board, region)
    copy = Version.objects.get(pk=version.pk)
    copy.pk, copy._state.adding = None, True
    copy.profile = SupportProfile.objects.create(site=other, partnership=region)
    copy.state, copy.published_at = "established", None
    copy.snapshot["answers"]["mission"] = SECRET
    copy.save()


@pytest.mark.parametrize("kept", [False, True], ids=["made now", "kept as files"])
def test_nothing_but_what_was_published(client, planted, kept):
    assert Answer.objects.filter(value__icontains=SECRET).exists()
    assert Addendum.objects.filter(text=SECRET).count() == 2
    if kept:
        make_files.call(code="99AB00")
    found = {path: client.get(path).getvalue().decode() for path in OUTLETS}
    for secret in (SECRET, SECRET.lower()):
        assert [path for path, text in found.items() if secret in text and "search?text=" not in path] == []
    assert {path for path, text in found.items() if PUBLIC in text} >= WITH_TEXT


def test_a_search_for_it_finds_nobody(client, planted):
    found = client.get(f"/api/v1/search?text={SECRET}").json()
    assert (found["count"], found["results"]) == (0, [])
    assert client.get("/api/v1/search?text=Regenton").json()["count"] == 1


def test_every_outlet_is_looked_at(planted):
    """A new endpoint without a line here fails."""
    named = {pattern.name for pattern in documents}
    looked_at = {_name_of(path.partition("?")[0]) for path in OUTLETS}
    assert named - looked_at == {"api-nothing"}
    assert reverse("api-nothing", args=["x"]) == "/api/x"


def _name_of(path: str) -> str:
    return resolve(path).url_name
