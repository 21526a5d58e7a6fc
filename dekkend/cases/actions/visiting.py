"""What a parent does at the door of their own place, and how the school sends a link again.

Every act holds the parent's row and asks anew how it stands with the link.
"""

from datetime import datetime
from typing import Literal

from django.conf import settings
from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext_noop

from dekkend.cases import notices
from dekkend.cases.conditions import asks_parents
from dekkend.cases.models import Case, Party
from dekkend.cases.parents.door import DOOR, Standing, party_by, standing_of
from dekkend.cases.parents.links import issue_link, renew_link
from dekkend.cases.rules import leading_role, may_lead
from dekkend.cases.transitions import KIND, ROUTE
from dekkend.core.door import Outcome, codes
from dekkend.core.tokens import hash_of
from dekkend.organisations.models import User
from dekkend.workflow.engine import NotPossible, record
from dekkend.workflow.table import SYSTEM

Why = Literal["unknown"] | Standing
WHY: dict[str, str] = {
    "unknown": "Deze link kennen wij niet.",
    "over": "De laatste dag van deze link is voorbij.",
    "locked": "Er is te vaak een verkeerde code gegeven.",
}
NO_LINK_YET = "Deze ouder heeft nog geen link. Die komt als u het dossier met de ouders deelt."
NO_ADDRESS = "Vul eerst het e-mailadres van deze ouder in."
JUST_SENT = gettext_noop("Wij stuurden net een code. Kijk in uw mail, of wacht een minuut.")


class CannotEnter(NotPossible):
    """A link that lets nobody in (any more): `why`, and the parent it was for, if there is one."""

    def __init__(self, why: Why, party: Party | None = None):
        super().__init__(WHY[why])
        self.why, self.party = why, party


def find_party(*, token: str, at: datetime) -> Party:
    """The parent of this link while it can be used. Raises CannotEnter with the reason."""
    party = party_by(token)
    if party is None:
        raise CannotEnter("unknown")
    if (standing := standing_of(party, localdate(at))) != "open":
        raise CannotEnter(standing, party)
    return party


@transaction.atomic
def send_parent_code(*, token: str, at: datetime) -> str:
    """Mail a code to the parent's own address, and return it; it is kept nowhere.

    The code before stops working. Raises CannotEnter, or NotPossible within a minute of the last one.
    """
    party = held(token, at)
    if codes.comes_too_soon(party, at):
        raise NotPossible(JUST_SENT)
    code = codes.give(DOOR, party, at)
    party.save(update_fields=codes.GIVEN)
    notices.send_parent_code(party, code)
    return code


@transaction.atomic
def enter_as_parent(*, token: str, code: str, at: datetime) -> Outcome:
    """Whether this code lets the browser in: see `core.door.codes.take`. Raises CannotEnter."""
    party = held(token, at)
    is_first = party.opened_at is None
    outcome = codes.take(DOOR, party, code, at)
    party.save(update_fields=codes.TAKEN)
    if outcome == "right" and is_first:
        note(party, "open_as_parent", at, name=party.signature)
    if outcome == "shut":
        note(party, "shut_parent_link", at)
    return outcome


@transaction.atomic
def choose_language(*, token: str, language: str, at: datetime) -> None:
    """From now on we write to this parent in another language. Raises CannotEnter or NotPossible."""
    party = held(token, at)
    if language not in dict(settings.LANGUAGES):
        raise NotPossible("Deze taal kennen wij niet.")
    party.language = language
    party.save(update_fields=["language"])


@transaction.atomic
def send_parent_link(*, party_id: int, actor: User, at: datetime) -> None:
    """The school sends a parent another link, and the one before stops working; or the first one, where the
    file is with the parents already. Raises NotPossible.
    """
    party = Party.objects.select_for_update().filter(pk=party_id, removed_at=None).first()
    case = Case.objects.select_for_update().filter(pk=party.case_id).first() if party else None
    if party is None or case is None:
        raise NotPossible("Deze ouder staat niet meer in het dossier.")
    roles = frozenset(ROUTE.roles_of(actor, case, localdate(at)))
    if not (verdict := may_lead(roles)):
        raise NotPossible(verdict.reason)
    party.case = case
    role = leading_role(roles)
    if not party.about["email"]:
        raise NotPossible(NO_ADDRESS)
    if party.link_sent_at is None:
        if not case.is_shared:
            raise NotPossible(NO_LINK_YET)
        let_in(party, actor, role, at)
        return
    renew_link(party, at)
    details = {"party": party.number}
    record(KIND, case.pk, "send_parent_link", actor=actor, role=role, at=at, details=details)
    notices.tell_parent(party, "new_link")


def let_in(party: Party, actor: User, role: str, at: datetime) -> None:
    """A first link, in a file that the other parents read already. Raises NotPossible for who is kept out.

    Consents are asked of whoever has authority when the school sends: so this parent is asked too while that
    is still to be done.
    """
    case = party.case
    issue_link(party, at)
    details = {"party": party.number}
    record(KIND, case.pk, "first_parent_link", actor=actor, role=role, at=at, details=details)
    notices.tell_parent(party, "ask_parent" if asks_parents(case) else "added_parent")


def held(token: str, at: datetime) -> Party:
    """The parent of a link that can be used, held until the end. Raises CannotEnter."""
    found = Party.objects.select_for_update(of=("self",)).filter(token_hash=hash_of(token))
    list(found.values_list("pk"))
    return find_party(token=token, at=at)


def note(party: Party, act: str, at: datetime, **name: str) -> None:
    """A line in the record of the case. `name`: of the parent, when it was they who did it."""
    details = {"party": party.number}
    record(KIND, party.case_id, act, actor=None, role=SYSTEM, at=at, details=details, **name)
