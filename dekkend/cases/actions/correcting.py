"""A parent says what is not right in a part of others; whose part it is, answers (AVG 12:3, 16, 19).

Nothing is overwritten: the school changes its own text where it still writes, or says why not.
"""

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext_noop

from dekkend.cases import notices
from dekkend.cases.actions.asking import role_of, tell_asked
from dekkend.cases.actions.writing import held
from dekkend.cases.asking.parts import Part, part_at
from dekkend.cases.asking.queries import is_changed_since, next_number
from dekkend.cases.asking.rules import NO_ACCESS, answers_for, outcomes_for
from dekkend.cases.models import Case, Correction, Party
from dekkend.cases.parents.links import still_works
from dekkend.cases.parents.reading import READERS
from dekkend.cases.transitions import KIND, ROUTE
from dekkend.organisations.models import Role, User
from dekkend.workflow.engine import NotPossible, record
from dekkend.workflow.terms import add_months

Outcome = Correction.Outcome
WRITE = gettext_noop("Schrijf wat er niet klopt, en wat er wel moet staan.")
GONE = gettext_noop("Dit deel staat niet meer in het dossier.")
TWICE = gettext_noop("U zei al wat hier niet klopt. Daar komt nog antwoord op.")
ANSWER_WITHIN = 1  # months, AVG 12:3


@transaction.atomic
def correct(*, party: Party, where: str, key: str, wrong: str, right: str, at: datetime) -> Correction:
    """Say what is wrong in a part, and what it should be. Raises NotPossible; sent twice it is said once.

    Who the parent is, the caller has proven.
    """
    case = held(party.case_id)
    party.refresh_from_db(fields=["kept_out", "removed_at"])
    if party.kept_out or party.removed_at:
        raise NotPossible(NO_ACCESS)
    said = {"wrong": wrong.strip(), "right": right.strip()}
    if not all(said.values()):
        raise NotPossible(WRITE)
    if (part := part_at(case, where, key, READERS)) is None:
        raise NotPossible(GONE)
    if there := _said_already(case, party, part, said):
        return there
    correction = _kept(case, party, part, said, at)
    _note(correction, "correct", None, Role.PARENT, at, party.signature)
    tell_asked(case, correction.to, "correction", at)
    return correction


@transaction.atomic
def answer_correction(
    *, case_id: int, number: int, outcome: str, answer: str, actor: User, at: datetime
) -> None:
    """Say for school or Loket what became of it, once. Raises NotPossible."""
    case = held(case_id)
    correction = case.corrections.select_related("party").filter(number=number).first()
    if correction is None:
        raise NotPossible("Deze verbetering kennen wij niet.")
    role = role_of(frozenset(ROUTE.roles_of(actor, case, localdate(at))), correction.to)
    correction.case = correction.party.case = case
    if _answered_already(correction, outcome, answer, actor):
        return
    _check(correction, outcome, answer)
    correction.outcome, correction.is_news = outcome, True
    correction.answered_at, correction.answered_by, correction.answered_by_name = at, actor, actor.name
    correction.sealed_answer = case.vault.seal_value(f"{correction.place} answer", answer.strip())
    correction.save()
    _note(correction, "answer_correction", actor, role, at)
    if still_works(correction.party, localdate(at)):
        notices.tell_parent(correction.party, "correction_answered")


@transaction.atomic
def note_correction_read(*, party: Party) -> None:
    """The parent opened the page with the answers: they are no news any more."""
    party.corrections.filter(is_news=True).update(is_news=False)


def _said_already(case: Case, party: Party, part: Part, said: dict[str, str]) -> Correction | None:
    """What this parent said of the part and waits for an answer, when it is this. Raises NotPossible."""
    there = party.corrections.filter(where=part.where, key=part.key, outcome="").first()
    if there is None:
        return None
    there.case = case
    if there.words != said:
        raise NotPossible(TWICE)
    return there


def _kept(case: Case, party: Party, part: Part, said: dict[str, str], at: datetime) -> Correction:
    correction = Correction(case=case, party=party, where=part.where, key=part.key, revision=part.revision)
    correction.number = next_number(case.corrections.all())
    correction.to, correction.asked_at = answers_for(part.where), at
    correction.due_on = add_months(localdate(at), ANSWER_WITHIN)
    correction.sealed = case.vault.seal_value(correction.place, said)
    correction.save(force_insert=True)
    return correction


def _answered_already(correction: Correction, outcome: str, answer: str, actor: User) -> bool:
    """Whether this is a form that was sent twice. Raises NotPossible when someone else was first."""
    if not correction.outcome:
        return False
    given = (correction.answered_by_id, correction.outcome, correction.answer)
    if given == (actor.pk, outcome, answer.strip()):
        return True
    raise NotPossible(f"{correction.answered_by_name} gaf hier al antwoord op. Lees dat hieronder.")


def _check(correction: Correction, outcome: str, answer: str) -> None:
    if outcome not in outcomes_for(correction):
        raise NotPossible("Kies wat u met de verbetering doet.")
    if not answer.strip():
        raise NotPossible("Schrijf uw antwoord aan de ouder.")
    if outcome == Outcome.CHANGED and not is_changed_since(correction):
        raise NotPossible("De tekst is nog dezelfde. Verander hem eerst, of kies een ander antwoord.")


def _note(
    correction: Correction, act: str, actor: User | None, role: str, at: datetime, name: str = ""
) -> None:
    """`name`: of the parent, when it was they who did it."""
    details = {"party": correction.party.number, "correction": correction.number}
    more = {"name": name} if name else {}
    record(KIND, correction.case_id, act, actor=actor, role=role, at=at, details=details, **more)
