"""An objection that is open while the school goes on with its request: it can always be decided on."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import localdate, now

from dekkend.cases import actions
from dekkend.cases.involvement import roles_for
from dekkend.cases.models import Case, Decision, Objection
from dekkend.cases.parents.sight import who_sees_of
from dekkend.cases.phrases import headline
from dekkend.cases.queries import cases_of, parties_of
from dekkend.cases.sight import who_sees
from dekkend.cases.tests.conftest import award
from dekkend.cases.tests.parents import address, come_in, heading, token_of, words
from dekkend.cases.tests.test_objection import GROUNDS, end
from dekkend.conftest import make_person
from dekkend.organisations.models import Role
from dekkend.organisations.queries import memberships_of
from dekkend.workflow.engine import NotPossible
from tools.kept import kept


@kept
def decider(region):
    """At the Loket, and not who awarded it."""
    return make_person("Wouter Vink", Role.SERVICE_DESK, partnership=region)


@kept
def extending(taken_in, desk, coordinator):
    """The mother objects to an award; then the school asks for more of it."""
    pk = taken_in.pk
    decision = actions.award_by_desk(case_id=pk, award=award(), actor=desk, at=now())
    mother = parties_of(taken_in)[0]
    actions.object_as_parent(party=mother, decision_id=decision.pk, grounds=GROUNDS, why_late="", at=now())
    said = actions.Evaluated(("not_yet",), {}, "Te weinig.", localdate())
    actions.evaluate(case_id=pk, evaluated=said, actor=coordinator, at=now())
    actions.ask_extension(case_id=pk, actor=coordinator, reason="Het helpt.", at=now())
    return Case.objects.get(pk=pk)


def with_parents(case, actor):
    pass


def taken_back(case, actor):
    actions.take_back_from_parents(case_id=case.pk, actor=actor, reason="Er komt iets bij.", at=now())


def withdrawn(case, actor):
    yesterday = localdate() - timedelta(days=1)
    Decision.objects.update(begins_on=yesterday, ends_on=yesterday)
    actions.withdraw_request(case_id=case.pk, actor=actor, reason="Toch niet.", at=now())


@pytest.fixture(params=[with_parents, taken_back, withdrawn])
def case_now(request, extending, coordinator):
    request.param(extending, coordinator)
    extending.refresh_from_db()
    return extending


def desk_is_in(case, user):
    is_listed = cases_of(memberships_of(user, localdate()), user).filter(pk=case.pk).exists()
    assert is_listed == bool(roles_for(user, case, localdate()))
    return is_listed


def test_the_desk_reads_along_and_decides(case_now, decider, client_for, second_step):
    assert desk_is_in(case_now, decider)
    desk = second_step(client_for(decider))
    file = words(desk.get(reverse("case", args=[case_now.pk])))
    assert reverse("case-objections", args=[case_now.pk]) in file
    page = words(desk.get(reverse("case-objections", args=[case_now.pk])))
    assert ("Beslis op het" in page, "Er is nog geen besluit" in page) == (True, False)
    end(Objection.objects.get(), decider, "rejected")
    case_now.refresh_from_db()
    assert (case_now.is_on_hold, desk_is_in(case_now, decider)) == (False, False)


def test_everyone_reads_that_the_desk_does(case_now):
    parties = parties_of(case_now)
    staff = {one.who.partition(" (")[0]: one.what for one in who_sees(case_now, parties, localdate())}
    assert staff["Het Loket"] == "leest mee tot er een besluit is op het verzoek om heroverweging."
    theirs = who_sees_of(case_now, parties[0], parties, localdate())
    assert next(one for one in theirs if "Loket" in one.who).sees
    if case_now.closed_on is None:
        assert headline(case_now).startswith("Het Loket leest mee tot")


def test_the_parent_takes_it_back(case_now, client_for, decider):
    mother = parties_of(case_now)[0]
    inside, token = come_in(client_for(), mother), token_of(mother)
    assert "U vroeg om er opnieuw naar te kijken" in words(inside.get(address(token)))
    assert heading(inside.get(address(token, "parent-object"))) == "U vroeg om er opnieuw naar te kijken"
    where = address(token, "parent-take-back", Objection.objects.get().pk)
    page = words(inside.post(where, {"words": ""}, follow=True))
    assert "U nam het terug." in page
    case_now.refresh_from_db()
    assert (Objection.objects.get().outcome, case_now.is_on_hold) == ("withdrawn", False)
    assert not desk_is_in(case_now, decider)


def test_of_a_request_that_was_withdrawn_it_can_be_right(extending, coordinator, decider):
    withdrawn(extending, coordinator)
    end(Objection.objects.get(), decider, "upheld")
    extending.refresh_from_db()
    assert (extending.state, extending.sent_on, extending.closed_on) == ("intake", localdate(), None)


def test_meanwhile_the_school_does_not_talk_inside_the_file(extending, coordinator):
    taken_back(extending, coordinator)
    with pytest.raises(NotPossible, match="het Loket leest mee"):
        actions.talk_inside(case_id=extending.pk, actor=coordinator, at=now())
