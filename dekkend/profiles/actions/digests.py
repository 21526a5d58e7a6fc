"""The weekly overview by mail: what waits for someone, and what happened at their schools."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.timezone import localdate

from dekkend.core.mail import send_mail_on_commit
from dekkend.organisations.models import User
from dekkend.organisations.queries import on_day
from dekkend.profiles.models import MailChoice, Signal
from dekkend.profiles.news import news_for
from dekkend.profiles.overview import work_list

KIND = "overview"
WEEK = timedelta(days=7)


def send_digests(*, at: datetime) -> int:
    """Send this week's overview to everyone who wants one and has something in it; returns how many went.

    Run daily: whoever has had the overview of this week gets no other. Nobody gets an empty one.
    """
    return sum(send_digest(user_id=pk, at=at) for pk in _readers(at))


@transaction.atomic
def send_digest(*, user_id: int, at: datetime) -> bool:
    """Send one person this week's overview. False when they had it, or when there is nothing to tell."""
    user = User.objects.select_for_update().get(pk=user_id)
    on = localdate(at)
    _, is_new = Signal.objects.get_or_create(
        kind=KIND, subject_id=user_id, stage=_week(at), defaults={"sent_at": at}
    )
    if not is_new:
        return False
    items, news = work_list(user, on), news_for(user, since=at - WEEK, until=at)
    if not items and not news:
        return False
    context = {
        "items": items,
        "news": news,
        "link": settings.SITE_URL + reverse("work"),
        "choose": settings.SITE_URL + reverse("mail-choice"),
    }
    send_mail_on_commit("profiles/mail/digest.txt", context, [user.email])
    return True


def _readers(at: datetime) -> list[int]:
    """People with a role today who did not choose to get no mail, and had no overview this week."""
    had = Signal.objects.filter(kind=KIND, stage=_week(at)).values("subject_id")
    people = User.objects.filter(on_day(localdate(at), "memberships__"), is_active=True)
    wanting = people.exclude(mail_choice__often=MailChoice.Often.NEVER).exclude(pk__in=had)
    return list(wanting.order_by("pk").distinct().values_list("pk", flat=True))


def _week(at: datetime) -> str:
    year, week, _ = localdate(at).isocalendar()
    return f"{year}-W{week:02}"
