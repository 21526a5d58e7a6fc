"""Adding a file to a case, taking it away, putting it back, and clearing up.

Each side its own: the school (a User) and each parent (a Party) change what they added, and nothing else.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.db import transaction
from django.db.models import Count, Sum
from django.utils.timezone import localdate
from django.utils.translation import gettext_noop

from dekkend.cases.actions.consent import record_on_paper
from dekkend.cases.actions.writing import held
from dekkend.cases.attachments.limits import KEPT_FOR, LEFT_FOR, MOST_BYTES_OF_A_SIDE, MOST_OF_A_SIDE
from dekkend.cases.attachments.queries import own_at
from dekkend.cases.attachments.rules import may_attach, may_take_away
from dekkend.cases.attachments.spots import Spot, spot_at, spot_of_consent
from dekkend.cases.models import FILE_PLACE, Attachment, Case, Consent, Party
from dekkend.cases.transitions import KIND, ROUTE
from dekkend.core.files.inspection import Inspected, inspected
from dekkend.core.files.names import clean_name, clean_title
from dekkend.core.files.sealed import sealed_files
from dekkend.organisations.models import Role, User
from dekkend.workflow.engine import NotPossible, may, record

Where, Scan = Attachment.Where, Attachment.Scan

GONE = gettext_noop("Dit bestand is er niet meer. Voeg het opnieuw toe.")
NO_SPOT = gettext_noop("Hier horen geen bestanden. Kies een andere vraag.")
FULL = gettext_noop("Meer bestanden passen hier niet. Haal er eerst een weg.")
PARENT_GONE = gettext_noop("U kunt in dit dossier niets meer toevoegen. Vraag de school waarom.")
SCHOOL = (Role.SUPPORT_COORDINATOR, Role.HEAD_TEACHER, Role.TEACHER)


class AlreadyThere(Exception):
    """The same file stands at this place: `attachment`."""

    def __init__(self, attachment: Attachment):
        super().__init__(attachment.number)
        self.attachment = attachment


@dataclass(frozen=True)
class Chosen:
    """The file that came in, what it was called there, and what is said of it.

    `inside`: the school keeps it to itself.
    """

    path: Path
    name: str
    title: str
    inside: bool = False


@dataclass(frozen=True)
class Came:
    """A chosen file that we take, and how the store calls it."""

    chosen: Chosen
    file: Inspected
    stored: str

    @property
    def about(self) -> dict[str, str]:
        name = clean_name(self.chosen.name, self.file.kind)
        return {"title": clean_title(self.chosen.title, name), "name": name, "sha256": self.file.sha256}


@dataclass(frozen=True)
class Side:
    """Who adds: a parent, or else someone of the school."""

    party: Party | None
    actor: User | None
    roles: frozenset[str]

    @property
    def name(self) -> str:
        return self.party.signature if self.party else self.actor.name if self.actor else ""

    @property
    def role(self) -> str:
        return next((role for role in (Role.PARENT, *SCHOOL) if role in self.roles), "")


def add_attachment(
    *, case_id: int, where: str, key: str, by: User | Party, chosen: Chosen, at: datetime
) -> Attachment:
    """Check the file, store it sealed, and only then write its row: a crash in between leaves a file that
    `sweep_attachments` clears, never a row without its file. Nothing is held while the file is read.

    Raises NotPossible, AlreadyThere, Refused (not a file we take) and StoreDown. Then nothing was kept.
    """
    case = _found(case_id)
    _check_place(case, where, key, _side(case, by, at))
    with _taken_in(case, chosen) as came:
        return _enter(case_id, where, key, by, came, at)


def consent_on_paper(
    *, party: Party, answer: str, digest: str, actor: User, chosen: Chosen, at: datetime
) -> Consent:
    """What a parent said on paper, with that paper: both or neither. Raises as `add_attachment` does."""
    case = _found(party.case_id)
    verdict = may(ROUTE.transition("answer_request"), case, _side(case, actor, at).roles, localdate(at))
    if not verdict:
        raise NotPossible(verdict.reason)
    with _taken_in(case, chosen) as came:
        return _enter_consent(party, answer, digest, actor, came, at)


@transaction.atomic
def remove_attachment(*, case_id: int, number: int, by: User | Party, at: datetime) -> Attachment:
    """Take it away; `restore_attachment` puts it back for as long as it is kept. Raises NotPossible."""
    attachment, side = _own(case_id, number, by, at)
    if attachment.removed_at is None:
        attachment.removed_at, attachment.removed_by_name = at, side.name
        attachment.save(update_fields=["removed_at", "removed_by_name"])
        _record("remove_attachment", attachment, side, at)
    return attachment


@transaction.atomic
def restore_attachment(*, case_id: int, number: int, by: User | Party, at: datetime) -> Attachment:
    """Put back what was taken away. Raises NotPossible; AlreadyThere when it was added again meanwhile."""
    attachment, side = _own(case_id, number, by, at)
    if attachment.removed_at is not None:
        spot = _check_place(attachment.case, attachment.where, attachment.key, side)
        _check_room(attachment.case, spot, side, attachment.size, attachment.about["sha256"])
        attachment.removed_at, attachment.removed_by_name = None, ""
        attachment.save(update_fields=["removed_at", "removed_by_name"])
        _record("restore_attachment", attachment, side, at)
    return attachment


def sweep_attachments(at: datetime) -> int:
    """Clear what nobody can reach any more: what was taken away a month ago, and files without a row.

    Rows go first: what stops halfway is then a file without a row, for the next time. Returns how many files.
    Nothing else may keep files in this store.
    """
    Attachment.objects.filter(removed_at__lt=at - KEPT_FOR).delete()
    known = set(Attachment.objects.values_list("stored", flat=True))
    return sum(_sweep(stored, at) for stored in sealed_files.names() if stored not in known)


def _sweep(stored: str, at: datetime) -> bool:
    """A young file may be one whose row is being written now; so look once more before it goes."""
    is_young = sealed_files.kept_since(stored) > at - LEFT_FOR
    if is_young or Attachment.objects.filter(stored=stored).exists():
        return False
    return sealed_files.forget(stored)


@contextmanager
def _taken_in(case: Case, chosen: Chosen) -> Iterator[Came]:
    """The file, checked and in the store. When its row does not come, it goes again."""
    with inspected(chosen.path) as file:
        with file.path.open("rb") as content:
            stored = sealed_files.keep(case.vault, FILE_PLACE, content)
        try:
            yield Came(chosen, file, stored)
        except BaseException:
            sealed_files.forget(stored)
            raise


@transaction.atomic
def _enter(case_id: int, where: str, key: str, by: User | Party, came: Came, at: datetime) -> Attachment:
    """The row of a file that is stored: what was checked before is checked again, now that it is held."""
    case = held(case_id)
    side = _side(case, by, at)
    spot = _check_place(case, where, key, side)
    _check_room(case, spot, side, came.file.size, came.file.sha256)
    attachment = _row(case, spot, side, came, at)
    _record("add_attachment", attachment, side, at)
    return attachment


@transaction.atomic
def _enter_consent(party: Party, answer: str, digest: str, actor: User, came: Came, at: datetime) -> Consent:
    case = held(party.case_id)
    paper = _row(case, spot_of_consent(party), _side(case, actor, at), came, at)
    return record_on_paper(party=party, answer=answer, paper=paper, digest=digest, actor=actor, at=at)


def _row(case: Case, spot: Spot, side: Side, came: Came, at: datetime) -> Attachment:
    case.last_attachment += 1
    case.save(update_fields=["last_attachment"])
    asked_inside = came.chosen.inside and spot.can_stay_inside and side.party is None
    attachment = Attachment(
        case=case,
        number=case.last_attachment,
        where=spot.where,
        key=spot.key,
        party=side.party,
        inside=spot.stays_inside or asked_inside,
        stored=came.stored,
        kind=came.file.kind.key,
        size=came.file.size,
        scan=Scan.CLEAN if came.file.is_scanned else Scan.OFF,
        added_at=at,
        added_by=side.actor,
        added_by_name=side.name,
    )
    attachment.sealed = case.vault.seal_value(attachment.place, came.about)
    attachment.save(force_insert=True)
    return attachment


def _found(case_id: int) -> Case:
    found = Case.objects.select_related("growth_edition", "request_edition", "offering")
    if (case := found.filter(pk=case_id).first()) is None:
        raise NotPossible("Dit dossier kennen wij niet.")
    return case


def _side(case: Case, by: User | Party, at: datetime) -> Side:
    """Raises NotPossible for a parent who has no place in this case (any more)."""
    if isinstance(by, User):
        return Side(None, by, frozenset(ROUTE.roles_of(by, case, localdate(at))))
    party = case.parties.filter(pk=by.pk, removed_at=None, kept_out=False).first()
    if party is None:
        raise NotPossible(PARENT_GONE)
    return Side(party, None, frozenset({Role.PARENT}))


def _check_place(case: Case, where: str, key: str, side: Side) -> Spot:
    """Raises NotPossible when this side may not add anything there now."""
    if (spot := spot_at(case, where, key)) is None:
        raise NotPossible(NO_SPOT)
    if not (verdict := may_attach(side.party, side.roles, case.state, spot)):
        raise NotPossible(verdict.reason)
    return spot


def _check_room(case: Case, spot: Spot, side: Side, size: int, sha256: str) -> None:
    """Raises AlreadyThere, or NotPossible when this side has its fill."""
    for there in own_at(case, spot, side.party):
        if there.removed_at is None and there.about["sha256"] == sha256:
            raise AlreadyThere(there)
    own = case.attachments.filter(party=side.party, removed_at=None).exclude(where=Where.CONSENT)
    has = own.aggregate(number=Count("pk"), total=Sum("size"))
    if has["number"] >= MOST_OF_A_SIDE or (has["total"] or 0) + size > MOST_BYTES_OF_A_SIDE:
        raise NotPossible(FULL)


def _own(case_id: int, number: int, by: User | Party, at: datetime) -> tuple[Attachment, Side]:
    """A file that this side may change, with its case held. Raises NotPossible."""
    case = held(case_id)
    side = _side(case, by, at)
    attachment = case.attachments.filter(number=number).first()
    if attachment is None:
        raise NotPossible(GONE)
    attachment.case = case
    if not (verdict := may_take_away(attachment, side.party, side.roles, case.state)):
        raise NotPossible(verdict.reason)
    return attachment, side


def _record(act: str, attachment: Attachment, side: Side, at: datetime) -> None:
    """By its number only: what it is called is about the child."""
    details = {"attachment": attachment.number, "where": attachment.where, "key": attachment.key}
    record(
        KIND,
        attachment.case_id,
        act,
        actor=side.actor,
        role=side.role,
        at=at,
        details=details,
        name=side.name,
    )
