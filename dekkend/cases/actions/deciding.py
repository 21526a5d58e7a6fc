"""One decision a round, with its reasons; whoever decides does it through here."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.timezone import localdate

from dekkend.cases import notices
from dekkend.cases.catalogue import Kind
from dekkend.cases.conditions import kind_of
from dekkend.cases.declaration.issuing import Declared, issue, may_declare, revoke_reviewed
from dekkend.cases.letters.writing import write_decision
from dekkend.cases.models import Case, Decision
from dekkend.cases.plan.due import due_after_award
from dekkend.cases.plan.starting import start_plan
from dekkend.cases.retention import end_request, reopen
from dekkend.cases.terms import FAR, is_near
from dekkend.organisations.models import User
from dekkend.workflow.engine import NotPossible
from dekkend.workflow.terms import add_months, add_weeks

Outcome = Decision.Outcome
SHORTEST_REASONS = 20
OVER = "Deze dag is al voorbij. Kies een dag tot wanneer de hulp er nog is."


@dataclass(frozen=True)
class Award:
    """What is awarded, from when to when; a refusal has reasons only. `amount`: hours or euros.

    `declaration`: for a kind that is one (tlv); it bears the next number and holds for the days of the award.
    """

    reasons: str
    conditions: str = ""
    begins_on: date | None = None
    ends_on: date | None = None
    amount: int | None = None
    declaration: Declared | None = None


def decide(case: Case, outcome: str, body: str, award: Award, actor: User, at: datetime) -> Decision:
    """Keep the decision, write its letters, and tell everyone. The case is held. Raises NotPossible."""
    kind, on = kind_of(case), localdate(at)
    check_reasons(award)
    if outcome == Outcome.AWARDED:
        check_award(kind, award, on)
    decision = Decision(case=case, round=case.round, kind=case.kind, outcome=outcome, body=body)
    decision.begins_on, decision.ends_on, decision.amount = award.begins_on, award.ends_on, award.amount
    decision.decided_on, decision.decided_by, decision.recorded_at = on, actor, at
    decision.due_on = case.due_on
    decision.objected_until = add_weeks(on, kind.review.weeks)
    words = {"reasons": award.reasons.strip(), "conditions": award.conditions.strip()}
    decision.sealed = case.vault.seal_value(decision.place, words)
    decision.save(force_insert=True)
    for declaration in revoke_reviewed(case, on):
        if site := declaration.fetched_by_site:
            notices.tell_special(site, declaration, "declaration_revoked", on=on)
    if outcome == Outcome.AWARDED and award.declaration and award.begins_on and award.ends_on:
        issue(decision, award.declaration, award.begins_on, award.ends_on)
    _carry_through(case, decision, on)
    return decision


def check_reasons(award: Award) -> None:
    """A decision says why (Awb 3:46). Raises NotPossible."""
    if len(award.reasons.strip()) < SHORTEST_REASONS:
        raise NotPossible("Leg in een paar zinnen uit waarom u dit besluit. School en ouders lezen het.")


def check_award(kind: Kind, award: Award, on: date) -> None:
    """Within what the kind of support allows, on days that can be meant. Raises NotPossible."""
    if award.begins_on is None or award.ends_on is None or award.ends_on < award.begins_on:
        raise NotPossible("Vul in van wanneer tot wanneer de hulp er is.")
    if not is_near(award.begins_on, on):
        raise NotPossible(FAR)
    if award.ends_on < on:
        raise NotPossible(OVER)
    if award.ends_on > add_months(award.begins_on, kind.max_months):
        raise NotPossible(f"Deze hulp duurt hoogstens {kind.max_months} maanden.")
    most = kind.hours or kind.budget
    if award.amount is not None and (most is None or award.amount > most.most):
        raise NotPossible(
            f"Hoogstens {most.most} {most.period}." if most else "Bij deze hulp hoort geen aantal."
        )
    if not (verdict := may_declare(kind, award.declaration, award.begins_on, award.ends_on)):
        raise NotPossible(verdict.reason)


def _carry_through(case: Case, decision: Decision, on: date) -> None:
    """What follows: the letters, no term any more, and when the case ends or how long it is kept."""
    write_decision(decision, decision.recorded_at)
    case.due_on = case.paused_on = case.answer_by = None
    case.is_urgent = False
    if decision.outcome == Outcome.AWARDED:
        case.ends_on = decision.ends_on
        reopen(case)
        if kind_of(case).demands_plan and not kind_of(case).is_declaration:
            start_plan(case, case.site, due_after_award(on))
    else:
        end_request(case, on, decided=True)
    notices.tell_school(case, "decided", on=on)
    notices.tell_parents(case, "decided_parent", on=on)
