"""What changed between two published versions, for anyone."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.html import strip_tags

from dekkend.profiles import actions
from dekkend.profiles.tests.conftest import answer, at, bring, edition, version  # noqa: F401 to publish
from dekkend.website.files import folder_of
from tools.kept import kept

pytestmark = pytest.mark.django_db
SECRET, FOR_REGION = "Alleen voor ons zelf.", "Alleen voor de regio."


@kept
def first(version, bring):  # noqa: F811
    return bring(version, "published")


@kept
def second(first, site, region, head, bring, at):  # noqa: F811
    later = at + timedelta(hours=1)
    version = actions.start_working_copy(site=site, partnership=region, actor=head, at=later)  # noqa: F811
    answer(version, {"school.motto": "Samen sterk", "team.note": SECRET, "region.note": FOR_REGION}, head, 2)
    return bring(version, "published", moment=later)


def words_of(response) -> str:
    main = "<main" + response.content.decode().split("<main", 1)[1].split("</main>", 1)[0]
    return re.sub(r"\s+", " ", strip_tags(main)).strip()


def address(number: int, name: str = "published-changes") -> str:
    return reverse(name, args=["99AB00", number])


def test_parents_read_what_changed_and_nothing_that_is_not_for_them(second, client):
    text = words_of(client.get(address(2)))
    assert "1 vraag veranderd in 1 hoofdstuk." in text
    assert "Samen vervallen: verder toegevoegd: sterk" in text
    assert SECRET not in text
    assert FOR_REGION not in text


def test_both_ways_tell_the_same(second, client):
    there, back = client.get(address(2), {"met": 1}), client.get(address(1), {"met": 2})
    assert "Samen vervallen: verder toegevoegd: sterk" in words_of(there)
    assert "Samen vervallen: verder toegevoegd: sterk" in words_of(back)


def test_the_public_page_says_it_in_short_and_leads_there(second, client):
    content = client.get(reverse("published", args=["99AB00"])).content.decode()
    assert 'id="anders"' in content
    assert '<a href="#vraag-school.motto">Motto</a>' in content
    assert f'href="{address(2)}"' in content


def test_the_first_version_has_nothing_to_tell(first, client):
    assert 'id="anders"' not in client.get(reverse("published", args=["99AB00"])).content.decode()
    assert "Er is geen eerdere versie." in words_of(client.get(address(1)))
    sent_on = client.get(address(1, "published-changes-pdf"))
    assert (sent_on.status_code, sent_on.url) == (302, address(1))


def test_the_pdf_is_made_once(second, client):
    assert client.get(address(2, "published-changes-pdf")).content.startswith(b"%PDF-1.7")
    [kept] = folder_of("99AB00").glob("veranderd-*")
    assert kept.name == "veranderd-1-2.pdf"
    kept.write_bytes(b"%PDF-kept")
    assert client.get(address(1, "published-changes-pdf"), {"met": 2}).content == b"%PDF-kept"


@pytest.mark.parametrize("name", ["published-changes", "published-changes-pdf"])
@pytest.mark.parametrize("met", ["3", "2", "02", "٢", "abc", "0", "-1", "99999999999999999999", "²"])
def test_another_version_must_be_a_public_one(name, met, second, client, site, region, head, at):  # noqa: F811
    """Version 3 is a working copy."""
    actions.start_working_copy(site=site, partnership=region, actor=head, at=at + timedelta(hours=2))
    assert client.get(address(2, name), {"met": met}).status_code == 404
    assert client.get(address(3, name)).status_code == 404


def test_it_takes_a_fixed_number_of_queries(second, client, django_assert_max_num_queries):
    client.get(address(2))
    with django_assert_max_num_queries(8):
        client.get(address(2))
