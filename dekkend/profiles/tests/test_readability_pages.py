"""Tips at the field and as an answer to a script, and the page about the whole profile."""

import pytest
from django.urls import reverse

from dekkend.profiles.models import Answer, AnswerRevision
from dekkend.profiles.tests.conftest import answer

LONG = (
    "Als een kind in de klas niet mee kan komen met lezen of rekenen, praten wij met u en met de leerkracht "
    * 2
)
TITLE = "Eén tip voor een tekst die elke ouder begrijpt"


@pytest.fixture
def writer(client_for, head):
    return client_for(head)


def ask(client, version, text, key="mission"):
    return client.post(reverse("tips", args=[version.pk, key]), {"text": text})


class TestAnswerToAScript:
    def test_tips_for_what_is_typed(self, writer, version):
        response = ask(writer, version, LONG)
        assert response.json() == {
            "title": TITLE,
            "tips": ["“Als een kind in de klas …” heeft 44 woorden. Maak er drie van."],
            "score": "Leesbaarheid 68 van 100: gewoon. Veel ouders lezen dit goed. "
            "Het kan nog iets makkelijker.",
        }

    def test_nothing_is_stored(self, writer, version, django_assert_num_queries):
        before = Answer.objects.get(version=version, key="mission").value
        ask(writer, version, LONG)  # PostgreSQL prepares the statement at its first use
        with django_assert_num_queries(1):
            ask(writer, version, LONG)
        assert Answer.objects.get(version=version, key="mission").value == before
        assert not AnswerRevision.objects.filter(version=version, key="mission").exists()

    @pytest.mark.parametrize("text", ["", "Kort.", "\x00\ud7ff", "((((" * 5000])
    def test_any_text_gets_an_answer(self, writer, version, text):
        assert ask(writer, version, text).json() == {"title": "", "tips": [], "score": ""}

    @pytest.mark.parametrize("key", ["no.such.key", "school.motto", "support.region"])
    def test_only_where_sentences_are_asked(self, writer, version, key):
        assert ask(writer, version, LONG, key).status_code == 404

    def test_when_the_profile_went_on_it_says_so(self, writer, version, bring):
        bring(version, "with_mr")
        response = ask(writer, version, LONG)
        assert (response.status_code, list(response.json())) == (403, ["error"])

    def test_signed_out(self, client_for, version):
        assert ask(client_for(), version, LONG).status_code == 401


class TestAtTheField:
    def test_a_saved_text_has_its_tips_under_it(self, writer, version):
        answer(version, {"mission": LONG})
        page = writer.get(reverse("chapter", args=[version.pk, "mission"])).content.decode()
        assert TITLE in page
        assert "heeft 44 woorden" in page

    def test_an_easy_text_has_a_place_for_them_that_is_hidden(self, writer, version):
        page = writer.get(reverse("chapter", args=[version.pk, "mission"])).content.decode()
        fold = page[page.index('<details class="notice warn') :].partition(">")[0]
        assert fold.endswith(" hidden")

    def test_names_and_ticks_have_none(self, writer, version):
        page = writer.get(reverse("chapter", args=[version.pk, "support"])).content.decode()
        assert page.count("data-tips-news") == 1  # the one text of that chapter


class TestThePage:
    def address(self, version):
        return reverse("readability", args=[version.pk])

    def test_the_longest_sentence_first_with_a_way_to_its_field(self, writer, version):
        answer(
            version,
            {"mission": f"Kort. {'Een ' + 'woord ' * 21}. {LONG}.", "team.note": "Dit is een interventie."},
        )
        page = writer.get(self.address(version)).content.decode()
        link = f"{reverse('chapter', args=[version.pk, 'mission'])}#vraag-mission"
        assert page.index("heeft 44 woorden") < page.index("heeft 22 woorden")
        assert page.count(link) == 2
        assert "“interventie” kent niet alle ouders." in page

    def test_without_text_it_says_so(self, writer, version):
        Answer.objects.filter(version=version).delete()
        page = writer.get(self.address(version)).content.decode()
        assert "Er staat nog geen tekst." in page

    def test_a_hidden_question_does_not_count(self, writer, version):
        answer(version, {"inspection.explanation": LONG})
        assert "heeft 44 woorden" not in writer.get(self.address(version)).content.decode()

    def test_the_mr_hears_who_it_is_for(self, client_for, mr_parent, version, bring):
        bring(version, "with_mr")
        response = client_for(mr_parent).get(self.address(version))
        assert response.status_code == 403
        assert "voor wie het profiel schrijft" in response.content.decode()

    def test_a_frozen_version_is_read_from_its_snapshot(self, writer, version, bring):
        answer(version, {"mission": LONG})
        bring(version, "established")
        Answer.objects.filter(version=version).delete()
        assert "heeft 44 woorden" in writer.get(self.address(version)).content.decode()
