"""What the school does with its request: talk it over, share it with the parents, send it, take it back."""

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from dekkend.cases import notices
from dekkend.cases.actions.steps import take
from dekkend.cases.consents import stances_of
from dekkend.cases.models import Case
from dekkend.cases.parents.links import issue_link
from dekkend.cases.queries import parties_of
from dekkend.cases.retention import close, end_request
from dekkend.cases.terms import decision_due, resume
from dekkend.organisations.models import User


@transaction.atomic
def talk_inside(*, case_id: int, actor: User, at: datetime) -> None:
    """Talk it over within the school first: a state of its own, that nobody outside sees."""
    with take("talk_inside", case_id, actor, at):
        pass


@transaction.atomic
def end_talk(*, case_id: int, actor: User, at: datetime) -> None:
    with take("end_talk", case_id, actor, at):
        pass


@transaction.atomic
def share_with_parents(*, case_id: int, actor: User, at: datetime) -> None:
    """Each parent who is not kept out gets a link of their own, by mail."""
    with take("share_with_parents", case_id, actor, at) as case:
        case.is_shared = True
        _ask_parents(case, at)


@transaction.atomic
def take_back_from_parents(*, case_id: int, actor: User, reason: str, at: datetime) -> None:
    """Change it before anyone acts on it. The parents read why; their own part stays theirs."""
    with take("take_back_from_parents", case_id, actor, at, reason=reason) as case:
        case.is_shared = False
        notices.tell_parents(case, "taken_back", on=localdate(at))


@transaction.atomic
def send_case(*, case_id: int, actor: User, at: datetime) -> None:
    """To the Loket, once the parents had their say. From now on the term runs."""
    with take("send", case_id, actor, at) as case:
        on = localdate(at)
        case.sent_on = on
        case.due_on = decision_due(case.offering.catalogue, on)
        notices.tell_desk(case, "sent", on=on)
        notices.tell_parents(case, "sent_to_desk", on=on, until=case.due_on)


@transaction.atomic
def withdraw_request(*, case_id: int, actor: User, reason: str, at: datetime) -> None:
    with take("withdraw_request", case_id, actor, at, reason=reason) as case:
        was_sent = case.sent_on is not None
        case.paused_on = case.answer_by = case.due_on = None
        until = end_request(case, localdate(at), decided=False)
        if was_sent:
            notices.tell_desk(case, "withdrawn", on=localdate(at))
        notices.tell_parents(case, "withdrawn_parent", on=localdate(at), until=until)


@transaction.atomic
def ask_parents_again(*, case_id: int, actor: User, at: datetime) -> None:
    """Whoever did not say yes to the request as it is now gets a mail, and longer use of their link."""
    with take("ask_parents_again", case_id, actor, at) as case:
        for stance in stances_of(case):
            if not stance.agrees:
                issue_link(stance.party, at)
                is_old = stance.said is not None and not stance.is_of_now
                notices.tell_parent(stance.party, "ask_again" if is_old else "ask_parent")


@transaction.atomic
def answer_desk(*, case_id: int, actor: User, reason: str, at: datetime) -> None:
    """The answer to what the Loket asked; the term goes on from here."""
    with take("answer_desk", case_id, actor, at, reason=reason) as case:
        resume(case, localdate(at))
        notices.tell_desk(case, "answered", on=localdate(at))


@transaction.atomic
def ask_extension(*, case_id: int, actor: User, reason: str, at: datetime) -> None:
    """A next round of the same support: the parents are asked anew, the Loket reads it anew."""
    with take("ask_extension", case_id, actor, at, reason=reason) as case:
        case.round += 1
        case.asked_round, case.is_shared = case.round, True
        case.sent_on = case.due_on = None
        _ask_parents(case, at)


@transaction.atomic
def end_support(*, case_id: int, actor: User, reason: str, at: datetime) -> None:
    with take("end", case_id, actor, at, reason=reason) as case:
        close(case, localdate(at), decided=True)
        notices.tell_parents(case, "ended", on=localdate(at))


def _ask_parents(case: Case, at: datetime) -> None:
    for party in parties_of(case):
        if not party.kept_out:
            issue_link(party, at)
            notices.tell_parent(party, "ask_parent")
