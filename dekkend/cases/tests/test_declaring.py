"""The decision and its declaration are one: the next number, no gap, no double, and none for what failed."""

from datetime import date
from threading import Barrier, Thread

import pytest
from django.db import connections, transaction
from django.utils.timezone import localdate, now

from dekkend.cases import actions
from dekkend.cases.actions.deciding import decide
from dekkend.cases.actions.steps import take
from dekkend.cases.declaration.days import first_end
from dekkend.cases.models import Case, Counter, Decision, Declaration
from dekkend.cases.tests.conftest import MOTHER, REASONS, advised, award, in_session, one_more
from dekkend.cases.tests.conftest import with_parents as share
from dekkend.workflow.engine import NotPossible
from tools.kept import kept

SO_LOW = actions.Declared("SO", "low")


def declaring(declared, ends_on=None):
    today = localdate()
    ends_on = ends_on or first_end(today)
    return actions.Award(reasons=REASONS, begins_on=today, ends_on=ends_on, declaration=declared)


def award_by_committee(case, secretary, declared, ends_on=None, *, outcome="awarded"):
    step = "award_by_committee" if outcome == "awarded" else "refuse_by_committee"
    given = declaring(declared, ends_on) if outcome == "awarded" else actions.Award(reasons=REASONS)
    with transaction.atomic(), take(step, case.pk, secretary, now()) as held:
        return decide(held, outcome, "committee", given, secretary, now())


@kept
def on_agenda(placement, desk, expert, secretary, members):
    advised(placement, desk, expert)
    actions.put_on_agenda(case_id=placement.pk, actor=desk, at=now())
    in_session([placement], secretary, members)
    return placement


def test_an_award_of_placement_is_a_declaration(on_agenda, secretary):
    decision = award_by_committee(on_agenda, secretary, SO_LOW)
    declaration = Declaration.objects.get()
    assert declaration == decision.declaration
    assert declaration.number == "PO9901-000001"
    assert (declaration.begins_on, declaration.ends_on) == (localdate(), first_end(localdate()))
    assert (declaration.school_kind, declaration.category) == ("SO", "low")


@pytest.mark.parametrize(
    ("declared", "ends_on", "reason"),
    [
        (None, None, "SBO of SO"),
        (actions.Declared("SO"), None, "laag, midden of hoog"),
        (actions.Declared("SBO", "high"), None, "geen categorie"),
        (SO_LOW, date(2027, 7, 30), "heel schooljaar"),
        (actions.Declared("SBO"), date(2040, 7, 31), "hoogstens 24 maanden"),
    ],
)
def test_a_wrong_declaration_changes_nothing_and_takes_no_number(
    on_agenda, secretary, declared, ends_on, reason
):
    with pytest.raises(NotPossible, match=reason):
        award_by_committee(on_agenda, secretary, declared, ends_on)
    on_agenda.refresh_from_db()
    assert on_agenda.state == "on_agenda"
    assert not Decision.objects.exists()
    assert not Counter.objects.filter(name="tlv").exists()


def test_a_refusal_has_no_declaration(on_agenda, secretary):
    award_by_committee(on_agenda, secretary, None, outcome="refused")
    assert not Declaration.objects.exists()


def test_other_help_has_no_declaration(taken_in, desk):
    with pytest.raises(NotPossible, match="hoort geen verklaring"):
        actions.award_by_desk(case_id=taken_in.pk, award=award(declaration=SO_LOW), actor=desk, at=now())
    actions.award_by_desk(case_id=taken_in.pk, award=award(), actor=desk, at=now())
    assert not Declaration.objects.exists()


def test_the_committee_does_not_decide_once_an_expert_lost_the_seat(on_agenda, secretary):
    opinion = on_agenda.opinions.first()
    actions.free_seat(opinion_id=opinion.pk, reason="Was al betrokken.", actor=secretary, at=now())
    for declared, outcome in ((SO_LOW, "awarded"), (None, "refused")):
        with pytest.raises(NotPossible, match="het advies van de eerste deskundige"):
            award_by_committee(on_agenda, secretary, declared, outcome=outcome)


def test_rolled_back_the_number_is_free_again(on_agenda, secretary):
    with transaction.atomic():
        assert award_by_committee(on_agenda, secretary, SO_LOW).declaration.serial == 1
        transaction.set_rollback(True)
    assert not Declaration.objects.exists()
    assert award_by_committee(on_agenda, secretary, SO_LOW).declaration.serial == 1


def several(count, site, region, coordinator, desk, expert):
    """As many children, each on the list of the CTC."""
    cases = []
    for _ in range(count):
        case = actions.open_case(
            site=site, partnership=region, kind="placement", child=one_more(), actor=coordinator, at=now()
        )
        actions.add_party(case_id=case.pk, who=MOTHER, actor=coordinator, at=now())
        for party in share(case, coordinator):
            from dekkend.cases.consents import request_digest

            actions.answer_as_parent(
                party=party, answer="view", words="", digest=request_digest(case), at=now()
            )
        actions.send_case(case_id=case.pk, actor=coordinator, at=now())
        actions.accept(case_id=case.pk, actor=desk, at=now())
        case.refresh_from_db()
        advised(case, desk, expert)
        actions.put_on_agenda(case_id=case.pk, actor=desk, at=now())
        cases.append(case)
    return cases


@pytest.mark.django_db(transaction=True)
def test_two_ask_for_a_number_in_the_same_moment(
    offering, site, region, coordinator, desk, expert, secretary, members
):
    """Six at once, of which two fail after they took theirs: four numbers, none missing, none twice."""
    cases = several(6, site, region, coordinator, desk, expert)
    in_session(cases, secretary, members)
    barrier, failed = Barrier(len(cases)), []

    def go(case, fails):
        barrier.wait()
        try:
            with transaction.atomic():
                award_by_committee(case, secretary, SO_LOW)
                assert not fails
        except Exception as fault:
            failed.append(fault)
        finally:
            connections.close_all()

    threads = [Thread(target=go, args=[case, number < 2]) for number, case in enumerate(cases)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [type(fault) for fault in failed] == [AssertionError, AssertionError]
    assert sorted(Declaration.objects.values_list("serial", flat=True)) == [1, 2, 3, 4]
    assert Counter.objects.get(name="tlv").last == 4
    assert Case.objects.filter(state="in_force").count() == 4
    assert award_again_is_five(cases, secretary)


def award_again_is_five(cases, secretary) -> bool:
    """Who failed decides anew, and gets the number after the last."""
    left = next(case for case in cases if Case.objects.get(pk=case.pk).state == "on_agenda")
    return award_by_committee(left, secretary, SO_LOW).declaration.serial == 5


@pytest.mark.django_db(transaction=True)
def test_two_decide_on_one_child_in_the_same_moment(on_agenda, placement, secretary):
    barrier, refused = Barrier(2), []

    def go(declared):
        barrier.wait()
        try:
            award_by_committee(placement, secretary, declared)
        except NotPossible as refusal:
            refused.append(refusal.reason)
        finally:
            connections.close_all()

    threads = [Thread(target=go, args=[one]) for one in (SO_LOW, actions.Declared("SO", "high"))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(refused) == 1
    assert list(Declaration.objects.values_list("serial", flat=True)) == [1]


def test_another_region_counts_by_itself(on_agenda, secretary, far_region):
    from dekkend.cases.numbers import next_number

    award_by_committee(on_agenda, secretary, SO_LOW)
    with transaction.atomic():
        assert next_number(far_region, "tlv") == 1
