"""An award is evaluated once, goal by goal; a closed year is counted once, and nobody can be found in it."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from random import Random

import pytest
from django.urls import reverse
from django.utils.timezone import get_current_timezone, localdate, now

from dekkend.cases import actions
from dekkend.cases.effect.columns import COLUMNS
from dekkend.cases.effect.counting import happenings_of
from dekkend.cases.effect.disclosure import FEW, HIDDEN
from dekkend.cases.effect.evaluation import looking_back, result_of
from dekkend.cases.effect.frame import OTHER, Frame, frame_of
from dekkend.cases.effect.publication import Happening, tables_of
from dekkend.cases.effect.years import closed_year, days_of
from dekkend.cases.models import Case, Decision, Evaluation, Figures, Offering, Plan, PlanVersion
from dekkend.cases.reasons import opened
from dekkend.cases.terms import school_year
from dekkend.cases.tests.conftest import award
from dekkend.workflow.engine import NotPossible
from dekkend.workflow.models import Event
from tools.kept import kept


def spoken(**otherwise) -> actions.Evaluated:
    """Of today, and whole but for what is said."""
    return replace(actions.Evaluated(("partly",), {}, "Het lezen gaat beter.", localdate()), **otherwise)


@kept
def awarded(taken_in, desk):
    actions.award_by_desk(case_id=taken_in.pk, award=award(), actor=desk, at=now())
    taken_in.refresh_from_db()
    return taken_in


def evaluate(case, actor, said=None):
    evaluation = actions.evaluate(case_id=case.pk, evaluated=said or spoken(), actor=actor, at=now())
    evaluation.case = case
    return evaluation


def kept(evaluation: Evaluation):
    return evaluation.case.vault.open_value(evaluation.place, evaluation.sealed)


@pytest.mark.parametrize(
    ("states", "result"),
    [
        (["reached"], "reached"),
        (["reached", "dropped"], "reached"),
        (["reached", "not_yet"], "partly"),
        (["partly", "not_yet"], "partly"),
        (["not_yet", "dropped"], "not_yet"),
        (["dropped", "dropped"], "dropped"),
    ],
)
def test_the_award_as_a_whole(states, result):
    assert result_of(states) == result


def test_nothing_of_an_evaluation_stands_in_the_clear(awarded, coordinator):
    evaluation = evaluate(awarded, coordinator)
    assert kept(evaluation)["result"] == "partly"
    assert kept(evaluation)["goals"] == [{"goal": "wat deze hulp moest brengen", "state": "partly"}]
    assert b"partly" not in bytes(evaluation.sealed)
    event = Event.objects.get(act="evaluate")
    assert event.details == {}
    told = opened(awarded, event.reason)
    assert "Het lezen gaat beter." in told
    assert "- wat deze hulp moest brengen: deels bereikt" in told


def test_what_the_loket_mapped_is_asked_by_need(awarded, coordinator, settings):
    settings.SCHOOL_OFFER = "dekkend.cases.tests.test_effect.OFFER"
    Case.objects.filter(pk=awarded.pk).update(sealed_needs=awarded.vault.seal_value("needs", ["reading"]))
    with pytest.raises(NotPossible, match="net veranderd"):
        evaluate(awarded, coordinator)
    assert not Evaluation.objects.exists()
    evaluation = evaluate(awarded, coordinator, spoken(help={"reading": "some"}))
    assert kept(evaluation)["needs"] == {"reading": "some"}
    assert "- lezen: hielp een beetje" in opened(awarded, Event.objects.get(act="evaluate").reason)


@pytest.mark.parametrize(
    "wrong",
    [
        {"words": " "},
        {"talked_on": None},
        {"talked_on": date(9999, 12, 31)},
        {"states": ("fine",)},
        {"states": ("partly", "reached")},
    ],
)
def test_half_an_evaluation_changes_nothing(awarded, coordinator, wrong):
    with pytest.raises(NotPossible):
        evaluate(awarded, coordinator, spoken(**wrong))
    awarded.refresh_from_db()
    assert awarded.state == "in_force"
    assert not Evaluation.objects.exists()


def test_what_the_plan_tells_is_not_asked_again(ready, coordinator):
    from dekkend.cases.tests.test_plan import establish, write

    establish(ready, coordinator)
    case = ready.case
    assert looking_back(case).told_on is None
    write(ready, coordinator, **{"evaluation.date": localdate().isoformat(), "evaluation.parents": "Beter."})
    next_on = localdate() + timedelta(days=100)
    actions.evaluate_plan(case_id=case.pk, next_on=next_on, actor=coordinator, at=now())
    assert looking_back(case).told_on == localdate()
    evaluation = evaluate(case, coordinator, actions.Evaluated(("reached",), {}))
    assert kept(evaluation)["talked_on"] == localdate().isoformat()
    assert "Hoe het ging" in opened(case, Event.objects.get(act="evaluate").reason)


def test_the_school_that_asked_reads_nothing_of_the_plan_of_the_next(ready, coordinator, special):
    """Who looks back there sees no goal of a plan that is not theirs to open."""
    from dekkend.cases.tests.test_plan import establish

    establish(ready, coordinator)
    version = PlanVersion.objects.get()
    answers = version.answers | {"action.goals": [{"goal": "rustig beginnen"}]}
    kept_there = {"answers": answers, "parents": []}
    version.sealed = ready.case.vault.seal_value(version.place, kept_there)
    version.save()
    assert [goal.text for goal in looking_back(ready.case).goals] == ["rustig beginnen"]
    Plan.objects.update(site=special)
    assert [goal.text for goal in looking_back(ready.case).goals] == ["wat deze hulp moest brengen"]


# Counting


class Wanted:
    def needs(self, partnership, on):
        from dekkend.cases.offer import Need

        return (Need("reading", "lezen"),)

    def offer(self, site, partnership):
        return None


OFFER = Wanted()


def this_year():
    return school_year(localdate())


def counted(region):
    frame = frame_of(region, this_year())
    return sorted(one.columns for one in happenings_of(region, this_year(), frame))


def test_a_request_is_counted_with_what_became_of_it(sent, coordinator, desk, region):
    assert counted(region) == [("asked",)]
    actions.accept(case_id=sent.pk, actor=desk, at=now())
    actions.award_by_desk(case_id=sent.pk, award=award(), actor=desk, at=now())
    so_far = [("asked",), ("decided", "awarded", "in_time", "unopposed")]
    assert counted(region) == so_far
    evaluate(sent, coordinator)
    assert counted(region) == [*so_far, ("evaluated", "partly")]
    actions.end_support(case_id=sent.pk, actor=coordinator, reason="Het lukt nu zelf.", at=now())
    assert counted(region) == [*so_far, ("evaluated", "partly"), ("over", "ended")]


def test_an_extension_is_a_request_of_its_own_and_a_late_one_is_late(awarded, coordinator, desk, region):
    from dekkend.cases.queries import parties_of
    from dekkend.cases.tests.conftest import say_yes

    evaluate(awarded, coordinator)
    actions.ask_extension(case_id=awarded.pk, actor=coordinator, reason="Nog even.", at=now())
    awarded.refresh_from_db()
    for party in parties_of(awarded):
        say_yes(awarded, party)
    actions.send_case(case_id=awarded.pk, actor=coordinator, at=now())
    actions.accept(case_id=awarded.pk, actor=desk, at=now())
    Case.objects.filter(pk=awarded.pk).update(due_on=localdate() - timedelta(days=1))
    actions.award_by_desk(case_id=awarded.pk, award=award(), actor=desk, at=now())
    assert counted(region) == [
        ("asked",),
        ("asked",),
        ("decided", "awarded", "in_time", "unopposed"),
        ("decided", "awarded", "late", "unopposed"),
        ("evaluated", "partly"),
        ("over", "extended"),
    ]


def test_passed_on_to_other_help(awarded, coordinator, region):
    evaluate(awarded, coordinator)
    actions.pass_on(case_id=awarded.pk, kind="workshop", actor=coordinator, at=now())
    assert ("over", "passed_on") in counted(region)


def test_a_kind_of_earlier_years_stands_on_the_line_of_what_replaced_it(region, offering):
    definition = offering.definition | {"school_year": "2019-2020"}
    definition["kind"] = [
        kind | {"key": f"old_{kind['key']}", "may_pass_to": []} for kind in definition["kind"]
    ]
    Offering.objects.create(
        partnership=region,
        school_year="2019-2020",
        definition=definition,
        checksum="old",
        adopted_at=now(),
    )
    frame = frame_of(region, this_year())
    assert frame.kind_of("old_expertise") == OTHER
    assert frame.kind_of("expertise") == "expertise"
    assert list(frame.kinds)[-1] == OTHER


@pytest.mark.parametrize(
    ("on", "year"),
    [
        (date(2026, 9, 30), "2024-2025"),
        (date(2026, 10, 1), "2025-2026"),
        (date(2027, 3, 1), "2025-2026"),
    ],
)
def test_a_year_is_counted_when_it_is_over_and_decided_on(on, year):
    assert closed_year(on) == year


def after_this_year():
    return datetime(days_of(this_year())[1].year, 10, 1, 4, tzinfo=get_current_timezone())


def test_a_year_is_counted_once_and_stays_as_it_is(awarded, region):
    assert actions.make_figures(now()) == 0
    assert actions.make_figures(after_this_year()) == 1
    made = Figures.objects.get()
    assert made.tables["region"] == dict.fromkeys(COLUMNS, FEW)
    Case.objects.filter(pk=awarded.pk).update(site=awarded.site)
    assert actions.make_figures(after_this_year() + timedelta(days=40)) == 0
    assert Figures.objects.get().tables == made.tables


def test_counting_asks_the_same_however_many_files(awarded, region, django_assert_num_queries):
    from dekkend.cases.queries import with_place

    frame_of(region, this_year())  # the catalogue is kept in this process
    with django_assert_num_queries(8):
        happenings_of(region, this_year(), frame_of(region, this_year()))
    again = with_place(Case.objects.filter(pk=awarded.pk)).get()
    for number in range(5):
        copy_of(again, f"2026-9{number:03}")
    with django_assert_num_queries(8):
        found = happenings_of(region, this_year(), frame_of(region, this_year()))
    assert len(found) == 12


def copy_of(case, number):
    """The same file again, with a key of its own."""
    from uuid import uuid4

    from dekkend.cases.models import CaseKey
    from dekkend.core.encryption import keyring

    copy = Case.objects.get(pk=case.pk)
    copy.pk, copy.uid, copy.number = None, uuid4(), number
    copy.vault, wrapped = keyring().new_key(copy.owner)
    copy.sealed_child = copy.vault.seal_value("child", case.child.kept())
    copy.save(force_insert=True)
    CaseKey.objects.create(case=copy, wrapped=wrapped)
    for event in Event.objects.filter(subject_id=case.pk, act="send"):
        Event.objects.create(
            subject_kind=event.subject_kind, subject_id=copy.pk, act="send", at=event.at, actor_name="x"
        )
    decision = Decision.objects.get(case=case)
    decision.pk, decision.case = None, copy
    decision.save(force_insert=True)


FRAME = Frame(
    kinds={"expertise": "Inzet van expertise", "budget": "Budget"},
    needs={"reading": "lezen"},
    boards={"1": "Eén"},
    schools={"a": "De A", "b": "De B"},
    board_of={"a": "1", "b": "1"},
    heirs={},
)


def test_tables_hold_what_may_be_shown_and_nothing_else():
    good = ("decided", "awarded", "in_time", "unopposed")
    many = [Happening(good, "expertise", "a", frozenset({"reading"}))] * 40
    some = [Happening(good, "budget", "b")] * 12
    one = [Happening(("decided", "refused", "in_time", "unopposed"), "budget", "b")] * 2
    tables = tables_of(FRAME, many + some + one, Random(1))  # noqa: S311
    assert tables["region"]["decided"] == 54
    assert tables["region"]["refused"] == FEW
    assert tables["region"]["awarded"] == HIDDEN
    assert [(line["key"], line["row"]["decided"]) for line in tables["kinds"]] == [
        ("expertise", 40),
        ("budget", 14),
    ]
    assert [(line["board"], line["row"]["decided"]) for line in tables["schools"]] == [("1", 40), ("1", 14)]
    assert tables["needs"][0]["row"]["decided"] == 40
    # Two were refused: in no line is that a number, nor what they are left with when taken off.
    assert all(line["row"]["refused"] == FEW for line in tables["kinds"] + tables["schools"])
    assert not any(2 in line["row"].values() for line in tables["kinds"] + tables["schools"])


class TestPage:
    """What is asked on the page, and what comes back when it cannot be kept."""

    @pytest.fixture
    def client(self, awarded, coordinator, client_for, second_step, settings):
        settings.SCHOOL_OFFER = "dekkend.cases.tests.test_effect.OFFER"
        needs = awarded.vault.seal_value("needs", ["reading"])
        Case.objects.filter(pk=awarded.pk).update(sealed_needs=needs)
        return second_step(client_for(coordinator))

    def test_half_of_it_comes_back_with_what_was_typed(self, awarded, client):
        address = reverse("case-step", args=[awarded.pk, "evaluate"])
        assert "Hielp de hulp hierbij: lezen?" in client.get(address).content.decode()
        before = (localdate() - timedelta(days=1)).isoformat()
        half = client.post(address, {"words": "Het lezen gaat beter.", "talked_on": before})
        page = half.content.decode()
        assert half.status_code == 422
        assert "Het lezen gaat beter." in page
        assert page.count("Kies wat past.") >= 2
        assert "Kies een dag na het besluit, die al geweest is." in page
        assert not Evaluation.objects.exists()

    def test_all_of_it_is_kept(self, awarded, client):
        said = {"words": "Het lezen gaat beter.", "talked_on": localdate().isoformat()}
        said |= {"goal_0": "partly", "need_reading": "some"}
        client.post(reverse("case-step", args=[awarded.pk, "evaluate"]), said)
        evaluation = Evaluation.objects.get()
        evaluation.case = awarded
        assert (kept(evaluation)["result"], kept(evaluation)["needs"]) == ("partly", {"reading": "some"})
        awarded.refresh_from_db()
        assert awarded.state == Case.State.EVALUATED

    def test_the_goals_of_the_plan_are_asked_one_by_one(self, ready, coordinator, client_for, second_step):
        from dekkend.cases.tests.test_plan import establish

        establish(ready, coordinator)
        page = second_step(client_for(coordinator)).get(
            reverse("case-step", args=[ready.case_id, "evaluate"])
        )
        assert "Doel: " in page.content.decode()
