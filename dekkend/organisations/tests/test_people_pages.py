"""The pages with people: at a school, a board and a partnership; and ending a role."""

from datetime import timedelta

import pytest
from django.utils.timezone import localdate, now

from dekkend.organisations.actions import invite
from dekkend.organisations.models import Invitation, Membership, Role

SITE, BOARD, REGION = (
    "/werk/mensen/99AB00/",
    "/werk/mensen/bestuur/90001/",
    "/werk/mensen/samenwerkingsverband/PO9901/",
)
NOOR = {"name": "Noor Vis", "email": "noor@example.org", "role": "teacher"}


@pytest.fixture
def offer(head, site, letters):
    return invite(role=Role.TEACHER, place=site, email=NOOR["email"], name="Noor Vis", actor=head, at=now())


def test_the_list_shows_role_since_and_until(client_for, head, teacher, site):
    Membership.objects.filter(user=teacher).update(ends_on=localdate() + timedelta(days=400))
    page = client_for(head).get(SITE).content.decode()
    assert "2 rollen" in page
    assert "Youssef Amrani" in page
    assert "leerkracht" in page
    assert "geen einddatum" in page


def test_who_left_is_not_shown(client_for, head, teacher):
    Membership.objects.filter(user=teacher).update(ends_on=localdate() - timedelta(days=1))
    assert "Youssef" not in client_for(head).get(SITE).content.decode()


def test_inviting_from_the_page(client_for, head, letters):
    client = client_for(head)
    assert client.post(SITE, NOOR)["Location"] == SITE
    offer = Invitation.objects.get()
    assert (offer.email, offer.role, offer.place.code, offer.invited_by) == (
        "noor@example.org",
        "teacher",
        "99AB00",
        head,
    )
    page = client.get(SITE).content.decode()
    assert "De uitnodiging is verstuurd naar noor@example.org." in page
    assert "Noor Vis" in page


@pytest.mark.parametrize("role", ["board_member", "partnership_staff", "owner", ""])
def test_a_forged_role_is_refused(client_for, head, letters, role):
    page = client_for(head).post(SITE, NOOR | {"role": role})
    assert page.status_code == 200
    assert not Invitation.objects.exists()


def test_inviting_twice_for_a_role_someone_has(client_for, head, teacher, letters):
    page = client_for(head).post(SITE, NOOR | {"email": teacher.email})
    assert "Deze persoon heeft deze rol al." in page.content.decode()


def test_who_may_not_invite_sees_no_form_no_addresses_and_the_reason(client_for, teacher, offer):
    page = client_for(teacher).get(SITE)
    assert page.status_code == 200
    assert "De directeur nodigt mensen van de school uit." in page.content.decode()
    assert "noor@example.org" not in page.content.decode()
    assert client_for(teacher).post(SITE, NOOR).status_code == 403


@pytest.mark.parametrize(
    ("who", "role", "path"),
    [
        ("board_member", "head_teacher", SITE),
        ("board_member", "signatory", BOARD),
        ("staff", "head_teacher", SITE),
        ("staff", "board_member", BOARD),
        ("staff", "partnership_staff", REGION),
    ],
)
def test_those_above_invite_heads_and_offices(request, client_for, site, letters, who, role, path):
    client = client_for(request.getfixturevalue(who))
    assert client.post(path, NOOR | {"role": role})["Location"] == path
    assert Invitation.objects.get().role == role


def test_a_board_member_does_not_invite_teachers(client_for, board_member, site, letters):
    assert client_for(board_member).post(SITE, NOOR).status_code == 200
    assert not Invitation.objects.exists()


@pytest.mark.parametrize("who", ["outsider", "other_head", "far_head"])
@pytest.mark.parametrize("path", [SITE, BOARD, REGION])
def test_a_place_you_have_nothing_to_do_with_does_not_exist(request, client_for, site, who, path):
    assert client_for(request.getfixturevalue(who)).get(path).status_code == 404


def test_resending_and_withdrawing(client_for, head, offer, letters):
    client = client_for(head)
    old = offer.token_hash
    client.post(f"/werk/mensen/uitnodiging/{offer.pk}/opnieuw/")
    offer.refresh_from_db()
    assert offer.token_hash != old
    client.post(f"/werk/mensen/uitnodiging/{offer.pk}/intrekken/")
    offer.refresh_from_db()
    assert offer.withdrawn_at is not None
    again = client.post(f"/werk/mensen/uitnodiging/{offer.pk}/intrekken/", follow=True)
    assert "al gebruikt of ingetrokken" in again.content.decode()


def test_ending_a_role_is_confirmed_on_a_page(client_for, head, teacher, letters):
    role = Membership.objects.get(user=teacher)
    client = client_for(head)
    page = client.get(f"/werk/mensen/rol/{role.pk}/einde/").content.decode()
    assert "Beëindig de rol van Youssef Amrani" in page
    assert "geen andere directeur" not in page
    role.refresh_from_db()
    assert role.ends_on is None
    done = client.post(f"/werk/mensen/rol/{role.pk}/einde/", {"on": str(localdate())})
    assert done["Location"] == SITE
    role.refresh_from_db()
    assert role.ends_on == localdate()


def test_the_last_head_teacher_is_warned(client_for, head, board_member, site, letters):
    role = Membership.objects.get(user=head)
    path = f"/werk/mensen/rol/{role.pk}/einde/"
    assert "Er is nog geen andere directeur." in client_for(board_member).get(path).content.decode()
    begins = localdate() + timedelta(days=30)
    Membership.objects.create(user=board_member, role=Role.HEAD_TEACHER, site=site, begins_on=begins)
    assert "Er is nog geen andere directeur." not in client_for(board_member).get(path).content.decode()


def test_who_ends_their_own_role_may_come_back_to_nothing(client_for, mr_parent, letters):
    role = Membership.objects.get(user=mr_parent)
    yesterday = localdate() - timedelta(days=1)
    done = client_for(mr_parent).post(f"/werk/mensen/rol/{role.pk}/einde/", {"on": str(yesterday)})
    assert done["Location"] == "/account/"


@pytest.mark.parametrize("day", ["", "morgen", "2026-02-30", "1999-01-01"])
def test_a_wrong_last_day(client_for, head, teacher, letters, day):
    role = Membership.objects.get(user=teacher)
    page = client_for(head).post(f"/werk/mensen/rol/{role.pk}/einde/", {"on": day})
    assert page.status_code == 200
    role.refresh_from_db()
    assert role.ends_on is None


@pytest.mark.parametrize(("who", "status"), [("teacher", 403), ("far_head", 404), ("outsider", 404)])
def test_who_may_not_end_a_role(request, client_for, head, who, status):
    role = Membership.objects.get(user=head)
    client = client_for(request.getfixturevalue(who))
    assert client.get(f"/werk/mensen/rol/{role.pk}/einde/").status_code == status


def test_one_and_thirty_people_take_as_many_queries(client_for, head, site, django_assert_num_queries):
    from dekkend.conftest import make_person

    client = client_for(head)
    client.get(SITE)
    with django_assert_num_queries(5):
        client.get(SITE)
    for number in range(30):
        make_person(f"Collega {number}", Role.TEACHER, site=site)
    with django_assert_num_queries(5):
        client.get(SITE)
