"""What the days bring: help that has run out, and terms that nobody may overlook."""

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from dekkend.cases import notices
from dekkend.cases.actions.steps import take
from dekkend.cases.models import Case
from dekkend.cases.retention import close
from dekkend.cases.transitions import KIND
from dekkend.cases.worklist import EVALUATE_BEFORE
from dekkend.workflow.engine import NotPossible, record
from dekkend.workflow.models import Event
from dekkend.workflow.table import SYSTEM

State = Case.State
WITH_A_TERM = (State.SENT, State.INTAKE, State.ON_AGENDA)


def lapse_awards(at: datetime) -> int:
    """End the cases whose help has run out without anyone ending it; how many."""
    over = Case.objects.filter(state__in=(State.IN_FORCE, State.EVALUATED), ends_on__lt=localdate(at))
    return sum(_lapse(pk, at) for pk in list(over.values_list("pk", flat=True)))


def tell_of_terms(at: datetime) -> int:
    """Once for each: a decision or an answer that is late, and help that ends soon; how many were told."""
    on = localdate(at)
    late = Case.objects.filter(state__in=WITH_A_TERM, due_on__lt=on)
    unanswered = Case.objects.filter(state=State.ASKED, answer_by__lt=on)
    ending = Case.objects.filter(state=State.IN_FORCE, ends_on__lte=on + EVALUATE_BEFORE)
    told = [_tell_once(pk, "tell_late", "due_on", at) for pk in _keys(late)]
    told += [_tell_once(pk, "tell_unanswered", "answer_by", at) for pk in _keys(unanswered)]
    told += [_tell_once(pk, "tell_ending", "ends_on", at) for pk in _keys(ending)]
    return sum(told)


def _keys(cases) -> list[int]:
    return list(cases.order_by("pk").values_list("pk", flat=True))


@transaction.atomic
def _lapse(pk: int, at: datetime) -> int:
    try:
        with take("lapse", pk, None, at) as case:
            close(case, localdate(at), decided=True)
    except NotPossible:  # someone was first
        return 0
    return 1


@transaction.atomic
def _tell_once(pk: int, act: str, about: str, at: datetime) -> int:
    """A mail and its line in the record, in one transaction: a run that is killed tells nobody twice."""
    case = Case.objects.select_for_update().get(pk=pk)
    day = getattr(case, about)
    details = {about: day.isoformat()} if day else {}
    said = Event.objects.filter(subject_kind=KIND, subject_id=pk, act=act, details=details)
    if day is None or said.exists():
        return 0
    record(KIND, pk, act, actor=None, role=SYSTEM, at=at, details=details)
    TELL[act](case, at)
    return 1


def _tell_late(case: Case, at: datetime) -> None:
    notices.tell_desk(case, "late", on=localdate(at), until=case.due_on)


def _tell_unanswered(case: Case, at: datetime) -> None:
    notices.tell_school(case, "unanswered", on=localdate(at), until=case.answer_by)
    notices.tell_desk(case, "unanswered_desk", on=localdate(at), until=case.answer_by)


def _tell_ending(case: Case, at: datetime) -> None:
    notices.tell_school(case, "ending", on=localdate(at), until=case.ends_on)


TELL = {"tell_late": _tell_late, "tell_unanswered": _tell_unanswered, "tell_ending": _tell_ending}
