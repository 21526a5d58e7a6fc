"""Enquiries and corrections for who may read them. Reads only; each says how many queries it makes."""

from collections.abc import Iterable
from collections.abc import Set as AbstractSet

from django.db.models import (
    BooleanField,
    Exists,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Value,
    prefetch_related_objects,
)

from dekkend.cases.asking.rules import asked_as
from dekkend.cases.involvement import read_by_desk
from dekkend.cases.models import Addressee, Case, Correction, Enquiry, Entry, Party, Remark


def enquiries_to(case: Case, roles: AbstractSet[str]) -> list[Enquiry]:
    """What someone with these roles is asked, what waits first. Two queries, or none."""
    if not (to := asked_as(roles)):
        return []
    found = _with_remarks(case, case.enquiries.filter(to__in=to))
    return sorted(found, key=lambda one: (not one.waits, -one.number))


def enquiries_of(party: Party) -> list[Enquiry]:
    """What this parent asked, newest first. Two queries."""
    return _with_remarks(party.case, party.enquiries.order_by("-number"))


def corrections_of(case: Case) -> list[Correction]:
    """All of a case, oldest first. One query, once for each case at hand."""
    rows = Prefetch("corrections", Correction.objects.select_related("party").order_by("number"))
    prefetch_related_objects([case], rows)
    found = list(case.corrections.all())
    for correction in found:
        correction.case = case
    return found


def corrections_at(case: Case, where: str) -> dict[str, list[Correction]]:
    """{key: corrections} of one form, or of the decisions. As `corrections_of`; the plan takes none."""
    if where not in Correction.Where.values:
        return {}
    by_key: dict[str, list[Correction]] = {}
    for correction in corrections_of(case):
        if correction.where == where:
            by_key.setdefault(correction.key, []).append(correction)
    return by_key


def unread_of(party: Party) -> tuple[list[Enquiry], list[Correction]]:
    """What was answered and not read yet. One query and that of `corrections_of`."""
    enquiries = list(party.enquiries.filter(is_news=True))
    return enquiries, [one for one in corrections_of(party.case) if one.party_id == party.pk and one.is_news]


def is_changed_since(correction: Correction) -> bool:
    """Whether the text is another than the one that the parent spoke of. One query, none for a decision."""
    if correction.where == Correction.Where.DECISION:
        return False
    now = Entry.objects.filter(
        case_id=correction.case_id, form=correction.where, key=correction.key, party=None
    )
    return now.filter(revision__gt=correction.revision).exists()


def next_number(rows: QuerySet) -> int:
    """Of the next enquiry or correction in a case; the case is held. One query."""
    return (rows.order_by("-number").values_list("number", flat=True).first() or 0) + 1


def with_parent_asks(cases: QuerySet[Case], roles: AbstractSet[str]) -> QuerySet[Case]:
    """Each with `parent_asks`: a parent waits for an answer of someone with these roles."""
    if not (to := asked_as(roles)):
        return cases.annotate(parent_asks=Value(False, output_field=BooleanField()))
    return cases.annotate(parent_asks=parent_asks_of(to))


def parent_asks_of(to: Iterable[str]) -> Q:
    """Of a case: a parent waits for an answer of one of these, who reads the question."""
    read = Q(to=Addressee.SCHOOL) | read_by_desk("case__")  # asking.rules.reads
    waits = read & Q(case=OuterRef("pk"), to__in=to)
    enquiries = Enquiry.objects.filter(waits, state=Enquiry.State.WAITS)
    corrections = Correction.objects.filter(waits, outcome="")
    return Q(Exists(enquiries)) | Q(Exists(corrections))


def waiting_in(
    case: Case, enquiries: Iterable[Enquiry], roles: AbstractSet[str]
) -> list[Enquiry | Correction]:
    """Of what someone reads, that which waits for their answer. As `corrections_of`."""
    to = asked_as(roles)
    open_ones = [one for one in corrections_of(case) if one.to in to and not one.outcome]
    return [*(one for one in enquiries if one.waits), *open_ones]


def _with_remarks(case: Case, rows: QuerySet[Enquiry]) -> list[Enquiry]:
    remarks = Prefetch("remarks", Remark.objects.order_by("number"))
    found = list(rows.select_related("party").prefetch_related(remarks))
    for enquiry in found:
        enquiry.case = enquiry.party.case = case
        for remark in enquiry.remarks.all():
            remark.enquiry = enquiry
    return found
