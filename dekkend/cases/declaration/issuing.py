"""The declaration that comes with a decision: checked against the law, numbered, saved with it."""

from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format

from dekkend.cases.catalogue import Kind
from dekkend.cases.declaration.days import ends_too_soon, first_end
from dekkend.cases.models import Case, Decision, Declaration, Objection
from dekkend.cases.numbers import next_number
from dekkend.core.verdict import YES, Verdict, no

COUNTER = "tlv"


@dataclass(frozen=True)
class Declared:
    """For which schools, and for SO which category; from when to when stands in the award."""

    school_kind: str
    category: str = ""


def may_declare(kind: Kind, declared: Declared | None, begins_on: date, ends_on: date) -> Verdict:
    """What an award of this kind says of a declaration, against the rules; other kinds have none."""
    if not kind.is_declaration:
        return no("Bij deze hulp hoort geen verklaring (tlv).") if declared else YES
    if declared is None or declared.school_kind not in kind.declaration:
        return no(f"Kies voor welke school de verklaring is: {' of '.join(kind.declaration)}.")
    if declared.school_kind == "SBO" and declared.category:
        return no("Een verklaring voor SBO heeft geen categorie. Laat die leeg.")
    if declared.school_kind == "SO" and declared.category not in Declaration.Category.values:
        return no("Kies de categorie: laag, midden of hoog. Een verklaring voor SO heeft die nodig.")
    if ends_too_soon(declared.school_kind, begins_on, ends_on):
        day = date_format(first_end(begins_on), "j F Y")
        return no(f"Een verklaring voor SO geldt minstens een heel schooljaar: tot en met {day} (WEC 40).")
    return YES


def issue(decision: Decision, declared: Declared, begins_on: date, ends_on: date) -> Declaration:
    """Give the next number. In the transaction of the decision: rolled back, the number is free again."""
    partnership = decision.case.partnership
    return Declaration.objects.create(
        decision=decision,
        partnership=partnership,
        serial=next_number(partnership, COUNTER),
        school_kind=declared.school_kind,
        category=declared.category,
        begins_on=begins_on,
        ends_on=ends_on,
    )


def revoke_reviewed(case: Case, on: date) -> list[Declaration]:
    """After an objection that was right the new decision takes the place of the old one's declaration.

    Returns what holds no longer.
    """
    given = Declaration.objects.filter(decision__case=case, revoked_on=None)
    reviewed = given.filter(decision__objections__outcome=Objection.Outcome.UPHELD).values("pk")
    held = Declaration.objects.select_for_update(of=("self",)).filter(pk__in=reviewed)
    revoked = list(held.select_related("partnership", "fetched_by_site", "decision__case"))
    for declaration in revoked:
        declaration.revoked_on = on
        declaration.save(update_fields=["revoked_on"])
    return revoked
