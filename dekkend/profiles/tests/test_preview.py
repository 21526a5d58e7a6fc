"""The working copy as others would read it: complete, marked as a draft, and only for who may read it."""

import io

import pikepdf
import pytest
from django.urls import reverse

from dekkend.profiles.documents import profile_pdf
from dekkend.profiles.tests.conftest import MISSION, answer
from dekkend.questionnaires.tests.test_outputs import text_in

PRIVATE = {"team.note": "Alleen voor het team.", "region.note": "Alleen voor de regio."}


@pytest.fixture
def writer(client_for, head):
    return client_for(head)


def look(client, version, reader):
    return client.get(reverse("preview", args=[version.pk, reader]))


def test_as_a_parent_without_what_is_not_public(writer, version):
    answer(version, PRIVATE)
    page = look(writer, version, "ouders").content.decode()
    assert MISSION in page
    assert "Concept." in page
    assert "Zo leest een ouder het profiel" in page
    assert "nog niet: dit is een concept" in page
    assert not any(text in page for text in PRIVATE.values())


def test_as_the_mr_with_all_the_school_wrote(writer, version):
    answer(version, PRIVATE)
    page = look(writer, version, "mr").content.decode()
    assert "Zo leest de MR het profiel" in page
    assert all(text in page for text in PRIVATE.values())


@pytest.mark.parametrize(("reader", "queries"), [("ouders", 7), ("mr", 6)])
def test_a_fixed_number_of_queries(writer, version, reader, queries, django_assert_num_queries):
    look(writer, version, reader)
    with django_assert_num_queries(queries):
        look(writer, version, reader)


def test_nobody_else_has_a_preview(writer, version):
    assert look(writer, version, "inspectie").status_code == 404


@pytest.mark.parametrize("reader", ["ouders", "mr"])
def test_what_is_established_has_its_own_page(writer, version, bring, reader):
    bring(version, "established")
    assert look(writer, version, reader)["Location"] == reverse("read", args=[version.pk])


@pytest.mark.parametrize(
    ("who", "status"), [("teacher", 200), ("mr_parent", 403), ("staff", 403), ("other_head", 404)]
)
def test_only_for_who_may_read_the_working_copy(request, client_for, version, who, status):
    client = client_for(request.getfixturevalue(who))
    found = {look(client, version, reader).status_code for reader in ("ouders", "mr")}
    pdf = client.get(reverse("preview-pdf", args=[version.pk]))
    assert found | {pdf.status_code} == {status}


class TestPdf:
    def test_it_says_concept_on_every_page(self, writer, version):
        response = writer.get(reverse("preview-pdf", args=[version.pk]))
        assert response["Content-Type"] == "application/pdf"
        assert response["Content-Disposition"] == 'inline; filename="concept-99AB00.pdf"'
        with pikepdf.open(io.BytesIO(response.content)) as pdf:
            assert str(pdf.open_metadata()["dc:title"]).startswith(
                "Concept: Ondersteuningsprofiel De Regenton"
            )
            pages = len(pdf.pages)
        assert pages > 2
        assert "".join(text_in(response.content).split()).count("nietvastgesteld") >= pages

    def test_an_established_one_does_not(self, version, bring):
        established = bring(version, "established")
        assert "oncept" not in text_in(profile_pdf(established))
