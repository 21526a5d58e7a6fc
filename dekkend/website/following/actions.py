"""Someone asks to hear of changes, confirms it by mail, hears, and stops. Each act is one transaction.

Nothing is sent to an address before who reads its mail has said yes. Stopping deletes the row.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext, override
from django_tasks_db.models import DBTaskResult

from dekkend.core.languages import DUTCH
from dekkend.core.mail import send_mail_on_commit
from dekkend.organisations.faces import sender_of
from dekkend.organisations.models import Site
from dekkend.organisations.throttle import happens_too_often
from dekkend.website.following.links import CONFIRM_WITHIN, confirm_url, leave_url
from dekkend.website.following.news import news_for
from dekkend.website.following.searching import words_of
from dekkend.website.models import Subscription
from dekkend.website.queries import partnership_of

WEEK, NOT_AGAIN_WITHIN = timedelta(days=7), timedelta(hours=1)
MOST_OPEN = 5  # questions to one address that it did not answer yet: nobody can fill another's mailbox
MOST_A_DAY = 10  # mails because someone filled in this address, however often its owner stopped meanwhile
BATCH = 200


@transaction.atomic
def ask_to_follow(*, email: str, site: Site | None, query: str, at: datetime, language: str = DUTCH) -> None:
    """Mail a link with which the owner of the address says yes, in the language they read.

    Whether the address was known already is told to nobody but itself.
    """
    email = email.strip().lower()
    _lock_address(email)
    same = {"email": email, "site": site, "query": query}
    if not Subscription.objects.filter(**same).exists() and _unanswered(email) >= MOST_OPEN:
        return
    # Of two clicks at once the second waits here for the first, and finds its row.
    rows = Subscription.objects.select_for_update(of=("self",))
    found, is_new = rows.get_or_create(**same, defaults={"asked_at": at, "language": language})
    if not is_new and at - found.asked_at < NOT_AGAIN_WITHIN:
        return
    if _gets_too_many(email):
        return
    found.asked_at = at
    if found.confirmed_at is None:  # else someone who is not the owner might choose for them
        found.language = language
    found.save(update_fields=["asked_at", "language"])
    _mail(found, "follow_already" if found.confirmed_at else "follow_confirm", {})


@transaction.atomic
def confirm(*, pk: int, at: datetime) -> Subscription | None:
    """From now on news is sent. None when it was stopped meanwhile; confirming twice is confirming once."""
    found = Subscription.objects.select_for_update(of=("self",)).select_related("site").filter(pk=pk).first()
    if found and found.confirmed_at is None:
        found.confirmed_at = found.told_at = at
        found.save(update_fields=["confirmed_at", "told_at"])
    return found


@transaction.atomic
def leave(*, pk: int, all_of_them: bool = False) -> bool:
    """Stop at once, and forget the address: the rows, and the mails that wait or went. False: it was gone."""
    found = Subscription.objects.select_for_update().filter(pk=pk).first()
    if found is None:
        return False
    _forget_mail(found.email, found.pk, all_of_them=all_of_them)
    stopped = (
        Subscription.objects.filter(email=found.email) if all_of_them else Subscription.objects.filter(pk=pk)
    )
    stopped.delete()
    return True


def forget_unconfirmed(*, at: datetime) -> int:
    """Delete what nobody said yes to within the time a link works; returns how many."""
    old = Subscription.objects.filter(confirmed_at=None, asked_at__lt=at - CONFIRM_WITHIN)
    return sum(leave(pk=pk) for pk in list(old.values_list("pk", flat=True)))


def send_news(*, at: datetime) -> int:
    """Tell every follower what is new, each at most once a week; returns how many were told.

    Run daily. That someone was told and the mail itself are rows of one transaction: a run that is killed
    goes on where it stopped, and nobody hears the same twice.
    """
    return sum(tell(pk=pk, at=at) for pk in _due(at))


@transaction.atomic
def tell(*, pk: int, at: datetime) -> bool:
    """Tell one follower. False when they heard within a week, stopped, or when there is nothing new."""
    locked = Subscription.objects.select_for_update(of=("self",)).select_related("site")
    found = locked.filter(_told_long_ago(at), pk=pk, confirmed_at__isnull=False).first()
    if found is None or found.told_at is None:
        return False
    news = news_for(found, since=found.told_at, until=at)
    if not news:
        return False
    Subscription.objects.filter(pk=pk).update(told_at=at)
    with override(found.language):
        lines = [(line, settings.SITE_URL + reverse("published", args=[line.site.code])) for line in news]
    _mail(found, "follow_news", {"lines": lines})
    return True


def _mail(found: Subscription, name: str, context: dict[str, Any]) -> None:
    with override(found.language):
        context |= {
            "what": _what_to_ask(found),
            "link": confirm_url(found.pk, found.language),
            "leave": leave_url(found.pk, found.language),
        }
        sender = sender_of(partnership_of(found.site)) if found.site else ""
        send_mail_on_commit(f"website/mail/{name}.txt", context, [found.email], _headers(found), sender)


def what_of(subscription: Subscription) -> str:
    """What is followed, in words of the language of this moment."""
    if site := subscription.site:
        return gettext("%(name)s in %(city)s") % {"name": site.name, "city": site.city}
    if not subscription.query:
        return gettext("alle scholen")
    return gettext("de zoekvraag “%(words)s”") % {"words": words_of(subscription.query)}


def _what_to_ask(subscription: Subscription) -> str:
    """The same, without words that someone else may have typed to an address that did not ask for them."""
    if subscription.query and not subscription.confirmed_at:
        return gettext("een zoekvraag op onze site")
    return what_of(subscription)


def _due(at: datetime) -> Iterator[int]:
    """In the order of their numbers, a batch at a time: however many there are."""
    after, due = 0, Subscription.objects.filter(_told_long_ago(at), confirmed_at__isnull=False).order_by("pk")
    while batch := list(due.filter(pk__gt=after).values_list("pk", flat=True)[:BATCH]):
        after = batch[-1]
        yield from batch


def _told_long_ago(at: datetime) -> Q:
    return Q(told_at__lte=at - WEEK)


def _unanswered(email: str) -> int:
    return Subscription.objects.filter(email=email, confirmed_at=None).count()


def _gets_too_many(email: str) -> bool:
    """Count one more. The count does not know the address: who stopped was promised that it is forgotten."""
    known = salted_hmac("website.follow", email, algorithm="sha256").hexdigest()
    return happens_too_often(f"follow-mail:{known}", most=MOST_A_DAY, seconds=24 * 3600)


def _lock_address(email: str) -> None:
    """Two questions for one address wait for each other, where there is something to lock."""
    list(Subscription.objects.select_for_update().filter(email=email).values_list("pk"))


def _headers(subscription: Subscription) -> dict[str, str]:
    """RFC 8058: the mail program shows a button that stops it, with one POST. The same in every language."""
    return {
        "List-Unsubscribe": f"<{leave_url(subscription.pk)}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }


def _forget_mail(email: str, pk: int, *, all_of_them: bool) -> None:
    """Tasks keep the mails they sent: those to a follower go with them, sent or not."""
    mails = DBTaskResult.objects.filter(task_path="dekkend.core.mail.deliver")
    mails = mails.filter(args_kwargs__kwargs__to=email, args_kwargs__kwargs__has_key="headers")
    if not all_of_them:
        mails = mails.filter(args_kwargs__kwargs__headers=_headers(Subscription(pk=pk)))
    mails.exclude(status="RUNNING").delete()
