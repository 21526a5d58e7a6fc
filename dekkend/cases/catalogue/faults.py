"""What is wrong with a catalogue as a whole, and what the law says of a declaration (TLV)."""

from collections.abc import Callable, Collection, Iterator

from dekkend.cases.catalogue.kinds import Catalogue, Kind
from dekkend.questionnaires.types.base import twice

# {form: the keys of its questions}; None is a form that does not exist.
Forms = Callable[[str], Collection[str] | None]
Fault = tuple[str, str]
OBJECTION_WEEKS = 6  # Awb 6:7


def faults_of(whole: Catalogue) -> Iterator[Fault]:
    """(kind or "", fault in Dutch) for everything that is wrong, but for what it says about forms."""
    for key in twice(kind.key for kind in whole.kinds if kind.key):
        yield key, "deze soort komt twee keer voor"
    for key in twice(rule.key for rule in whole.retention if rule.key):
        yield "", f"bewaren «{key}» komt twee keer voor"
    if whole.decision_weeks > whole.warn_weeks:
        yield "", "decision_weeks is meer dan warn_weeks: de waarschuwing komt dan voor het einde"
    keys = {kind.key for kind in whole.kinds}
    for kind in whole.kinds:
        faults = (*_said_twice(kind), *_lost_ways(kind, keys), *_against_the_law(kind))
        yield from ((kind.key, fault) for fault in faults)


def form_faults(whole: Catalogue, forms: Forms) -> Iterator[Fault]:
    """(kind or "", fault in Dutch) for forms and questions that are named and do not exist."""
    keys = {form: forms(form) for form in (whole.file_form, whole.plan_form, *whole.forms) if form}
    for name in ("file_form", "plan_form"):
        if keys.get(getattr(whole, name), ()) is None:
            yield "", f"{name} noemt «{getattr(whole, name)}», een formulier dat er niet is"
    for kind in whole.kinds:
        if keys.get(kind.form, ()) is None:
            yield kind.key, f"form noemt «{kind.form}», een formulier dat er niet is"
            continue
        asked = {*(keys.get(whole.file_form) or ()), *(keys.get(kind.form) or ())}
        for paper in kind.papers_needed:
            for key in sorted(paper.when.keys - asked) if paper.when else ():
                yield kind.key, f"when van «{paper.key}» noemt «{key}», een vraag die er niet is"
            if paper.at and paper.at not in asked:
                yield kind.key, f"at van «{paper.key}» noemt «{paper.at}», een vraag die er niet is"


def _said_twice(kind: Kind) -> Iterator[str]:
    for name in ("criteria", "papers_needed"):
        for key in twice(thing.key for thing in getattr(kind, name) if thing.key):
            yield f"{name}: de sleutel «{key}» komt twee keer voor"


def _lost_ways(kind: Kind, keys: Collection[str]) -> Iterator[str]:
    for key in kind.may_pass_to:
        if key not in keys:
            yield f"may_pass_to noemt «{key}», een soort die er niet is"
    for name in ("may_pass_to", "replaces"):
        if kind.key in getattr(kind, name):
            yield f"{name} noemt de soort zelf"


def _against_the_law(kind: Kind) -> Iterator[str]:
    if kind.is_declaration:
        if kind.needs_consent:
            yield 'een tlv vraagt geen toestemming van ouders: consent moet zijn "consulted"'
        if not kind.review.is_objection:
            yield 'een tlv is een besluit van de Awb: review.way moet zijn "objection"'
        if not kind.demands_plan:
            yield "wie naar SBO of SO gaat, heeft een plan (opp): demands_plan kan niet false zijn"
    if kind.review.is_objection and kind.review.weeks != OBJECTION_WEEKS:
        yield f"bezwaar kan {OBJECTION_WEEKS} weken lang (Awb 6:7): review.weeks klopt niet"
