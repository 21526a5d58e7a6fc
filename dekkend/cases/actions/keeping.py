"""How long a file stays: it is closed when nothing comes any more, and held while someone still needs it."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Max, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce, Greatest
from django.utils.timezone import localdate

from dekkend.cases import notices
from dekkend.cases.actions.steps import take
from dekkend.cases.models import Case
from dekkend.cases.parents.links import issue_link
from dekkend.cases.queries import parties_of
from dekkend.cases.retention import NOTICE, UNDECIDED, end_request
from dekkend.cases.transitions import KIND
from dekkend.organisations.models import User
from dekkend.workflow.engine import NotPossible
from dekkend.workflow.models import Event
from dekkend.workflow.terms import add_months

State = Case.State

NOT_SENT = (State.DRAFT, State.INTERNAL, State.WITH_PARENTS)


@transaction.atomic
def put_on_hold(*, case_id: int, actor: User, reason: str, at: datetime) -> None:
    """Keep the file, also past its last day: an objection, a complaint. Raises NotPossible."""
    with take("put_on_hold", case_id, actor, at, reason=reason) as case:
        case.is_on_hold = True


@transaction.atomic
def release(*, case_id: int, actor: User, reason: str, at: datetime) -> None:
    """It need not be kept any longer. What was past its last day is destroyed after a month's notice."""
    with take("release", case_id, actor, at, reason=reason) as case:
        case.is_on_hold = False
        if case.retain_until:
            case.retain_until = max(case.retain_until, localdate(at) + NOTICE)


def abandon_drafts(at: datetime) -> int:
    """Close requests that were never sent and at which nothing happened for as long as their rule keeps them.

    The school hears of it, and so do parents with whom it was shared; both have a month before they are
    destroyed. Returns how many. Run daily.
    """
    on = localdate(at)
    left = [case.pk for case in _with_last_touch(on) if _is_left(case, on)]
    return sum(_abandon(pk, at) for pk in left)


@transaction.atomic
def _abandon(pk: int, at: datetime) -> bool:
    on = localdate(at)
    try:
        with take("abandon", pk, None, at) as case:
            if until := end_request(case, on, decided=False):
                notices.tell_school(case, "extension_abandoned", on=on, until=until)
                _tell_parents(case, "extension_abandoned_parent", at, until=until)
                return True
            if not case.decisions.exists():
                case.retain_until = on + NOTICE
            notices.tell_school(case, "abandoned", on=on, until=case.retain_until)
            _tell_parents(case, "abandoned_parent", at, until=case.retain_until)
    except NotPossible:
        return False
    return True


def _tell_parents(case: Case, what: str, at: datetime, *, until: date | None) -> None:
    """Whose link ran out while nothing happened, can use it again: to read how it stands."""
    for party in parties_of(case):
        if party.token_hash:
            issue_link(party, at)
            notices.tell_parent(party, what, until=until)


def _with_last_touch(on: date) -> QuerySet[Case]:
    """Requests that were not sent, each with the last time that something was done or written in it."""
    done = Event.objects.filter(subject_kind=KIND, subject_id=OuterRef("pk")).order_by().values("subject_id")
    last_done = Subquery(done.annotate(last=Max("at")).values("last"))
    old = Case.objects.filter(state__in=NOT_SENT, opened_on__lt=on - NOTICE).select_related("offering")
    return old.annotate(last_touch=Greatest(last_done, Coalesce(Max("entries__saved_at"), last_done)))


def _is_left(case: Case, on: date) -> bool:
    rule = case.offering.catalogue.retention_of(UNDECIDED)
    return add_months(localdate(case.last_touch), rule.months) < on  # type: ignore[attr-defined]  # annotated
