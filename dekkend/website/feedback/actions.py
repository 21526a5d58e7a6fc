"""What parents say comes in, is let through or kept, is answered, and goes when its time is over."""

import re
from datetime import datetime
from hashlib import sha256

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils.timezone import localdate, localtime

from dekkend.core.mail import send_mail_on_commit
from dekkend.organisations.faces import sender_of
from dekkend.organisations.models import Partnership, Role, User
from dekkend.organisations.queries import roles_for
from dekkend.profiles.models import Signal, Version
from dekkend.website.face.renewing import renew_region
from dekkend.website.feedback.personal import without
from dekkend.website.feedback.queries import agreement_of, spots_of, with_place
from dekkend.website.feedback.route import FEEDBACK_ROUTE
from dekkend.website.feedback.rules import may_agree
from dekkend.website.models import Feedback, FeedbackAgreement
from dekkend.website.publishing import make_files
from dekkend.workflow.engine import NotPossible, perform, record
from dekkend.workflow.terms import add_months

AGREEMENT = "feedback agreement"
AT_ONCE, WEEKLY = "feedback at once", "feedback weekly"
SIGNS = re.compile(r"[\W_]+")
MEANWHILE = "Een collega heeft dit antwoord intussen veranderd. Kijk wat er nu staat, en bewaar dan opnieuw."
NOT_THERE = "Wat u wilt weglaten, staat er niet meer zo. Kijk het na en kies opnieuw."


@transaction.atomic
def give_feedback(
    *, version: Version, key: str, about: str, choice: str, words: str, ticket: str, at: datetime
) -> Feedback:
    """Take in what a parent says; the same words once more are counted. The support point may hear of it."""
    facts = {"key": key, "about": about, "choice": Feedback.Choice(choice), "words": words, "given_at": at}
    facts["state"] = Feedback.State.WAITING if words else Feedback.State.COUNTED
    feedback, is_new = Feedback.objects.select_for_update().get_or_create(
        version=version, fingerprint=_fingerprint(key, choice, words), defaults=facts | {"ticket": ticket}
    )
    if not is_new and feedback.ticket != ticket:
        Feedback.objects.filter(pk=feedback.pk).update(times=F("times") + 1, ticket=ticket)
    if is_new and words:
        _tell_at_once(version, at)
    return feedback


@transaction.atomic
def let_through(*, feedback_id: int, left_out: list[str], actor: User, at: datetime) -> Feedback:
    """Let parents read it, without the spots in `left_out` (their `value`). Raises NotPossible."""
    with perform(FEEDBACK_ROUTE, pk=feedback_id, transition="let_through", actor=actor, at=at) as feedback:
        spots = {spot.value: spot for spot in spots_of(feedback, localdate(at))}
        if not spots.keys() >= set(left_out):
            raise NotPossible(NOT_THERE)
        feedback.shown_words = without(feedback.words, [spots[value] for value in left_out])
    return _shown_anew(feedback)


@transaction.atomic
def keep(*, feedback_id: int, reason: str, actor: User, at: datetime) -> Feedback:
    """Let parents not read it, or no longer; the partnership reads why."""
    why = reason.strip()
    with perform(
        FEEDBACK_ROUTE, pk=feedback_id, transition="keep", actor=actor, at=at, reason=why
    ) as feedback:
        was_shown = feedback.state == Feedback.State.PUBLISHED
        feedback.shown_words = ""
    return _shown_anew(feedback) if was_shown else feedback


@transaction.atomic
def answer(*, feedback_id: int, text: str, instead_of: str, actor: User, at: datetime) -> Feedback:
    """Keep the school's answer, or with an empty text none. `instead_of` is the one it started from."""
    with perform(FEEDBACK_ROUTE, pk=feedback_id, transition="answer", actor=actor, at=at) as feedback:
        if feedback.answer != instead_of:
            raise NotPossible(MEANWHILE)
        feedback.answer = text
        feedback.answered_by_name, feedback.answered_at = (actor.name, at) if text else ("", None)
    return _shown_anew(feedback) if feedback.state == Feedback.State.PUBLISHED else feedback


@transaction.atomic
def agree(
    *, partnership: Partnership, is_open: bool, told: str, keep_months: int, actor: User, at: datetime
) -> FeedbackAgreement:
    """The partnership says how it goes about what parents say. Raises PermissionDenied."""
    locked = Partnership.objects.select_for_update().get(pk=partnership.pk)
    if not (verdict := may_agree(roles_for(actor, locked, localdate(at)))):
        raise PermissionDenied(verdict.reason)
    facts = {"is_open": is_open, "told": FeedbackAgreement.Told(told), "keep_months": keep_months}
    before = agreement_of(locked)
    agreed, _ = FeedbackAgreement.objects.update_or_create(partnership=locked, defaults=facts)
    if before.is_open != is_open:  # pages that parents read say whether they can answer
        renew_region.enqueue(code=locked.code)
    role = Role.PARTNERSHIP_STAFF
    record(AGREEMENT, locked.pk, "agree", actor=actor, role=role, at=at, details=facts)
    return agreed


def forget_feedback(*, at: datetime) -> int:
    """Delete what was not let through and is older than its partnership keeps it; returns how much."""
    kept = Feedback.objects.exclude(state=Feedback.State.PUBLISHED)
    ids = kept.order_by().values("version__profile__partnership").distinct()
    gone = 0
    for partnership in Partnership.objects.filter(pk__in=ids):
        months = agreement_of(partnership).keep_months
        last = add_months(localdate(at), -months)
        old = kept.filter(version__profile__partnership=partnership, given_at__date__lt=last)
        gone += old.delete()[0]
    return gone


def tell_weekly(*, at: datetime) -> int:
    """Tell each support point that wants to hear weekly what came in; returns to how many. Run daily."""
    said = Feedback.objects.filter(state=Feedback.State.WAITING)
    ids = said.order_by().values("version__profile__partnership").distinct()
    waiting = Partnership.objects.filter(pk__in=ids).exclude(support_point_email="")
    return sum(_tell_of_week(partnership_id=pk, at=at) for pk in waiting.values_list("pk", flat=True))


@transaction.atomic
def _tell_of_week(*, partnership_id: int, at: datetime) -> bool:
    partnership = Partnership.objects.select_for_update().get(pk=partnership_id)
    if agreement_of(partnership).told != FeedbackAgreement.Told.WEEKLY:
        return False
    year, week, _ = localdate(at).isocalendar()
    return _tell(partnership, WEEKLY, f"{year}-W{week:02}", at)


def _tell_at_once(version: Version, at: datetime) -> None:
    """At most once an hour: nobody can fill the mailbox of a support point."""
    partnership = version.profile.partnership
    if partnership.support_point_email and agreement_of(partnership).told == FeedbackAgreement.Told.AT_ONCE:
        _tell(partnership, AT_ONCE, f"{localtime(at):%Y-%m-%dT%H}", at)


def _tell(partnership: Partnership, kind: str, stage: str, at: datetime) -> bool:
    """The mark that it was told and the mail are one transaction. No word of a parent is in the mail."""
    mark = {"kind": kind, "subject_id": partnership.pk, "stage": stage}
    if not Signal.objects.get_or_create(**mark, defaults={"sent_at": at})[1]:
        return False
    waiting = Feedback.objects.filter(state=Feedback.State.WAITING, version__profile__partnership=partnership)
    schools = waiting.order_by().values_list("version__profile__site__name", flat=True).distinct()
    context = {
        "number": waiting.count(),
        "schools": sorted(schools),
        "link": settings.SITE_URL + reverse("region-feedback", args=[partnership.code]),
    }
    to = [partnership.support_point_email]
    send_mail_on_commit("website/mail/feedback.txt", context, to, sender=sender_of(partnership))
    return True


def _shown_anew(feedback: Feedback) -> Feedback:
    """Have the school's page made again; the worker does it after the commit."""
    placed = with_place(Feedback.objects.filter(pk=feedback.pk)).get()
    make_files.enqueue(code=placed.version.profile.site.code)
    return placed


def _fingerprint(key: str, choice: str, words: str) -> str:
    """The same for words that differ in capitals, spaces or signs only. "👍" has nothing but its sign."""
    folded = SIGNS.sub(" ", words.casefold()).strip() or words
    return sha256("\n".join((key, choice, folded)).encode()).hexdigest()
