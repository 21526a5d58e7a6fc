"""An objection: its days, its committee, the hold on the file, and a decision anew."""

from datetime import date, timedelta

import pytest
from django.utils.timezone import localdate, now

from dekkend.cases import actions
from dekkend.cases.models import Decision, Objection
from dekkend.cases.objection import terms
from dekkend.cases.tests.conftest import REASONS, advised, award, in_session
from dekkend.cases.tests.test_declaring import SO_LOW, award_by_committee
from dekkend.conftest import make_person
from dekkend.organisations.models import Role
from dekkend.workflow.engine import NotPossible
from tools.kept import kept

GROUNDS = "Wij denken dat ons kind hier kan blijven, met meer hulp."
WHY = "De commissie kijkt anders naar het onderzoek dan wij eerst deden."


@pytest.mark.parametrize(
    ("year", "easter"), [(2024, (3, 31)), (2026, (4, 5)), (2027, (3, 28)), (2038, (4, 25))]
)
def test_easter(year, easter):
    assert terms.easter_sunday(year) == date(year, *easter)


@pytest.mark.parametrize(
    ("until", "last"),
    [
        (date(2026, 11, 25), date(2026, 11, 25)),
        (date(2026, 11, 28), date(2026, 11, 30)),
        (date(2026, 12, 25), date(2026, 12, 28)),
        (date(2026, 4, 3), date(2026, 4, 7)),  # Good Friday, and the Monday after
        (date(2026, 5, 14), date(2026, 5, 15)),
        (date(2025, 4, 26), date(2025, 4, 28)),  # the king's day of a year in which the 27th is a Sunday
        (date(2027, 1, 1), date(2027, 1, 4)),
    ],
)
def test_a_term_never_ends_on_a_day_of_rest(until, last):
    assert terms.last_day(until) == last


UNTIL = date(2026, 11, 27)


@pytest.mark.parametrize(
    ("received_on", "posted_on", "is_late"),
    [
        (date(2026, 11, 27), None, False),
        (date(2026, 11, 28), None, True),
        (date(2026, 12, 4), date(2026, 11, 27), False),
        (date(2026, 12, 5), date(2026, 11, 27), True),
        (date(2026, 12, 1), date(2026, 11, 28), True),
    ],
)
def test_in_time_or_late(received_on, posted_on, is_late):
    assert terms.is_late(received_on, posted_on, UNTIL) is is_late


@pytest.mark.parametrize(
    ("received_on", "has_committee", "by_law", "due_on"),
    [
        (date(2026, 11, 1), False, True, date(2027, 1, 8)),
        (date(2026, 11, 1), True, True, date(2027, 2, 19)),
        (date(2026, 12, 15), True, True, date(2027, 3, 9)),
        (date(2026, 11, 1), False, False, date(2026, 12, 13)),
    ],
)
def test_by_when_is_decided(received_on, has_committee, by_law, due_on):
    found = terms.decision_due(UNTIL, received_on, has_committee=has_committee, by_law=by_law)
    assert found == due_on
    assert terms.adjourned(found) == due_on + timedelta(weeks=6)


@kept
def refused(decide_on, placement):
    return decide_on(placement, None, outcome="refused")


@kept
def declared(decide_on, placement):
    return decide_on(placement, SO_LOW)


@kept
def decide_on(desk, expert, secretary, members):
    """Advised, in session, and decided."""

    def go(case, declared, outcome="awarded"):
        advised(case, desk, expert)
        actions.put_on_agenda(case_id=case.pk, actor=desk, at=now())
        in_session([case], secretary, members)
        return award_by_committee(case, secretary, declared, outcome=outcome)

    return go


def object_to(decision, actor, **facts):
    facts = {"received_on": localdate(), "grounds": GROUNDS} | facts
    return actions.record_objection(
        decision_id=decision.pk, objecting=actions.Objecting(**facts), actor=actor, at=now()
    )


def end(objection, actor, outcome, reasons=WHY):
    return actions.end_objection(
        objection_id=objection.pk, outcome=outcome, reasons=reasons, actor=actor, at=now()
    )


def advise(objection, actor):
    actions.note_committees_advice(
        objection_id=objection.pk, given_on=localdate(), advice=WHY, actor=actor, at=now()
    )


def test_a_school_objects_and_the_file_is_on_hold(refused, coordinator):
    objection = object_to(refused, coordinator)
    case = refused.case
    case.refresh_from_db()
    assert case.is_on_hold
    assert not objection.is_late
    assert objection.committee.startswith("Landelijke Bezwaaradviescommissie")
    last = terms.last_day(refused.objected_until)
    assert objection.due_on == last + timedelta(weeks=12)
    assert objection.words == {"grounds": GROUNDS, "why_late": ""}
    assert GROUNDS.encode() not in bytes(objection.sealed)


def test_a_parent_objects_on_their_own_page(refused):
    party = refused.case.parties.get()
    objection = actions.object_as_parent(
        party=party, decision_id=refused.pk, grounds=GROUNDS, why_late="", at=now()
    )
    assert (objection.by, objection.whose, objection.recorded_by) == ("parent", "ouder 1", None)


def test_who_objects_stays_in_the_file(taken_in, desk, coordinator):
    decision = actions.refuse_by_desk(case_id=taken_in.pk, reasons=REASONS, actor=desk, at=now())
    guardian = actions.Who("Noor Vink", "noor@example.org", "voogd")
    party = actions.add_party(case_id=taken_in.pk, who=guardian, actor=coordinator, at=now())
    object_to(decision, coordinator, party=party)
    with pytest.raises(NotPossible, match="heeft al iets gezegd"):
        actions.remove_party(party_id=party.pk, actor=coordinator, reason="Vergissing.", at=now())


@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        ({"grounds": "Nee."}, "Vul in waarom"),
        ({"received_on": date(2020, 1, 1)}, "na het besluit"),
        ({"received_on": date(2100, 1, 1)}, "niet later dan vandaag"),
        ({"posted_on": date(2020, 1, 1)}, "niet voor het besluit"),
    ],
)
def test_what_is_refused_changes_nothing(refused, coordinator, facts, reason):
    with pytest.raises(NotPossible, match=reason):
        object_to(refused, coordinator, **facts)
    assert not Objection.objects.exists()
    refused.case.refresh_from_db()
    assert not refused.case.is_on_hold


def test_a_late_one_is_kept_as_late_with_why(refused, coordinator):
    Decision.objects.update(
        decided_on=localdate() - timedelta(weeks=20), objected_until=localdate() - timedelta(weeks=14)
    )
    with pytest.raises(NotPossible, match="Vul in waarom het later is"):
        object_to(refused, coordinator)
    objection = object_to(refused, coordinator, why_late="De brief kwam op een oud adres.")
    assert objection.is_late
    assert objection.due_on == localdate() + timedelta(weeks=12)


def test_the_same_objection_twice(refused, coordinator):
    object_to(refused, coordinator)
    with pytest.raises(NotPossible, match="staat al in het dossier"):
        object_to(refused, coordinator)
    object_to(refused, coordinator, party=refused.case.parties.get())


def test_a_parent_without_authority_or_of_another_child(refused, coordinator, case, parents):
    with pytest.raises(NotPossible, match="met gezag"):
        object_to(refused, coordinator, party=parents[0])


def test_more_time_once(refused, desk):
    objection = object_to(refused, desk)
    due_on = objection.due_on
    more = {"objection_id": objection.pk, "reason": "De zitting is later.", "actor": desk}
    actions.adjourn_objection(**more, at=now())
    objection.refresh_from_db()
    assert objection.due_on == due_on + timedelta(weeks=6)
    with pytest.raises(NotPossible, match="al een keer uitgesteld"):
        actions.adjourn_objection(**more, at=now())


def test_nobody_decides_against_a_committee_unheard(refused, desk):
    objection = object_to(refused, desk)
    with pytest.raises(NotPossible, match="gaf nog geen advies"):
        end(objection, desk, "rejected")
    advise(objection, desk)
    end(objection, desk, "rejected")
    with pytest.raises(NotPossible, match="al beslist"):
        end(objection, desk, "upheld")


def test_who_decided_first_does_not_decide_again(taken_in, desk, coordinator, region):
    decision = actions.refuse_by_desk(case_id=taken_in.pk, reasons=REASONS, actor=desk, at=now())
    objection = object_to(decision, coordinator)
    assert objection.committee == ""
    assert objection.due_on == localdate() + timedelta(weeks=6)
    with pytest.raises(NotPossible, match="Awb 10:3"):
        end(objection, desk, "rejected")
    other = make_person("Wouter Vink", Role.SERVICE_DESK, partnership=region)
    end(objection, other, "rejected")
    taken_in.refresh_from_db()
    assert (taken_in.state, taken_in.is_on_hold) == ("refused", False)
    assert taken_in.closed_on == localdate()


def test_upheld_a_refusal_is_decided_anew(refused, desk):
    objection = object_to(refused, desk)
    advise(objection, desk)
    end(objection, desk, "upheld")
    case = refused.case
    case.refresh_from_db()
    assert (case.state, case.round, case.is_on_hold) == ("intake", 2, False)
    assert (case.closed_on, case.retain_until) == (None, None)
    assert case.due_on == localdate() + timedelta(weeks=6)


def test_upheld_a_declaration_holds_until_the_next(declared, desk, decide_on):
    objection = object_to(declared, desk, party=declared.case.parties.get())
    advise(objection, desk)
    end(objection, desk, "upheld")
    declared.declaration.refresh_from_db()
    assert declared.declaration.revoked_on is None
    case = declared.case
    case.refresh_from_db()
    new = decide_on(case, actions.Declared("SO", "high"))
    declared.declaration.refresh_from_db()
    assert (declared.declaration.revoked_on, new.declaration.serial) == (localdate(), 2)
    assert new.declaration.revoked_on is None


def test_the_hold_lasts_while_another_is_open(refused, desk):
    first = object_to(refused, desk)
    second = object_to(refused, desk, party=refused.case.parties.get())
    end(first, desk, "withdrawn")
    refused.case.refresh_from_db()
    assert refused.case.is_on_hold
    end(second, desk, "withdrawn")
    refused.case.refresh_from_db()
    assert not refused.case.is_on_hold


def test_a_hold_of_someone_else_stays(refused, desk):
    refused.case.is_on_hold = True
    refused.case.save()
    end(object_to(refused, desk), desk, "withdrawn")
    refused.case.refresh_from_db()
    assert refused.case.is_on_hold


def test_only_the_loket_decides_on_it(refused, coordinator, desk):
    objection = object_to(refused, coordinator)
    with pytest.raises(NotPossible, match="Dit kan alleen: medewerker van het Loket"):
        end(objection, coordinator, "withdrawn")
    with pytest.raises(NotPossible, match="Kies wat het besluit"):
        end(objection, desk, "perhaps")
    with pytest.raises(NotPossible, match="Leg in een paar zinnen uit"):
        end(objection, desk, "withdrawn", "Ja.")


def test_a_running_award_can_be_objected_to(taken_in, desk, coordinator):
    decision = actions.award_by_desk(case_id=taken_in.pk, award=award(), actor=desk, at=now())
    objection = object_to(decision, coordinator)
    taken_in.refresh_from_db()
    assert (objection.is_late, taken_in.state) == (False, "in_force")
