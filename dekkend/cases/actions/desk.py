"""The work of the Loket: is everything there, what does the child need, what fits, and the decision."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate

from dekkend.cases import notices
from dekkend.cases.actions.deciding import Award, decide
from dekkend.cases.actions.steps import take
from dekkend.cases.involvement import roles_for
from dekkend.cases.letters.writing import write_more_time, write_question
from dekkend.cases.models import Case, Decision, Talk
from dekkend.cases.terms import LONGEST_QUESTION, in_time, pause, resume
from dekkend.organisations.models import Role, User
from dekkend.workflow.engine import NotPossible

Outcome, Body = Decision.Outcome, Decision.Body


@dataclass(frozen=True)
class Planned:
    """A talk or an observation to come; `ground` is for youth care: on what ground it is shared."""

    form: str
    at: datetime
    who: str
    about: str
    ground: str = ""


@transaction.atomic
def accept(*, case_id: int, actor: User, at: datetime) -> None:
    """Everything is there: who says so handles it from now on."""
    with take("accept", case_id, actor, at) as case:
        case.handler = actor
        notices.tell_school(case, "accepted", on=localdate(at))
        notices.tell_parents(case, "accepted_parent", on=localdate(at), until=case.due_on)


@transaction.atomic
def ask_school(*, case_id: int, actor: User, reason: str, answer_by: date, at: datetime) -> None:
    """What is missing, or a question, with a day to answer by. Meanwhile the term stands still (Awb 4:15)."""
    on = localdate(at)
    if not on < answer_by <= on + LONGEST_QUESTION:
        raise NotPossible("Kies een dag in de komende vier weken.")
    with take(
        "ask_school", case_id, actor, at, reason=reason, details={"answer_by": answer_by.isoformat()}
    ) as case:
        pause(case, on, answer_by)
        write_question(case, reason.strip(), answer_by, actor, _speaks_for(actor, case, on), at)
        notices.tell_school(case, "asked", on=on, until=answer_by)
        notices.tell_parents(case, "asked_parent", on=on)


@transaction.atomic
def go_on_unanswered(*, case_id: int, actor: User, at: datetime) -> None:
    """The school let its day pass; the term runs again since then, and the Loket works with what there is."""
    on = localdate(at)
    with take("go_on_unanswered", case_id, actor, at) as case:
        asked_until = case.answer_by
        resume(case, on)
        is_late = case.due_on is not None and case.due_on < on
        facts = {"until": case.due_on, "asked_until": asked_until, "is_late": is_late}
        notices.tell_school(case, "went_on", on=on, **facts)
        notices.tell_parents(case, "went_on_parent", on=on, **facts)


@transaction.atomic
def map_needs(*, case_id: int, needs: Sequence[str], actor: User, at: datetime) -> None:
    """What the child needs, by the keys of the region's list. Kept sealed."""
    with take("map_needs", case_id, actor, at) as case:
        case.sealed_needs = case.vault.seal_value("needs", list(needs))


@transaction.atomic
def plan_talk(*, case_id: int, planned: Planned, actor: User, at: datetime) -> Talk:
    """Note a talk, an observation, or contact with youth care: with whom, about what, on what ground."""
    if planned.form == Talk.Form.YOUTH_CARE and not planned.ground.strip():
        raise NotPossible("Vul in op welke grond u met jeugdhulp overlegt.")
    with take("plan_talk", case_id, actor, at, details={"form": planned.form}) as case:
        talk = Talk(case=case, form=planned.form, planned_at=planned.at, noted_by=actor, noted_at=at)
        words = {"with": planned.who, "about": planned.about, "ground": planned.ground}
        talk.sealed = case.vault.seal_value(talk.place, words)
        talk.save(force_insert=True)
        return talk


@transaction.atomic
def cancel_talk(*, talk_id: int, actor: User, at: datetime) -> None:
    """It will not be; school and parents, who read it as coming, are told. Raises NotPossible."""
    with take("cancel_talk", _uncancelled(talk_id).case_id, actor, at) as case:
        talk = _uncancelled(talk_id)
        if talk.planned_at < at:
            raise NotPossible("Dit is al geweest. Het blijft in het dossier staan.")
        talk.cancelled_at = at
        talk.save(update_fields=["cancelled_at"])
        day = localdate(talk.planned_at)
        notices.tell_school(case, "talk_cancelled", on=localdate(at), day=day)
        notices.tell_parents(case, "talk_cancelled_parent", on=localdate(at), day=day)


@transaction.atomic
def extend_term(*, case_id: int, until: date, actor: User, reason: str, at: datetime) -> None:
    """Take more time, with reasons, and tell school and parents (Awb 4:14)."""
    on = localdate(at)
    with take("extend_term", case_id, actor, at, reason=reason, details={"until": until.isoformat()}) as case:
        if case.due_on is None or not in_time(case.due_on, until, on):
            raise NotPossible("Kies een dag na vandaag en na de termijn van nu, hoogstens acht weken later.")
        write_more_time(case, reason.strip(), (case.due_on, until), actor, _speaks_for(actor, case, on), at)
        case.due_on = until
        notices.tell_school(case, "term_extended", on=on, until=until)
        notices.tell_parents(case, "term_extended_parent", on=on, until=until)


@transaction.atomic
def make_urgent(*, case_id: int, actor: User, reason: str, at: datetime) -> None:
    with take("make_urgent", case_id, actor, at, reason=reason) as case:
        if case.is_urgent:
            raise NotPossible("Voor dit dossier is al spoed gevraagd.")
        case.is_urgent = True
        notices.tell_desk(case, "urgent", on=localdate(at))


@transaction.atomic
def award_by_desk(*, case_id: int, award: Award, actor: User, at: datetime) -> Decision:
    """Raises NotPossible; the second of two at the same moment reads who was first."""
    with take("award_by_desk", case_id, actor, at) as case:
        return decide(case, Outcome.AWARDED, Body.DESK, award, actor, at)


@transaction.atomic
def refuse_by_desk(*, case_id: int, reasons: str, actor: User, at: datetime) -> Decision:
    with take("refuse_by_desk", case_id, actor, at) as case:
        return decide(case, Outcome.REFUSED, Body.DESK, Award(reasons=reasons), actor, at)


@transaction.atomic
def put_on_agenda(*, case_id: int, actor: User, at: datetime) -> None:
    with take("put_on_agenda", case_id, actor, at) as case:
        notices.tell_committee(case, "on_agenda", on=localdate(at))


def _uncancelled(talk_id: int) -> Talk:
    """Raises NotPossible for one that is not there any more."""
    talk = Talk.objects.filter(pk=talk_id, cancelled_at=None).first()
    if talk is None:
        raise NotPossible("Dit gesprek of bezoek is al afgezegd.")
    return talk


def _speaks_for(actor: User, case: Case, on: date) -> str:
    """In whose name this person writes."""
    return Body.DESK if Role.SERVICE_DESK in roles_for(actor, case, on) else Body.COMMITTEE
