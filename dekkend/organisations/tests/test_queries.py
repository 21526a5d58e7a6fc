"""Who is where. Every read is one query, with one row and with three."""

from datetime import date, timedelta

import pytest
from django.utils.timezone import localdate

from dekkend.conftest import make_person, make_site
from dekkend.organisations import queries
from dekkend.organisations.models import Membership, Role, SitePartnership

pytestmark = pytest.mark.django_db
TODAY = localdate()
YESTERDAY = TODAY - timedelta(days=1)


def test_memberships_come_with_their_place_in_one_query(
    head, site, other_site, board, region, django_assert_num_queries
):
    with django_assert_num_queries(1):
        (only,) = queries.memberships_of(head, TODAY)
        assert (only.role, only.place, only.place.school.board) == (Role.HEAD_TEACHER, site, board)
    Membership.objects.create(user=head, role=Role.BOARD_MEMBER, board=board, begins_on=TODAY)
    Membership.objects.create(user=head, role=Role.TEACHER, site=other_site, begins_on=TODAY)
    with django_assert_num_queries(1):
        places = [role.place for role in queries.memberships_of(head, TODAY)]
    assert places == [site, board, other_site]


def test_a_role_counts_from_its_first_to_its_last_day(head):
    role = head.memberships.get()
    role.begins_on, role.ends_on = YESTERDAY, TODAY
    role.save()
    days = [YESTERDAY - timedelta(days=1), YESTERDAY, TODAY, TODAY + timedelta(days=1)]
    assert [len(queries.memberships_of(head, day)) for day in days] == [0, 1, 1, 0]


def test_who_is_no_longer_active_has_no_role(head, site):
    head.is_active = False
    head.save()
    assert queries.memberships_of(head, TODAY) == []
    assert queries.roles_at(head, site, TODAY) == frozenset()
    assert queries.people_of(site, TODAY) == []


def test_open_sites_of_a_board(site, other_site, board, region, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert [found.school.brin for found in queries.sites_of_board(board)] == ["99AB"]
    annexe = make_site("99AB01", "De Dependance", board, region)
    make_site("99AC00", "De Oude School", board, region, closed_on=TODAY)
    third = make_site("99AD00", "Het Zomerpad", board, region)
    with django_assert_num_queries(1):
        found = queries.sites_of_board(board)
        assert [one.school.brin for one in found] == ["99AB", "99AB", "99AD"]
    assert found == [annexe, site, third]


def test_open_sites_of_a_partnership(
    site, other_site, far_site, board, other_board, region, django_assert_num_queries
):
    make_site("99AC00", "De Oude School", board, region, closed_on=TODAY)
    with django_assert_num_queries(1):
        found = list(queries.sites_of_partnership(region, TODAY))
        assert [(one, one.school.board) for one in found] == [(site, board), (other_site, other_board)]
    SitePartnership.objects.filter(site=other_site).update(ends_on=YESTERDAY)
    assert list(queries.sites_of_partnership(region, TODAY)) == [site]


def test_partnerships_of_a_site(site, region, far_region, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert queries.partnerships_of(site, TODAY) == [region]
    SitePartnership.objects.create(site=site, partnership=far_region, begins_on=TODAY)
    SitePartnership.objects.filter(partnership=region).update(ends_on=TODAY)
    with django_assert_num_queries(1):
        assert queries.partnerships_of(site, TODAY) == [region, far_region]
    assert queries.partnerships_of(site, TODAY + timedelta(days=1)) == [far_region]
    assert queries.partnerships_of(site, date(2014, 7, 31)) == []


def test_people_of_a_site_in_the_order_of_their_roles(
    site, mr_parent, board_member, staff, other_head, django_assert_num_queries
):
    with django_assert_num_queries(1):
        assert [role.user for role in queries.people_of(site, TODAY)] == [mr_parent]
    teachers = [make_person(name, Role.TEACHER, site=site) for name in ("Zoë Kok", "Abel Kok")]
    with django_assert_num_queries(1):
        found = [role.user for role in queries.people_of(site, TODAY)]
    assert found == [teachers[1], teachers[0], mr_parent]


def test_roles_at_a_site_through_site_board_and_region(
    site, head, board_member, staff, other_head, far_head, outsider, board, django_assert_num_queries
):
    people = (head, board_member, staff, other_head, far_head, outsider)
    with django_assert_num_queries(len(people)):
        roles = [queries.roles_at(person, site, TODAY) for person in people]
    assert roles == [{Role.HEAD_TEACHER}, {Role.BOARD_MEMBER}, {Role.PARTNERSHIP_STAFF}, set(), set(), set()]
    Membership.objects.create(user=head, role=Role.SIGNATORY, board=board, begins_on=TODAY)
    Membership.objects.create(user=head, role=Role.TEACHER, site=site, begins_on=TODAY, ends_on=TODAY)
    with django_assert_num_queries(1):
        assert queries.roles_at(head, site, TODAY) == {Role.HEAD_TEACHER, Role.SIGNATORY, Role.TEACHER}


def test_staff_of_a_region_the_site_has_left_is_nothing_to_it(site, staff):
    SitePartnership.objects.filter(site=site).update(ends_on=YESTERDAY)
    assert queries.roles_at(staff, site, TODAY) == frozenset()
