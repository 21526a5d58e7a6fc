"""The special school takes a declaration in, and the yearly round of those that end."""

from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate

from dekkend.cases import notices
from dekkend.cases.actions.opening import new_case
from dekkend.cases.actions.passing import copy_party
from dekkend.cases.declaration.fetching import may_free, may_take_in, with_case
from dekkend.cases.declaration.renewing import ending, school_of
from dekkend.cases.involvement import WRITERS
from dekkend.cases.models import Case, Declaration
from dekkend.cases.plan.due import due_after_enrolment
from dekkend.cases.plan.starting import leave_plan, start_plan
from dekkend.cases.queries import offering_on, parties_of
from dekkend.cases.reasons import sealed
from dekkend.cases.transitions import KIND
from dekkend.organisations.models import Membership, Role, Site, User
from dekkend.organisations.queries import on_day
from dekkend.workflow.engine import NotPossible, record

Renewal = Declaration.Renewal


@transaction.atomic
def take_in_declaration(
    *, declaration_id: int, site: Site, enrolled_on: date, actor: User, at: datetime
) -> Declaration:
    """The child comes to this school. Tells the school that asked, and starts the clock of the plan (opp)."""
    on = localdate(at)
    role = _role_at(actor, on, WRITERS, site=site)
    declaration = _held(declaration_id)
    if not (verdict := may_take_in(declaration, site, on)):
        raise NotPossible(verdict.reason)
    if not declaration.begins_on <= enrolled_on <= declaration.ends_on:
        raise NotPossible("Kies een dag waarop de verklaring geldt.")
    declaration.fetched_by_site, declaration.fetched_by, declaration.fetched_at = site, actor, at
    declaration.enrolled_on = enrolled_on
    declaration.save()
    case = declaration.case
    start_plan(case, site, due_after_enrolment(enrolled_on))
    details = {"site": site.code, "enrolled_on": enrolled_on.isoformat()}
    record(KIND, case.pk, "take_in_declaration", actor=actor, role=role, at=at, details=details)
    notices.tell_school(case, "declaration_fetched", on=on)
    return declaration


@transaction.atomic
def free_declaration(*, declaration_id: int, reason: str, actor: User, at: datetime) -> None:
    """The wrong school took it in, or the child goes to another: a school can take it in anew.

    `reason` stands sealed in the record. The school that had it is told, and has the plan no more.
    """
    declaration, on = _held(declaration_id), localdate(at)
    role = _role_at(actor, on, {Role.SERVICE_DESK}, partnership=declaration.partnership)
    case, site, verdict = declaration.case, declaration.fetched_by_site, may_free(declaration, on)
    if site is None or not verdict:
        raise NotPossible(verdict.reason)
    if not reason.strip():
        raise NotPossible("Vul in waarom deze verklaring weer vrij moet zijn.")
    declaration.fetched_by_site = declaration.fetched_by = None
    declaration.fetched_at = declaration.enrolled_on = None
    declaration.save()
    leave_plan(case, site)
    kept = sealed(case, reason.strip())
    record(
        KIND, case.pk, "free_declaration", actor=actor, role=role, at=at, reason=kept,
        details={"site": site.code},
    )  # fmt: skip
    notices.tell_special(site, declaration, "declaration_freed", on=on)


def signal_renewals(at: datetime) -> int:
    """Tell school and Loket once that a declaration ends this school year. Returns how many were told."""
    on = localdate(at)
    waiting = list(ending(on).filter(signalled_on=None, renewal="").values_list("pk", flat=True))
    return sum(_signal(pk, on) for pk in waiting)


@transaction.atomic
def start_renewal(*, declaration_id: int, actor: User, at: datetime) -> Case:
    """A new file at the school where the child is now, that follows the old one. Raises NotPossible.

    Child and parents come along, sealed anew; nothing that was written does. The Loket sees it once the
    school sends it.
    """
    declaration = _held(declaration_id)
    role = _role_at(actor, localdate(at), {Role.SERVICE_DESK}, partnership=declaration.partnership)
    _check_open(declaration)
    case = _following(declaration, at)
    declaration.renewal = Renewal.STARTED
    declaration.save(update_fields=["renewal"])
    details = {"kind": case.kind, "follows": declaration.case.number}
    record(KIND, case.pk, "open", actor=actor, role=role, at=at, details=details)
    record(KIND, declaration.case.pk, "start_renewal", actor=actor, role=role, at=at, details={})
    notices.tell_school(case, "renewal_started", on=localdate(at))
    return case


@transaction.atomic
def skip_renewal(*, declaration_id: int, reason: str, actor: User, at: datetime) -> None:
    """No renewal is needed; `reason` stands sealed in the record. Raises NotPossible."""
    declaration = _held(declaration_id)
    role = _role_at(actor, localdate(at), {Role.SERVICE_DESK}, partnership=declaration.partnership)
    _check_open(declaration)
    if not reason.strip():
        raise NotPossible("Vul in waarom er geen verlenging nodig is.")
    declaration.renewal = Renewal.NOT_NEEDED
    declaration.save(update_fields=["renewal"])
    case = declaration.case
    kept = sealed(case, reason.strip())
    record(KIND, case.pk, "skip_renewal", actor=actor, role=role, at=at, reason=kept)


@transaction.atomic
def undo_skipping(*, declaration_id: int, actor: User, at: datetime) -> None:
    """It is to be done after all."""
    declaration = _held(declaration_id)
    role = _role_at(actor, localdate(at), {Role.SERVICE_DESK}, partnership=declaration.partnership)
    if declaration.renewal != Renewal.NOT_NEEDED:
        raise NotPossible("Deze verklaring staat al op de lijst.")
    declaration.renewal = Renewal.OPEN
    declaration.save(update_fields=["renewal"])
    record(KIND, declaration.case.pk, "undo_skipping", actor=actor, role=role, at=at)


@transaction.atomic
def _signal(declaration_id: int, on: date) -> bool:
    declaration = _held(declaration_id)
    if declaration.signalled_on:
        return False
    declaration.signalled_on = on
    declaration.save(update_fields=["signalled_on"])
    if site := declaration.fetched_by_site:
        notices.tell_special(site, declaration, "renewal_due_special", on=on, until=declaration.ends_on)
    else:
        notices.tell_school(declaration.case, "renewal_due", on=on, until=declaration.ends_on)
    notices.tell_desk(declaration.case, "renewal_due_desk", on=on, until=declaration.ends_on)
    return True


def _following(declaration: Declaration, at: datetime) -> Case:
    old = declaration.case
    offering = offering_on(old.partnership, localdate(at))
    kind = offering.catalogue.heir_of(old.kind) if offering else None
    if offering is None or kind is None or kind.closed or not kind.is_declaration:
        raise NotPossible("Dit schooljaar is er geen soort hulp die deze verklaring verlengt.")
    case = new_case(school_of(declaration), offering, kind.key, old.child, at)
    case.follows = old
    case.save(update_fields=["follows"])
    for party in parties_of(old):
        copy_party(party, case)
    return case


def _check_open(declaration: Declaration) -> None:
    if declaration.renewal:
        raise NotPossible(f"Dit is al gedaan: {declaration.get_renewal_display()}.")
    if Case.objects.filter(follows=declaration.case).exists():
        raise NotPossible("Er is al een dossier dat op dit dossier volgt.")


def _held(declaration_id: int) -> Declaration:
    rows = with_case(Declaration.objects.select_for_update(of=("self",)).filter(pk=declaration_id))
    if (declaration := rows.first()) is None:
        raise NotPossible("Deze verklaring kennen wij niet.")
    return declaration


def _role_at(actor: User, on: date, allowed, **place) -> str:
    """The role in which someone acts here. Raises NotPossible for who has none."""
    roles = Membership.objects.filter(on_day(on), user=actor, user__is_active=True, role__in=allowed, **place)
    if (role := roles.values_list("role", flat=True).first()) is None:
        raise NotPossible("Dit doet iemand anders.")
    return role
