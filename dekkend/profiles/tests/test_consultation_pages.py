"""The pages where the MR records what it says, and where the board answers each of them."""

from datetime import timedelta

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate

from dekkend.profiles import actions
from dekkend.profiles.models import Consultation, Version
from dekkend.profiles.tests.conftest import advise, consent, hear_pupils

pytestmark = pytest.mark.django_db


def address(version, say="parents-consent", name="speak") -> str:
    return reverse(name, args=[version.pk, say])


def words(**more) -> dict:
    return {"outcome": "given", "decided_on": localdate().isoformat(), "reasons": ""} | more


def ways(client, version) -> list[str]:
    part = client.get(reverse("school", args=["99AB00"])).context["parts"][0]
    return [way.label for way in [part.main, *part.others] if way]


def told(response) -> str:
    return " ".join(str(message) for message in get_messages(response.wsgi_request))


class TestWhoRecords:
    def test_without_secretary_each_sees_their_own_and_why(self, asked, mr_parent, mr_staff, client_for):
        advice, say = "Leg het advies van de MR vast", "Leg de instemming van de ouders in de MR vast"
        assert ways(client_for(mr_parent), asked) == [advice, say]
        assert ways(client_for(mr_staff), asked) == [advice]
        page = client_for(mr_parent).get(address(asked)).content.decode()
        assert "De MR heeft nog geen secretaris. Daarom kan elke ouder in de MR dit vastleggen." in page
        refused = client_for(mr_staff).get(address(asked))
        assert refused.status_code == 403
        assert "Alleen een ouder in de MR kan dit vastleggen" in refused.content.decode()

    def test_with_one_the_others_read_along(self, asked, mr_parent, mr_secretary, client_for):
        assert ways(client_for(mr_parent), asked) == []
        assert len(ways(client_for(mr_secretary), asked)) == 2
        assert "nog geen secretaris" not in client_for(mr_secretary).get(address(asked)).content.decode()
        assert client_for(mr_parent).post(address(asked), words()).status_code == 403
        assert client_for(mr_parent).get(reverse("read", args=[asked.pk])).status_code == 200

    def test_a_say_that_is_not_asked_has_no_page(self, asked, mr_secretary, client_for):
        for say in ("staff-consent", "mr-consent", "pupils-opinion", "wat-dan-ook"):
            assert client_for(mr_secretary).get(address(asked, say)).status_code == 404

    def test_the_head_teacher_invites_a_secretary(self, site, head, client_for):
        page = client_for(head).get(reverse("people", args=[site.code])).content.decode()
        assert "secretaris van de MR" in page


class TestRecording:
    def test_yes_with_votes_and_the_way_back(self, asked, mr_secretary, client_for):
        client = client_for(mr_secretary)
        counted = {"votes_for": "3", "votes_against": "0", "abstained": "1"}
        response = client.post(address(asked), words(**counted))
        assert response.url == reverse("school", args=["99AB00"])
        undo = f'<a href="{address(asked, name="take-back")}">Ongedaan maken</a>'
        assert (
            told(response)
            == f"Instemming van de ouders in de MR is vastgelegd. De MR is nog niet klaar. {undo}"
        )
        one = Consultation.objects.get()
        assert one.votes == "3 voor, 0 tegen, 1 onthouding"
        client.post(address(asked, "mr-advice"), words(outcome="negative", reasons="Te weinig hulp."))
        assert Version.objects.get().state == "heard"
        assert "Neem terug" in client.get(address(asked, name="take-back")).content.decode()
        client.post(address(asked, name="take-back"))
        assert Version.objects.get().state == "with_mr"

    @pytest.mark.parametrize(
        ("say", "data", "field"),
        [
            ("mr-advice", {"outcome": "positive", "reasons": " "}, "reasons"),
            ("mr-advice", {"outcome": "", "reasons": "Mooi geschreven tekst."}, "outcome"),
            ("mr-advice", {"outcome": "given", "reasons": "Wij zeggen ja."}, "outcome"),
            ("mr-advice", {"outcome": "lapsed", "reasons": "Wij zijn de tijd."}, "outcome"),
            ("mr-advice", {"outcome": "positive", "reasons": "x" * 10_001}, "reasons"),
            ("parents-consent", {"outcome": "refused", "reasons": ""}, "reasons"),
            (
                "parents-consent",
                {"outcome": "given", "votes_for": "veel", "reasons": "Goed zo."},
                "votes_for",
            ),
            ("parents-consent", {"outcome": "given", "votes_for": "-1", "reasons": "Goed zo."}, "votes_for"),
            ("parents-consent", {"decided_on": "31-02-2026", "reasons": "Goed zo."}, "decided_on"),
            ("parents-consent", {"decided_on": "2999-01-01", "reasons": "Goed zo."}, "__all__"),
        ],
    )
    def test_what_is_not_finished_keeps_what_was_typed(
        self, asked, mr_secretary, client_for, say, data, field
    ):
        response = client_for(mr_secretary).post(address(asked, say), words(**data))
        assert response.status_code == 200
        assert list(response.context["form"].errors) == [field]
        assert data["reasons"] in response.content.decode()
        assert "<title>Fout: " in response.content.decode()
        assert not Consultation.objects.exists()

    def test_no_advice_and_yes_need_no_reasons(self, asked, mr_secretary, client_for):
        client_for(mr_secretary).post(address(asked, "mr-advice"), words(outcome="none"))
        client_for(mr_secretary).post(address(asked), words())
        assert Version.objects.get().state == "heard"

    def test_someone_was_first(self, asked, mr_parent, client_for, at):
        consent(asked, mr_parent, at)
        second = client_for(mr_parent).post(
            address(asked), words(outcome="refused", reasons="Wij missen nog iets.")
        )
        page = second.content.decode()
        assert second.status_code == 409
        assert "Samira Oumar legde dit al vast." in page
        assert "Wij missen nog iets." in page

    def test_after_the_term_it_says_so(self, asked, mr_secretary, client_for):
        Version.objects.update(mr_asked_on=localdate() - timedelta(weeks=7))
        actions.lapse_terms(at=timezone.now())
        Version.objects.update(mr_due_on=None)
        client = client_for(mr_secretary)
        assert "De termijn is voorbij." in client.get(address(asked)).content.decode()
        client.post(address(asked), words(outcome="refused", reasons="Te laat, toch nee."))
        assert Consultation.objects.get(outcome="refused").is_late
        assert "na de termijn" in client.get(reverse("read", args=[asked.pk])).content.decode()

    def test_gone_to_the_board(self, asked, head, mr_secretary, client_for, at):
        advise(asked, mr_secretary, at, "positive")
        consent(asked, mr_secretary, at)
        actions.send_to_board(version_id=asked.pk, actor=head, at=at)
        for name in ("speak", "take-back"):
            response = client_for(mr_secretary).post(
                address(asked, name=name), words(reasons="Nog een punt.")
            )
            assert response.status_code == 409


class TestWhatTheOthersSee:
    def test_the_route_line_tells_it_per_body(self, asked, mr_secretary, head, client_for, at):
        consent(asked, mr_secretary, at, "refused")
        page = client_for(head).get(reverse("school", args=["99AB00"]))
        stops = page.context["parts"][0].route
        assert stops[0].notes[0].startswith("Leerlingen gehoord op ")
        assert stops[1].text == "De MR geeft advies. De ouders in de MR zeggen ja of nee (instemming)."
        assert stops[1].notes[0].startswith("Advies van de MR: tot en met ")
        assert stops[1].notes[1].startswith("Instemming van de ouders in de MR: nee, op ")
        assert stops[3].text == "Ouders lezen het op deze site en in de schoolgids."

    def test_a_refusal_leaves_one_way_on(self, asked, mr_secretary, head, client_for, at):
        advise(asked, mr_secretary, at, "positive")
        consent(asked, mr_secretary, at, "refused")
        page = client_for(head).get(reverse("school", args=["99AB00"]))
        assert page.context["parts"][0].main.label == "Pas het profiel aan"
        assert page.context["parts"][0].route[2].notes == ("Eerst past de school de tekst aan.",)
        assert (
            "Nee van de ouders in de MR. Pas het profiel aan, en vraag de MR opnieuw."
            in page.content.decode()
        )
        assert client_for(head).post(reverse("step", args=[asked.pk, "send_to_board"])).status_code == 409

    def test_the_board_answers_each_that_said_something(
        self, asked, mr_secretary, head, board_member, client_for, at
    ):
        advise(asked, mr_secretary, at, "negative", reasons="Te weinig hulp.")
        consent(asked, mr_secretary, at, reasons="Ja, maar kijk naar de kosten.")
        actions.send_to_board(version_id=asked.pk, actor=head, at=at)
        client, establish = client_for(board_member), reverse("step", args=[asked.pk, "establish"])
        page = client.get(establish).content.decode()
        assert "Te weinig hulp." in page
        today = localdate()
        data = {"on": today.isoformat(), "valid_until": (today + timedelta(days=300)).isoformat()}
        data["answer-parents-consent"] = "Wij betalen het zelf."
        refused = client.post(establish, data)
        assert list(refused.context["form"].errors) == ["answer-mr-advice"]
        assert "Wij betalen het zelf." in refused.content.decode()
        client.post(establish, data | {"answer-mr-advice": "Er komt een dag bij.", "publish": "on"})
        assert {one.slug: (one.answer, one.answered_by_name) for one in Consultation.objects.all()} == {
            "mr-advice": ("Er komt een dag bij.", "Henk Veldman"),
            "parents-consent": ("Wij betalen het zelf.", "Henk Veldman"),
        }
        public = client_for().get(reverse("published", args=["99AB00"])).content.decode()
        assert "Advies van de MR" in public
        assert "Instemming van de ouders in de MR" in public
        assert "Er komt een dag bij." in public
        assert "een kringgesprek" in public
        assert "Te weinig hulp." not in public

    def test_the_record_names_each_word(self, asked, mr_secretary, head, client_for, at):
        consent(asked, mr_secretary, at)
        actions.take_back_outcome(version_id=asked.pk, actor=mr_secretary, say="parents-consent", at=at)
        actions.lapse_terms(at=at + timedelta(weeks=7))
        page = client_for(head).get(reverse("record", args=[asked.pk]))
        assert [line for _, line in page.context["acts"]] == [
            "De MR is gehoord",
            "Termijn van de MR voorbij: advies van de MR en instemming van de ouders in de MR",
            "Teruggenomen wat de MR zei: instemming van de ouders in de MR",
            "Vastgelegd wat de MR zegt: instemming van de ouders in de MR, ja",
            "Naar de MR gestuurd",
            "Mening van de leerlingen vastgelegd",
            "Begonnen met schrijven",
        ]

    def test_the_work_list_names_only_who_still_has_to_speak(
        self, asked, mr_parent, mr_staff, client_for, at
    ):
        def waiting(user):
            return len(client_for(user).get(reverse("work")).context["items"])

        advise(asked, mr_staff, at)
        assert (waiting(mr_parent), waiting(mr_staff)) == (1, 0)

    def test_the_same_queries_for_two_says_as_for_one(
        self, asked, mr_secretary, client_for, django_assert_num_queries, at
    ):
        client = client_for(mr_secretary)
        client.get(address(asked))
        with django_assert_num_queries(6):
            client.get(address(asked))
        advise(asked, mr_secretary, at)
        with django_assert_num_queries(6):
            client.get(address(asked))


def test_pupils_can_be_heard_again_after_the_text_came_back(asked, head, mr_secretary, client_for, at):
    consent(asked, mr_secretary, at, "refused")
    actions.rework(version_id=asked.pk, actor=head, reason="Wij vragen het nog eens.", at=at)
    hear_pupils(asked, head, at, outcome="Nu met groep 3 erbij.", revision=1)
    assert Version.objects.get().pupils_opinion.outcome == "Nu met groep 3 erbij."
