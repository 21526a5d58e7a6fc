"""The page of a school, led by what parents ask."""

import re
from datetime import date
from html import unescape
from itertools import pairwise

import pytest
from django.urls import reverse

from dekkend.core.languages import LANGUAGES
from dekkend.organisations.models import Partnership, Site
from dekkend.organisations.signals import sites_closed
from dekkend.profiles import actions
from dekkend.profiles.models import Version
from dekkend.profiles.tests.conftest import answer, at, bring, edition, version  # noqa: F401 to publish
from dekkend.website import publishing, views
from dekkend.website.files import PAGE, PDF, read_file, remove_files
from dekkend.website.publishing import make_files
from dekkend.website.search.nearby import place_of
from dekkend.website.search.rebuilding import renew
from dekkend.website.tests.compare.schools import publish

pytestmark = pytest.mark.django_db
PAGE_OF = "/scholen/99AB00/"
SECRETS = {"team.note": "GEHEIM-TEAM leest moeilijk", "region.note": "GEHEIM-REGIO leest moeilijk"}
SAID = {
    "support.dyslexia": True,
    "support.referral": "Een rolstoel past niet door de deur. Wij zoeken met u.",
    "support.referral_needs": ["wheelchair"],
}


def published(version, bring, head, values=SAID):  # noqa: F811
    answer(version, values | SECRETS, head)
    return bring(version, "published")


def shown(client, path: str = PAGE_OF) -> str:
    return client.get(path).content.decode()


def headings(page: str) -> list[int]:
    return [int(level) for level in re.findall(r"<h([1-6])", page)]


def test_each_need_has_an_address_and_its_answer_first(client, version, bring, head):  # noqa: F811
    published(version, bring, head)
    page = shown(client)
    assert '<a href="#behoefte-dyslexia">' in page
    part = page.split('<h3 id="behoefte-dyslexia">Mijn kind leest moeilijk</h3>')[1].split("</section>")[0]
    assert "Doet de school standaard" in part
    assert "een dyslexieprotocol" in part


def test_limits_come_with_who_helps(client, version, bring, head):  # noqa: F811
    Partnership.objects.update(
        support_point_name="Steunpunt Rietland",
        support_point_phone="0000 12 34 56",
        website="https://r.example",
    )
    published(version, bring, head)
    part = shown(client).split('id="niet"')[1].split("</section>")[0]
    assert "Mijn kind rijdt in een rolstoel" in part
    assert '<a href="tel:0000123456">0000 12 34 56</a>' in part
    assert "De school maakt met u een plan voor uw kind (opp)." in part


@pytest.mark.parametrize("language", ["", "/nl-simple", "/en", "/tr", "/pl", "/uk", "/ar"])
def test_what_she_refers_leads_to_a_search_around_her(client, version, bring, head, language):  # noqa: F811
    published(version, bring, head)
    (link,) = re.findall(r'<a href="([^"]*nodig=[^"]*)">', shown(client, language + PAGE_OF))
    address, _, query = unescape(link).partition("?")
    assert address == f"{language}/scholen/"
    assert query == "plaats=3495+AB&nodig=wheelchair&hoe=standaard&hoe=extra&hoe=regio"
    assert client.get(unescape(link)).status_code == 200


def test_that_search_finds_who_does_and_not_who_refers(client, version, bring, head, other_site):  # noqa: F811
    Site.objects.update(latitude=52.1, longitude=4.9)
    published(version, bring, head, {"support.referral_needs": ["dyslexia"]})
    address = unescape(re.search(r'href="([^"]*nodig=dyslexia[^"]*)"', shown(client))[1])
    assert "Geen school gevonden" in shown(client, address)
    publish(other_site, version.profile.partnership, version.edition, {"support.dyslexia": True})
    renew(other_site.pk)
    assert "Geen school gevonden" not in shown(client, address)
    assert re.findall(r'<li id="school-(\w+)"', shown(client, address)) == [other_site.code]


def test_who_refers_nothing_leads_nowhere(client, version, bring, head):  # noqa: F811
    published(version, bring, head, {"support.dyslexia": True})
    assert "Zoek scholen in de buurt" not in shown(client)


def test_the_number_of_the_school_and_no_name_of_a_person(client, version, bring, head, site):  # noqa: F811
    Site.objects.filter(pk=site.pk).update(phone="0000-654321", website="www.regenton.example")
    published(version, bring, head)
    part = shown(client).split('id="praten"')[1].split("</section>")[0]
    assert 'href="tel:0000654321"' in part
    assert 'href="https://www.regenton.example"' in part
    assert "@" not in part
    assert head.name not in shown(client)


def test_of_a_question_about_contact_only_the_function_is_shown(client, version, bring, head):  # noqa: F811
    definition = version.edition.definition
    motto = next(q for c in definition["chapter"] for q in c["question"] if q["key"] == "school.nickname")
    motto["tags"], motto["label"] = ["contact"], "Intern Begeleider"
    version.edition.checksum = "met contact"
    version.edition.save()
    published(version, bring, head, {"school.nickname": "Nadia Privé"})
    part = shown(client).split('id="praten"')[1].split("</section>")[0]
    assert "<strong>intern begeleider</strong>" in part
    assert "Nadia" not in part


def test_nothing_of_another_audience_is_on_any_page(client, version, bring, head):  # noqa: F811
    published(version, bring, head)
    make_files.call(code="99AB00")
    paths = (
        PAGE_OF,
        f"{PAGE_OF}versies/1/",
        "/vergelijk/?school=99AB00&school=99AB00",
        f"{PAGE_OF}profiel.json",
    )
    for path in paths:
        assert "GEHEIM" not in shown(client, path), path


def test_the_whole_text_is_there_and_folded(client, version, bring, head):  # noqa: F811
    published(version, bring, head)
    page = shown(client)
    assert page.count("<summary>Lees dit hoofdstuk") == 5
    assert 'id="vraag-mission"' in page
    assert page.index('id="profiel"') > page.index('id="meenemen"')


@pytest.mark.parametrize("values", [{}, SAID])
def test_headings_in_order_and_no_id_twice(client, version, bring, head, values):  # noqa: F811
    published(version, bring, head, values)
    page = shown(client)
    levels = headings(page)
    assert levels.count(1) == 1
    assert all(low <= high + 1 for high, low in pairwise(levels))
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]+)"', page)) <= set(ids)


def test_a_nearly_empty_profile_says_whom_to_ask(client, version, bring, head):  # noqa: F811
    published(version, bring, head, {})
    page = shown(client)
    assert "De school schreef nog niet bij welke vragen zij helpt." in page
    assert "Bel de school en vraag wie de hulp aan kinderen regelt." in page


def test_an_expired_profile_says_so_first(client, version, bring, head):  # noqa: F811
    published(version, bring, head)
    Version.objects.update(state="expired")
    page = shown(client)
    assert page.index("Dit profiel gold tot") < page.index('class="cover"')


def test_an_earlier_version_is_the_same_page(client, version, bring, head):  # noqa: F811
    published(version, bring, head)
    page = shown(client, f"{PAGE_OF}versies/1/")
    assert 'id="behoefte-dyslexia"' in page
    assert "Dit is een eerdere versie." not in page


def test_the_preview_reads_the_same(client_for, version, head):  # noqa: F811
    answer(version, SAID | SECRETS, head)
    page = client_for(head).get(reverse("preview", args=[version.pk, "ouders"])).content.decode()
    for piece in ('id="behoefte-dyslexia"', 'id="niet"', 'id="praten"', 'id="profiel"'):
        assert piece in page
    assert "Zoek scholen in de buurt" not in page
    assert "GEHEIM" not in page


def test_without_a_profile_there_is_someone_to_ask(client, site):
    answered = client.get(PAGE_OF)
    assert answered.status_code == 404
    assert "Wie kan ik spreken?" in answered.content.decode()
    assert 'href="/scholen/?plaats=3495+AB&amp;profiel=met"' in answered.content.decode()


@pytest.mark.parametrize(
    ("known", "place"),
    [
        ({"postcode": "3495 AB", "city": "Bergen", "province": "Limburg"}, "3495 AB"),
        ({"city": "Bergen", "province": "Limburg"}, "Bergen (Limburg)"),
        ({"city": "Oudveen"}, "Oudveen"),
        ({}, ""),
    ],
)
def test_where_a_school_lies_is_said_as_the_search_reads_it(known, place):
    assert place_of(Site(**known)) == place


class TestClosed:
    @pytest.fixture
    def out(self, version, bring, head):  # noqa: F811
        return published(version, bring, head)

    def test_every_address_of_today_is_gone(self, client, version, bring, head, site):  # noqa: F811
        published(version, bring, head)
        Site.objects.filter(pk=site.pk).update(closed_on=date(2026, 8, 1))
        for name in ("", "profiel.pdf", "profiel.json"):
            answered = client.get(PAGE_OF + name)
            assert answered.status_code == 410
            assert "Deze school is gesloten sinds 1 augustus 2026." in answered.content.decode()

    def test_what_she_wrote_stays_with_a_warning(self, client, version, bring, head, site):  # noqa: F811
        published(version, bring, head)
        Site.objects.filter(pk=site.pk).update(closed_on=date(2026, 8, 1))
        answered = client.get(f"{PAGE_OF}versies/1/")
        assert answered.status_code == 200
        assert "Deze school is gesloten sinds 1 augustus 2026." in answered.content.decode()

    def test_the_files_go_when_the_register_drops_her(self, out, django_capture_on_commit_callbacks):
        make_files.call(code="99AB00")
        assert read_file("99AB00", PDF)
        with django_capture_on_commit_callbacks(execute=True):
            sites_closed.send(sender=Site, codes=["99AB00"])
        assert read_file("99AB00", PAGE) is None

    def test_none_are_made_again(self, version, bring, head, site):  # noqa: F811
        published(version, bring, head)
        Site.objects.filter(pk=site.pk).update(closed_on=date(2026, 8, 1))
        make_files.call(code="99AB00")
        assert read_file("99AB00", PAGE) is None


def test_as_many_queries_for_any_profile(client, version, bring, head, django_assert_max_num_queries):  # noqa: F811
    published(version, bring, head)
    with django_assert_max_num_queries(20):
        client.get(PAGE_OF)
    with django_assert_max_num_queries(0):
        client.get(PAGE_OF)


def test_a_version_that_was_never_public_stays_unknown(client, version, bring, head, site, region, at):  # noqa: F811
    published(version, bring, head)
    actions.start_working_copy(site=site, partnership=region, actor=head, at=at)
    assert client.get(f"{PAGE_OF}versies/2/").status_code == 404


@pytest.mark.parametrize("room", [views, publishing])
def test_what_was_begun_before_is_not_kept(client, version, bring, monkeypatch, room):  # noqa: F811
    """By a slow reader, or by the worker, while the school publishes."""
    bring(version, "published")
    remove_files("99AB00")
    make = room.page_of

    def slowly(site, version):
        page = make(site, version)
        remove_files(site.code)  # what a publication does at its commit
        return page

    monkeypatch.setattr(room, "page_of", slowly)
    if room == views:
        assert client.get(PAGE_OF).status_code == 200
    else:
        make_files.func(code="99AB00")
    assert {read_file("99AB00", PAGE, language) for language in LANGUAGES} == {None}
