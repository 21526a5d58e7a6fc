"""The pages of proposals: at the question, on the chapter, the list; nothing typed is lost."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import localdate

from dekkend.profiles import actions
from dekkend.profiles.models import Answer, Suggestion
from dekkend.profiles.tests.test_suggestions import (
    LATER,
    TEXT,
    WHY,
    accept,
    decline,
    mission,
    propose,
    save,
    suggestion,
    version,
)

__all__ = ["suggestion", "version"]
pytestmark = pytest.mark.django_db


def address(version) -> str:
    return reverse("suggestions", args=[version.pk, "mission"])


def decided_at(suggestion) -> str:
    return reverse("decide-suggestion", args=[suggestion.pk])


def seen(suggestion, **more) -> dict:
    return {"revision": suggestion.revision, "answer_revision": suggestion.base_revision} | more


def chapter_of(version) -> str:
    return reverse("chapter", args=[version.pk, "mission"])


class TestProposing:
    def test_a_teacher_finds_the_way_and_proposes(self, version, teacher, client_for):
        client = client_for(teacher)
        assert address(version) in client.get(chapter_of(version)).content.decode()
        page = client.post(address(version), {"text": TEXT, "why": WHY, "revision": 1}, follow=True)
        assert "Uw voorstel staat erbij." in page.content.decode()
        assert "Verander uw voorstel" in page.content.decode()
        assert Suggestion.objects.get().text == TEXT

    def test_a_fault_stands_with_what_was_typed(self, version, teacher, client_for):
        page = client_for(teacher).post(
            address(version), {"text": "", "why": "Een lange reden.", "revision": 1}
        )
        assert "<title>Fout:" in page.content.decode()
        assert "Een lange reden." in page.content.decode()

    def test_who_is_signed_out_keeps_the_text(self, version, client_for):
        page = client_for().post(address(version), {"text": TEXT, "revision": 1})
        assert page.status_code == 403
        assert TEXT in page.content.decode()

    def test_no_page_for_a_question_that_takes_none(self, version, teacher, client_for):
        place = reverse("suggestions", args=[version.pk, "support.bullying"])
        assert client_for(teacher).get(place).status_code == 404

    def test_who_made_it_reads_why_not(self, version, suggestion, teacher, head, at, client_for):
        decline(suggestion, head, at, "Dit staat al bij hoofdstuk 4.")
        page = client_for(teacher).get(address(version)).content.decode()
        assert "Niet overgenomen" in page
        assert "Dit staat al bij hoofdstuk 4." in page

    def test_taking_it_back_and_undo(self, suggestion, teacher, head, client_for):
        place = reverse("withdraw-suggestion", args=[suggestion.pk])
        assert client_for(head).post(place).status_code == 403
        client = client_for(teacher)
        assert "Ongedaan maken" in client.post(place, follow=True).content.decode()
        assert "Uw voorstel staat er weer." in client.post(place, {"undo": ""}, follow=True).content.decode()


class TestDeciding:
    def test_taken_over_with_an_undo_in_the_message(self, version, suggestion, head, client_for):
        client = client_for(head)
        page = client.post(decided_at(suggestion), seen(suggestion, accept=""), follow=True).content.decode()
        assert "Het voorstel staat nu in het profiel." in page
        assert f'href="{address(version)}#voorstel-{suggestion.pk}">Ongedaan maken' in page
        assert mission(version) == TEXT
        history = client.get(reverse("answer-history", args=[version.pk, "mission"])).content.decode()
        assert "Marit de Wit nam een voorstel over van Youssef Amrani" in history
        client.post(decided_at(suggestion), {"undo": ""})
        assert mission(version) != TEXT

    def test_all_three_texts_when_the_answer_changed(
        self, version, suggestion, head, coordinator, at, client_for
    ):
        save(version, coordinator, at, LATER, 1)
        page = client_for(head).get(address(version)).content.decode()
        for words in (suggestion.base_text, LATER, TEXT, "De tekst van toen", "De tekst van nu"):
            assert words in page
        assert 'name="answer_revision" value="2"' in page

    def test_a_page_from_before_the_change_takes_nothing_over(
        self, version, suggestion, head, coordinator, at, client_for
    ):
        save(version, coordinator, at, LATER, 1)
        page = client_for(head).post(
            decided_at(suggestion), seen(suggestion, merge="", text="Mijn lange tekst van beide.")
        )
        assert page.status_code == 409
        assert "Mijn lange tekst van beide." in page.content.decode()
        assert "<title>Fout:" in page.content.decode()
        assert mission(version) == LATER

    def test_a_merged_text_that_does_not_fit_comes_back(self, version, teacher, head, at, client_for):
        made = propose(version, teacher, at, key="school.motto", text="Samen zien wij verder")
        page = client_for(head).post(decided_at(made), seen(made, merge="", text="lang " * 20))
        assert page.status_code == 409
        assert "te lang" in page.content.decode()

    def test_the_second_writer_hears_who_was_first_and_keeps_the_reason(
        self, suggestion, head, coordinator, at, client_for
    ):
        accept(suggestion, head, at)
        client = client_for(coordinator)
        page = client.post(decided_at(suggestion), seen(suggestion, accept=""), follow=True).content.decode()
        assert "Marit de Wit nam dit voorstel al over." in page
        page = client.post(decided_at(suggestion), {"decline": "", "reason": "Dit is te lang voor ouders."})
        assert page.status_code == 409
        assert "Dit is te lang voor ouders." in page.content.decode()

    @pytest.mark.parametrize("data", [{}, {"accept": ""}, {"accept": "", "revision": "x"}])
    def test_what_no_page_of_ours_sends(self, version, suggestion, head, client_for, data):
        answer = client_for(head).post(decided_at(suggestion), data)
        assert answer.status_code in (302, 404)
        assert Suggestion.objects.get().is_open

    def test_of_another_school(self, suggestion, other_head, client_for):
        client = client_for(other_head)
        assert client.post(decided_at(suggestion), {"accept": ""}).status_code == 404
        assert client.post(reverse("withdraw-suggestion", args=[suggestion.pk])).status_code == 404


class TestOnTheChapter:
    def ticket(self, suggestion, answer_revision=1) -> str:
        return f"{suggestion.pk}-{suggestion.revision}-{answer_revision}"

    def test_who_why_and_the_difference_stand_at_the_question(self, version, suggestion, head, client_for):
        page = client_for(head).get(chapter_of(version)).content.decode()
        assert "Youssef Amrani" in page
        assert WHY in page
        assert '<ins><span class="sr">toegevoegd: </span>Daar leren wij van.</ins>' in page
        assert f'value="{self.ticket(suggestion)}"' in page

    def test_taken_over_there(self, version, suggestion, head, client_for):
        answer = client_for(head).post(
            chapter_of(version), {"accept-suggestion": self.ticket(suggestion)}, follow=True
        )
        assert answer.redirect_chain[-1][0] == f"{chapter_of(version)}#vraag-mission"
        assert "Het voorstel staat nu in het profiel." in answer.content.decode()
        assert mission(version) == TEXT

    def test_what_was_typed_is_saved_first_and_all_texts_shown(self, version, suggestion, head, client_for):
        data = {"mission": LATER, "rev:mission": 1, "accept-suggestion": self.ticket(suggestion)}
        answer = client_for(head).post(chapter_of(version), data, follow=True)
        assert mission(version) == LATER
        assert answer.redirect_chain[-1][0].startswith(address(version))
        assert "Het antwoord is intussen veranderd." in answer.content.decode()
        assert "De tekst van toen" in answer.content.decode()

    def test_a_stale_one_is_only_taken_over_on_its_own_page(
        self, version, suggestion, head, coordinator, at, client_for
    ):
        save(version, coordinator, at, LATER, 1)
        page = client_for(head).get(chapter_of(version)).content.decode()
        assert "Bekijk en kies" in page
        assert "accept-suggestion" not in page

    def test_a_colleague_who_was_asked_for_the_chapter_reads_it_and_does_not_decide(
        self, version, coordinator, head, teacher, at, client_for
    ):
        made = propose(version, coordinator, at)
        actions.assign_chapter(
            version_id=version.pk, chapter="mission", actor=head, assignee_id=teacher.pk,
            due_on=localdate(at) + timedelta(days=7), note="", revision=0, at=at,
        )  # fmt: skip
        client = client_for(teacher)
        page = client.get(chapter_of(version)).content.decode()
        assert "Bekijk dit voorstel" in page
        assert "accept-suggestion" not in page
        client.post(chapter_of(version), {"accept-suggestion": self.ticket(made)})
        assert Suggestion.objects.get().is_open

    @pytest.mark.parametrize("ticket", ["", "x", "1", "999999-1-1", "1-1-1-1", "²-1-1", "-1", "9" * 5000])
    def test_what_no_page_of_ours_sends(self, version, suggestion, head, client_for, ticket):
        answer = client_for(head).post(chapter_of(version), {"accept-suggestion": ticket})
        assert answer.status_code in (302, 404)
        assert Suggestion.objects.get().is_open

    def test_the_button_first_saves_what_was_typed(self, version, head, client_for):
        data = {"mission": LATER, "rev:mission": 1, "suggestions": "mission"}
        answer = client_for(head).post(chapter_of(version), data)
        assert (answer.headers["Location"], mission(version)) == (address(version), LATER)

    def test_the_same_queries_for_one_and_for_five(
        self, version, suggestion, head, coordinator, teacher, at, client_for, django_assert_max_num_queries
    ):
        client = client_for(head)
        client.get(chapter_of(version))
        for place in (chapter_of(version), address(version)):
            with django_assert_max_num_queries(12) as one:
                client.get(place)
            made = propose(version, coordinator, at, f"Weer iets anders bij {place}.")
            with django_assert_max_num_queries(len(one)):
                client.get(place)
            actions.withdraw_suggestion(suggestion_id=made.pk, actor=coordinator, at=at)


class TestTheList:
    def test_what_waits_and_what_was_decided(
        self, version, suggestion, head, teacher, coordinator, at, client_for
    ):
        decline(propose(version, coordinator, at, key="school.motto", text="Verder samen"), head, at)
        place = reverse("all-suggestions", args=[version.pk])
        page = client_for(head).get(place).content.decode()
        assert "1 voorstel wacht op een besluit" in " ".join(page.split())
        assert "niet overgenomen" in page
        assert "Begin met het eerste" not in client_for(teacher).get(place).content.decode()

    def test_empty(self, version, head, client_for):
        page = client_for(head).get(reverse("all-suggestions", args=[version.pk])).content.decode()
        assert "Nog niemand stelde een andere tekst voor." in page
        assert Answer.objects.filter(version=version).exists()
