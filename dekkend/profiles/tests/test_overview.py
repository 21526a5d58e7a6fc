"""The work list and the start page, and how many queries they take."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localdate

from dekkend.conftest import make_regime, make_site
from dekkend.organisations.models import Membership, Partnership, Role, Site
from dekkend.organisations.queries import memberships_of
from dekkend.profiles import actions
from dekkend.profiles.models import Version
from dekkend.profiles.overview import start_page, work_list
from dekkend.profiles.tests.conftest import MISSION, answer

pytestmark = pytest.mark.django_db
EVERYONE = ["head", "coordinator", "teacher", "mr_staff", "mr_parent", "board_member", "signatory", "staff"]
TURNS = {
    "working": ("Schrijf het profiel af", {"head", "coordinator"}),
    "with_mr": ("Lees het profiel en bespreek het in de MR", {"mr_staff", "mr_parent"}),
    "heard": ("Lees wat de MR zegt, en ga verder", {"head"}),
    "with_board": ("Stel het profiel vast", {"board_member", "signatory"}),
    "established": ("Publiceer het profiel", {"head", "board_member", "signatory"}),
    "published": ("", set()),
}


def work(user, on=None):
    return work_list(user, on or localdate())


def page(site, user, on=None):
    site = Site.objects.select_related("school__board").get(pk=site.pk)
    day = on or localdate()
    return start_page(site=site, memberships=memberships_of(user, day), on=day)


def queries_of(act):
    with CaptureQueriesContext(connection) as queries:
        act()
    return len(queries)


@pytest.mark.parametrize("state", TURNS)
def test_it_waits_for_those_whose_turn_it_is(version, bring, state, request):
    if state != "working":
        bring(version, state)
    what, people = TURNS[state]
    found = {who: [item.what for item in work(request.getfixturevalue(who))] for who in EVERYONE}
    assert found == {who: [what] if who in people else [] for who in EVERYONE}


def test_the_mr_has_until_the_end_of_its_term(version, bring, mr_parent, at):
    due = bring(version, "with_mr").mr_due_on
    (item,) = work(mr_parent)
    assert (item.version, item.due_on, item.late) == (version, due, False)
    assert (item.url_name, item.url_args, item.url) == ("school", ("99AB00",), "/werk/school/99AB00/")
    assert [i.late for i in work(mr_parent, due)] == [False]
    assert [i.late for i in work(mr_parent, due + timedelta(days=1))] == [True]


def test_a_new_version_is_due_when_the_old_one_ends(version, bring, site, region, head, at):
    last = bring(version, "published").valid_until
    actions.start_working_copy(site=site, partnership=region, actor=head, at=at)
    (item,) = work(head, last + timedelta(days=1))
    assert (item.due_on, item.late, item.version.number) == (last, True, 2)


def test_a_profile_that_nears_its_end_waits_for_a_new_one(version, bring, head, coordinator):
    last = bring(version, "published").valid_until
    assert work(head) == []
    (item,) = work(head, last - timedelta(days=300))
    assert (item.what, item.due_on) == ("Begin een nieuw profiel", last)
    assert work(coordinator, last - timedelta(days=300)) == []


def test_an_expired_one_too(version, bring, head):
    last = bring(version, "published").valid_until
    actions.expire_profiles(on=last + timedelta(days=1))
    (item,) = work(head, last + timedelta(days=1))
    assert (item.what, item.due_on, item.late) == ("Begin een nieuw profiel", last, True)


def test_so_does_an_established_one_that_nobody_published_in_time(version, bring, head, board_member, site):
    last = bring(version, "established").valid_until
    assert [item.what for item in work(board_member, last)] == ["Publiceer het profiel"]
    (item,) = work(head, last + timedelta(days=1))
    assert (item.what, item.due_on, item.late) == ("Begin een nieuw profiel", last, True)
    assert work(board_member, last + timedelta(days=1)) == []
    (standing,) = page(site, head, last + timedelta(days=1)).standings
    assert standing.may_start
    assert standing.steps == []


def test_a_school_without_a_profile_is_told_to_begin(site, regime, head, teacher):
    (item,) = work(head)
    assert (item.site, item.version, item.what) == (site, None, "Begin een nieuw profiel")
    assert work(teacher) == []


def test_not_where_no_form_was_chosen(site, head):
    assert work(head) == []


def test_several_roles_in_several_schools_soonest_first(
    version, bring, head, site, other_site, regime, region, at
):
    Membership.objects.create(user=head, role=Role.MR_PARENT, site=other_site, begins_on=date(2020, 1, 1))
    other_head = Membership.objects.create(
        user=head, role=Role.HEAD_TEACHER, site=other_site, begins_on=date(2020, 1, 1)
    )
    second = actions.start_working_copy(site=other_site, partnership=region, actor=head, at=at)
    answer(second, {"mission": MISSION, "school.motto": "y", "school.nickname": "z"})
    answer(second, {"support.reporting_code": True, "support.bullying": True})
    actions.send_to_mr(version_id=second.pk, actor=head, confirmed=set(), at=at)
    other_head.delete()
    assert [(item.site.name, item.what) for item in work(head)] == [
        ("De Zeepkist", "Lees het profiel en bespreek het in de MR"),
        ("De Regenton", "Schrijf het profiel af"),
    ]


def test_the_work_list_takes_the_same_queries_for_any_number_of_schools(
    version, head, board, region, at, board_member
):
    def count():
        return queries_of(lambda: [item.url for item in work(head)])

    assert count() == 9
    for number in range(2):
        more = make_site(f"99X{number}00".replace("X0", "XA").replace("X1", "XB"), "Meer", board, region)
        Membership.objects.create(user=head, role=Role.HEAD_TEACHER, site=more, begins_on=date(2020, 1, 1))
        actions.start_working_copy(site=more, partnership=region, actor=head, at=at)
    assert len(work(head)) == 3
    assert count() == 9
    assert queries_of(lambda: work(board_member)) == 5  # a board member is head teacher nowhere


class TestStartPage:
    def test_a_working_copy(self, version, site, head, region):
        (standing,) = page(site, head).standings
        assert (standing.partnership, standing.current, standing.published) == (region, version, None)
        assert standing.state.inside == "werkversie"
        assert [person.name for person in standing.waits_for] == ["Marit de Wit"]
        assert [step.name for step in standing.steps] == ["send_to_mr"]
        assert (standing.due_on, standing.late) == (None, False)
        assert standing.may_start.reason == "Er is al een versie waar de school aan werkt."
        assert [event.act for event in standing.acts] == ["start"]
        counts = [(p.chapter.key, p.answered, p.total, p.missing) for p in standing.progress]
        assert counts == [
            ("school", 2, 2, 0),
            ("mission", 1, 3, 0),
            ("inspection", 0, 2, 0),
            ("support", 2, 6, 0),
            ("ambitions", 0, 2, 0),
        ]
        assert (standing.whole.answered, standing.whole.total) == (5, 15)
        assert [p.is_done for p in standing.progress] == [True, False, False, False, False]

    def test_progress_follows_what_is_asked(self, version, site, head):
        answer(version, {"inspection.assessed": True, "inspection.op2": "onvoldoende", "mission": None})
        (standing,) = page(site, head).standings
        counts = {p.chapter.key: (p.answered, p.total, p.missing) for p in standing.progress}
        assert counts["inspection"] == (2, 5, 0)
        assert counts["mission"] == (0, 3, 1)

    def test_no_profile_yet(self, site, regime, head, teacher):
        (standing,) = page(site, head).standings
        assert (standing.current, standing.state, standing.waits_for, standing.progress) == (
            None,
            None,
            [],
            [],
        )
        assert standing.may_start
        assert not page(site, teacher).standings[0].may_start

    def test_a_new_version_beside_the_one_that_holds(self, version, bring, site, region, head, at):
        last = bring(version, "published").valid_until
        second = actions.start_working_copy(site=site, partnership=region, actor=head, at=at)
        (standing,) = page(site, head).standings
        assert (standing.current, standing.published, standing.earlier) == (second, version, [])
        assert standing.due_on == last

    def test_waiting_for_the_mr(self, version, bring, site, head, mr_parent, mr_staff):
        bring(version, "with_mr")
        (standing,) = page(site, head).standings
        assert standing.waits_for == [mr_parent, mr_staff]
        assert [step.name for step in standing.steps] == ["withdraw_from_mr"]
        assert [s.name for s in page(site, mr_parent).standings[0].steps] == ["record_outcome"]

    def test_what_each_may_do_after_the_mr(self, version, bring, site, head, mr_parent, board_member):
        bring(version, "heard")
        assert [s.name for s in page(site, head).standings[0].steps] == ["rework", "send_to_board"]
        assert [s.name for s in page(site, mr_parent).standings[0].steps] == ["take_back_outcome"]
        assert page(site, board_member).standings[0].steps == []

    def test_roles(self, version, site, head, staff, outsider):
        assert page(site, head).roles == {Role.HEAD_TEACHER}
        assert page(site, staff).roles == {Role.PARTNERSHIP_STAFF}
        assert page(site, outsider).roles == frozenset()

    def test_a_site_in_two_partnerships_has_two_profiles(self, version, site, head, edition):
        national = Partnership.objects.create(code="PO9999", name="Landelijk", is_national=True)
        site.sitepartnership_set.create(partnership=national, begins_on=date(2020, 1, 1))
        make_regime(national, edition)
        first, second = page(site, head).standings
        assert (first.current, second.partnership, second.current) == (version, national, None)

    def test_nine_queries_for_any_number_of_versions_and_one_while_it_is_written(
        self, version, bring, site, region, head, at
    ):
        def count():
            return queries_of(lambda: page(site, head)) - 1  # the site itself

        page(site, head)  # reads the form, which stays in memory
        assert count() == 10
        bring(version, "published")
        for state in ("published", "heard"):
            bring(actions.start_working_copy(site=site, partnership=region, actor=head, at=at), state)
        assert Version.objects.count() == 3
        assert count() == 9
