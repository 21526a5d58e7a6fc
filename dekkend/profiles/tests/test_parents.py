"""The opening of a text, and what the page for parents gets."""

import pytest

from dekkend.profiles.parents import lead_of, opening, parents_page
from dekkend.profiles.tests.conftest import answer
from dekkend.questionnaires.definition import Need

READING = Need("reading", "lezen", words=("lezen",))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("", ""),
        ("Een zin.", "Een zin."),
        ("Een **vette** zin. En nog een. Deze past er niet meer bij.", "Een vette zin. En nog een."),
        ("- punt een\n- punt twee", "punt een"),
        ("Eén zin die veel te lang is voor zo weinig ruimte", "Eén zin die veel te lang is voor …"),
        ("Eerste alinea.\n\nTweede.", "Eerste alinea."),
    ],
)
def test_the_first_sentences_that_fit(text, shown):
    assert opening(text, 36) == shown


def test_about_a_need_of_the_first_paragraph_or_item_that_speaks_of_it():
    assert opening("Wij zingen.\n\nWij lezen samen.", about=READING) == "Wij lezen samen."
    assert opening("- zingen\n- lezen in een groepje", about=READING) == "lezen in een groepje"
    assert opening("Wij zingen.", about=READING) == ""


@pytest.mark.django_db
class TestThePage:
    def test_a_nearly_empty_profile_has_every_part(self, version):
        page = parents_page(version)
        assert (page["needs"], page["lead"], page["functions"]) == ([], "", [])
        assert [need.key for need in page["silent"]] == ["dyslexia", "wheelchair"]

    def test_needs_and_limits(self, version, head):
        values = {"support.dyslexia": True, "support.referral_needs": ["wheelchair"]}
        answer(version, values, head)
        page = parents_page(version)
        assert [(said.need.key, said.nearest) for said in page["needs"]] == [
            ("dyslexia", "basic"),
            ("wheelchair", "refer"),
        ]
        assert [need.key for need in page["referred"]] == ["wheelchair"]

    def test_without_a_tag_there_is_no_lead(self, version):
        assert lead_of(parents_page(version)["tree"]) == ""
