"""What the days bring: help that has run out, and terms that nobody may overlook."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.timezone import localdate

from dekkend.cases import notices
from dekkend.cases.actions.steps import take
from dekkend.cases.models import Case, Objection
from dekkend.cases.objection.words import review_words
from dekkend.cases.retention import close
from dekkend.cases.transitions import KIND
from dekkend.cases.worklist import EVALUATE_BEFORE, WITH_A_TERM, is_past_law
from dekkend.workflow.engine import NotPossible, record
from dekkend.workflow.models import Event
from dekkend.workflow.table import SYSTEM

State = Case.State


def lapse_awards(at: datetime) -> int:
    """End the cases whose help has run out without anyone ending it; how many."""
    over = Case.objects.filter(state__in=(State.IN_FORCE, State.EVALUATED), ends_on__lt=localdate(at))
    return sum(_lapse(pk, at) for pk in list(over.values_list("pk", flat=True)))


def tell_of_terms(at: datetime) -> int:
    """Once for each: what is late (a decision, also by the law; an answer; a decision on an objection), and
    help that ends soon; how many were told."""
    on = localdate(at)
    late = Case.objects.filter(state__in=WITH_A_TERM, due_on__lt=on)
    unanswered = Case.objects.filter(state=State.ASKED, answer_by__lt=on)
    ending = Case.objects.filter(state=State.IN_FORCE, ends_on__lte=on + EVALUATE_BEFORE)
    told = [_tell_once(pk, "tell_late", "due_on", at) for pk in _keys(late)]
    told += [_tell_once(pk, "tell_past_law", "due_on", at) for pk in _past_law(late, on)]
    told += [_tell_once(pk, "tell_unanswered", "answer_by", at) for pk in _keys(unanswered)]
    told += [_tell_once(pk, "tell_ending", "ends_on", at) for pk in _keys(ending)]
    objections = Objection.objects.filter(ended_on=None, due_on__lt=on).order_by("pk")
    told += [_tell_of_objection(pk, at) for pk in list(objections.values_list("pk", flat=True))]
    return sum(told)


def _past_law(late: QuerySet[Case], on: date) -> list[int]:
    found = late.select_related("offering").defer("offering__definition").order_by("pk")
    return [case.pk for case in found if is_past_law(case, on)]


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
    if day is None or not _is_first(pk, act, details, at):
        return 0
    TELL[act](case, at)
    return 1


@transaction.atomic
def _tell_of_objection(pk: int, at: datetime) -> int:
    """As `_tell_once`, for each day by which was to be decided on it."""
    objection = Objection.objects.select_related("decision__case").get(pk=pk)
    case = Case.objects.select_for_update().get(pk=objection.decision.case_id)
    details = {"objection": pk, "due_on": objection.due_on.isoformat()}
    if not _is_first(case.pk, "tell_objection_late", details, at):
        return 0
    called = review_words(case)
    notices.tell_desk(case, "objection_late", on=localdate(at), until=objection.due_on, called=called)
    return 1


def _is_first(pk: int, act: str, details: dict, at: datetime) -> bool:
    """Whether this was not told yet; from now on it was, in the record."""
    if Event.objects.filter(subject_kind=KIND, subject_id=pk, act=act, details=details).exists():
        return False
    record(KIND, pk, act, actor=None, role=SYSTEM, at=at, details=details)
    return True


def _tell_late(case: Case, at: datetime) -> None:
    notices.tell_desk(case, "late", on=localdate(at), until=case.due_on)


def _tell_past_law(case: Case, at: datetime) -> None:
    notices.tell_desk(case, "past_law", on=localdate(at), until=case.due_on)


def _tell_unanswered(case: Case, at: datetime) -> None:
    notices.tell_school(case, "unanswered", on=localdate(at), until=case.answer_by)
    notices.tell_desk(case, "unanswered_desk", on=localdate(at), until=case.answer_by)


def _tell_ending(case: Case, at: datetime) -> None:
    notices.tell_school(case, "ending", on=localdate(at), until=case.ends_on)


TELL = {
    "tell_late": _tell_late,
    "tell_past_law": _tell_past_law,
    "tell_unanswered": _tell_unanswered,
    "tell_ending": _tell_ending,
}
