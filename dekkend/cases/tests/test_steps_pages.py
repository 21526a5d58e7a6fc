"""Steps and chapters when it goes wrong: the reason, what was typed still there, nothing changed."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import localdate, now

from dekkend.cases import actions
from dekkend.cases.models import Case, Entry, Talk
from dekkend.cases.sheet import chapters_of, questions_of
from dekkend.cases.tests.conftest import REASONS, with_parents
from dekkend.cases.tests.parents import words
from dekkend.questionnaires.loader import questionnaire_of

State = Case.State
WHY = "Wat is er dit jaar al geprobeerd?"
OUTSIDE = ("pupil.strengths", "Kees bouwt graag.")


def step(case, name) -> str:
    return reverse("case-step", args=[case.pk, name])


class TestSteps:
    def test_one_that_is_not_there_or_for_someone_else(self, go, sent, desk, coordinator):
        assert go(desk).get(step(sent, "dansen")).status_code == 404
        refused = go(coordinator).post(step(sent, "ask_school"), {"reason": WHY})
        assert (refused.status_code, WHY in words(refused)) == (403, True)
        assert "Deze stap is voor iemand anders." in words(refused)

    @pytest.mark.parametrize(
        ("typed", "fault"),
        [
            ({"reason": "", "answer_by": "2026-13-45"}, "Deze datum bestaat niet."),
            ({"reason": WHY, "answer_by": ""}, "Kies een dag."),
            ({"reason": WHY * 300, "answer_by": ""}, "8000 tekens"),
        ],
    )
    def test_what_is_wrong_is_pointed_at_and_the_rest_stays(self, go, sent, desk, typed, fault):
        reply = go(desk).post(step(sent, "ask_school"), typed)
        assert (reply.status_code, fault in words(reply)) == (422, True)
        assert typed["reason"] in words(reply)
        sent.refresh_from_db()
        assert (sent.state, sent.answer_by) == (State.SENT, None)

    def test_what_the_act_refuses_comes_back_with_its_reason(self, go, sent, desk):
        far = (localdate() + timedelta(weeks=6)).isoformat()
        reply = go(desk).post(step(sent, "ask_school"), {"reason": WHY, "answer_by": far})
        assert (reply.status_code, WHY in words(reply)) == (409, True)
        assert "Dat kan nu niet" in words(reply)
        sent.refresh_from_db()
        assert sent.state == State.SENT

    def test_done_by_a_colleague_meanwhile_the_reasons_come_back(self, go, taken_in, desk):
        actions.refuse_by_desk(case_id=taken_in.pk, reasons=REASONS, actor=desk, at=now())
        mine = "Wij zien nog een andere weg voor Kees."
        reply = go(desk).post(step(taken_in, "refuse_by_desk"), {"reasons": mine})
        assert (reply.status_code, mine in words(reply)) == (409, True)
        assert taken_in.decisions.get().words["reasons"] == REASONS

    def test_a_talk_of_which_something_is_missing(self, go, taken_in, desk):
        typed = {"form": "talk", "at": "morgen", "who": "de juf", "about": "Hoe het gaat met lezen."}
        reply = go(desk).post(step(taken_in, "plan_talk"), typed)
        assert (reply.status_code, "Kies een dag en een tijd." in words(reply)) == (422, True)
        assert "Hoe het gaat met lezen." in words(reply)
        assert not Talk.objects.exists()

    @pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
    @pytest.mark.parametrize(
        ("name", "field", "more"),
        [
            ("plan_talk", "at", {"form": "talk", "who": "de juf", "about": WHY}),
            ("ask_school", "answer_by", {"reason": WHY}),
            ("extend_term", "until", {"reason": WHY}),
            ("award_by_desk", "begins_on", {"reasons": WHY, "ends_on": "9999-12-31"}),
        ],
    )
    def test_a_day_at_the_end_of_time_is_no_day(self, go, taken_in, desk, name, field, more, day):
        reply = go(desk).post(step(taken_in, name), more | {field: day})
        assert (reply.status_code in (409, 422), WHY in words(reply)) == (True, True)
        taken_in.refresh_from_db()
        assert taken_in.state == State.INTAKE
        assert not Talk.objects.exists()

    def test_needs_and_another_kind_come_from_the_list(self, go, taken_in, desk):
        for name, typed in (("map_needs", {"needs": ["²"]}), ("map_needs", {"needs": ["x", "y"]})):
            reply = go(desk).post(step(taken_in, name), typed)
            assert (reply.status_code, "Kies uit de lijst." in words(reply)) == (422, True)
        taken_in.refresh_from_db()
        assert taken_in.needs == []

    def test_sent_without_a_yes_it_stays_where_it_is(self, go, case, parents, coordinator):
        with_parents(case, coordinator)
        reply = go(coordinator).post(step(case, "send"))
        assert (reply.status_code, "Nog nodig: toestemming van" in words(reply)) == (409, True)
        case.refresh_from_db()
        assert case.state == State.WITH_PARENTS


class TestChapters:
    def where(self, case, form="groeidocument", chapter="pupil") -> str:
        return reverse("case-chapter", args=[case.pk, form, chapter])

    def test_one_that_is_not_there_gives_the_text_back(self, go, case, coordinator):
        key, text = OUTSIDE
        for address in (self.where(case, form="plan"), self.where(case, chapter="niets")):
            client = go(coordinator)
            assert client.get(address).status_code == 404
            reply = client.post(address, {key: text, f"rev:{key}": "0"})
            assert (reply.status_code, text in words(reply)) == (404, True)
        assert not Entry.objects.exists()

    def test_the_loket_writes_nothing_in_it(self, go, sent, desk):
        key, text = OUTSIDE
        assert go(desk).get(self.where(sent)).status_code == 403
        reply = go(desk).post(self.where(sent), {key: text, f"rev:{key}": "0"})
        assert (reply.status_code, "Alleen de school schrijft dit deel." in words(reply)) == (403, True)
        assert not Entry.objects.exists()

    @pytest.mark.parametrize("revision", ["²", "9" * 5000, "-1", ""])
    def test_a_form_that_no_page_of_ours_sends_keeps_the_text(self, go, case, coordinator, revision):
        key, text = OUTSIDE
        reply = go(coordinator).post(self.where(case), {key: text, f"rev:{key}": revision})
        assert (reply.status_code, text in words(reply)) == (422, True)
        assert not Entry.objects.exists()

    def test_an_answer_that_opens_a_question_stays_on_the_page(self, go, case, coordinator):
        client, key = go(coordinator), "reports.there_are"
        address = self.where(case, chapter="reports")
        assert "Welke" not in words(client.get(address)).partition("<form")[2]
        told = client.post(address, {key: "yes", f"rev:{key}": "0"}, follow=True)
        assert told.request["PATH_INFO"] == address
        assert "Door uw antwoord zijn er vragen bijgekomen." in words(told)

    def test_after_the_last_chapter_one_is_back_in_the_file(self, go, case, coordinator):
        *_, last = chapters_of(questionnaire_of(case.growth_edition), None)
        seen = {f"rev:{question.key}": "0" for question in questions_of(last, None)}
        reply = go(coordinator).post(self.where(case, chapter=last.key), seen)
        assert reply["Location"] == reverse("case", args=[case.pk])
