"""Object to a decision, and decide on that. Until it ended the file is not destroyed."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.formats import date_format
from django.utils.timezone import localdate
from django.utils.translation import gettext_noop

from dekkend.cases import notices
from dekkend.cases.actions.consent import as_outsider
from dekkend.cases.actions.steps import take
from dekkend.cases.conditions import kind_of
from dekkend.cases.models import Case, Decision, Objection, Party
from dekkend.cases.objection import terms
from dekkend.cases.objection.queries import open_objections
from dekkend.cases.objection.words import review_words
from dekkend.cases.retention import close, reopen
from dekkend.cases.terms import decision_due
from dekkend.organisations.models import User
from dekkend.workflow.engine import NotPossible

By, Outcome = Objection.By, Objection.Outcome
SHORTEST = 20
NO_LONGER = gettext_noop("Dit besluit geldt niet meer.")
# Of an objection and of a reconsideration alike.
ALREADY = gettext_noop("Dit staat al in het dossier.")
DECIDED_ON = gettext_noop("Hierover is al beslist.")
NOT_YOURS = gettext_noop("Dit is van iemand anders. Alleen wie het verstuurde, neemt het terug.")


@dataclass(frozen=True)
class Objecting:
    """Whose it is (`party` for a parent), when it came in and was posted, and on what grounds.

    One that is late is kept as late, with why: whoever decides weighs that (Awb 6:11).
    """

    received_on: date
    grounds: str
    party: Party | None = None
    posted_on: date | None = None
    why_late: str = ""


@transaction.atomic
def record_objection(*, decision_id: int, objecting: Objecting, actor: User, at: datetime) -> Objection:
    """As school or Loket write it down when it comes in. Raises NotPossible."""
    case_id = _case_of(decision_id)
    with take("object", case_id, actor, at, details=_about(objecting)) as case:
        return _keep(case, decision_id, objecting, actor, at)


@transaction.atomic
def object_as_parent(
    *, party: Party, decision_id: int, grounds: str, why_late: str, at: datetime
) -> Objection:
    """A parent's own, today, on their own page. Who the parent is, the caller has proven."""
    objecting = Objecting(localdate(at), grounds, party, why_late=why_late)
    with take("object", party.case_id, as_outsider(party), at, details=_about(objecting)) as case:
        return _keep(case, decision_id, objecting, None, at)


@transaction.atomic
def withdraw_objection(*, party: Party, objection_id: int, words: str, at: datetime) -> None:
    """A parent takes back their own, until it is decided on (Awb 6:21). Raises NotPossible.

    Who the parent is, the caller has proven.
    """
    on = localdate(at)
    with take("withdraw_objection", party.case_id, as_outsider(party), at) as case:
        objection = _open(objection_id)
        if objection.party_id != party.pk:
            raise NotPossible(NOT_YOURS)
        objection.outcome, objection.ended_on = Outcome.WITHDRAWN, on
        if words.strip():
            objection.sealed_outcome = case.vault.seal_value(f"{objection.place} outcome", words.strip())
        objection.save(update_fields=["outcome", "ended_on", "sealed_outcome"])
        _carry_through(case, objection, on)
        notices.tell_desk(case, "objection_withdrawn", on=on, called=review_words(case))
        _tell(case, "objection_withdrawn", on)


@transaction.atomic
def adjourn_objection(*, objection_id: int, reason: str, actor: User, at: datetime) -> None:
    """Six weeks more, once (Awb 7:10). The reason stands in the record, and is told."""
    objection = _open(objection_id)
    with take("adjourn_objection", objection.decision.case_id, actor, at, reason=reason) as case:
        objection = _open(objection_id)
        if objection.adjourned_on:
            raise NotPossible("Dit besluit is al een keer uitgesteld. Dat kan maar een keer.")
        objection.adjourned_on, objection.due_on = localdate(at), terms.adjourned(objection.due_on)
        objection.save(update_fields=["adjourned_on", "due_on"])
        _tell(case, "objection_adjourned", localdate(at), until=objection.due_on)


@transaction.atomic
def note_committees_advice(
    *, objection_id: int, given_on: date, advice: str, actor: User, at: datetime
) -> None:
    """What the advisory committee said. Raises NotPossible where none was asked."""
    case_id = _open(objection_id).decision.case_id
    with take("note_committees_advice", case_id, actor, at) as case:
        objection = _open(objection_id)
        if not objection.committee:
            raise NotPossible("Hier geeft geen commissie advies.")
        if not objection.received_on <= given_on <= localdate(at):
            raise NotPossible(
                "Kies de dag van het advies: na de dag dat het binnenkwam, en niet later dan vandaag."
            )
        if len(advice.strip()) < SHORTEST:
            raise NotPossible("Vat het advies in een paar zinnen samen.")
        objection.advised_on = given_on
        objection.sealed_advice = case.vault.seal_value(f"{objection.place} advice", advice.strip())
        objection.save(update_fields=["advised_on", "sealed_advice"])


@transaction.atomic
def end_objection(*, objection_id: int, outcome: str, reasons: str, actor: User, at: datetime) -> Objection:
    """Decide on it. Upheld: a new round begins, and another decision takes the place of this one.

    Not by who took the decision itself (Awb 10:3), and not against a committee unheard. Raises NotPossible.
    """
    if outcome not in Outcome.values:
        raise NotPossible("Kies wat het besluit is.")
    objection = _open(objection_id)
    step = "uphold_objection" if outcome == Outcome.UPHELD else "end_objection"
    details = {"outcome": outcome}
    with take(step, objection.decision.case_id, actor, at, reason=reasons, details=details) as case:
        objection = _open(objection_id)
        _check_end(objection, outcome, reasons, actor)
        objection.outcome, objection.ended_on, objection.ended_by = outcome, localdate(at), actor
        objection.sealed_outcome = case.vault.seal_value(f"{objection.place} outcome", reasons.strip())
        objection.save()
        _carry_through(case, objection, localdate(at))
        _tell(case, "objection_ended", localdate(at))
        return objection


def _keep(case: Case, decision_id: int, objecting: Objecting, actor: User | None, at: datetime) -> Objection:
    decision = _last_decision(case, decision_id)
    review, on = case.offering.catalogue.kind(decision.kind).review, localdate(at)
    _check(case, decision, objecting, on)
    objection = Objection(decision=decision, party=objecting.party, recorded_by=actor, recorded_at=at)
    objection.by = By.PARENT if objecting.party else By.SCHOOL
    objection.received_on, objection.posted_on = objecting.received_on, objecting.posted_on
    objection.is_late = _is_late(decision, objecting)
    objection.committee = review.committee
    objection.due_on = terms.decision_due(
        decision.objected_until,
        objecting.received_on,
        has_committee=bool(review.committee),
        by_law=review.is_objection,
    )
    words = {"grounds": objecting.grounds.strip(), "why_late": objecting.why_late.strip()}
    objection.sealed = case.vault.seal_value(objection.place, words)
    objection.holds = not case.is_on_hold
    objection.save(force_insert=True)
    case.is_on_hold = True
    notices.tell_desk(case, "objection_desk", on=on, until=objection.due_on, called=review_words(case))
    _tell(case, "objection", on, until=objection.due_on)
    return objection


def _check(case: Case, decision: Decision, objecting: Objecting, on: date) -> None:
    if not decision.decided_on <= objecting.received_on <= on:
        raise NotPossible("Kies de dag waarop het binnenkwam: na het besluit, en niet later dan vandaag.")
    if objecting.posted_on and not decision.decided_on <= objecting.posted_on <= objecting.received_on:
        raise NotPossible("Het kan niet voor het besluit zijn verstuurd, en niet nadat het binnenkwam.")
    if len(objecting.grounds.strip()) < SHORTEST:
        raise NotPossible("Vul in waarom. Een paar zinnen zijn genoeg (Awb 6:5).")
    party = objecting.party
    if party and (party.case_id != case.pk or not party.has_authority or party.removed_at):
        raise NotPossible("Alleen een ouder of voogd met gezag kan dit.")
    made = Objection.objects.filter(decision=decision, party=party).exclude(outcome=Outcome.WITHDRAWN)
    if made.filter(ended_on=None).exists():
        raise NotPossible(ALREADY)
    if made.exists():
        raise NotPossible(DECIDED_ON)
    if _is_late(decision, objecting) and not objecting.why_late.strip():
        until = date_format(terms.last_day(decision.objected_until), "j F Y")
        raise NotPossible(f"Dit kon tot en met {until}. Vul in waarom het later is (Awb 6:11).")


def _is_late(decision: Decision, objecting: Objecting) -> bool:
    return terms.is_late(objecting.received_on, objecting.posted_on, decision.objected_until)


def _check_end(objection: Objection, outcome: str, reasons: str, actor: User) -> None:
    if len(reasons.strip()) < SHORTEST:
        raise NotPossible("Leg in een paar zinnen uit waarom. School en ouders lezen het.")
    if outcome == Outcome.WITHDRAWN:
        return
    if objection.decision.decided_by_id == actor.pk:
        raise NotPossible("U nam het eerste besluit zelf. Iemand anders beslist hierover (Awb 10:3).")
    if objection.committee and objection.advised_on is None and outcome != Outcome.INADMISSIBLE:
        raise NotPossible("De commissie gaf nog geen advies. Leg dat eerst vast (Awb 7:13).")


def _carry_through(case: Case, objection: Objection, on: date) -> None:
    """The hold goes on to another objection that is open, or ends; upheld, a new round begins."""
    if objection.holds:
        heir = open_objections(case).first()
        case.is_on_hold = heir is not None
        if heir:
            heir.holds = True
            heir.save(update_fields=["holds"])
    if objection.outcome == Outcome.UPHELD:
        case.round += 1
        case.sent_on = case.sent_on or on  # an extension that was asked, and withdrawn
        case.due_on = decision_due(case.offering.catalogue, on)
        reopen(case)
    elif case.closed_on:
        close(case, on, decided=True)


def _last_decision(case: Case, decision_id: int) -> Decision:
    """Only what stands can be objected to: the decision of this round."""
    decision = case.decisions.filter(pk=decision_id, round=case.round).first()
    if decision is None:
        raise NotPossible(NO_LONGER)
    decision.case = case
    return decision


def _case_of(decision_id: int) -> int:
    found = Decision.objects.filter(pk=decision_id).values_list("case_id", flat=True).first()
    if found is None:
        raise NotPossible("Dit besluit kennen wij niet.")
    return found


def _open(objection_id: int) -> Objection:
    found = Objection.objects.select_related("decision__case").filter(pk=objection_id, ended_on=None).first()
    if found is None:
        raise NotPossible(DECIDED_ON)
    return found


def _tell(case: Case, what: str, on: date, **facts: date) -> None:
    notices.tell_school(case, what, on=on, called=review_words(case), **facts)
    notices.tell_parents(case, "objection_parent", on=on, is_objection=kind_of(case).review.is_objection)


def _about(objecting: Objecting) -> dict[str, object]:
    said = {"received_on": objecting.received_on.isoformat()}
    return said | ({"party": objecting.party.number} if objecting.party else {})
