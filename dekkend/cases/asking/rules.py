"""Who may ask whom, who reads and answers it, and how. A rule answers yes, or no with a reason in Dutch."""

from collections.abc import Set as AbstractSet

from django.utils.translation import gettext_noop

from dekkend.cases.involvement import WRITERS, desk_reads
from dekkend.cases.models import Addressee, Case, Correction, Party
from dekkend.core.verdict import YES, Verdict, no
from dekkend.organisations.models import Role

Outcome = Correction.Outcome
LONGEST = 4000  # characters of a question, a correction or an answer
WRITE = gettext_noop("Schrijf uw vraag. Een paar woorden is genoeg.")
NOT_SENT = gettext_noop("Het Loket leest het dossier nu niet. Vraag het aan de school.")
NO_ACCESS = gettext_noop("U leest dit dossier niet meer.")


def asked_as(roles: AbstractSet[str]) -> frozenset[str]:
    """As whom someone with these roles is asked: only who leads the file at school, and the Loket."""
    found = {Addressee.SCHOOL} if roles & WRITERS else set()
    return frozenset(found | ({Addressee.DESK} if Role.SERVICE_DESK in roles else set()))


def may_ask(party: Party, case: Case, to: str) -> Verdict:
    """The school always, the Loket for as long as it reads the file."""
    if party.kept_out or party.removed_at:
        return no(NO_ACCESS)
    return YES if reads(to, case) else no(NOT_SENT)


def reads(to: str, case: Case) -> bool:
    """Whether who is asked reads the file now: what was asked of the Loket rests while the file is back at
    the school, and waits for it again afterwards."""
    return to == Addressee.SCHOOL or desk_reads(case)


def answers_for(where: str) -> Addressee:
    """Whose part it is: what the school wrote, or what the Loket (also for the CTC) decided."""
    return Addressee.DESK if where == Correction.Where.DECISION else Addressee.SCHOOL


def outcomes_for(correction: Correction) -> list[str]:
    """What may become of it. A decision itself is never changed: what replaces it is another decision."""
    if correction.to == Addressee.DESK:
        return [Outcome.BESIDE, Outcome.KEPT]
    return [Outcome.CHANGED, Outcome.BESIDE, Outcome.KEPT]


def may_answer(roles: AbstractSet[str], to: str) -> Verdict:
    """Whoever is asked, and nobody else."""
    return YES if to in asked_as(roles) else no("Hierop antwoordt iemand anders.")
