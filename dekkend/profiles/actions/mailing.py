"""A person decides how often they get mail, and whether their terms go to a calendar."""

from datetime import datetime

from django.db import transaction

from dekkend.core.tokens import hash_of, new_token
from dekkend.organisations.models import User
from dekkend.profiles.models import CalendarLink, MailChoice


@transaction.atomic
def choose_mail(*, user: User, often: str) -> MailChoice:
    """Keep how often this person wants mail: one of `MailChoice.Often`."""
    choice, _ = MailChoice.objects.update_or_create(user=user, defaults={"often": MailChoice.Often(often)})
    return choice


@transaction.atomic
def make_calendar_link(*, user: User, at: datetime) -> str:
    """A new secret token for this person's calendar; the one before stops working. It is shown once."""
    token = new_token()
    CalendarLink.objects.update_or_create(user=user, defaults={"token_hash": hash_of(token), "made_at": at})
    return token


@transaction.atomic
def remove_calendar_link(*, user: User) -> None:
    """The calendar's address stops working."""
    CalendarLink.objects.filter(user=user).delete()
