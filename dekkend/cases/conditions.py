"""What must be so before a step of the route may be taken: each answers yes, or no with a reason in Dutch."""

from datetime import date

from django.utils.formats import date_format

from dekkend.cases.catalogue import Kind
from dekkend.cases.committee.quorum import can_decide
from dekkend.cases.consents import Stance, missing_consent, stances_of
from dekkend.cases.declaration.experts import experts_are_complete
from dekkend.cases.extension import award_that_runs
from dekkend.cases.models import Case
from dekkend.cases.objection.queries import is_objected
from dekkend.core.verdict import YES, Verdict, no


def kind_of(case: Case) -> Kind:
    return case.offering.catalogue.kind(case.kind)


def a_parent_can_be_asked(case: Case, on: date) -> Verdict:
    if not case.parties.filter(has_authority=True, kept_out=False, removed_at=None).exists():
        return no("Zet er eerst bij wie het gezag heeft: een ouder of een voogd.")
    return YES


def nobody_else_reads(case: Case, on: date) -> Verdict:
    if is_objected(case):
        return no("Er loopt een bezwaar of heroverweging: het Loket leest mee. Praat buiten dit dossier.")
    return YES


def parents_had_their_say(case: Case, on: date) -> Verdict:
    """An arrangement needs their consent; for a TLV the law asks that they were heard (WPO 40, WEC 40)."""
    if not (someone := a_parent_can_be_asked(case, on)):
        return someone
    is_needed = kind_of(case).needs_consent
    if missing := missing_consent(case, stances_of(case), is_needed=is_needed):
        who = " en ".join(stance.party.signature for stance in missing)
        return no(f"Nog nodig: {'toestemming' if is_needed else 'de mening'} van {who}.")
    return YES


def the_answer_is_late(case: Case, on: date) -> Verdict:
    if case.answer_by and on <= case.answer_by:
        return no(f"De school kan nog antwoorden, tot en met {date_format(case.answer_by, 'j F Y')}.")
    return YES


def what_is_sent_was_agreed_to(case: Case, on: date) -> Verdict:
    """The school may change its text while it answers a question: what changed asks for a new yes."""
    return parents_had_their_say(case, on) if kind_of(case).needs_consent else YES


def asks_parents(case: Case) -> bool:
    """Whether the school waits for a word of theirs before it sends the request, or sends it again."""
    is_again = case.state == Case.State.ASKED and kind_of(case).needs_consent
    return is_again or case.state == Case.State.WITH_PARENTS


def is_asked_now(case: Case, stance: Stance) -> bool:
    """With the parents everyone; while the school answers the Loket, all but who agrees to what there is."""
    return asks_parents(case) and not (case.state == Case.State.ASKED and stance.agrees)


def parents_are_asked(case: Case, on: date) -> Verdict:
    if case.state == Case.State.ASKED and not any(is_asked_now(case, one) for one in stances_of(case)):
        return no("De ouders hoeven nu niets te zeggen.")
    return YES


def nobody_agreed_to_another_text(case: Case, on: date) -> Verdict:
    """Someone said yes to what is decided on. Who has authority since it was sent was not asked; the Loket
    was told.
    """
    if not kind_of(case).needs_consent:
        return YES
    stances = stances_of(case)
    if outdated := [one for one in stances if one.said and not one.agrees]:
        who = " en ".join(one.party.signature for one in outdated)
        return no(f"De aanvraag is niet die waar {who} ja tegen zei. Stel de school een vraag.")
    if stances and not any(one.agrees for one in stances):
        return no("Nog geen ouder zei ja tegen deze aanvraag. Stel de school een vraag.")
    return YES


def the_desk_decides(case: Case, on: date) -> Verdict:
    if kind_of(case).awarded_by != "desk":
        return no("Over deze hulp beslist de CTC. Zet het dossier op de lijst van de CTC.")
    return YES


def the_desk_may_award(case: Case, on: date) -> Verdict:
    return the_desk_decides(case, on) and nobody_agreed_to_another_text(case, on)


def the_committee_decides(case: Case, on: date) -> Verdict:
    if kind_of(case).awarded_by != "committee":
        return no("Over deze hulp beslist het Loket zelf.")
    return YES


def experts_are_needed(case: Case, on: date) -> Verdict:
    if not kind_of(case).is_declaration:
        return no("Bij deze hulp hoort geen advies van deskundigen.")
    return YES


def ready_for_the_committee(case: Case, on: date) -> Verdict:
    return the_committee_decides(case, on) and experts_are_complete(case, on)


def the_committee_can_decide(case: Case, on: date) -> Verdict:
    """In an open meeting, with enough members who have a say; on a declaration after two experts."""
    return experts_are_complete(case, on) and can_decide(case, on)


def the_committee_may_award(case: Case, on: date) -> Verdict:
    return the_committee_can_decide(case, on) and nobody_agreed_to_another_text(case, on)


def help_runs(case: Case, on: date) -> Verdict:
    """What is asked is an extension, of help that is not over."""
    return YES if award_that_runs(case, on) else no("Er loopt geen hulp.")


def the_award_is_over(case: Case, on: date) -> Verdict:
    if case.ends_on is None or on <= case.ends_on:
        return no("De hulp loopt nog.")
    return YES


def nobody_holds_it(case: Case, on: date) -> Verdict:
    return no("Dit dossier wordt al langer bewaard.") if case.is_on_hold else YES


def someone_holds_it(case: Case, on: date) -> Verdict:
    if not case.is_on_hold:
        return no("Dit dossier wordt niet langer bewaard dan de regel zegt.")
    if is_objected(case):
        return no("Er loopt een bezwaar of heroverweging. Tot daarop is beslist, blijft het dossier.")
    return YES
