"""What a parent who does not agree with a decision can do, and did. Reads only."""

from dataclasses import dataclass
from datetime import date

from dekkend.cases.catalogue import Review
from dekkend.cases.models import Case, Decision, Objection, Party
from dekkend.cases.objection import terms
from dekkend.cases.objection.queries import open_objections
from dekkend.cases.transitions import DECIDED

Outcome = Objection.Outcome


@dataclass(frozen=True)
class Objecting:
    """The decision that stands, until when one can object, and what was done.

    `own` is the last objection of this parent, `others` are those of the other parent and the school.
    """

    decision: Decision
    review: Review
    last_day: date
    due_on: date
    is_late: bool
    own: Objection | None
    others: list[Objection]
    has_authority: bool

    @property
    def may_object(self) -> bool:
        """Again after it was taken back; not after it was decided on."""
        return self.has_authority and (self.own is None or self.own.outcome == Outcome.WITHDRAWN)

    @property
    def may_take_back(self) -> bool:
        return self.own is not None and not self.own.outcome


def objecting_to(case: Case, party: Party, decision: Decision | None, on: date) -> Objecting | None:
    """`decision` is the last one; None where nothing stands to object to, nor was objected to. Two queries.

    One's own that is open stays in sight, whatever the school does meanwhile.
    """
    stands = decision is not None and decision.round == case.round and case.state in DECIDED
    decision = decision if stands else _objected(case, party)
    if decision is None:
        return None
    decision.case = case
    review = case.offering.catalogue.kind(decision.kind).review
    made = list(decision.objections.select_related("party").order_by("-recorded_at", "-pk"))
    for one in made:
        one.decision = decision
    due_on = terms.decision_due(
        decision.objected_until, on, has_committee=bool(review.committee), by_law=review.is_objection
    )
    return Objecting(
        decision=decision,
        review=review,
        last_day=terms.last_day(decision.objected_until),
        due_on=due_on,
        is_late=terms.is_late(on, None, decision.objected_until),
        own=next((one for one in made if one.party_id == party.pk), None),
        others=[one for one in made if one.party_id != party.pk and not one.outcome],
        has_authority=party.has_authority,
    )


def _objected(case: Case, party: Party) -> Decision | None:
    own = open_objections(case).filter(party=party).select_related("decision") if case.is_on_hold else ()
    return next((one.decision for one in own), None)
