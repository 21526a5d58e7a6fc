"""What a parent says to a request: on their own page, or on paper that the school keeps with it."""

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext_noop

from dekkend.cases import notices
from dekkend.cases.actions.steps import take
from dekkend.cases.conditions import is_asked_now, kind_of
from dekkend.cases.consents import request_digest, said_to, stances_of, words_said
from dekkend.cases.models import Attachment, Case, Consent, Party, consent_place
from dekkend.organisations.models import Role, User
from dekkend.workflow.engine import NotPossible
from dekkend.workflow.table import Outsider

Answer = Consent.Answer
CHANGED = gettext_noop("De aanvraag is net veranderd. Lees haar opnieuw, en zeg dan wat u vindt.")
NO_SAY = gettext_noop("Voor deze aanvraag is de mening van deze ouder niet nodig.")
VIEW_ONLY = gettext_noop("Bij deze aanvraag is uw mening nodig, geen toestemming.")


@transaction.atomic
def answer_as_parent(*, party: Party, answer: str, words: str, digest: str, at: datetime) -> Consent:
    """Say yes, no, or what one thinks. `digest` names the text that was read. Raises NotPossible.

    Who the parent is, the caller has proven. A form that is sent twice says it once.
    """
    if said := _said_already(party, answer, words, digest):
        return said
    with take("answer_request", party.case_id, as_outsider(party), at, details=_about(party, answer)) as case:
        said = _say(case, party, answer, words, digest, at)
        notices.tell_school(case, "parent_answered", on=localdate(at))
        return said


@transaction.atomic
def record_on_paper(
    *, party: Party, answer: str, paper: Attachment, digest: str, actor: User, at: datetime
) -> Consent:
    """The other way: a signed paper, uploaded by the school. Raises NotPossible."""
    of_whom = (paper.case_id, paper.where, paper.key)
    if of_whom != (party.case_id, Attachment.Where.CONSENT, str(party.number)):
        raise NotPossible("Voeg eerst het getekende papier toe.")
    details = _about(party, answer) | {"paper": paper.pk}
    with take("answer_request", party.case_id, actor, at, details=details) as case:
        return _say(case, party, answer, "", digest, at, on_paper=paper, recorded_by=actor)


@transaction.atomic
def withdraw_consent(*, party: Party, words: str, at: datetime) -> None:
    """Until the award a parent may take a yes back: the request goes back to school. Raises NotPossible."""
    details = _about(party, Answer.WITHDRAWN)
    with take("withdraw_consent", party.case_id, as_outsider(party), at, details=details) as case:
        if not kind_of(case).needs_consent:
            raise NotPossible("Bij deze aanvraag is geen toestemming nodig. Uw mening kunt u blijven geven.")
        _check_asked(party)
        if not _said_yes(case, party):
            raise NotPossible("U hebt geen toestemming gegeven die u kunt intrekken.")
        _keep(case, party, Answer.WITHDRAWN, words, request_digest(case), at)
        case.sent_on = case.due_on = case.paused_on = case.answer_by = None
        notices.tell_school(case, "consent_withdrawn", on=localdate(at))
        notices.tell_desk(case, "consent_withdrawn_desk", on=localdate(at))


def as_outsider(party: Party) -> Outsider:
    """A parent as the route knows them: no account, one role, and a name that is none."""
    return Outsider(party.signature, frozenset({Role.PARENT}))


def _say(
    case: Case,
    party: Party,
    answer: str,
    words: str,
    digest: str,
    at: datetime,
    on_paper: Attachment | None = None,
    recorded_by: User | None = None,
) -> Consent:
    _check_asked(party)
    if digest != request_digest(case):
        raise NotPossible(CHANGED)
    if not all(is_asked_now(case, one) for one in stances_of(case) if one.party == party):
        raise NotPossible("Deze ouder zei al ja tegen de aanvraag zoals zij nu is.")
    allowed = {Answer.YES, Answer.NO} if kind_of(case).needs_consent else {Answer.VIEW}
    if answer not in allowed:
        raise NotPossible(VIEW_ONLY if Answer.VIEW in allowed else "Kies ja of nee.")
    return _keep(case, party, answer, words, digest, at, on_paper, recorded_by)


def _check_asked(party: Party) -> None:
    """As it is now: the case is held, and with it who has a say in it."""
    party.refresh_from_db(fields=["has_authority", "kept_out", "removed_at"])
    if not party.is_asked or party.removed_at:
        raise NotPossible(NO_SAY)


def _keep(
    case: Case,
    party: Party,
    answer: str,
    words: str,
    digest: str,
    at: datetime,
    on_paper: Attachment | None = None,
    recorded_by: User | None = None,
) -> Consent:
    sealed = case.vault.seal(consent_place(party, at), words.strip().encode()) if words.strip() else None
    return Consent.objects.create(
        case=case,
        party=party,
        round=case.round,
        answer=answer,
        digest=digest,
        sealed_words=sealed,
        given_at=at,
        on_paper=on_paper,
        recorded_by=recorded_by,
    )


def _said_already(party: Party, answer: str, words: str, digest: str) -> Consent | None:
    """The last word of this parent when it is this one; the parent is held until the end."""
    list(Party.objects.select_for_update().filter(pk=party.pk).values_list("pk"))
    last = said_to(party.case).filter(party=party).last()
    if last is None or (last.answer, last.digest) != (answer, digest):
        return None
    return last if words_said(party, last) == words.strip() else None


def _said_yes(case: Case, party: Party) -> bool:
    last = said_to(case).filter(party=party).last()
    return last is not None and last.answer == Answer.YES


def _about(party: Party, answer: str) -> dict[str, object]:
    return {"party": party.number, "answer": answer}
