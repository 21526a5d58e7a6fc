"""The special school takes a declaration in, and the yearly round of those that end."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import localdate, now
from django_tasks_db.models import DBTaskResult

from dekkend.cases import actions
from dekkend.cases.declaration import renewing
from dekkend.cases.declaration.days import school_year_ends
from dekkend.cases.declaration.fetching import find_declaration, taken_in_by
from dekkend.cases.declaration.renewing import renewal_round
from dekkend.cases.models import Case, Declaration, Plan
from dekkend.cases.tests.conftest import CHILD
from dekkend.cases.transitions import KIND
from dekkend.conftest import make_person, make_site
from dekkend.organisations.models import Role, Site
from dekkend.workflow.engine import NotPossible, events_of
from tools.kept import kept


def letters() -> list[dict]:
    tasks = DBTaskResult.objects.filter(task_path="dekkend.core.mail.deliver")
    return [task.args_kwargs["kwargs"] for task in tasks]


def take_in(declaration, site, actor, enrolled_on=None):
    return actions.take_in_declaration(
        declaration_id=declaration.pk,
        site=site,
        enrolled_on=enrolled_on or localdate(),
        actor=actor,
        at=now(),
    )


def test_number_and_day_of_birth_together_or_nothing(declaration):
    assert find_declaration("po 9901 1", CHILD.born_on) == declaration
    assert find_declaration("PO9901-000001", CHILD.born_on + timedelta(days=1)) is None
    assert find_declaration("PO9901-000002", CHILD.born_on) is None
    assert find_declaration("PO9902-000001", CHILD.born_on) is None
    assert find_declaration("wat dan ook", CHILD.born_on) is None


def test_taking_it_in_tells_the_school_and_starts_the_clock_of_the_plan(
    declaration, special, special_head, coordinator
):
    DBTaskResult.objects.all().delete()
    take_in(declaration, special, special_head)
    (letter,) = letters()
    assert letter["to"] == coordinator.email
    assert CHILD.first_name not in letter["body"] + letter["subject"]
    plan = Plan.objects.get()
    assert (plan.site, plan.due_on) == (special, localdate() + timedelta(weeks=6))
    assert taken_in_by(special) == [declaration]
    event = events_of(KIND, declaration.case.pk)[0]
    assert (event.act, event.details["site"]) == ("take_in_declaration", "98ZS00")


def test_taken_in_once(declaration, special, special_head, far_region, other_board):
    take_in(declaration, special, special_head)
    with pytest.raises(NotPossible, match="door uw school"):
        take_in(declaration, special, special_head)
    other = make_site("98ZT00", "De Kade", other_board, far_region, kind=Site.Kind.SO_VSO)
    with pytest.raises(NotPossible, match="door een andere school"):
        take_in(declaration, other, make_person("Ton Bel", Role.HEAD_TEACHER, site=other))


def test_another_kind_of_school_and_other_people(declaration, special, far_region, other_board, coordinator):
    sbo = make_site("98ZU00", "De Werf", other_board, far_region, kind=Site.Kind.SBO)
    with pytest.raises(NotPossible, match="Uw school is dat niet"):
        take_in(declaration, sbo, make_person("Ton Bel", Role.HEAD_TEACHER, site=sbo))
    with pytest.raises(NotPossible, match="Dit doet iemand anders"):
        take_in(declaration, special, coordinator)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"revoked_on": date(2026, 1, 1)}, "geldt niet meer"),
        ({"begins_on": date(2020, 1, 1), "ends_on": date(2020, 7, 31)}, "verlopen"),
    ],
)
def test_what_no_longer_holds(declaration, special, special_head, change, reason):
    Declaration.objects.update(**change)
    with pytest.raises(NotPossible, match=reason):
        take_in(declaration, special, special_head)


def test_a_day_on_which_it_does_not_hold(declaration, special, special_head):
    with pytest.raises(NotPossible, match="waarop de verklaring geldt"):
        take_in(declaration, special, special_head, declaration.ends_on + timedelta(days=1))


@kept
def ending(declaration, special, special_head):
    """Taken in, and in its last school year."""
    take_in(declaration, special, special_head)
    ends_on = school_year_ends(localdate())
    Declaration.objects.update(ends_on=ends_on, begins_on=ends_on - timedelta(days=364))
    declaration.refresh_from_db()
    return declaration


def test_what_ends_this_school_year_is_told_once(ending, region):
    DBTaskResult.objects.all().delete()
    assert actions.signal_renewals(now()) == 1
    told = {letter["to"]: letter["body"] for letter in letters()}
    assert set(told) == {"hilde.roos@example.org", "sevim.demir@example.org"}
    school = told["hilde.roos@example.org"]  # it knows the declaration, and may not open the file
    assert (ending.number in school, reverse("declarations") in school) == (True, True)
    assert reverse("case", args=[ending.case.pk]) not in school
    assert actions.signal_renewals(now()) == 0
    assert renewal_round(region, localdate()) == [ending]


@pytest.mark.parametrize(
    ("on", "is_told"),
    [
        (date(2027, 7, 31), False),
        (date(2027, 8, 1), True),
        (date(2028, 7, 31), True),
        (date(2028, 8, 1), False),
    ],
)
def test_an_end_is_told_from_the_first_day_of_its_school_year(on, is_told, declaration):
    Declaration.objects.update(begins_on=date(2026, 8, 1), ends_on=date(2028, 7, 31))
    assert renewing.ending(on).exists() is is_told


def test_what_ends_later_is_not_told(declaration, region):
    assert actions.signal_renewals(now()) == 0
    assert renewal_round(region, localdate()) == []


def test_a_renewal_follows_the_old_file_at_the_new_school(ending, desk, special):
    new = actions.start_renewal(declaration_id=ending.pk, actor=desk, at=now())
    assert (new.follows, new.site, new.kind, new.state) == (ending.case, special, "placement", "draft")
    assert new.child == CHILD
    assert [(p.about["name"], p.token_hash) for p in new.parties.all()] == [("Aylin Bakkerman", None)]
    assert not new.entries.exists()
    with pytest.raises(NotPossible, match="Dit is al gedaan: verlenging begonnen"):
        actions.start_renewal(declaration_id=ending.pk, actor=desk, at=now())
    assert Case.objects.count() == 2


def test_no_renewal_is_needed_and_it_is_after_all(ending, desk):
    with pytest.raises(NotPossible, match="Vul in waarom"):
        actions.skip_renewal(declaration_id=ending.pk, reason=" ", actor=desk, at=now())
    actions.skip_renewal(declaration_id=ending.pk, reason="Gaat naar het VO.", actor=desk, at=now())
    with pytest.raises(NotPossible, match="geen verlenging nodig"):
        actions.start_renewal(declaration_id=ending.pk, actor=desk, at=now())
    actions.undo_skipping(declaration_id=ending.pk, actor=desk, at=now())
    assert actions.start_renewal(declaration_id=ending.pk, actor=desk, at=now())


def test_only_the_loket_of_the_region_holds_the_round(ending, special_head, far_region):
    other = make_person("Wouter Vink", Role.SERVICE_DESK, partnership=far_region)
    for user in (special_head, other):
        with pytest.raises(NotPossible, match="Dit doet iemand anders"):
            actions.start_renewal(declaration_id=ending.pk, actor=user, at=now())
