"""What belongs to a file and has pages of its own: the plan, the experts, objections. One query at most."""

from collections.abc import Collection
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from django.urls import reverse

from dekkend.cases.asking.rules import asked_as
from dekkend.cases.conditions import kind_of
from dekkend.cases.involvement import WRITERS
from dekkend.cases.models import Case, Decision
from dekkend.cases.objection.queries import is_objected
from dekkend.cases.objection.words import review_words
from dekkend.cases.plan.queries import READERS
from dekkend.cases.transitions import DECIDED
from dekkend.organisations.models import Role

DESK = frozenset({Role.SERVICE_DESK})
COMMITTEE = frozenset({Role.COMMITTEE_SECRETARY, Role.COMMITTEE_MEMBER})


@dataclass(frozen=True)
class Room:
    name: str
    url: str


def rooms_of(case: Case, roles: AbstractSet[str], decisions: Collection[Decision]) -> list[Room]:
    """The pages beside the file that someone with these roles may open now."""
    kind = kind_of(case)
    was_awarded = any(decision.outcome == Decision.Outcome.AWARDED for decision in decisions)
    found = []
    if Role.EXPERT in roles:
        found.append(_room("Geef uw advies", "case-advice", case))
    if kind.is_declaration and roles & (DESK | COMMITTEE):
        found.append(_room("Adviezen van deskundigen", "case-experts", case))
    if was_awarded and kind.demands_plan and not kind.is_declaration and roles & READERS:
        found.append(_room("Het plan voor het kind (opp)", "plan", case))
    if asked_as(roles):
        found.append(_room("Vragen van ouders", "case-enquiries", case))
    if decisions and roles & (WRITERS | DESK) and (case.state in DECIDED or is_objected(case)):
        found.append(_room(review_words(case).name, "case-objections", case))
    return found


def _room(name: str, address: str, case: Case) -> Room:
    return Room(name, reverse(address, args=[case.pk]))
