"""Find a declaration by its number and the child's day of birth: both right, or nothing at all."""

from datetime import date

from django.db.models import Exists, OuterRef

from dekkend.cases.declaration.number import read
from dekkend.cases.models import Case, Declaration, Plan
from dekkend.core.encryption import CannotOpen
from dekkend.core.verdict import YES, Verdict, no
from dekkend.organisations.models import Site

FITS = {
    "SBO": frozenset({Site.Kind.SBO}),
    "SO": frozenset({Site.Kind.SO, Site.Kind.SO_VSO}),
}
ASK_THE_DESK = "Klopt dat niet? Vraag het Loket van het samenwerkingsverband om haar vrij te geven."
SPECIAL = frozenset().union(*FITS.values())


def find_declaration(typed: str, born_on: date) -> Declaration | None:
    """The one with this number for a child born on this day. At most one query.

    None for an unknown number, another day of birth and a destroyed file alike: nobody learns which.
    """
    found = read(typed)
    if found is None:
        return None
    code, serial = found
    rows = Declaration.objects.filter(partnership__code=code, serial=serial)
    declaration = with_case(rows).first()
    try:
        return declaration if declaration and declaration.case.child.born_on == born_on else None
    except CannotOpen:
        return None


def with_case(rows):
    return rows.select_related("partnership", "fetched_by_site", "decision__case__site__school")


def may_take_in(declaration: Declaration, site: Site, on: date) -> Verdict:
    """Whether this school may take it in; the reasons tell nothing about the child."""
    if site.kind not in FITS[declaration.school_kind]:
        return no(f"Deze verklaring is voor {declaration.get_school_kind_display()}. Uw school is dat niet.")
    if declaration.revoked_on:
        return no(
            "Er is een nieuw besluit. Deze verklaring geldt niet meer. Vraag ouders naar het nieuwe nummer."
        )
    if declaration.fetched_by_site_id:
        by = "uw school" if declaration.fetched_by_site_id == site.pk else "een andere school"
        return no(f"Deze verklaring is al in ontvangst genomen door {by}. {ASK_THE_DESK}")
    if on > declaration.ends_on:
        return no("Deze verklaring is verlopen. Vraag het samenwerkingsverband.")
    return YES


def may_free(declaration: Declaration, on: date) -> Verdict:
    """Whether another school could take it in, once it is given free."""
    if declaration.fetched_by_site_id is None:
        return no("Geen school nam deze verklaring in ontvangst. Zij is al vrij.")
    if declaration.revoked_on:
        return no("Er is een nieuw besluit. Deze verklaring geldt niet meer.")
    return no("Deze verklaring is verlopen.") if on > declaration.ends_on else YES


def taken_in_of(case: Case) -> Declaration | None:
    """The one of this case that still stands and that a school took in. One query."""
    return (
        with_case(Declaration.objects.filter(decision__case=case, revoked_on=None))
        .exclude(fetched_by_site=None)
        .last()
    )


def taken_in_by(site: Site) -> list[Declaration]:
    """What a school took in, newest first, each with `has_plan`: whether its plan is there. One query."""
    here = Plan.objects.filter(case=OuterRef("decision__case"), site=site)
    found = Declaration.objects.filter(fetched_by_site=site).annotate(has_plan=Exists(here))
    return list(with_case(found).order_by("-fetched_at"))
