"""Inviting people, the roles that come of it, and what a school says of itself.

Every act checks, locks, saves, logs, mails on commit.
"""

import logging
from datetime import date, datetime, timedelta

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localdate, localtime

from dekkend.core.mail import send_mail_on_commit
from dekkend.core.tokens import hash_of, new_token
from dekkend.organisations.models import Invitation, Membership, Role, Site, User
from dekkend.organisations.queries import at as placed
from dekkend.organisations.queries import on_day, roles_at, roles_for
from dekkend.organisations.rules import Place, may_describe, may_end, may_grant
from dekkend.organisations.signals import site_described

LINK_WORKS = timedelta(days=14)

logger = logging.getLogger(__name__)


class InvitationClosed(Exception):
    """The link cannot be used; `why` is unknown, withdrawn, accepted, expired or other_person."""

    def __init__(self, why: str, invitation: Invitation | None = None):
        super().__init__(why)
        self.why, self.invitation = why, invitation


@transaction.atomic
def invite(
    *, role: Role, place: Place, email: str, name: str, actor: User | None, at: datetime
) -> Invitation:
    """Offer `role` at `place` by mail. A second offer of the same role renews the first, with a new link.

    `actor` is None only for the very first people, who are invited from the command line. Raises
    PermissionDenied(reason), or ValidationError when the person has this role already.
    """
    email = email.strip().lower()
    _check_grant(actor, role, place, localtime(at).date())
    if _has_role(email, role, place, localtime(at).date()):
        raise ValidationError("Deze persoon heeft deze rol al.")
    invitation = _open_offer(email, role, place) or Invitation(email=email, role=role, **placed(place))
    invitation.name, invitation.invited_by = name, actor
    _send(invitation, at)
    logger.info("%s invited for %s at %s by %s", email, role, place, actor and actor.pk)
    return invitation


@transaction.atomic
def resend_invitation(*, invitation_id: int, actor: User, at: datetime) -> Invitation:
    """Mail a new link for an open or expired invitation; the old link stops working."""
    invitation = _invitation_to_change(invitation_id, actor, at)
    _send(invitation, at)
    return invitation


@transaction.atomic
def withdraw_invitation(*, invitation_id: int, actor: User, at: datetime) -> Invitation:
    """Take an invitation back: its link stops working."""
    invitation = _invitation_to_change(invitation_id, actor, at)
    invitation.withdrawn_at = at
    invitation.save(update_fields=["withdrawn_at"])
    logger.info("Invitation %s withdrawn by %s", invitation.pk, actor.pk)
    return invitation


def has_account(invitation: Invitation) -> bool:
    """Whether whoever is invited can sign in already."""
    return User.objects.filter(email=invitation.email).exists()


def find_invitation(token: str, at: datetime) -> Invitation:
    """The open invitation of this link; raises InvitationClosed with the reason."""
    return _check_open(_by_token(token).first(), at)


@transaction.atomic
def accept_invitation(*, token: str, user: User | None, name: str, password: str, at: datetime) -> User:
    """Take the role offered. Without `user` an account is made with `name` and `password`.

    Raises InvitationClosed, also when `user` is someone else or when an account exists for the address.
    """
    invitation = _check_open(_by_token(token).select_for_update(of=("self",)).first(), at)
    known = User.objects.filter(email=invitation.email).first()
    if known != user:
        raise InvitationClosed("other_person", invitation)
    user = user or User.objects.create_user(invitation.email, name, password)
    begin_membership(user=user, role=Role(invitation.role), place=invitation.place, on=localtime(at).date())
    invitation.accepted_at = at
    invitation.save(update_fields=["accepted_at"])
    return user


@transaction.atomic
def begin_membership(*, user: User, role: Role, place: Place, on: date) -> Membership:
    """Give `user` the role from the day `on`; who has it already on that day keeps the one they have."""
    standing = Membership.objects.filter(on_day(on), user=user, role=role, **placed(place)).first()
    if standing:
        return standing
    logger.info("User %s is %s at %s from %s", user.pk, role, place, on)
    return Membership.objects.create(user=user, role=role, begins_on=on, **placed(place))


@transaction.atomic
def end_membership(*, membership_id: int, actor: User, on: date) -> None:
    """End a role; `on` is its last day. A role that then never held a day is removed.

    Raises PermissionDenied(reason), or ValidationError when `on` lies before yesterday or the role had ended.
    """
    locked = Membership.objects.select_for_update(of=("self",))
    membership = locked.select_related("user", "site__school", "board", "partnership").get(pk=membership_id)
    verdict = may_end(
        roles_for(actor, membership.place, localdate()),
        membership.role,
        membership.place,
        own=membership.user_id == actor.pk,
    )
    if not verdict:
        raise PermissionDenied(verdict.reason)
    _check_last_day(membership, on)
    _end(membership, on)
    logger.info("Role %s of user %s ends on %s, by %s", membership_id, membership.user_id, on, actor.pk)
    context = {**_words(membership), "name": membership.user.name, "last_day": date_format(on, "j F Y")}
    send_mail_on_commit("organisations/mail/role_ends.txt", context, [membership.user.email])


@transaction.atomic
def describe_site(*, site: Site, concept: str, actor: User, at: datetime) -> None:
    """Say how the school teaches: a value of `Concept`, or "" for nothing. What is so already stays so.

    Raises PermissionDenied(reason).
    """
    site = Site.objects.select_for_update(of=("self",)).select_related("school").get(pk=site.pk)
    verdict = may_describe(roles_at(actor, site, localtime(at).date()))
    if not verdict:
        raise PermissionDenied(verdict.reason)
    if site.concept == concept:
        return
    logger.info("Concept of %s is %r instead of %r, by %s", site.code, concept, site.concept, actor.pk)
    site.concept = concept
    site.save(update_fields=["concept"])
    site_described.send(Site, site=site)


def _end(membership: Membership, on: date) -> None:
    if on < membership.begins_on:
        membership.delete()
        return
    membership.ends_on = on
    membership.save(update_fields=["ends_on"])


def _check_last_day(membership: Membership, on: date) -> None:
    today = localdate()
    if membership.ends_on and membership.ends_on < today:
        raise ValidationError("Deze rol is al voorbij.")
    if on < today - timedelta(days=1):
        raise ValidationError("Kies gisteren, vandaag of een latere dag.")


def _check_grant(actor: User | None, role: str, place: Place, on: date) -> None:
    if actor is None:
        return
    verdict = may_grant(roles_for(actor, place, on), role, place)
    if not verdict:
        raise PermissionDenied(verdict.reason)


def _has_role(email: str, role: Role, place: Place, on: date) -> bool:
    return Membership.objects.filter(on_day(on), user__email=email, role=role, **placed(place)).exists()


def _open_offer(email: str, role: Role, place: Place) -> Invitation | None:
    offers = Invitation.objects.select_for_update().filter(accepted_at=None, withdrawn_at=None)
    return offers.filter(email=email, role=role, **placed(place)).first()


def _invitation_to_change(invitation_id: int, actor: User, at: datetime) -> Invitation:
    locked = Invitation.objects.select_for_update(of=("self",))
    invitation = locked.select_related("site__school", "board", "partnership").get(pk=invitation_id)
    _check_grant(actor, invitation.role, invitation.place, localtime(at).date())
    if invitation.accepted_at or invitation.withdrawn_at:
        raise InvitationClosed("accepted" if invitation.accepted_at else "withdrawn", invitation)
    return invitation


def _by_token(token: str):
    invitations = Invitation.objects.select_related("site", "board", "partnership", "invited_by")
    return invitations.filter(token_hash=hash_of(token))


def _check_open(invitation: Invitation | None, at: datetime) -> Invitation:
    if invitation is None:
        raise InvitationClosed("unknown")
    if invitation.accepted_at:
        raise InvitationClosed("accepted", invitation)
    if invitation.withdrawn_at:
        raise InvitationClosed("withdrawn", invitation)
    if invitation.expires_at <= at:
        raise InvitationClosed("expired", invitation)
    return invitation


def _send(invitation: Invitation, at: datetime) -> None:
    token = new_token()
    invitation.token_hash = hash_of(token)
    invitation.invited_at, invitation.expires_at = at, at + LINK_WORKS
    invitation.save()
    context = {
        **_words(invitation),
        "name": invitation.name,
        "inviter": invitation.invited_by.name if invitation.invited_by else "",
        "link": settings.SITE_URL + reverse("invitation", args=[token]),
        "until": date_format(localtime(invitation.expires_at), "j F Y"),
    }
    send_mail_on_commit("organisations/mail/invitation.txt", context, [invitation.email])


def _words(role: Membership | Invitation) -> dict[str, str]:
    return {"role": role.get_role_display(), "place": str(role.place)}
