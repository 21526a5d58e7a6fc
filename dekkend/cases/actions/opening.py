"""Open a file for a child, say who its parents are, and who at school reads along."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from dekkend.cases import notices
from dekkend.cases.actions.visiting import let_in
from dekkend.cases.blind import index_child
from dekkend.cases.child import Child
from dekkend.cases.conditions import asks_parents, kind_of
from dekkend.cases.consents import is_missing
from dekkend.cases.log import begin_log
from dekkend.cases.models import Case, CaseKey, Offering, Party, Share
from dekkend.cases.numbers import next_number
from dekkend.cases.parents.links import end_link
from dekkend.cases.queries import offering_on, parties_of
from dekkend.cases.reasons import sealed
from dekkend.cases.rules import leading_role, may_begin, may_lead
from dekkend.cases.transitions import DECIDED, KIND, ROUTE, UNDER_WAY
from dekkend.core.encryption import keyring
from dekkend.organisations.models import Membership, Partnership, Role, Site, User
from dekkend.organisations.queries import on_day, roles_at
from dekkend.questionnaires.models import Edition
from dekkend.workflow.engine import NotPossible, record

State = Case.State
ASKED_ALREADY = "Uw school vraagt deze hulp al voor dit kind, in dossier {number}. Ga daar verder."
NO_OFFERING = "Uw samenwerkingsverband heeft voor dit schooljaar nog niet vastgelegd welke hulp er is."


@dataclass(frozen=True)
class Who:
    """A parent or guardian, as the school writes them down."""

    name: str
    email: str
    relation: str
    has_authority: bool = True
    kept_out: bool = False
    household: int = 1
    language: str = "nl"

    def about(self) -> dict[str, str]:
        return {"name": self.name, "email": self.email, "relation": self.relation}


@transaction.atomic
def open_case(
    *, site: Site, partnership: Partnership, kind: str, child: Child, actor: User, at: datetime
) -> Case:
    """A new file at a school, with a key and a number of its own.

    Raises NotPossible, also when the school already asks this for this child: pressed twice, or forgotten.
    """
    on = localdate(at)
    roles = roles_at(actor, site, on)
    if not (verdict := may_begin(roles)):
        raise NotPossible(verdict.reason)
    offering = offering_on(partnership, on)
    if offering is None or kind not in {one.key for one in offering.catalogue.open_kinds}:
        raise NotPossible(NO_OFFERING)
    case = new_case(site, offering, kind, child, at)
    record(KIND, case.pk, "open", actor=actor, role=leading_role(roles), at=at, details={"kind": kind})
    if there := _asked_already(case):
        raise NotPossible(ASKED_ALREADY.format(number=there.number))
    return case


@transaction.atomic
def add_party(*, case_id: int, who: Who, actor: User, at: datetime, reason: str = "") -> Party:
    """Write a parent or guardian down. Who is kept out needs a `reason`, which stays sealed in the record.

    Whoever may read a file that is with the parents already gets a link at once.
    """
    case, role = led(case_id, actor, at)
    _check_keeping_out(who, reason)
    if any(party.about | who.about() == party.about for party in parties_of(case)):
        raise NotPossible("Deze ouder staat al in het dossier.")
    number = (case.parties.order_by("-number").values_list("number", flat=True).first() or 0) + 1
    party = Party(case=case, number=number, has_authority=who.has_authority, kept_out=who.kept_out)
    party.household, party.language = who.household, who.language
    party.sealed = case.vault.seal_value(party.place, who.about())
    party.save(force_insert=True)
    _note(case, "add_party", actor, role, at, reason, {"party": number, "kept_out": who.kept_out})
    if case.is_shared and who.email and not who.kept_out:
        let_in(party, actor, role, at)
    _tell_unasked(party, at)
    return party


@transaction.atomic
def change_party(*, party_id: int, who: Who, actor: User, at: datetime, reason: str = "") -> Party:
    """Correct what was written of a parent. Another address ends the link that went to the old one.

    Who is kept out from now on: as in `add_party`, with a `reason`.
    """
    party = _party(party_id)
    case, role = led(party.case_id, actor, at)
    if not party.kept_out:
        _check_keeping_out(who, reason)
    party.case, was_asked = case, party.is_asked
    moved = party.about["email"] != who.email
    if moved or who.kept_out:
        end_link(party)
    link = {"token": party.about["token"]} if party.token_hash else {}
    for name in ("has_authority", "kept_out", "household", "language"):
        setattr(party, name, getattr(who, name))
    party.sealed = case.vault.seal_value(party.place, who.about() | link)
    party.save()
    _note(case, "change_party", actor, role, at, reason, {"party": party.number, "kept_out": who.kept_out})
    if not was_asked:
        _tell_unasked(party, at)
    return party


@transaction.atomic
def remove_party(*, party_id: int, actor: User, at: datetime, reason: str) -> None:
    """Take someone off the file who never wrote in it; who did stays, kept out if need be."""
    party = _party(party_id)
    case, role = led(party.case_id, actor, at)
    if not reason.strip():
        raise NotPossible("Vul in waarom.")
    added = party.attachments.filter(removed_at=None)
    said = (party.entries, party.consents, party.agreements, party.objections)
    asked = (party.enquiries, party.corrections)
    if any(rows.exists() for rows in (*said, *asked, added)):
        raise NotPossible("Deze ouder heeft al iets gezegd of geschreven. Dat blijft in het dossier.")
    end_link(party)
    party.removed_at = at
    party.save()
    _note(case, "remove_party", actor, role, at, reason, {"party": party.number})


@transaction.atomic
def share_with(*, case_id: int, user: User, actor: User, at: datetime) -> Share:
    """Let a teacher of the school read and write along."""
    case, role = led(case_id, actor, at)
    here = Membership.objects.filter(
        on_day(localdate(at)), user=user, site_id=case.site_id, role=Role.TEACHER
    )
    if not here.exists():
        raise NotPossible("Alleen een leerkracht van deze school kan meelezen.")
    share, is_new = Share.objects.get_or_create(
        case=case, user=user, ended_at=None, defaults={"shared_by": actor, "shared_at": at}
    )
    if is_new:
        _note(case, "share", actor, role, at, "", {"user": user.pk, "name": user.name})
    return share


@transaction.atomic
def stop_sharing(*, share_id: int, actor: User, at: datetime) -> None:
    share = Share.objects.select_related("user").filter(pk=share_id, ended_at=None).first()
    if share is None:
        raise NotPossible("Deze collega leest al niet meer mee.")
    case, role = led(share.case_id, actor, at)
    share.ended_at = at
    share.save(update_fields=["ended_at"])
    _note(case, "stop_sharing", actor, role, at, "", {"user": share.user_id, "name": share.user.name})


def new_case(site: Site, offering: Offering, kind: str, child: Child, at: datetime) -> Case:
    on, catalogue, partnership = localdate(at), offering.catalogue, offering.partnership
    case = Case(partnership=partnership, site=site, offering=offering, kind=kind, opened_on=on)
    case.vault, wrapped = keyring().new_key(case.owner)
    case.sealed_child = case.vault.seal_value("child", child.kept())
    case.growth_edition = newest_edition(catalogue.file_form)
    case.request_edition = newest_edition(catalogue.kind(kind).form)
    case.number = f"{on.year}-{next_number(partnership, f'case {on.year}'):04}"
    case.save(force_insert=True)
    CaseKey.objects.create(case=case, wrapped=wrapped)
    begin_log(partnership)
    index_child(case, child)
    return case


def _asked_already(case: Case) -> Case | None:
    """Another file of this school in which the same is asked for this child, and nobody decided yet.

    The counter of numbers is held by now, so of two at the same moment one finds the other.
    """
    same = Case.objects.filter(site=case.site, kind=case.kind).exclude(state__in=(*DECIDED, State.WITHDRAWN))
    alike = same.filter(child_indexes__digest__in=case.child_indexes.values("digest")).exclude(pk=case.pk)
    return next((other for other in alike.distinct() if other.child.is_same_as(case.child)), None)


def newest_edition(form: str) -> Edition:
    """The newest edition of a form. Raises NotPossible while it was not loaded."""
    edition = Edition.objects.filter(form=form).order_by("name").last()
    if edition is None:
        raise NotPossible(f"Het formulier «{form}» is er nog niet. Vraag het samenwerkingsverband.")
    return edition


def led(case_id: int, actor: User, at: datetime) -> tuple[Case, str]:
    """The case, held, and the role in which `actor` leads it for the school. Raises NotPossible."""
    case = Case.objects.select_for_update().filter(pk=case_id).first()
    roles = frozenset(ROUTE.roles_of(actor, case, localdate(at)) if case else ())
    if case is None or not (verdict := may_lead(roles)):
        raise NotPossible(verdict.reason if case else "Dit dossier kennen wij niet.")
    return case, leading_role(roles)


def _check_keeping_out(who: Who, reason: str) -> None:
    if who.kept_out and not reason.strip():
        raise NotPossible("Vul in waarom deze ouder niets te zien krijgt.")


def _party(party_id: int) -> Party:
    party = Party.objects.select_for_update().filter(pk=party_id, removed_at=None).first()
    if party is None:
        raise NotPossible("Deze ouder staat niet meer in het dossier.")
    return party


def _tell_unasked(party: Party, at: datetime) -> None:
    """Whoever has authority is asked before the school sends; who gets it afterwards is not, and the Loket
    is told."""
    case = party.case
    is_late = case.state in UNDER_WAY and not asks_parents(case)
    if is_late and is_missing(party, is_needed=kind_of(case).needs_consent):
        notices.tell_desk(case, "parent_added", on=localdate(at))


def _note(
    case: Case, act: str, actor: User, role: str, at: datetime, reason: str, details: Mapping[str, object]
) -> None:
    kept = sealed(case, reason) if reason.strip() else ""
    record(KIND, case.pk, act, actor=actor, role=role, at=at, reason=kept, details=dict(details))
