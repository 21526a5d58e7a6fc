"""The pages of the plan (opp): from the first word to an evaluation, and who is kept out."""

import re
from datetime import timedelta

from django.urls import reverse
from django.utils.timezone import localdate, now

from dekkend.cases import actions
from dekkend.cases.models import PlanAgreement, PlanVersion, Reading
from dekkend.cases.tests.test_plan import establish, full, write


def at(name, plan, *more):
    return reverse(name, args=[plan.case_id, *more])


def test_from_the_first_word_to_a_plan_that_holds(plan, go, coordinator):
    client = go(coordinator)
    assert "Begin met schrijven" in client.get(at("plan", plan)).content.decode()
    for chapter in ("outflow", "action", "hearing", "consultation"):
        answers = {key: value for key, value in full().items() if key.startswith(chapter)}
        revisions = {f"rev:{key}": 0 for key in answers}
        assert client.post(at("plan-chapter", plan, chapter), answers | revisions).status_code == 302
    wrong = client.post(at("establish-plan", plan), days())
    assert wrong.status_code == 409
    assert "ouder 1 en ouder 2" in wrong.content.decode()
    for number, answer in ((1, "yes"), (2, "no")):
        page = client.get(at("plan-agreement", plan, number)).content.decode()
        digest = re.search('name="digest" value="([0-9a-f]{64})"', page)[1]
        said = {"answer": answer, "given_on": localdate().isoformat(), "words": "Anders.", "digest": digest}
        assert client.post(at("plan-agreement", plan, number), said).status_code == 302
    assert "geen ja voor het handelingsdeel" in client.get(at("establish-plan", plan)).content.decode()
    assert client.post(at("establish-plan", plan), days()).status_code == 302
    page = client.get(at("plan", plan)).content.decode()
    assert "Versie 1 geldt" in page
    assert "De hulp gaat door, ook zonder ja." in page


def test_once_the_help_ended_without_a_plan_nothing_is_left_to_do(plan, go, coordinator):
    actions.end_support(case_id=plan.case_id, actor=coordinator, reason="Klaar.", at=now())
    page = go(coordinator).get(at("plan", plan)).content.decode()
    assert "De hulp is afgerond. Er is geen plan (opp) vastgesteld." in page
    assert f'class="button primary" href="{reverse("case", args=[plan.case_id])}"' in page
    untrue = ("moet er zijn op", "Begin met schrijven", "Begin met het eerste", "kan nog niet", "nog 42")
    assert [words for words in untrue if words in page] == []


def days():
    return {
        "begins_on": localdate().isoformat(),
        "ends_on": (localdate() + timedelta(days=200)).isoformat(),
    }


def test_evaluated_and_compared(ready, go, coordinator):
    establish(ready, coordinator)
    client = go(coordinator)
    today = localdate().isoformat()
    write(ready, coordinator, **{"evaluation.date": today, "evaluation.parents": "Het gaat beter."})
    next_on = (localdate() + timedelta(days=90)).isoformat()
    assert client.post(at("evaluate-plan", ready), {"next_on": next_on}).status_code == 302
    assert client.post(at("evaluate-plan", ready), {"next_on": today}).status_code == 409
    write(ready, coordinator, **{"outflow.why": "Vmbo of havo."})
    establish(ready, coordinator)
    page = client.get(at("plan-version", ready, 2)).content.decode()
    assert "Vervolgonderwijs op vmbo-niveau." in page
    assert "Vmbo of havo." in page
    assert client.get(at("plan-version", ready, 3)).status_code == 404
    child = client.get(at("plan-for-child", ready, 2)).content.decode()
    assert "Ik wil vooraan zitten." in child


def test_a_stale_save_is_refused_with_both_texts(plan, go, coordinator, head):
    write(plan, head, **{"outflow.why": "Van de directeur."})
    mine = {"outflow.why": "Van mij.", "rev:outflow.why": 0}
    answer = go(coordinator).post(at("plan-chapter", plan, "outflow"), mine)
    assert answer.status_code == 422
    assert "Van de directeur." in answer.content.decode()
    assert "Van mij." in answer.content.decode()


def test_who_reads_and_who_writes(ready, go, coordinator, desk, teacher, other_head, board_member):
    establish(ready, coordinator)
    reader = go(desk)
    assert reader.get(at("plan", ready)).status_code == 200
    assert reader.get(at("plan-version", ready, 1)).status_code == 200
    for name, *more in (
        ("establish-plan",),
        ("evaluate-plan",),
        ("plan-agreement", 1),
        ("plan-chapter", "outflow"),
    ):
        assert reader.get(at(name, ready, *more)).status_code == 403
    for user in (teacher, other_head, board_member):
        assert go(user).get(at("plan", ready)).status_code == 404


def test_each_look_is_in_the_log_and_no_title_names_the_child(ready, go, coordinator):
    page = go(coordinator).get(at("plan", ready)).content.decode()
    assert "Kees" in page
    assert "Kees" not in re.search("<title>(.*?)</title>", page, re.S)[1]
    assert Reading.objects.last().what == "het plan (opp)"


def test_an_answer_to_a_text_that_changed_is_refused(ready, go, coordinator):
    said = {"answer": "yes", "given_on": localdate().isoformat(), "digest": "0" * 64}
    answer = go(coordinator).post(at("plan-agreement", ready, 1), said)
    assert answer.status_code == 409
    assert PlanAgreement.objects.count() == 2
    assert not PlanVersion.objects.exists()


def test_the_page_takes_few_queries(ready, go, coordinator, django_assert_num_queries):
    client = go(coordinator)
    client.get(at("plan", ready))
    with django_assert_num_queries(QUERIES):
        client.get(at("plan", ready))


QUERIES = 17
