"""Letters are written in the transaction of what they tell: one is never there without the other."""

from datetime import date, datetime

from django.utils.timezone import localdate

from dekkend.cases.letters.facts import (
    conditions_for,
    conditions_of,
    day,
    facts_of,
    facts_of_decision,
    signature,
)
from dekkend.cases.letters.words import LETTERS
from dekkend.cases.models import Case, Decision, Letter, Party
from dekkend.cases.queries import parties_of
from dekkend.organisations.models import User
from dekkend.workflow.engine import NotPossible

Outcome, Body = Decision.Outcome, Decision.Body


def write_decision(decision: Decision, at: datetime) -> list[Letter]:
    """To the school and to each parent. Raises NotPossible where the region has no such letter."""
    case = decision.case
    kind = case.offering.catalogue.kind(decision.kind)
    is_again = _was_awarded_before(decision)
    facts = facts_of(case, localdate(at), signature(case, decision.decided_by, decision.body))
    facts |= facts_of_decision(decision, kind)
    true = conditions_of(decision, kind, is_again=is_again)
    return _write(case, template_of(decision, is_again=is_again), facts, true, at, decision)


def write_question(case: Case, question: str, answer_by: date, writer: User, body: str, at: datetime) -> None:
    """That the school was asked something, and that the term stands still. As `write_decision`."""
    facts = facts_of(case, localdate(at), signature(case, writer, body))
    _write(case, "question", facts | {"vraag": question, "antwoord voor": day(answer_by)}, set(), at)


def write_more_time(
    case: Case, reason: str, days: tuple[date, date], writer: User, body: str, at: datetime
) -> None:
    """That it takes longer; `days`: when it was due, and when it is now (Awb 4:14). As `write_decision`."""
    facts = facts_of(case, localdate(at), signature(case, writer, body))
    facts |= {"reden": reason, "was": day(days[0]), "wordt": day(days[1])}
    _write(case, "term_extended", facts, set(), at)


def template_of(decision: Decision, *, is_again: bool) -> str:
    """Which letter tells a decision."""
    kind = decision.case.offering.catalogue.kind(decision.kind)
    if decision.outcome == Outcome.REFUSED:
        return "refusal"
    if kind.is_declaration:
        return "declaration"
    if is_again:
        return "extension"
    return "award_by_desk" if decision.body == Body.DESK else "award_by_committee"


def _was_awarded_before(decision: Decision) -> bool:
    earlier = decision.case.decisions.filter(round__lt=decision.round, outcome=Outcome.AWARDED)
    return earlier.filter(kind=decision.kind).exists()


def _write(
    case: Case,
    name: str,
    facts: dict[str, str],
    true: set[str],
    at: datetime,
    decision: Decision | None = None,
) -> list[Letter]:
    template = case.offering.catalogue.letters.get(name)
    if template is None:
        raise NotPossible(
            f"Uw regio heeft de brief «{LETTERS[name].title}» nog niet. Vraag het de beheerder."
        )
    known = dict.fromkeys(LETTERS[name].words, "") | facts
    letters = []
    for party in (None, *_readers(case)):
        to = party.about["name"] if party else case.site.name
        subject, body = template.filled(known | {"aan": to}, true | conditions_for(party))
        letter = Letter(case=case, decision=decision, party=party, template=name, written_at=at)
        words = {"to": to, "subject": subject, "body": body}
        letter.sealed = case.vault.seal_value(letter.place, words)
        letters.append(letter)
    return Letter.objects.bulk_create(letters)


def _readers(case: Case) -> list[Party]:
    """Each parent who is not kept out, with authority or without."""
    return [party for party in parties_of(case) if not party.kept_out]
