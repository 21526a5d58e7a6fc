"""The workflow as a table: states, and the acts that lead from one to another."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import models

from dekkend.core.verdict import YES, Verdict
from dekkend.organisations.models import Role, User

SYSTEM = "system"
STAYS = ""  # the target of an act that leaves the state as it is


def always(subject: Any, on: date) -> Verdict:
    return YES


def as_written(subject: Any, text: str) -> str:
    return text


@dataclass(frozen=True)
class Outsider:
    """Someone without an account who may act: under which name that is recorded, and in which roles."""

    name: str
    roles: frozenset[str]


@dataclass(frozen=True)
class State:
    """`inside` is what people who work on it read, `outside` what everyone else reads."""

    name: str
    inside: str
    outside: str
    waits_for: tuple[str, ...] = ()
    to_do: str = ""


@dataclass(frozen=True)
class Transition:
    """One act: from which states, to which (or STAYS), by whom, on what condition.

    `label` is the verb on the button, `done` the line in the record. `who` holds roles, or SYSTEM for what
    the calendar does by itself. `condition(subject, on)` answers with a Verdict. `instead`: another state to
    which it leads, and when.
    """

    name: str
    source: tuple[str, ...]
    target: str
    who: tuple[str, ...]
    label: str
    done: str
    condition: Callable[[Any, date], Verdict] = always
    needs_reason: bool = False
    reason_label: str = ""
    instead: tuple[str, Callable[[Any, date], Verdict]] | None = None

    def leads_to(self, subject: Any, on: date) -> str:
        """The state after this act, or STAYS."""
        return self.instead[0] if self.instead and self.instead[1](subject, on) else self.target


@dataclass(frozen=True)
class Table:
    """All states and transitions of one kind of subject.

    `roles_of(user, subject, on)` says which roles a person has for a subject on a day. `seal(subject, text)`
    makes of a reason what the record keeps, where what people write about a subject is for few.
    """

    kind: str
    model: type[models.Model]
    roles_of: Callable[[User, Any, date], Iterable[str]]
    states: tuple[State, ...]
    transitions: tuple[Transition, ...]
    seal: Callable[[Any, str], str] = as_written
    by_state: dict[str, State] = field(init=False, repr=False)
    by_name: dict[str, Transition] = field(init=False, repr=False)

    def __post_init__(self):
        object.__setattr__(self, "by_state", {state.name: state for state in self.states})
        object.__setattr__(self, "by_name", {step.name: step for step in self.transitions})
        for step in self.transitions:
            targets = {step.target, step.instead[0] if step.instead else STAYS}
            unknown = {*step.source, *targets} - {STAYS, *self.by_state}
            if unknown:
                raise ValueError(f"{self.kind}: {step.name} names unknown states {sorted(unknown)}")

    def state(self, name: str) -> State:
        return self.by_state[name]

    def transition(self, name: str) -> Transition:
        return self.by_name[name]


def acting_role(transition: Transition, roles: Iterable[str]) -> str | None:
    """The first role of `transition.who` that is among `roles`."""
    return next((role for role in transition.who if role in set(roles)), None)


def role_label(role: str) -> str:
    return "" if role == SYSTEM else str(Role(role).label)
