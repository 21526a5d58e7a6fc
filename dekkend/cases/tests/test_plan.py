"""The plan (opp): when it is due, what it needs before it holds, whose yes, and what is kept."""

from datetime import date, timedelta

import pytest
from django.http import Http404
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localdate, now

from dekkend.cases import actions
from dekkend.cases.models import Party, PlanVersion
from dekkend.cases.parents.plan import plan_sight
from dekkend.cases.plan import due
from dekkend.cases.plan.contents import tree_of
from dekkend.cases.plan.queries import action_digest, due_plans, get_plan_for, is_shared, plan_stances
from dekkend.cases.plan.rules import OVER
from dekkend.cases.tests.conftest import FATHER, MOTHER, mails_waiting
from dekkend.workflow.engine import NotPossible
from dekkend.workflow.models import Event
from tools.kept import kept

FULL = {
    "outflow.why": "Vervolgonderwijs op vmbo-niveau.",
    "action.goals": "Elke dag tien minuten samen lezen.",
    "hearing.way": "gesprek",
    "hearing.said": "Ik wil vooraan zitten.",
    "hearing.weighed": "Dat doen we.",
    "consultation.summary": "De ouders willen ook thuis oefenen.",
}


def full() -> dict:
    """All that a plan needs; it was talked over today."""
    today = localdate().isoformat()
    return FULL | {"hearing.date": today, "consultation.date": today}


def write(plan, actor, **answers):
    kept = {entry.key: entry.revision for entry in plan.case.entries.filter(form="plan")}
    values = {key: (value, kept.get(key, 0)) for key, value in answers.items()}
    written = actions.write_plan(case_id=plan.case_id, values=values, actor=actor, at=now())
    assert written.is_whole, written
    return written


def agree(plan, actor, party, answer="yes", words="", digest=None):
    return actions.record_agreement(
        case_id=plan.case_id,
        party_id=party.pk,
        answer=answer,
        words=words,
        digest=digest or action_digest(plan),
        given_on=localdate(),
        actor=actor,
        at=now(),
    )


def establish(plan, actor):
    return actions.establish_plan(
        case_id=plan.case_id,
        begins_on=localdate(),
        ends_on=localdate() + timedelta(days=300),
        actor=actor,
        at=now(),
    )


def test_days():
    assert due.due_after_award(date(2026, 11, 25)) == date(2027, 1, 6)
    assert due.due_after_enrolment(date(2026, 8, 24)) == date(2026, 10, 5)
    assert due.evaluate_by(date(2028, 2, 29)) == date(2029, 2, 28)


def test_a_plan_is_due_six_weeks_after_the_award(plan, site):
    assert plan.due_on == localdate() + timedelta(weeks=6)
    assert [(one.plan, one.what) for one in due_plans([site])] == [(plan, "establish")]
    assert due_plans([site], on=localdate()) == []


def test_who_opens_it(plan, coordinator, teacher, desk, other_head, board_member):
    assert get_plan_for(coordinator, plan.case_id, localdate())[0] == plan
    assert get_plan_for(desk, plan.case_id, localdate())[0] == plan
    for user in (teacher, other_head, board_member):
        with pytest.raises(Http404):
            get_plan_for(user, plan.case_id, localdate())


def test_only_the_school_writes(plan, desk, other_head):
    for user in (desk, other_head):
        with pytest.raises(NotPossible, match="Alleen de school"):
            actions.write_plan(case_id=plan.case_id, values={}, actor=user, at=now())


@pytest.mark.parametrize(
    ("left_out", "reason"),
    [
        ("outflow.why", "Nog in te vullen: Verwachte uitstroom."),
        ("hearing.date", "wanneer het kind over dit plan is gehoord"),
        ("hearing.way", "hoe het kind is gehoord"),
        ("hearing.weighed", "wat u daarmee deed"),
        ("consultation.date", "met de ouders over dit plan sprak"),
        ("consultation.summary", "wat er met de ouders is besproken"),
    ],
)
def test_what_the_law_asks_comes_first(plan, coordinator, left_out, reason):
    write(plan, coordinator, **{key: value for key, value in full().items() if key != left_out})
    for party in plan.case.parties.all():
        agree(plan, coordinator, party)
    with pytest.raises(NotPossible, match=reason):
        establish(plan, coordinator)
    assert not PlanVersion.objects.exists()


def test_a_day_that_has_not_come(plan, coordinator):
    later = (localdate() + timedelta(days=1)).isoformat()
    write(plan, coordinator, **full() | {"hearing.date": later})
    with pytest.raises(NotPossible, match="een dag in die al geweest is"):
        establish(plan, coordinator)


def test_each_parent_is_asked(plan, coordinator):
    write(plan, coordinator, **full())
    first, second = plan.case.parties.all()
    agree(plan, coordinator, first)
    with pytest.raises(NotPossible, match="Leg vast wat ouder 2 van het handelingsdeel vindt"):
        establish(plan, coordinator)
    agree(plan, coordinator, second, "no", "Liever op school dan thuis.")
    version = establish(plan, coordinator)
    assert not version.is_agreed
    assert version.answers["action.goals"] == FULL["action.goals"]
    assert version.parents == [
        {"who": "ouder 1", "answer": "zegt ja", "words": ""},
        {"who": "ouder 2", "answer": "zegt nee", "words": "Liever op school dan thuis."},
    ]


def test_with_every_yes_it_is_agreed(ready, coordinator, site):
    version = establish(ready, coordinator)
    assert (version.number, version.is_agreed) == (1, True)
    ready.refresh_from_db()
    assert ready.evaluate_by == due.evaluate_by(localdate())
    assert [(one.what, one.due_on) for one in due_plans([site])] == [("evaluate", ready.evaluate_by)]


def test_a_yes_is_to_the_text_that_was_read(ready, coordinator):
    old = action_digest(ready)
    write(ready, coordinator, **{"action.goals": "Toch iets anders."})
    assert [stance.said for stance in plan_stances(ready)] == [None, None]
    with pytest.raises(NotPossible, match="Het plan is net veranderd"):
        agree(ready, coordinator, ready.case.parties.first(), digest=old)
    with pytest.raises(NotPossible, match="ouder 1 en ouder 2"):
        establish(ready, coordinator)


def test_what_is_outside_the_action_part_keeps_the_yes(ready, coordinator):
    write(ready, coordinator, **{"outflow.why": "Beter gezegd."})
    assert all(stance.agrees for stance in plan_stances(ready))


@pytest.mark.parametrize(
    ("answer", "words", "reason"),
    [("maybe", "", "Kies wat"), ("no", " ", "anders wil"), ("silent", "", "hoe u om een antwoord vroeg")],
)
def test_bad_answers(ready, coordinator, answer, words, reason):
    with pytest.raises(NotPossible, match=reason):
        agree(ready, coordinator, ready.case.parties.first(), answer, words)


def share(plan, actor):
    actions.share_plan(case_id=plan.case_id, actor=actor, at=now())
    plan.refresh_from_db()


def say(plan, party, answer="yes", words="", digest=None):
    digest = digest or action_digest(plan)
    return actions.agree_as_parent(party=party, answer=answer, words=words, digest=digest, at=now())


@kept
def shared(plan, coordinator):
    """Written, and the parents were asked."""
    write(plan, coordinator, **full())
    share(plan, coordinator)
    return plan


def test_a_parent_says_yes_on_their_own_page(shared):
    party = shared.case.parties.first()
    said = say(shared, party, words="Fijn.")
    assert (said.words, said.recorded_by) == ("Fijn.", None)
    with pytest.raises(NotPossible, match="Kies ja of nee"):
        say(shared, party, "silent")
    with pytest.raises(NotPossible, match="Schrijf wat u anders wilt"):
        say(shared, party, "no", "  ")


def test_who_said_something_stays_in_the_file(plan, coordinator):
    write(plan, coordinator, **full())
    guardian = actions.Who("Noor Vink", "noor@example.org", "voogd")
    party = actions.add_party(case_id=plan.case_id, who=guardian, actor=coordinator, at=now())
    agree(plan, coordinator, party, "no", "Minder uren.")
    with pytest.raises(actions.NotPossible, match="heeft al iets gezegd"):
        actions.remove_party(party_id=party.pk, actor=coordinator, reason="Vergissing.", at=now())


def test_what_a_parent_said_twice_is_said_once_and_a_change_of_mind_is_new(shared):
    party = shared.case.parties.first()
    assert say(shared, party).pk == say(shared, party).pk
    assert Event.objects.filter(act="agree_on_plan").count() == 1
    say(shared, party, "no", "Liever op school.")
    assert [one.answer for one in shared.agreements.all()] == ["yes", "no"]
    assert plan_stances(shared)[0].words == "Liever op school."


def test_the_school_hears_of_it_and_nobody_is_named(shared, coordinator):
    say(shared, shared.case.parties.first(), "no", "Liever op school.")
    mail = mails_waiting()[-1]
    assert coordinator.email in mail["to"]
    assert "op het plan (opp)" in mail["subject"]
    assert f"/dossiers/{shared.case_id}/plan/" in mail["body"]
    assert "Liever" not in mail["body"]


def test_nobody_says_yes_to_what_was_not_shared(plan, coordinator):
    write(plan, coordinator, **full())
    with pytest.raises(NotPossible, match="De school vraagt dit nu niet"):
        say(plan, plan.case.parties.first())


def test_the_parents_are_asked_by_mail_once_for_a_text(shared, coordinator):
    to = {mail["to"] for mail in mails_waiting() if "plan" in mail["body"] or "Okul" in mail["body"]}
    assert {MOTHER.email, FATHER.email} <= to
    with pytest.raises(NotPossible, match="De ouders lezen deze tekst al"):
        share(shared, coordinator)


def test_there_must_be_something_to_say_yes_to(plan, coordinator):
    write(plan, coordinator, **{"outflow.why": "Vmbo."})
    with pytest.raises(NotPossible, match="Vul eerst het handelingsdeel in: Doelen"):
        share(plan, coordinator)


def test_only_who_leads_asks_the_parents(plan, coordinator, teacher, desk):
    write(plan, coordinator, **full())
    actions.share_with(case_id=plan.case_id, user=teacher, actor=coordinator, at=now())
    for user in (teacher, desk):
        with pytest.raises(NotPossible, match="Dit doen alleen de directeur"):
            share(plan, user)


def test_a_text_that_changed_is_shared_anew(shared, coordinator):
    old = action_digest(shared)
    party = shared.case.parties.first()
    write(shared, coordinator, **{"action.goals": "Toch iets anders."})
    assert not is_shared(shared)
    with pytest.raises(NotPossible, match="De school vraagt dit nu niet"):
        say(shared, party)
    share(shared, coordinator)
    with pytest.raises(NotPossible, match="Het plan is net veranderd"):
        say(shared, party, digest=old)
    assert not shared.agreements.exists()


def test_once_it_is_established_the_answer_stands(shared, coordinator):
    first, second = shared.case.parties.all()
    say(shared, first)
    say(shared, second, "no", "Liever op school.")
    version = establish(shared, coordinator)
    assert not version.is_agreed
    assert [said["answer"] for said in version.parents] == ["zegt ja", "zegt nee"]
    with pytest.raises(NotPossible, match="De school vraagt dit nu niet"):
        say(shared, second, "yes", "Toch goed.")


def test_a_parent_without_authority_or_kept_out_says_nothing(shared):
    first, second = shared.case.parties.all()
    Party.objects.filter(pk=first.pk).update(has_authority=False)
    Party.objects.filter(pk=second.pk).update(kept_out=True, token_hash=None)
    for party in (first, second):
        with pytest.raises(NotPossible, match="met gezag"):
            say(shared, party)


def test_it_is_evaluated_with_the_parents(ready, coordinator):
    establish(ready, coordinator)
    again = {"case_id": ready.case_id, "actor": coordinator, "at": now()}
    next_on = localdate() + timedelta(days=200)
    with pytest.raises(NotPossible, match="wanneer u het plan met de ouders evalueerde"):
        actions.evaluate_plan(**again, next_on=next_on)
    write(ready, coordinator, **{"evaluation.date": localdate().isoformat()})
    with pytest.raises(NotPossible, match="wat de ouders ervan vinden"):
        actions.evaluate_plan(**again, next_on=next_on)
    write(ready, coordinator, **{"evaluation.parents": "Het gaat beter."})
    for wrong in (localdate(), localdate() + timedelta(days=367)):
        with pytest.raises(NotPossible, match="Kies een dag voor de volgende keer"):
            actions.evaluate_plan(**again, next_on=wrong)
    version = actions.evaluate_plan(**again, next_on=next_on)
    assert [one.answers["evaluation.parents"] for one in version.evaluated] == ["Het gaat beter."]
    ready.refresh_from_db()
    assert ready.evaluate_by == next_on


def test_each_evaluation_of_a_version_stays(ready, coordinator):
    establish(ready, coordinator)
    for days, words in ((0, "Het gaat beter."), (30, "Het gaat nu goed."), (30, "Het gaat nu goed.")):
        day, at = localdate() + timedelta(days=days), now() + timedelta(days=days)
        write(ready, coordinator, **{"evaluation.date": day.isoformat(), "evaluation.parents": words})
        again = {"case_id": ready.case_id, "actor": coordinator, "at": at}
        actions.evaluate_plan(**again, next_on=day + timedelta(days=100))
    version = PlanVersion.objects.get()
    version.plan.case = ready.case
    assert [
        (one.number, one.evaluated_on, one.answers["evaluation.parents"]) for one in version.evaluated
    ] == [
        (1, localdate(), "Het gaat beter."),
        (2, localdate() + timedelta(days=30), "Het gaat nu goed."),
    ]
    said = [node.key for node in tree_of(version) if node.key.startswith("evaluation")]
    assert said == ["evaluation-1", "evaluation-2"]
    titles = [node.title for node in tree_of(version) if node.key.startswith("evaluation")]
    assert titles[1].endswith(date_format(localdate() + timedelta(days=30), "j F Y"))


def test_nothing_is_evaluated_before_it_holds(ready, coordinator):
    with pytest.raises(NotPossible, match="Stel het plan eerst vast"):
        actions.evaluate_plan(
            case_id=ready.case_id, next_on=localdate() + timedelta(days=9), actor=coordinator, at=now()
        )


def test_a_teacher_does_not_establish(ready, coordinator, teacher):
    actions.share_with(case_id=ready.case_id, user=teacher, actor=coordinator, at=now())
    write(ready, teacher, **{"outflow.why": "Samen geschreven."})
    with pytest.raises(NotPossible, match="Dit doen alleen de directeur"):
        establish(ready, teacher)


def test_no_word_of_the_plan_stands_in_the_clear(ready, coordinator):
    version = establish(ready, coordinator)
    assert b"lezen" not in bytes(version.sealed)


def test_a_next_version_asks_the_child_and_the_parents_anew(ready, coordinator):
    establish(ready, coordinator)
    later = localdate() + timedelta(days=30)
    PlanVersion.objects.update(established_on=localdate() + timedelta(days=1))
    at = now() + timedelta(days=30)
    again = {"case_id": ready.case_id, "begins_on": later, "ends_on": later, "actor": coordinator, "at": at}
    with pytest.raises(NotPossible, match="Dit was voor het plan van"):
        actions.establish_plan(**again)
    write(ready, coordinator, **{"hearing.date": later.isoformat(), "consultation.date": later.isoformat()})
    version = actions.establish_plan(**again)
    assert (version.number, PlanVersion.objects.count()) == (2, 2)


def test_a_plan_does_not_end_before_it_begins(ready, coordinator):
    with pytest.raises(NotPossible, match="eindigt voor het begint"):
        actions.establish_plan(
            case_id=ready.case_id,
            begins_on=localdate(),
            ends_on=localdate() - timedelta(days=1),
            actor=coordinator,
            at=now(),
        )


class TestOnceTheHelpEnded:
    """Their yes is to what the school is going to do: nothing is, so nobody is asked."""

    @pytest.fixture
    def over(self, plan, coordinator):
        write(plan, coordinator, **full())
        return lambda: actions.end_support(case_id=plan.case_id, actor=coordinator, reason="Klaar.", at=now())

    def test_it_is_not_shared_any_more(self, over, plan, coordinator):
        over()
        told, links = mails_waiting(), list(plan.case.parties.values_list("token_until"))
        with pytest.raises(NotPossible, match="De hulp is afgerond"):
            share(plan, coordinator)
        assert mails_waiting() == told
        assert list(plan.case.parties.values_list("token_until")) == links

    def test_the_page_says_why_and_has_no_button(self, over, plan, coordinator, client_for, second_step):
        client = second_step(client_for(coordinator))
        where, button = reverse("plan", args=[plan.case_id]), "Vraag het de ouders</a>"
        assert button in client.get(where).content.decode()
        over()
        page = client.get(where).content.decode()
        assert button not in page
        assert OVER in page

    def test_what_was_asked_before_waits_no_more(self, over, plan, coordinator):
        share(plan, coordinator)
        party = plan.case.parties.first()
        assert plan_sight(plan.case, party).asks
        over()
        plan.case.refresh_from_db()
        sight = plan_sight(plan.case, party)
        assert (sight.asks, sight.is_shared, sight.is_changing) == (False, True, False)
        with pytest.raises(NotPossible, match="De school vraagt dit nu niet"):
            say(plan, party)
