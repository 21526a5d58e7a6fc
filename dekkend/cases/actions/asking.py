"""A parent asks, who is asked answers, the parent asks on, and one of both closes it.

Every act holds the file and reads the enquiry anew: two who answer at once do not both answer.
"""

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext_noop

from dekkend.cases import notices
from dekkend.cases.actions.writing import held
from dekkend.cases.asking.queries import next_number
from dekkend.cases.asking.rules import WRITE, asked_as, may_answer, may_ask
from dekkend.cases.models import Addressee, Case, Enquiry, Party, Remark
from dekkend.cases.parents.links import still_works
from dekkend.cases.rules import leading_role
from dekkend.cases.transitions import KIND, ROUTE
from dekkend.organisations.models import Role, User
from dekkend.workflow.engine import NotPossible, record

State = Enquiry.State
MOST_OPEN = 10
TOO_MANY = gettext_noop("Er staan al tien vragen van u open. Wacht op antwoord, of bel de school.")
GONE = gettext_noop("Deze vraag kennen wij niet.")


@transaction.atomic
def ask(*, party: Party, to: str, words: str, at: datetime) -> Enquiry:
    """A question of a parent to school or Loket. Raises NotPossible; sent twice it is asked once.

    Who the parent is, the caller has proven.
    """
    case = _check(party, to, words)
    mine = party.enquiries.filter(state=State.WAITS)
    if (last := mine.filter(to=to).last()) and _said_last(case, last, None) == words.strip():
        return last
    if mine.count() >= MOST_OPEN:
        raise NotPossible(TOO_MANY)
    number = next_number(case.enquiries.all())
    enquiry = Enquiry.objects.create(case=case, number=number, party=party, to=to, asked_at=at)
    _say(enquiry, words, at, None, party.signature)
    _told_by_parent(enquiry, "ask", at)
    _tell_asked(enquiry, at)
    return enquiry


@transaction.atomic
def ask_on(*, party: Party, number: int, words: str, at: datetime) -> None:
    """More in a question of one's own, also when it was answered or closed. Raises NotPossible."""
    enquiry = _of_party(held(party.case_id), party, number)
    case = _check(party, enquiry.to, words)
    if _said_last(case, enquiry, None) == words.strip():
        return
    _say(enquiry, words, at, None, party.signature)
    _move(enquiry, State.WAITS, is_news=False)
    _told_by_parent(enquiry, "ask", at)
    _tell_asked(enquiry, at)


@transaction.atomic
def answer_enquiry(*, case_id: int, number: int, words: str, seen: int, actor: User, at: datetime) -> None:
    """Answer for school or Loket, on what was said up to remark `seen`. Raises NotPossible."""
    enquiry = _asked(case_id, number, actor, at)
    last = enquiry.remarks.last()
    if last and last.said_by_id == actor.pk and _said_last(enquiry.case, enquiry, actor) == words.strip():
        return
    if last and last.number != seen:
        raise NotPossible(_who_was_first(last))
    if not words.strip():
        raise NotPossible("Schrijf uw antwoord.")
    _say(enquiry, words, at, actor, actor.name)
    _move(enquiry, State.ANSWERED, is_news=True)
    _told_by_staff(enquiry, "answer_enquiry", actor, at)
    if still_works(enquiry.party, localdate(at)):
        notices.tell_parent(enquiry.party, "enquiry_answered")


@transaction.atomic
def close_enquiry(*, case_id: int, number: int, actor: User, at: datetime) -> None:
    """For school or Loket, once it was answered; the parent may still ask on. Raises NotPossible."""
    enquiry = _asked(case_id, number, actor, at)
    if enquiry.waits:
        raise NotPossible("Op deze vraag kwam nog geen antwoord. Antwoord eerst.")
    if enquiry.state != State.CLOSED:
        _move(enquiry, State.CLOSED, is_news=enquiry.is_news)
        _told_by_staff(enquiry, "close_enquiry", actor, at)


@transaction.atomic
def close_own_enquiry(*, party: Party, number: int, at: datetime) -> None:
    """A parent needs no answer (any more). Raises NotPossible."""
    enquiry = _of_party(held(party.case_id), party, number)
    if enquiry.state != State.CLOSED:
        _move(enquiry, State.CLOSED, is_news=False)
        _told_by_parent(enquiry, "close_enquiry", at)


@transaction.atomic
def note_answers_read(*, party: Party, number: int) -> None:
    """The parent opened the answer: it is no news any more."""
    Enquiry.objects.filter(party=party, number=number, is_news=True).update(is_news=False)


def _check(party: Party, to: str, words: str) -> Case:
    """The case, held. Raises NotPossible for what cannot be asked."""
    if to not in Addressee.values or not words.strip():
        raise NotPossible(WRITE)
    case = held(party.case_id)
    party.refresh_from_db(fields=["kept_out", "removed_at"])
    if not (verdict := may_ask(party, case, to)):
        raise NotPossible(verdict.reason)
    party.case = case
    return case


def _of_party(case: Case, party: Party, number: int) -> Enquiry:
    return _found(case, party.enquiries.filter(number=number).select_related("party").first())


def _asked(case_id: int, number: int, actor: User, at: datetime) -> Enquiry:
    """The enquiry as it is now, with the case held, for who is asked. Raises NotPossible."""
    case = held(case_id)
    roles = frozenset(ROUTE.roles_of(actor, case, localdate(at)))
    mine = case.enquiries.filter(number=number, to__in=asked_as(roles))
    return _found(case, mine.select_related("party").first())


def _found(case: Case, enquiry: Enquiry | None) -> Enquiry:
    if enquiry is None:
        raise NotPossible(GONE)
    enquiry.case = enquiry.party.case = case
    return enquiry


def _said_last(case: Case, enquiry: Enquiry, by: User | None) -> str | None:
    """The last words, when they are of this person (None: of the parent)."""
    last = enquiry.remarks.last()
    if last is None or last.said_by_id != (by.pk if by else None):
        return None
    enquiry.case = case
    last.enquiry = enquiry
    return last.words


def _say(enquiry: Enquiry, words: str, at: datetime, by: User | None, name: str) -> None:
    last = enquiry.remarks.last()
    remark = Remark(enquiry=enquiry, number=last.number + 1 if last else 1, said_at=at)
    remark.said_by, remark.said_by_name = by, name
    remark.sealed = enquiry.case.vault.seal_value(remark.place, words.strip())
    remark.save(force_insert=True)


def _move(enquiry: Enquiry, state: str, *, is_news: bool) -> None:
    enquiry.state, enquiry.is_news = state, is_news
    enquiry.save(update_fields=["state", "is_news"])


def _who_was_first(last: Remark) -> str:
    who = "De ouder vroeg" if last.is_of_parent else f"{last.said_by_name} antwoordde"
    return f"{who} net nog iets. Lees dat eerst. Wat u typte, staat er nog."


def _about(enquiry: Enquiry) -> dict[str, object]:
    return {"party": enquiry.party.number, "enquiry": enquiry.number, "to": enquiry.to}


def _told_by_parent(enquiry: Enquiry, act: str, at: datetime) -> None:
    record(
        KIND, enquiry.case_id, act, actor=None, role=Role.PARENT, at=at,
        details=_about(enquiry), name=enquiry.party.signature,
    )  # fmt: skip


def _told_by_staff(enquiry: Enquiry, act: str, actor: User, at: datetime) -> None:
    roles = frozenset(ROUTE.roles_of(actor, enquiry.case, localdate(at)))
    record(
        KIND, enquiry.case_id, act, actor=actor, role=role_of(roles, enquiry.to), at=at,
        details=_about(enquiry),
    )  # fmt: skip


def role_of(roles: frozenset[str], to: str) -> str:
    """In which of their roles someone answers. Raises NotPossible for who is not asked."""
    if not (verdict := may_answer(roles, to)):
        raise NotPossible(verdict.reason)
    return Role.SERVICE_DESK if to == Addressee.DESK else leading_role(roles)


def tell_asked(case: Case, to: str, what: str, at: datetime) -> None:
    """That something of a parent waits; not what."""
    tell = notices.tell_desk if to == Addressee.DESK else notices.tell_school
    tell(case, what, on=localdate(at))


def _tell_asked(enquiry: Enquiry, at: datetime) -> None:
    tell_asked(enquiry.case, enquiry.to, "enquiry", at)
