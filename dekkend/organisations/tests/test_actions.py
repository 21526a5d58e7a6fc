"""Invitations and roles, with their dates."""

import hashlib
from datetime import datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import CommandError, call_command
from django.utils.timezone import localdate, make_aware

from dekkend.organisations.actions import (
    InvitationClosed,
    accept_invitation,
    begin_membership,
    end_membership,
    find_invitation,
    invite,
    resend_invitation,
    withdraw_invitation,
)
from dekkend.organisations.models import Invitation, Membership, Role, User
from dekkend.organisations.queries import memberships_of, people_at, roles_at, roles_for

AT = make_aware(datetime(2026, 10, 5, 9, 30))
PASSWORD = "vier losse woorden samen"


@pytest.fixture
def offer(head, site, letters):
    return invite(
        role=Role.TEACHER, place=site, email="Noor@Example.org ", name="Noor Vis", actor=head, at=AT
    )


def token_of(letter) -> str:
    return letter.link.split("/")[2]


def test_an_invitation_is_a_mail_with_a_link(offer, letters):
    (letter,) = letters
    assert letter.to == ["noor@example.org"]
    assert letter.subject == "Doe mee bij De Regenton"
    assert "Marit de Wit nodigt u uit als leerkracht bij De Regenton." in letter.body
    assert "19 oktober 2026" in letter.body
    assert find_invitation(token_of(letter), AT) == offer


def test_the_token_is_kept_only_as_a_hash(offer, letters):
    token = token_of(letters[0])
    assert len(token) >= 43
    assert offer.token_hash == hashlib.sha256(token.encode()).hexdigest()
    assert token not in str(Invitation.objects.values().get())


def test_accepting_makes_an_account_and_a_role_from_today(offer, letters, site):
    person = accept_invitation(
        token=token_of(letters[0]), user=None, name="Noor Vis", password=PASSWORD, at=AT
    )
    assert (person.email, person.name) == ("noor@example.org", "Noor Vis")
    assert person.check_password(PASSWORD)
    assert list(person.emailaddress_set.values_list("email", "verified", "primary")) == [
        ("noor@example.org", True, True)
    ]
    role = Membership.objects.get(user=person)
    assert (role.role, role.site, role.begins_on, role.ends_on) == ("teacher", site, AT.date(), None)
    offer.refresh_from_db()
    assert offer.accepted_at == AT


def test_accepting_as_someone_who_has_an_account(letters, head, site, outsider):
    invite(role=Role.MR_PARENT, place=site, email=outsider.email, name="Wim", actor=head, at=AT)
    accept_invitation(token=token_of(letters[0]), user=outsider, name="", password="", at=AT)
    assert roles_at(outsider, site, AT.date()) == {Role.MR_PARENT}
    assert User.objects.filter(email=outsider.email).count() == 1


@pytest.mark.parametrize(
    ("why", "change", "at"),
    [
        ("withdrawn", {"withdrawn_at": AT}, AT),
        ("accepted", {"accepted_at": AT}, AT),
        ("expired", {}, AT + timedelta(days=14)),
    ],
)
def test_a_closed_invitation_gives_nothing(offer, letters, why, change, at):
    Invitation.objects.update(**change)
    with pytest.raises(InvitationClosed) as closed:
        accept_invitation(token=token_of(letters[0]), user=None, name="N", password=PASSWORD, at=at)
    assert closed.value.why == why
    assert not User.objects.filter(email="noor@example.org").exists()


def test_it_works_until_the_last_second(offer, letters):
    just_before = AT + timedelta(days=14, seconds=-1)
    assert find_invitation(token_of(letters[0]), just_before) == offer


def test_an_unknown_link(db):
    with pytest.raises(InvitationClosed) as closed:
        find_invitation("a" * 43, AT)
    assert closed.value.why == "unknown"


def test_accepting_twice(offer, letters):
    token = token_of(letters[0])
    accept_invitation(token=token, user=None, name="Noor", password=PASSWORD, at=AT)
    with pytest.raises(InvitationClosed) as closed:
        accept_invitation(token=token, user=None, name="Noor", password=PASSWORD, at=AT)
    assert closed.value.why == "accepted"
    assert Membership.objects.filter(role=Role.TEACHER).count() == 1


@pytest.mark.parametrize("who", ["outsider", None])
def test_nobody_takes_an_invitation_of_someone_else(who, letters, head, site, coordinator, outsider):
    invite(role=Role.TEACHER, place=site, email=coordinator.email, name="F", actor=head, at=AT)
    user = outsider if who else None
    with pytest.raises(InvitationClosed) as closed:
        accept_invitation(token=token_of(letters[0]), user=user, name="X", password=PASSWORD, at=AT)
    assert closed.value.why == "other_person"
    assert roles_at(outsider, site, AT.date()) == set()


def test_a_second_offer_renews_the_first(offer, letters, head, site):
    again = invite(role=Role.TEACHER, place=site, email="noor@example.org", name="Noor", actor=head, at=AT)
    assert again.pk == offer.pk
    with pytest.raises(InvitationClosed):
        find_invitation(token_of(letters[0]), AT)
    assert find_invitation(token_of(letters[1]), AT) == offer


def test_who_has_the_role_is_not_invited_for_it(head, site, teacher, letters):
    with pytest.raises(ValidationError, match="heeft deze rol al"):
        invite(role=Role.TEACHER, place=site, email=teacher.email, name="Y", actor=head, at=AT)
    assert letters == []


def test_resending_makes_a_new_link_for_14_days(offer, letters, head):
    later = AT + timedelta(days=20)
    resend_invitation(invitation_id=offer.pk, actor=head, at=later)
    assert find_invitation(token_of(letters[1]), later + timedelta(days=13)) == offer
    with pytest.raises(InvitationClosed):
        find_invitation(token_of(letters[0]), later)


def test_withdrawing_stops_the_link(offer, letters, head):
    withdraw_invitation(invitation_id=offer.pk, actor=head, at=AT)
    with pytest.raises(InvitationClosed) as closed:
        find_invitation(token_of(letters[0]), AT)
    assert closed.value.why == "withdrawn"


def test_what_is_accepted_cannot_be_withdrawn(offer, letters, head):
    accept_invitation(token=token_of(letters[0]), user=None, name="Noor", password=PASSWORD, at=AT)
    with pytest.raises(InvitationClosed):
        withdraw_invitation(invitation_id=offer.pk, actor=head, at=AT)


@pytest.mark.parametrize(
    "who", ["teacher", "coordinator", "mr_parent", "signatory", "other_head", "far_head"]
)
def test_who_may_not_invite_here(request, site, letters, who):
    actor = request.getfixturevalue(who)
    with pytest.raises(PermissionDenied, match="De directeur nodigt"):
        invite(role=Role.TEACHER, place=site, email="a@example.org", name="A", actor=actor, at=AT)
    assert not Invitation.objects.exists()


@pytest.mark.parametrize("who", ["head", "board_member", "staff"])
def test_who_may_invite_a_head_teacher(request, site, letters, who):
    actor = request.getfixturevalue(who)
    offer = invite(role=Role.HEAD_TEACHER, place=site, email="a@example.org", name="A", actor=actor, at=AT)
    assert offer.invited_by == actor


def test_a_role_that_was_is_no_reason_to_invite(head, site, letters):
    Membership.objects.filter(user=head).update(ends_on=AT.date() - timedelta(days=1))
    with pytest.raises(PermissionDenied):
        invite(role=Role.TEACHER, place=site, email="a@example.org", name="A", actor=head, at=AT)


def test_staff_reach_boards_of_their_own_region_only(staff, board, other_board, far_site, site):
    assert roles_for(staff, board, AT.date()) == {Role.PARTNERSHIP_STAFF}
    assert roles_for(staff, other_board, AT.date()) == set()


def test_the_first_person_is_invited_without_inviter(region, letters):
    invite(role=Role.PARTNERSHIP_STAFF, place=region, email="a@example.org", name="A", actor=None, at=AT)
    assert "U bent uitgenodigd als medewerker van het samenwerkingsverband" in letters[0].body


def test_a_role_counts_on_its_last_day_and_not_after(teacher, head, site, letters):
    today = localdate()
    role = Membership.objects.get(user=teacher)
    end_membership(membership_id=role.pk, actor=head, on=today)
    assert roles_at(teacher, site, today) == {Role.TEACHER}
    assert roles_at(teacher, site, today + timedelta(days=1)) == set()
    assert memberships_of(teacher, today + timedelta(days=1)) == []


def test_ending_as_of_yesterday_stops_at_once(teacher, head, site, letters):
    role = Membership.objects.get(user=teacher)
    end_membership(membership_id=role.pk, actor=head, on=localdate() - timedelta(days=1))
    assert roles_at(teacher, site, localdate()) == set()
    assert letters[0].to == [teacher.email]
    assert letters[0].subject == "Uw rol bij De Regenton stopt"


def test_a_role_that_never_held_a_day_is_removed(outsider, head, site, letters):
    role = begin_membership(user=outsider, role=Role.TEACHER, place=site, on=localdate() + timedelta(days=7))
    assert role in people_at(site, localdate())
    end_membership(membership_id=role.pk, actor=head, on=localdate())
    assert not Membership.objects.filter(user=outsider).exists()


def test_the_past_is_not_rewritten(teacher, head, letters):
    role = Membership.objects.get(user=teacher)
    with pytest.raises(ValidationError, match="Kies gisteren, vandaag of een latere dag"):
        end_membership(membership_id=role.pk, actor=head, on=localdate() - timedelta(days=2))
    end_membership(membership_id=role.pk, actor=head, on=localdate() - timedelta(days=1))
    with pytest.raises(ValidationError, match="al voorbij"):
        end_membership(membership_id=role.pk, actor=head, on=localdate())


def test_nobody_ends_a_role_above_their_own(head, teacher, letters):
    role = Membership.objects.get(user=head)
    with pytest.raises(PermissionDenied):
        end_membership(membership_id=role.pk, actor=teacher, on=localdate())
    role.refresh_from_db()
    assert role.ends_on is None


def test_everyone_may_stop_their_own_role(mr_parent, letters):
    role = Membership.objects.get(user=mr_parent)
    end_membership(membership_id=role.pk, actor=mr_parent, on=localdate())
    role.refresh_from_db()
    assert role.ends_on == localdate()


def test_beginning_a_role_that_stands_keeps_it(teacher, site):
    standing = Membership.objects.get(user=teacher)
    assert begin_membership(user=teacher, role=Role.TEACHER, place=site, on=localdate()) == standing


def test_the_command_invites_the_first_person(region, letters):
    call_command("invite", "partnership_staff", "PO9901", "joost@example.org", "Joost Bakx")
    offer = Invitation.objects.get()
    assert (offer.place, offer.role, offer.invited_by) == (region, "partnership_staff", None)
    assert letters[0].to == ["joost@example.org"]


def test_the_command_refuses_a_place_that_is_not_there(region, letters):
    with pytest.raises(CommandError, match="No place with the code 90001"):
        call_command("invite", "board_member", "90001", "a@example.org", "A")
