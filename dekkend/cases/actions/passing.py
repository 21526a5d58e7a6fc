"""Go on with other support for the same child: a new file that takes along what is known already."""

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from dekkend.cases.actions.opening import open_file
from dekkend.cases.actions.steps import take
from dekkend.cases.conditions import kind_of
from dekkend.cases.models import Case, Entry, EntryVersion, Party, entry_place
from dekkend.cases.queries import offering_on, parties_of, value_of
from dekkend.cases.retention import close
from dekkend.organisations.models import User
from dekkend.workflow.engine import NotPossible


def kinds_after(case: Case) -> list[tuple[str, str]]:
    """(key, name) of what this kind may pass on to, as far as it is offered this school year."""
    offering = offering_on(case.partnership, localdate())
    offered = offering.catalogue.open_kinds if offering else ()
    return [(kind.key, kind.name) for kind in offered if kind.key in kind_of(case).may_pass_to]


@transaction.atomic
def pass_on(*, case_id: int, kind: str, actor: User, at: datetime) -> Case:
    """End this case and begin the next, with its child, its parents and everyone's own part of the file.

    The new file has a key of its own; the parents get a new link when it is shared. Raises NotPossible.
    """
    with take("pass_on", case_id, actor, at, details={"kind": kind}) as case:
        if kind not in dict(kinds_after(case)):
            raise NotPossible("Naar deze hulp kunt u vanuit dit dossier niet overgaan.")
        following = open_file(
            site=case.site, partnership=case.partnership, kind=kind, child=case.child, actor=actor, at=at
        )
        Case.objects.filter(pk=following.pk).update(follows=case)
        _take_along(case, following)
        close(case, localdate(at), decided=True)
    return following


def _take_along(case: Case, following: Case) -> None:
    copies: dict[int | None, Party | None] = {None: None}
    for party in parties_of(case):
        copies[party.pk] = copy_party(party, following)
    for entry in case.entries.filter(form=Entry.Form.GROWTH, party__in=[pk for pk in copies if pk]):
        _copy(entry, case, following, copies[entry.party_id])
    for entry in case.entries.filter(form=Entry.Form.GROWTH, party=None):
        _copy(entry, case, following, None)


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
