"""The pages of a team round: of who leads it, and of who answers on a phone."""

from datetime import timedelta
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import localdate

from dekkend.profiles import actions
from dekkend.profiles.models import Answer, TeamAnswer, TeamExample, TeamRound, Version
from dekkend.profiles.tests.conftest import FORM as OTHER_FORM
from dekkend.profiles.tests.teamround.conftest import GOAL, NEEDS, NO, YES, answer, close, open_round
from dekkend.questionnaires.loader import load_edition


@pytest.fixture
def director(client_for, head):
    return client_for(head)


@pytest.fixture
def phone(client_for):
    return client_for()


def words(reply) -> str:
    return " ".join(unescape(reply.content.decode()).split())


def lead(version, name: str = "team-round") -> str:
    return reverse(name, args=[version.pk])


def link(opened, number: int = 0) -> str:
    return reverse("team-opinion", args=[list(opened.tokens.values())[number]])


def in_days(days: int) -> str:
    return (localdate() + timedelta(days=days)).isoformat()


# Who leads


def test_begin_a_round(director, version):
    page = words(director.get(lead(version)))
    assert "4 vragen" in page
    assert "nu 6 mensen" in page
    given = {"until": in_days(10), "addresses": "Els <els@school.example>\r\njan@school.example"}
    reply = director.post(lead(version), given, follow=True)
    assert "8 collega’s krijgen een mail" in words(reply)
    assert "Er zijn nu minder dan vijf antwoorden" in words(reply)


def test_a_wrong_list_comes_back_with_what_is_wrong(director, version):
    given = {"until": in_days(10), "addresses": "els@school.example\njan(at)school"}
    reply = director.post(lead(version), given)
    assert reply.status_code == 422
    assert "Regel 2: “jan(at)school” is geen e-mailadres." in words(reply)
    assert "els@school.example jan(at)school" in words(reply)
    assert not TeamRound.objects.exists()


def test_too_late_a_day_comes_back_with_the_reason_and_the_list(director, version):
    reply = director.post(lead(version), {"until": in_days(90), "addresses": "els@school.example"})
    assert reply.status_code == 409
    assert "binnen acht weken" in words(reply)
    assert "els@school.example" in words(reply)


def test_a_second_round_is_told_why_not(director, version, opened):
    reply = director.post(lead(version), {"until": in_days(10)})
    assert reply.status_code == 409
    assert "Er loopt al een teamronde" in words(reply)


def test_while_it_runs_only_the_number_is_seen_from_five(director, version, opened, at):
    answer(opened, at, [YES] * 4)
    page = words(director.get(lead(version)))
    assert "Er zijn nu minder dan vijf antwoorden." in page
    assert " 4 " not in page.split("<h1>")[1].split("Herinner uw team")[0]
    actions.give_opinion(
        token=list(opened.tokens.values())[4], choices={NEEDS: NO}, examples={GOAL: "Zo doen wij het."}, at=at
    )
    page = words(director.get(lead(version)))
    assert "5 van de 6 collega’s deden al mee." in page
    assert "ingevoerd" not in page
    assert "Zo doen wij het" not in page


def test_give_more_time(director, version, opened):
    reply = director.post(lead(version, "extend-team-round"), {"until": in_days(20)}, follow=True)
    assert "langer de tijd" in words(reply)
    reply = director.post(lead(version, "extend-team-round"), {"until": in_days(3)})
    assert reply.status_code == 409
    assert "Kies een dag na de laatste dag van nu." in words(reply)
    assert director.post(lead(version, "extend-team-round"), {"until": "morgen"}).status_code == 422


def test_remind_once(director, version, opened):
    assert "Wie nog niet meedeed" in words(director.post(lead(version, "remind-team"), follow=True))
    reply = director.post(lead(version, "remind-team"))
    assert reply.status_code == 409
    assert "Dat kan één keer" in words(reply)


def test_close_after_being_told_what_it_means(director, version, opened, at):
    assert "worden weggegooid" in words(director.get(lead(version, "close-team-round")))
    answer(opened, at, [YES] * 5)
    page = words(director.get(lead(version, "close-team-round")))
    assert "5 van de 6 collega’s deden mee" in page
    reply = director.post(lead(version, "close-team-round"), follow=True)
    assert "5 van de 6 collega’s gaven hun mening" in words(reply)
    assert "5 ingevoerd" in words(reply)
    assert director.get(lead(version, "close-team-round")).status_code == 409


def test_too_few_answers_leave_nothing_to_see_and_a_new_form(director, version, head, opened, at):
    answer(opened, at, [YES] * 4)
    close(version, head, at)
    page = words(director.get(lead(version)))
    assert "Er deden minder dan vijf collega’s mee." in page
    assert "ingevoerd" not in page
    assert "Stuur de vraag aan uw team" in page


def test_the_results_with_examples_beside_the_own_choice(director, version, head, opened, at):
    for number, token in enumerate(opened.tokens.values()):
        actions.give_opinion(
            token=token,
            choices={NEEDS: YES if number else NO},
            examples={NEEDS: f"Voorbeeld <b>{number}</b>"},
            at=at,
        )
    close(version, head, at)
    Answer.objects.create(version=version, key=NEEDS, value=NO, saved_by_name="", saved_at=at)
    reply = director.get(lead(version))
    page = words(reply)
    assert "5 ingevoerd" in page
    assert "1 in ontwikkeling" in page
    assert "in ontwikkeling<br><a" in page
    assert sorted(f"Voorbeeld <b>{n}</b>" for n in range(6) if f"Voorbeeld <b>{n}</b>" in page) == [
        f"Voorbeeld <b>{n}</b>" for n in range(6)
    ]
    assert "<b>0</b>" not in reply.content.decode()


def test_results_stay_to_be_read_when_the_text_is_with_others(director, version, head, opened, at):
    answer(opened, at, [YES] * 5)
    close(version, head, at)
    Version.objects.update(state="with_mr")
    assert "5 ingevoerd" in words(director.get(lead(version)))


def test_a_form_that_asks_the_team_nothing_has_no_round(director, version):
    version.edition = load_edition(OTHER_FORM)
    version.save()
    assert director.get(lead(version)).status_code == 404


# On the chapter's page


def chapter(client, version, key: str = "team") -> str:
    return words(client.get(reverse("chapter", args=[version.pk, key])))


def test_the_chapter_says_how_the_round_stands(director, version, head, at):
    assert "Vraag uw team" in chapter(director, version)
    opened = open_round(version, head, at)
    answer(opened, at, [YES, YES, NO, YES, NO])
    page = chapter(director, version)
    assert "Uw team geeft zijn mening, tot en met" in page
    assert "Het team (" not in page
    close(version, head, at)
    page = chapter(director, version)
    assert "5 van de 6 collega’s gaven hun mening" in page
    assert page.count("Het team (5)") == 1
    assert "<span>3 ingevoerd</span>" in page
    assert "<span>2 in ontwikkeling</span>" in page


def test_a_chapter_without_questions_for_the_team_says_nothing_of_it(director, version, opened):
    assert "team" not in chapter(director, version, "mission").split("<form")[1].split("</form")[0]


def test_one_query_more_however_many_answered(director, version, head, at):
    director.get(reverse("chapter", args=[version.pk, "team"]))

    def count() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            chapter(director, version)
        return len([q for q in queries if "teamround" in q["sql"]])

    assert count() == 1
    opened = open_round(version, head, at)
    answer(opened, at, [YES] * 6)
    close(version, head, at)
    assert count() == 1


def test_who_reads_along_sees_no_spread(client_for, teacher, version, head, opened, at):
    answer(opened, at, [YES] * 5)
    close(version, head, at)
    page = chapter(client_for(teacher), version)
    assert "Het team (" not in page
    assert client_for(teacher).get(lead(version)).status_code == 403


# Who answers


def test_answer_on_a_phone_once(phone, opened):
    page = phone.get(link(opened))
    assert page["Cache-Control"] == "max-age=0, no-cache, no-store, must-revalidate, private"
    assert "De Regenton vraagt wat u vindt, zonder uw naam." in words(page)
    assert "Vraag 4 van 4" in words(page)
    assert "Er zijn 6 collega’s gevraagd." in words(page)
    assert not page.cookies
    given = {NEEDS: YES, "work.shared": "2", f"{GOAL}.example": " Elke   week\n één doel. "}
    sent = phone.post(link(opened), given)
    assert (sent.status_code, sent["Location"]) == (302, link(opened))
    assert "<h1>U deed mee</h1>" in words(phone.get(link(opened)))
    assert sorted(TeamAnswer.objects.values_list("key", "value")) == [(NEEDS, YES), ("work.shared", "2")]
    assert TeamExample.objects.get().text == "Elke week één doel."


def test_a_second_time_is_told_and_the_text_comes_back(phone, opened):
    phone.post(link(opened), {NEEDS: YES})
    again = phone.post(link(opened), {NEEDS: NO, f"{NEEDS}.example": "Toch anders bedacht."})
    assert again.status_code == 409
    assert "<h1>U deed al mee</h1>" in words(again)
    assert "Toch anders bedacht." in words(again)
    assert TeamAnswer.objects.get().value == YES


def test_closed_while_someone_types_gives_the_text_back(phone, opened, version, head, at):
    phone.get(link(opened))
    close(version, head, at)
    reply = phone.post(link(opened), {NEEDS: YES, f"{NEEDS}.example": "Wij beginnen elke dag in de kring."})
    assert reply.status_code == 409
    assert "De ronde sloot terwijl u antwoordde." in words(reply)
    assert "Wij beginnen elke dag in de kring." in words(reply)
    assert reply["Cache-Control"].startswith("max-age=0, no-cache, no-store")
    assert not TeamAnswer.objects.exists()
    assert "U kunt niet meer meedoen." in words(phone.get(link(opened)))


def test_nothing_chosen_is_told_and_the_example_stays(phone, opened):
    reply = phone.post(link(opened), {f"{NEEDS}.example": "Alleen een voorbeeld."})
    assert reply.status_code == 422
    assert "Kies bij ten minste één vraag een antwoord." in words(reply)
    assert "Alleen een voorbeeld." in words(reply)
    assert "<title>Fout: Wat vindt u?" in words(reply)


@pytest.mark.parametrize(
    ("given", "fault"),
    [
        ({NEEDS: "geweldig"}, "Kies een van de antwoorden hieronder."),
        ({NEEDS: YES, f"{NEEDS}.example": "x" * 601}, "Uw voorbeeld is te lang: 601 tekens."),
        ({"work.shared": "5"}, "Kies een van de antwoorden hieronder."),
    ],
)
def test_what_cannot_be_is_told_at_the_question(phone, opened, given, fault):
    reply = phone.post(link(opened), given)
    assert reply.status_code == 422
    assert words(reply).count(fault) == 2
    assert not TeamAnswer.objects.exists()


def test_a_choice_stays_when_something_else_is_wrong(phone, opened):
    page = words(phone.post(link(opened), {NEEDS: YES, f"{GOAL}.example": "y" * 700}))
    assert f'name="{NEEDS}" value="{YES}" checked' in page
    assert "y" * 700 in page


@pytest.mark.parametrize("token", ["onzin", "a" * 43, "ï"])
def test_a_link_that_is_not_ours(phone, opened, token):
    reply = phone.get(f"/werk/mening/{token}/")
    assert reply.status_code == 404
    assert "<h1>Deze link kennen wij niet</h1>" in words(reply)


def test_an_address_with_a_nul_leads_nowhere(phone, opened):
    reply = phone.get("/werk/mening/%00/")
    assert reply.status_code == 404
    assert words(reply).count("<h1") == 1


def test_guessing_is_slowed_down_but_a_whole_team_behind_one_address_is_not(phone, opened):
    found = [phone.get(f"/werk/mening/gok{number}/").status_code for number in range(22)]
    assert found == [404] * 20 + [429] * 2
    assert phone.get(link(opened)).status_code == 200


def test_another_form_than_get_or_post_is_refused(phone, opened):
    assert phone.put(link(opened)).status_code == 405


def test_markup_in_an_example_stays_text(phone, director, version, head, opened, at):
    for number in range(5):
        phone.post(link(opened, number), {NEEDS: YES, f"{NEEDS}.example": "<script>alert(1)</script>"})
    close(version, head, at)
    assert b"<script>alert" not in director.get(lead(version)).content
