"""The steps of the route as pages: what they ask, what they do, what they say when it cannot be done."""

from datetime import timedelta

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse
from django.utils.timezone import localdate

from dekkend.profiles.models import Version
from dekkend.profiles.phrases import STEPS
from dekkend.profiles.tests.conftest import answer
from dekkend.profiles.transitions import ROUTE
from dekkend.workflow.table import SYSTEM

IN_THE_MR = {"record_outcome", "take_back_outcome"}  # have pages of their own: one for each say
BY_PEOPLE = [step.name for step in ROUTE.transitions if SYSTEM not in step.who and step.name not in IN_THE_MR]


def address(version, step: str) -> str:
    return reverse("step", args=[version.pk, step])


def state(version) -> str:
    return Version.objects.get(pk=version.pk).state


def told(response) -> str:
    return " ".join(str(message) for message in get_messages(response.wsgi_request))


def test_every_step_people_take_has_its_words():
    assert list(STEPS) == BY_PEOPLE
    assert {words.undo for words in STEPS.values()} - {""} <= set(BY_PEOPLE)


class TestChecks:
    def test_all_is_well(self, client_for, head, version):
        page = client_for(head).get(reverse("checks", args=[version.pk]))
        assert page.context["error_count"] == 0
        assert "Het profiel is klaar" in page.content.decode()
        assert "Stuur naar de MR" in page.content.decode()

    def test_an_error_leads_to_its_question_and_stops(self, client_for, head, version):
        answer(version, {"mission": None}, head)
        client = client_for(head)
        page = client.get(reverse("checks", args=[version.pk])).content.decode()
        link = reverse("chapter", args=[version.pk, "mission"]) + "#vraag-mission"
        assert f'<a href="{link}">Geef antwoord op “Waar staat onze school voor”.</a>' in page
        assert "Stuur naar de MR" not in page
        assert client.post(address(version, "send_to_mr")).status_code == 200
        assert state(version) == "working"

    def test_a_warning_asks_for_a_tick(self, client_for, head, version):
        answer(version, {"support.bullying": None}, head)
        client = client_for(head)
        page = client.get(reverse("checks", args=[version.pk]))
        ((warning, _),) = page.context["warnings"]
        refused = client.post(address(version, "send_to_mr"))
        assert refused.status_code == 200
        assert "<title>Fout: " in refused.content.decode()
        assert state(version) == "working"
        client.post(address(version, "send_to_mr"), {"confirmed": warning.id})
        assert state(version) == "with_mr"

    def test_a_coordinator_sees_it_and_does_not_send(self, client_for, coordinator, version):
        client = client_for(coordinator)
        page = client.get(reverse("checks", args=[version.pk])).content.decode()
        assert "Dit kan alleen: directeur." in page
        assert "Stuur naar de MR</button>" not in page
        assert client.post(address(version, "send_to_mr")).status_code == 403
        assert state(version) == "working"


class TestSteps:
    def test_asking_does_nothing(self, client_for, head, version, bring):
        bring(version, "with_mr")
        page = client_for(head).get(address(version, "withdraw_from_mr"))
        assert page.status_code == 200
        assert "Wie ziet dit?" in page.content.decode()
        assert state(version) == "with_mr"

    def test_the_way_there_and_back(self, client_for, head, version):
        client = client_for(head)
        response = client.post(address(version, "send_to_mr"))
        assert response.url == reverse("school", args=["99AB00"])
        assert state(version) == "with_mr"
        undo = f'<a href="{address(version, "withdraw_from_mr")}">Ongedaan maken</a>'
        assert told(response) == f"Het profiel is naar de MR gestuurd. {undo}"
        client.post(address(version, "withdraw_from_mr"))
        assert state(version) == "working"

    @pytest.mark.parametrize(
        ("step", "source", "who"), [("rework", "heard", "head"), ("send_back", "with_board", "signatory")]
    )
    def test_back_to_the_school_with_a_reason(self, request, client_for, version, bring, step, source, who):
        bring(version, source)
        client = client_for(request.getfixturevalue(who))
        assert client.post(address(version, step), {"reason": " "}).status_code == 200
        assert state(version) == source
        client.post(address(version, step), {"reason": "Het stuk over rekenen klopt niet."})
        assert state(version) == "working"

    @pytest.mark.parametrize("step", BY_PEOPLE)
    def test_a_step_is_for_its_own_people(self, client_for, teacher, outsider, version, bring, step):
        source = ROUTE.transition(step).source[0]
        if source != "working":
            bring(version, source)
        assert client_for(teacher).post(address(version, step)).status_code == 403
        assert client_for(outsider).post(address(version, step)).status_code == 404
        assert state(version) == source

    @pytest.mark.parametrize(
        "step", ["lapse_term", "record_outcome", "take_back_outcome", "expire", "succeed", "bestaat-niet"]
    )
    def test_what_nobody_does(self, client_for, head, version, step):
        assert client_for(head).get(address(version, step)).status_code == 404


class TestEstablishing:
    def words(self, **more) -> dict:
        today = localdate()
        return {
            "on": today.isoformat(),
            "valid_until": (today + timedelta(days=700)).isoformat(),
            "answer-mr-advice": "Wij schrijven het erbij.",
        } | more

    def test_and_published_at_once(self, client_for, board_member, version, bring):
        bring(version, "with_board")
        response = client_for(board_member).post(address(version, "establish"), self.words(publish="on"))
        assert state(version) == "published"
        assert told(response) == "Het profiel staat online."
        assert version.consultations.get().answer == "Wij schrijven het erbij."

    def test_and_published_later(self, client_for, signatory, head, version, bring):
        bring(version, "with_board")
        client_for(signatory).post(address(version, "establish"), self.words())
        assert state(version) == "established"
        client_for(head).post(address(version, "publish"))
        assert state(version) == "published"

    @pytest.mark.parametrize(
        ("change", "where", "words"),
        [
            ({"on": "31-02-2026"}, "on", "Deze datum bestaat niet."),
            ({"on": "2999-01-01"}, "__all__", "De datum van het besluit ligt in de toekomst."),
            ({"valid_until": "2999-01-01"}, "__all__", "Het profiel mag gelden tot en met"),
            ({"valid_until": ""}, "valid_until", "Vul de einddatum in."),
            ({"answer-mr-advice": ""}, "answer-mr-advice", "Geef antwoord op het advies van de MR."),
        ],
    )
    def test_what_is_wrong_is_said(self, client_for, board_member, version, bring, change, where, words):
        bring(version, "with_board")
        response = client_for(board_member).post(address(version, "establish"), self.words(**change))
        assert response.status_code == 200
        errors = response.context["form"].errors
        assert list(errors) == [where]
        assert errors[where][0].startswith(words)
        assert state(version) == "with_board"

    def test_two_at_once_sign_once(self, client_for, board_member, signatory, version, bring):
        bring(version, "with_board")
        client_for(board_member).post(address(version, "establish"), self.words())
        second = client_for(signatory).post(address(version, "establish"), self.words())
        assert second.status_code == 409
        assert "Wij schrijven het erbij." in second.content.decode()


class TestRecord:
    def test_who_did_what_newest_first(self, client_for, head, version, bring):
        bring(version, "heard")
        page = client_for(head).get(reverse("record", args=[version.pk]))
        assert [(words, event.actor_name) for event, words in page.context["acts"]] == [
            ("De MR is gehoord", "Dekkend"),
            ("Vastgelegd wat de MR zegt: advies van de MR, positief, als er iets verandert", "Samira Oumar"),
            ("Naar de MR gestuurd", "Marit de Wit"),
            ("Begonnen met schrijven", "Marit de Wit"),
        ]
        assert "Meer taal." in page.content.decode()

    def test_the_region_reads_acts_without_reasons(self, client_for, staff, version, bring):
        bring(version, "published")
        page = client_for(staff).get(reverse("record", args=[version.pk])).content.decode()
        assert "Vastgelegd wat de MR zegt" in page
        assert "Meer taal." not in page

    def test_the_region_reads_what_is_for_it(self, client_for, staff, head, version, bring):
        answer(version, {"team.note": "Alleen voor ons team.", "region.note": "Vraag voor de regio."}, head)
        bring(version, "published")
        page = client_for(staff).get(reverse("read", args=[version.pk])).content.decode()
        assert "Vraag voor de regio." in page
        assert "Alleen voor ons team." not in page
        assert "Meer taal." not in page
