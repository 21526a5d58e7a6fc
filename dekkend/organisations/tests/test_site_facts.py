"""How a school teaches: what its head teacher says of it, and who hears of that."""

import pytest
from django.core.exceptions import PermissionDenied
from django.utils.timezone import now

from dekkend.organisations.actions import describe_site
from dekkend.organisations.concepts import Concept
from dekkend.organisations.signals import site_described

PAGE = "/werk/gegevens/99AB00/"


@pytest.fixture
def heard():
    """The codes of the schools of which somebody was told."""
    codes = []

    def hear(sender, site, **kwargs):
        codes.append(site.code)

    site_described.connect(hear)
    yield codes
    site_described.disconnect(hear)


def test_the_head_teacher_says_how_the_school_teaches(client_for, head, site, heard):
    client = client_for(head)
    assert client.post(PAGE, {"concept": "dalton"})["Location"] == PAGE
    site.refresh_from_db()
    assert (site.concept, site.concept_in_words, heard) == ("dalton", "dalton", ["99AB00"])
    page = client.get(PAGE).content.decode()
    assert "Bewaard." in page
    assert 'value="dalton" id="id_concept_0" checked' in page.replace(" required", "")


def test_and_may_say_nothing_again(client_for, head, site, heard):
    describe_site(site=site, concept=Concept.FREINET, actor=head, at=now())
    client_for(head).post(PAGE, {"concept": ""})
    site.refresh_from_db()
    assert (site.concept, site.concept_in_words, heard) == ("", "", ["99AB00", "99AB00"])


def test_what_is_so_already_tells_nobody(head, site, heard):
    for _ in range(2):
        describe_site(site=site, concept=Concept.DALTON, actor=head, at=now())
    assert heard == ["99AB00"]


@pytest.mark.parametrize("forged", ["iederwijs", "DALTON", "<b>", "\0"])
def test_a_concept_that_is_not_in_the_list(client_for, head, site, heard, forged):
    page = client_for(head).post(PAGE, {"concept": forged})
    site.refresh_from_db()
    assert (page.status_code, site.concept, heard) == (200, "", [])
    assert 'class="error"' in page.content.decode()


def test_others_at_the_school_see_it_and_hear_who_may(client_for, teacher, staff, site, heard):
    for person in (teacher, staff):
        page = client_for(person).get(PAGE).content.decode()
        assert "Alleen de directeur kiest hoe de school lesgeeft." in page
        assert 'name="concept"' not in page
        assert client_for(person).post(PAGE, {"concept": "dalton"}).status_code == 403
    with pytest.raises(PermissionDenied):
        describe_site(site=site, concept=Concept.DALTON, actor=teacher, at=now())
    site.refresh_from_db()
    assert (site.concept, heard) == ("", [])


def test_elsewhere_the_school_is_not_known(client_for, outsider, site):
    assert client_for(outsider).get(PAGE).status_code == 404
    assert client_for(outsider).post(PAGE, {"concept": "dalton"}).status_code == 404
