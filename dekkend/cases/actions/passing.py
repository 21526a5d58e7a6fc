"""Go on with other support for the same child: a new file that takes along what is known already."""

import logging
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from dekkend.cases.actions.opening import open_case
from dekkend.cases.actions.steps import take
from dekkend.cases.conditions import kind_of
from dekkend.cases.models import FILE_PLACE, Attachment, Case, Entry, EntryVersion, Party, entry_place
from dekkend.cases.queries import offering_on, parties_of, value_of
from dekkend.cases.retention import close
from dekkend.core.encryption import CannotOpen
from dekkend.core.files.sealed import sealed_files
from dekkend.core.files.store import NotThere, StoreDown
from dekkend.organisations.models import User
from dekkend.workflow.engine import NotPossible

logger = logging.getLogger(__name__)
DOWN = "De bijlagen kunnen nu niet mee: de opslag antwoordt niet. Probeer het over een paar minuten opnieuw."


def kinds_after(case: Case) -> list[tuple[str, str]]:
    """(key, name) of what this kind may pass on to, as far as it is offered this school year."""
    offering = offering_on(case.partnership, localdate())
    offered = offering.catalogue.open_kinds if offering else ()
    return [(kind.key, kind.name) for kind in offered if kind.key in kind_of(case).may_pass_to]


@transaction.atomic
def pass_on(*, case_id: int, kind: str, actor: User, at: datetime) -> Case:
    """End this case and begin the next, with its child, its parents, everyone's own part and their files.

    The new file has a key of its own; the parents get a new link when it is shared. Raises NotPossible, also
    while the store of files does not answer: then nothing was done, and what was copied is swept up.
    """
    with take("pass_on", case_id, actor, at, details={"kind": kind}) as case:
        if kind not in dict(kinds_after(case)):
            raise NotPossible("Naar deze hulp kunt u vanuit dit dossier niet overgaan.")
        following = open_case(
            site=case.site, partnership=case.partnership, kind=kind, child=case.child, actor=actor, at=at
        )
        Case.objects.filter(pk=following.pk).update(follows=case)
        copies = _copy_parties(case, following)
        _take_along(case, following, copies)
        _take_files(case, following, copies)
        close(case, localdate(at), decided=True)
    return following


type Copies = dict[int | None, Party | None]


def _copy_parties(case: Case, following: Case) -> Copies:
    """By the parent in the old file the one in the new; the school's side is None in both."""
    return {None: None} | {party.pk: copy_party(party, following) for party in parties_of(case)}


def _take_along(case: Case, following: Case, copies: Copies) -> None:
    for entry in case.entries.filter(form=Entry.Form.GROWTH):
        if entry.party_id in copies:
            _copy(entry, case, following, copies[entry.party_id])


def _take_files(case: Case, following: Case, copies: Copies) -> None:
    """The files of the growth file that were not taken away, also what the school keeps to itself: it is the
    same school. What was added to the request, and what was signed, belongs to the request that is over.
    """
    for attachment in case.attachments.filter(where=Attachment.Where.GROWTH, removed_at=None):
        if attachment.party_id in copies:
            attachment.case = case
            _copy_file(attachment, following, copies[attachment.party_id])
    following.save(update_fields=["last_attachment"])


def copy_party(party: Party, following: Case) -> Party:
    """The same parent in the new file, without a link: that is the old file's."""
    facts = ("number", "has_authority", "kept_out", "household", "language")
    copy = Party(case=following, **{name: getattr(party, name) for name in facts})
    about = {name: text for name, text in party.about.items() if name != "token"}
    copy.sealed = following.vault.seal_value(copy.place, about)
    copy.save(force_insert=True)
    return copy


def _copy(entry: Entry, case: Case, following: Case, party: Party | None) -> None:
    """The last text, sealed anew; what it was before stays in the old file."""
    entry.case = case
    place = entry_place(entry.form, entry.key, party.pk if party else None)
    facts = {
        "revision": 1,
        "sealed": following.vault.seal_value(place, value_of(entry)),
        "saved_at": entry.saved_at,
        "saved_by": entry.saved_by,
        "saved_by_name": entry.saved_by_name,
    }
    copy = Entry.objects.create(case=following, form=entry.form, key=entry.key, party=party, **facts)
    EntryVersion.objects.create(entry=copy, **facts)


def _copy_file(attachment: Attachment, following: Case, party: Party | None) -> None:
    """Sealed anew. What cannot be read any more stays behind, for who runs this site to look at."""
    try:
        stored = sealed_files.copy(attachment.case.vault, FILE_PLACE, attachment.stored, into=following.vault)
    except (NotThere, CannotOpen):
        logger.error("attachment %s of case %s cannot be read", attachment.number, attachment.case.uid)
        return
    except StoreDown as down:
        raise NotPossible(DOWN) from down
    following.last_attachment += 1
    facts = ("where", "key", "inside", "kind", "size", "scan", "added_at", "added_by", "added_by_name")
    copy = Attachment(case=following, party=party, number=following.last_attachment, stored=stored)
    for name in facts:
        setattr(copy, name, getattr(attachment, name))
    copy.sealed = following.vault.seal_value(copy.place, attachment.about)
    copy.save(force_insert=True)
