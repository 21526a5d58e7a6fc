"""What a parent's first page says after a no, and where they may still write."""

import pytest
from django.utils.timezone import localdate, now

from dekkend.cases import actions
from dekkend.cases.models import Decision, Objection
from dekkend.cases.tests.conftest import with_parents
from dekkend.cases.tests.parents import address, come_in, heading, token_of, words
from dekkend.cases.tests.test_parents_objecting import GROUNDS, REASONS, in_the_past
from dekkend.conftest import make_person
from dekkend.core.templatetags.dekkend import day
from dekkend.organisations.models import Role
from tools.kept import kept

MAY_OBJECT = "Bent u het er niet mee eens? Dat kan tot en met"


@kept
def refused(taken_in, desk):
    actions.refuse_by_desk(
        case_id=taken_in.pk, reasons="Dit kan de school zelf, met wat er al is.", actor=desk, at=now()
    )
    return taken_in.decisions.get()


@kept
def mother(refused):
    return refused.case.parties.first()


@pytest.fixture
def start(client_for, mother):
    """The first page, read anew each time."""
    inside = come_in(client_for(), mother)
    return lambda: words(inside.get(address(token_of(mother)))).partition("<main")[2]


def object_to(decision, party):
    return actions.object_as_parent(
        party=party, decision_id=decision.pk, grounds=GROUNDS, why_late="Ik was ziek.", at=now()
    )


class TestAfterANo:
    def test_in_time(self, start):
        assert MAY_OBJECT in start()

    def test_a_chance_that_is_over_is_not_late_and_something_can_still_be_done(self, start, mother, refused):
        in_the_past(refused)
        page = start()
        assert MAY_OBJECT not in page
        assert "te laat" not in page
        assert "De tijd is voorbij: dit kon tot en met" in page
        assert address(token_of(mother), "parent-object") in page

    def test_who_objected_reads_how_that_stands(self, start, mother, refused):
        objection = object_to(refused, mother)
        page = start()
        assert MAY_OBJECT not in page
        due = f"Het antwoord komt uiterlijk op {day(objection.due_on)}."
        assert f"U vroeg om er opnieuw naar te kijken. {due}" in page
        assert page.count('<h2 class="as-label">U vroeg om er opnieuw naar te kijken</h2>') == 1

    def test_by_law_it_is_called_an_objection(self, start, mother, refused):
        Decision.objects.update(kind="placement")
        object_to(refused, mother)
        assert "U maakte bezwaar. Het antwoord komt uiterlijk op" in start()

    def test_taken_back_it_may_be_done_again(self, start, mother, refused):
        objection = object_to(refused, mother)
        actions.withdraw_objection(party=mother, objection_id=objection.pk, words="", at=now())
        assert MAY_OBJECT in start()

    def test_what_was_decided_on_it(self, start, mother, refused, region):
        objection = object_to(refused, mother)
        actions.end_objection(
            objection_id=objection.pk,
            outcome=Objection.Outcome.REJECTED,
            reasons=REASONS,
            actor=make_person("Joris Prins", Role.SERVICE_DESK, partnership=region),
            at=now(),
        )
        page = start()
        assert MAY_OBJECT not in page
        assert f"Op {day(localdate())} is beslist: het besluit blijft zoals het was." in page

    def test_who_cannot_object_is_not_told_that_they_can(self, start, mother):
        mother.has_authority = False
        mother.save()
        assert MAY_OBJECT not in start()


class TestWriting:
    def test_while_it_is_sent_the_way_to_write_is_left_out(self, client_for, sent):
        mother = sent.parties.first()
        inside, token = come_in(client_for(), mother), token_of(mother)
        assert address(token, "parent-part") not in words(inside.get(address(token)))
        late = inside.get(address(token, "parent-part"), follow=True)
        assert (late.status_code, heading(late)) == (409, "U kunt nu niets meer veranderen")
        for name in ("parent-file", "parent-questions"):
            assert address(token, name) in words(late).partition("<main")[2]

    def test_while_it_is_written_it_is_there(self, client_for, case, parents, coordinator):
        with_parents(case, coordinator)
        mother = case.parties.first()
        inside, token = come_in(client_for(), mother), token_of(mother)
        assert address(token, "parent-part") in words(inside.get(address(token)))
