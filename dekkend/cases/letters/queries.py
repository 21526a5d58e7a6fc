"""Letters that were written, for who may read them."""

from collections.abc import Iterable
from collections.abc import Set as AbstractSet

from dekkend.cases.letters.words import LETTERS
from dekkend.cases.models import Case, Decision, Letter, Party
from dekkend.cases.rules import OF_SCHOOL
from dekkend.core.verdict import YES, Verdict, no
from dekkend.organisations.models import Role

# Who sees every letter of a case, and not only the school's own.
SEES_ALL = frozenset({Role.SERVICE_DESK, Role.COMMITTEE_SECRETARY})


def letters_for(case: Case, party: Party | None = None) -> list[Letter]:
    """The letters to one parent, or to the school, newest first, with the case at hand. One query."""
    return _of(case, party=party)


def letter_about(decision: Decision | None, letters: Iterable[Letter]) -> Letter | None:
    """The one that tells this decision; none for who came to the file afterwards. No query."""
    return next((one for one in letters if decision and one.decision_id == decision.pk), None)


def may_read_letters(roles: AbstractSet[str]) -> Verdict:
    """Who only gives advice does not read them."""
    if roles & (SEES_ALL | OF_SCHOOL):
        return YES
    return no("De brieven zijn voor de ouders, de school, het Loket en de secretaris van de CTC.")


def letters_seen_by(case: Case, roles: AbstractSet[str]) -> list[Letter]:
    """What staff may read: the school its own letters, Loket and secretary every one. One query."""
    if roles & SEES_ALL:
        return _of(case)
    return letters_for(case) if may_read_letters(roles) else []


def title_of(letter: Letter) -> str:
    """What kind of letter it is, without a word about the child."""
    return LETTERS[letter.template].title


def reader_of(letter: Letter) -> str:
    """For whom it is, as lists say it: "de school", "ouder 1"."""
    return letter.party.signature if letter.party else "de school"


def _of(case: Case, **which: Party | None) -> list[Letter]:
    rows = case.letters.filter(**which).select_related("party", "decision")
    letters = list(rows.order_by("-written_at", "id"))
    for letter in letters:
        letter.case = case
    return letters
