"""Moves a subject from state to state, and writes the record. No state changes anywhere else."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any

from django.db import connection, transaction
from django.utils.formats import date_format
from django.utils.timezone import localdate, localtime

from dekkend.core.verdict import Verdict, no
from dekkend.organisations.models import User
from dekkend.workflow.models import Event
from dekkend.workflow.table import STAYS, SYSTEM, Outsider, Table, Transition, acting_role, role_label

MACHINE_NAME = "Dekkend"


class NotPossible(Exception):
    """An act that cannot be done now; `reason` says why, in Dutch, for the user."""

    def __init__(self, reason: str):
        super().__init__(reason)
        self.reason = reason


@contextmanager
def perform(
    table: Table,
    *,
    pk: int,
    transition: str,
    actor: User | Outsider | None,
    at: datetime,
    reason: str = "",
    details: dict[str, Any] | None = None,
) -> Iterator[Any]:
    """Do one transition around the caller's own changes.

    Locks and re-reads the row, checks state, role, condition and reason, and looks where it leads; yields the
    subject for the caller to change, then sets the state (unless the transition STAYS), saves and records.
    `details` may still be filled by the caller.
    `actor` is None for what the calendar does, an Outsider for someone without an account. Raises
    NotPossible; must run inside a transaction.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("perform() needs a transaction around it")
    step = table.transition(transition)
    subject = _locked(table, pk)
    role = _check(table, step, subject, actor, at, reason)
    details = {} if details is None else details
    after = step.leads_to(subject, localdate(at))
    yield subject
    before = "" if after == STAYS else subject.state
    subject.state = after or subject.state
    subject.save()
    who, name = (None, actor.name) if isinstance(actor, Outsider) else (actor, MACHINE_NAME)
    kept = table.seal(subject, reason.strip()) if reason.strip() else ""
    _append(table.kind, pk, step.name, who, role, at, kept, details, before, after, name)


def available(table: Table, subject: Any, roles: Iterable[str], on: date) -> list[Transition]:
    """The transitions someone with `roles` may do now; order as in the table."""
    return [step for step in table.transitions if may(step, subject, roles, on)]


def may(step: Transition, subject: Any, roles: Iterable[str], on: date) -> Verdict:
    """May someone with `roles` do `step` on `subject` as it is now?"""
    if acting_role(step, roles) is None:
        return no(f"Dit kan alleen: {_names(step)}.")
    if subject.state not in step.source:
        return no("Dit kan nu niet.")
    return step.condition(subject, on)


def record(
    kind: str,
    pk: int,
    act: str,
    *,
    actor: User | None,
    role: str,
    at: datetime,
    reason: str = "",
    details: dict[str, Any] | None = None,
    name: str = MACHINE_NAME,
) -> Event:
    """Write an act that changes no state. Without an `actor`, `name` did it: Dekkend, or a guest."""
    return _append(kind, pk, act, actor, role, at, reason, details or {}, "", "", name)


def events_of(kind: str, pk: int) -> list[Event]:
    """Everything that happened to a subject, newest first."""
    return list(Event.objects.filter(subject_kind=kind, subject_id=pk).order_by("-at", "-id"))


def how_it_stands(table: Table, subject: Any) -> str:
    """Why it is too late: how things stand, and who made it so."""
    stands = f"Dit kan nu niet. De stand is: {table.state(subject.state).inside}."
    last = Event.objects.filter(
        subject_kind=table.kind, subject_id=subject.pk, to_state=subject.state
    ).order_by("-at", "-id")[:1]
    return " ".join([stands, *map(_who_and_when, last)])


def forget(kind: str, pks: Iterable[int]) -> int:
    """The one way in which a record ends: the law has its subjects destroyed. How many events went."""
    events = Event.objects.filter(subject_kind=kind, subject_id__in=list(pks))
    return events._raw_delete(events.db)


def _locked(table: Table, pk: int) -> Any:
    subject = table.model._base_manager.select_for_update().filter(pk=pk).first()
    if subject is None:
        raise NotPossible("Dit bestaat niet meer.")
    return subject


def _check(
    table: Table, step: Transition, subject: Any, actor: User | Outsider | None, at: datetime, reason: str
) -> str:
    on = localdate(at)
    role = acting_role(step, _roles(table, subject, actor, on))
    if role is None:
        raise NotPossible(f"Dit kan alleen: {_names(step)}.")
    if subject.state not in step.source:
        raise NotPossible(how_it_stands(table, subject))
    if not (verdict := step.condition(subject, on)):
        raise NotPossible(verdict.reason)
    if step.needs_reason and not reason.strip():
        raise NotPossible("Vul in waarom. Wie verder werkt, moet uw reden kunnen lezen.")
    return role


def _roles(table: Table, subject: Any, actor: User | Outsider | None, on: date) -> Iterable[str]:
    if actor is None:
        return {SYSTEM}
    if isinstance(actor, Outsider):
        return actor.roles
    return frozenset(table.roles_of(actor, subject, on))


def _names(step: Transition) -> str:
    """Who may do it: "directeur", "bestuurder of gemandateerde van het bestuur"."""
    *most, last = [role_label(role) for role in step.who if role != SYSTEM] or [""]
    return (f"{', '.join(most)} of {last}" if most else last) or "Dekkend zelf, op de dag dat het moet"


def _who_and_when(event: Event) -> str:
    moment = localtime(event.at)
    return f"Dat deed {event.actor_name} op {date_format(moment, 'j F Y')} om {date_format(moment, 'H:i')}."


def _append(
    kind: str,
    pk: int,
    act: str,
    actor: User | None,
    role: str,
    at: datetime,
    reason: str,
    details: dict[str, Any],
    before: str,
    after: str,
    name: str = MACHINE_NAME,
) -> Event:
    return Event.objects.create(
        subject_kind=kind,
        subject_id=pk,
        act=act,
        from_state=before,
        to_state=after,
        actor=actor,
        actor_name=actor.name if actor else name,
        actor_role=role_label(role),
        at=at,
        reason=reason.strip(),
        details=details,
    )
