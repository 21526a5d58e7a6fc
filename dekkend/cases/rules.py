"""Who may see and write what in a case. Each rule answers yes, or no with a reason in Dutch."""

from collections.abc import Set as AbstractSet

from dekkend.cases.involvement import WRITERS
from dekkend.cases.models import Case, Party
from dekkend.core.verdict import YES, Verdict, no
from dekkend.organisations.models import Role
from dekkend.questionnaires.definition import Question

State = Case.State
OF_SCHOOL = WRITERS | {Role.TEACHER}
OF_REGION = frozenset({Role.SERVICE_DESK, Role.COMMITTEE_SECRETARY, Role.COMMITTEE_MEMBER, Role.EXPERT})

# Until it is sent both sides write; what is asked afterwards is answered by the school.
WRITING = frozenset({State.DRAFT, State.INTERNAL, State.WITH_PARENTS, State.ASKED})


def may_open(roles: AbstractSet[str]) -> Verdict:
    """Open the file at all."""
    return YES if roles & (OF_SCHOOL | OF_REGION) else no("U bent niet bij dit dossier betrokken.")


def may_begin(roles: AbstractSet[str]) -> Verdict:
    """Open a file for a child of the school. `roles` are those at the school."""
    return YES if roles & WRITERS else no("Alleen de directeur en de intern begeleider beginnen een dossier.")


def sees_inside(roles: AbstractSet[str]) -> bool:
    """What the people of the school keep among themselves."""
    return bool(roles & OF_SCHOOL)


def may_see_question(roles: AbstractSet[str], question: Question) -> bool:
    """A question of the audience "school" stays inside the school; parents and the region see the others."""
    return question.audience != "school" or sees_inside(roles)


def may_write(roles: AbstractSet[str], state: str) -> Verdict:
    """Write the school's part of the growth file and the request."""
    if not roles & OF_SCHOOL:
        return no("Alleen de school schrijft dit deel.")
    if state not in WRITING:
        return no(f"U kunt nu niets veranderen. De stand is: {State(state).label}.")
    return YES


def may_write_entry(side: Party | None, question: Question) -> Verdict:
    """Each side its own part: what a parent added, or a child through them, no one else ever changes.

    `side` is the parent who writes, None for the school. The view of the child may be noted down by both,
    each in a row of their own.
    """
    theirs = {"parents", "child"} if side else {"school", "child"}
    if not theirs & set(question.answered_by or ("school",)):
        return no("Dit deel is van iemand anders. Alleen wie het schreef, verandert het.")
    return YES


def may_lead(roles: AbstractSet[str]) -> Verdict:
    """Decide for the school who is asked, who reads along, and when it goes on."""
    return YES if roles & WRITERS else no("Dit doen alleen de directeur en de intern begeleider.")


def leading_role(roles: AbstractSet[str]) -> str:
    """In which of their roles someone who leads a file does so, as the record says it."""
    return Role.SUPPORT_COORDINATOR if Role.SUPPORT_COORDINATOR in roles else Role.HEAD_TEACHER


def may_correct_child(case: Case) -> Verdict:
    """Who the child is, as long as the file is open; who may: `may_lead`."""
    return no("Dit dossier is gesloten. U kunt niets meer veranderen.") if case.closed_on else YES
