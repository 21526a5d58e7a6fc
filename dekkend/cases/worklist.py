"""The cases of someone, the most pressing first: with whose turn it is, where it is, and by when.

A fixed number of queries, however many cases there are: they are counted and cut off in the database, and
only what stands on the page is opened.
"""

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Case as FirstThatHolds
from django.db.models import (
    CharField,
    Count,
    DateField,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Least

from dekkend.cases.asking.queries import parent_asks_of, with_parent_asks
from dekkend.cases.asking.rules import asked_as
from dekkend.cases.involvement import WRITERS
from dekkend.cases.models import Addressee, Case, Objection
from dekkend.cases.objection.words import label_of, review_words
from dekkend.cases.queries import with_place
from dekkend.cases.terms import warns_on
from dekkend.cases.transitions import ROUTE
from dekkend.core.numbers import number_in
from dekkend.organisations.models import Role

State = Case.State
ON_A_PAGE = 20
LAST_PAGE = 99_999  # beyond it a database cannot count
SOON = timedelta(days=7)
EVALUATE_BEFORE = timedelta(weeks=6)  # the end of the help
# Where the day of the decision runs.
WITH_A_TERM = (State.SENT, State.INTAKE, State.ON_AGENDA)
ANSWER_PARENT = "Een ouder vroeg iets: geef antwoord"

SCHOOL = frozenset({Role.SUPPORT_COORDINATOR, Role.HEAD_TEACHER, Role.TEACHER})
# Whose turn it is, by the state, as the filter calls them.
TURNS = {
    "loket": ("Het Loket", (State.SENT, State.INTAKE)),
    "ctc": ("De CTC", (State.ON_AGENDA,)),
    "school": ("De school", (State.DRAFT, State.INTERNAL, State.ASKED, State.IN_FORCE, State.EVALUATED)),
    "ouders": ("De ouders", (State.WITH_PARENTS,)),
    "niemand": ("Niemand meer", (State.REFUSED, State.ENDED, State.WITHDRAWN)),
}


@dataclass(frozen=True)
class Asked:
    """What of the list is asked: one turn, some states, a page. Anything unknown is left out."""

    turn: str = ""
    states: tuple[str, ...] = ()
    page: int = 1

    @classmethod
    def of(cls, turn: str, states: Iterable[str], page: str) -> "Asked":
        number = min(number_in(page), LAST_PAGE) or 1
        known = tuple(state for state in State.values if state in set(states))
        return cls(turn if turn in TURNS else "", known, max(number, 1))

    def filter(self, cases: QuerySet[Case]) -> QuerySet[Case]:
        if self.turn:
            cases = cases.filter(Q(turn=self.turn))
        return cases.filter(state__in=self.states) if self.states else cases

    def holds(self, row: Mapping[str, Any]) -> bool:
        """The same of one row of what was counted."""
        in_turn = not self.turn or row["turn"] == self.turn
        return in_turn and (not self.states or row["state"] in self.states)


@dataclass(frozen=True)
class Row:
    """A case in the list; `due_on` is the nearest day that someone must act by.

    Where a parent waits for an answer of who reads the list, that comes first. `is_past_law`: the Loket let
    the outer mark of the law go by as well.
    """

    case: Case
    due_on: date | None
    to_do: str
    turn: str
    is_yours: bool
    is_past_law: bool = False


@dataclass(frozen=True)
class WorkList:
    rows: list[Row]
    asked: Asked
    total: int
    turns: list[tuple[str, str, int]]
    states: list[tuple[str, str, int]]
    late: int
    soon: int

    @property
    def first_of_yours(self) -> Row | None:
        """The most pressing on this page that waits for who reads it."""
        return next((row for row in self.rows if row.is_yours), None)

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // ON_A_PAGE))


def work_list(cases: QuerySet[Case], asked: Asked, roles: frozenset[str], on: date) -> WorkList:
    """Two queries: one that counts, one for the page."""
    cases = with_turn(with_days(cases, roles), roles, on)
    counts = list(_counted(cases, on))
    found = asked.filter(with_place(cases))
    found = found.order_by("-is_urgent", F("parent_asks").desc(), F("nearest").asc(nulls_last=True), "number")
    first = (asked.page - 1) * ON_A_PAGE
    return WorkList(
        rows=[row_of(case, roles, on) for case in found[first : first + ON_A_PAGE]],
        asked=asked,
        total=sum(row["n"] for row in counts if asked.holds(row)),
        turns=[(key, name, _number(counts, turn=key)) for key, (name, _) in TURNS.items()],
        states=[(state.value, str(state.label), _number(counts, state=state)) for state in State],
        late=sum(row["late"] for row in counts),
        soon=sum(row["soon"] for row in counts),
    )


# While the school is asked something, its own day counts and not that of the decision.
OF_REQUEST = Coalesce("answer_by", "due_on")
OBJECTED = Objection.objects.filter(decision__case=OuterRef("pk"), ended_on=None)


def with_days(cases: QuerySet[Case], roles: AbstractSet[str]) -> QuerySet[Case]:
    """Each with `objection_due`, by when the Loket decides on what it was objected to, for who works there;
    and with `nearest`: that day, or the one of the request, whichever comes first."""
    if Role.SERVICE_DESK not in roles:
        return cases.annotate(objection_due=Value(None, output_field=DateField()), nearest=OF_REQUEST)
    cases = cases.annotate(objection_due=Subquery(OBJECTED.order_by("due_on").values("due_on")[:1]))
    first = Least(OF_REQUEST, "objection_due")  # nothing on SQLite where one of them is nothing
    return cases.annotate(nearest=Coalesce(first, OF_REQUEST, "objection_due"))


def with_turn(cases: QuerySet[Case], roles: AbstractSet[str], on: date) -> QuerySet[Case]:
    """Each with `parent_asks`, and with `turn`, whose it is as a key of `TURNS`: that of its state, or of who
    reads the list where they have something to do besides that (as `_to_do` says what)."""
    ours = []
    if Role.SERVICE_DESK in roles:
        may_go_on = Q(state=State.ASKED, answer_by__lt=on)
        to_do = _asks(Addressee.DESK, roles) | Q(Exists(OBJECTED)) | may_go_on
        ours.append(When(to_do, then=Value("loket")))
    if roles & WRITERS:
        ours.append(When(_asks(Addressee.SCHOOL, roles), then=Value("school")))
    by_state = [When(state__in=states, then=Value(key)) for key, (_, states) in TURNS.items()]
    turn = FirstThatHolds(*ours, *by_state, default=Value(""), output_field=CharField())
    return with_parent_asks(cases, roles).annotate(turn=turn)


def _asks(whom: Addressee, roles: AbstractSet[str]) -> Q:
    """A parent asks them, where who reads the list is one of them. Some are of a school and of the Loket."""
    return Q(parent_asks=True) if asked_as(roles) == {whom} else parent_asks_of([whom])


def _counted(cases: QuerySet, on: date) -> QuerySet:
    """For each turn and state how many, and how many of those are late or soon due."""
    late, soon = Q(nearest__lt=on), Q(nearest__gte=on, nearest__lte=on + SOON)
    counted = cases.order_by().values("turn", "state")
    return counted.annotate(n=Count("pk", distinct=True), late=_how_many(late), soon=_how_many(soon))


def _how_many(which: Q) -> Count:
    return Count("pk", distinct=True, filter=which)


def waiting(cases: QuerySet[Case], roles: AbstractSet[str], on: date) -> QuerySet[Case]:
    """Those of these for which someone with these roles must do something now."""
    cases = with_turn(cases, roles, on)
    if Role.SERVICE_DESK in roles:
        return cases.filter(Q(turn="loket"))
    if roles & {Role.SUPPORT_COORDINATOR, Role.HEAD_TEACHER}:
        ends = Q(state=State.IN_FORCE, ends_on__lte=on + EVALUATE_BEFORE)
        now = Q(state__in=(State.ASKED, State.EVALUATED)) | Q(parent_asks=True)
        return cases.filter(ends | now)
    return cases if roles & {Role.EXPERT} else cases.none()


def row_of(case: Case, roles: frozenset[str], on: date) -> Row:
    """Of a case as `with_days` and `with_turn` give it."""
    state, to_do = ROUTE.state(case.state), _to_do(case, roles, on)
    turn = case.turn  # type: ignore[attr-defined]  # annotated
    is_yours = bool(roles & set(state.waits_for)) or to_do != state.to_do
    name = TURNS[turn][0] if turn else ""
    nearest = case.nearest  # type: ignore[attr-defined]  # annotated
    past = Role.SERVICE_DESK in roles and is_past_law(case, on)
    return Row(case, nearest, to_do, name[:1].lower() + name[1:], is_yours, past)


def is_past_law(case: Case, on: date) -> bool:
    """The decision is not there, and the outer mark of the law is passed. No query."""
    if case.state not in WITH_A_TERM or case.due_on is None:
        return False
    return warns_on(case.offering.catalogue, case.due_on) <= on


def _to_do(case: Case, roles: frozenset[str], on: date) -> str:
    """What is next, or what this reader has to do besides that comes first."""
    state = ROUTE.state(case.state)
    if case.parent_asks:  # type: ignore[attr-defined]  # annotated
        return ANSWER_PARENT
    objection_due = case.objection_due  # type: ignore[attr-defined]  # annotated
    waits_here = bool(roles & set(state.waits_for))
    if objection_due and not (waits_here and case.due_on and case.due_on < objection_due):
        return label_of("end_objection", review_words(case))
    if Role.SERVICE_DESK in roles and case.state == State.ASKED and case.answer_by and case.answer_by < on:
        return ROUTE.transition("go_on_unanswered").label
    return state.to_do


def _number(counts: Iterable[Mapping[str, Any]], **of: str) -> int:
    """How many there are of one turn, or of one state."""
    return sum(row["n"] for row in counts if of.items() <= row.items())
