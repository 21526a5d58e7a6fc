"""What the committee does with a case: put it on a meeting, advise, decide; and who has no say."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils.timezone import localdate

from dekkend.cases import notices
from dekkend.cases.actions.deciding import Award, decide
from dekkend.cases.actions.steps import take
from dekkend.cases.committee.conflicts import ties_between
from dekkend.cases.committee.quorum import members_of, secretaries_of
from dekkend.cases.models import TO_COME, Advice, AgendaItem, Case, Conflict, Decision, Meeting
from dekkend.cases.transitions import ROUTE
from dekkend.organisations.models import User
from dekkend.workflow.engine import NotPossible, how_it_stands

Outcome, Body = Decision.Outcome, Decision.Body

NO_SAY = "U beslist hier niet over mee."
NO_LONGER = "Dit punt staat niet meer op de agenda van een vergadering."
CHANGED = "Dit is intussen ergens anders veranderd. Lees wat er nu staat, en bewaar dan opnieuw."
SHORTEST_ADVICE = 10


@transaction.atomic
def schedule(*, case_id: int, meeting_id: int, actor: User, at: datetime) -> AgendaItem:
    """Put a case on a meeting; from another meeting that is to come it moves. Raises NotPossible."""
    meeting = _meeting(meeting_id)
    if not meeting.is_to_come:
        raise NotPossible("Deze vergadering is al voorbij. Kies een andere.")
    details = {"meeting": meeting.pk, "held_on": meeting.held_on.isoformat()}
    with _for_committee("schedule", case_id, actor, at, details=details) as case:
        if meeting.partnership_id != case.partnership_id:
            raise NotPossible("Deze vergadering is van een ander samenwerkingsverband.")
        _take_off(case, at, but=meeting)
        last = meeting.items.aggregate(last=Max("order"))["last"] or 0
        facts = {"round": case.round, "order": last + 1, "taken_off_at": None}
        item = AgendaItem.objects.filter(
            meeting=meeting, case=case, taken_off_at=None, round=case.round
        ).first()
        return item or AgendaItem.objects.update_or_create(meeting=meeting, case=case, defaults=facts)[0]


@transaction.atomic
def move_up(*, item_id: int, actor: User, at: datetime) -> None:
    """Change places with what stands before it; the first stays where it is."""
    item = _item(item_id)
    if actor not in secretaries_of(item.meeting.partnership_id, localdate(at)):
        raise NotPossible("De agenda maakt de secretaris van de CTC.")
    before = item.meeting.items.filter(taken_off_at=None, order__lt=item.order).last()
    if before:
        item.order, before.order = before.order, item.order
        AgendaItem.objects.bulk_update([item, before], ["order"])


@transaction.atomic
def take_off_agenda(*, case_id: int, actor: User, reason: str, at: datetime) -> None:
    """Back to the Loket, that reads why."""
    with _for_committee("take_off_agenda", case_id, actor, at, reason=reason) as case:
        _take_off(case, at)
        notices.tell_desk(case, "off_agenda", on=localdate(at))


@transaction.atomic
def declare_conflict(*, case_id: int, member: User, ground: str, actor: User, at: datetime) -> Conflict:
    """Someone has no say: oneself, or (by the secretary) a member. From now on they see nothing of it."""
    if not ground.strip():
        raise NotPossible("Schrijf kort op wat het belang is. Alleen de secretaris leest het.")
    details = {"user": member.pk}
    with _for_committee("declare_conflict", case_id, actor, at, details=details) as case:
        on = localdate(at)
        secretaries = secretaries_of(case.partnership_id, on)
        if member != actor and actor not in secretaries:
            raise NotPossible("Voor een ander meldt alleen de secretaris een belang.")
        if member not in {*secretaries, *members_of(case.partnership_id, on)}:
            raise NotPossible("Kies iemand van de CTC.")
        if ties_between([case], [member.pk], on):
            raise NotPossible("Dit lid beslist al niet mee.")
        conflict = Conflict(case=case, member=member, declared_by=actor, declared_at=at)
        conflict.sealed = case.vault.seal(conflict.place, ground.strip().encode())
        conflict.save(force_insert=True)
        notices.tell_committee(case, "conflict", on=on)
        return conflict


@transaction.atomic
def lift_conflict(*, conflict_id: int, actor: User, reason: str, at: datetime) -> None:
    """It was declared by mistake: the member has a say again."""
    conflict = Conflict.objects.select_for_update().filter(pk=conflict_id, lifted_at=None).first()
    if conflict is None:
        raise NotPossible("Deze melding is er niet meer.")
    details = {"user": conflict.member_id}
    with _for_committee("lift_conflict", conflict.case_id, actor, at, reason=reason, details=details):
        conflict.lifted_at = at
        conflict.save(update_fields=["lifted_at"])


@transaction.atomic
def advise(*, item_id: int, vote: str, reasons: str, revision: int, actor: User, at: datetime) -> Advice:
    """Give or change one's own advice. `revision`: of what was seen, 0 for none. Raises NotPossible."""
    if vote not in Advice.Vote.values:
        raise NotPossible("Kies wat u adviseert.")
    if len(reasons.strip()) < SHORTEST_ADVICE:
        raise NotPossible("Leg in een of twee zinnen uit waarom.")
    item = _item(item_id)
    with _for_committee("advise", item.case_id, actor, at) as case:
        advice = Advice.objects.select_for_update().filter(case=case, round=case.round, member=actor).first()
        advice = advice or Advice(case=case, round=case.round, member=actor, revision=0)
        if advice.revision != revision:
            raise NotPossible(CHANGED)
        advice.vote, advice.given_at, advice.revision = vote, at, revision + 1
        advice.sealed = case.vault.seal(advice.place, reasons.strip().encode())
        advice.save()
        return advice


@transaction.atomic
def write_minutes(*, item_id: int, text: str, revision: int, actor: User, at: datetime) -> None:
    """What was said about it. From the opening of the meeting until it is closed. Raises NotPossible."""
    item = _item(item_id)
    if item.meeting.state != Meeting.State.OPEN:
        raise NotPossible("Notulen schrijft u tussen het openen en het sluiten van de vergadering.")
    if item.revision != revision:
        raise NotPossible(CHANGED)
    with take("write_minutes", item.case_id, actor, at) as case:
        item.sealed_minutes = case.vault.seal(item.place, text.strip().encode())
        item.revision += 1
        item.save(update_fields=["sealed_minutes", "revision"])


@transaction.atomic
def award_by_committee(*, item_id: int, award: Award, actor: User, at: datetime) -> Decision:
    """Record what the committee decided. The second of two at the same moment reads who was first."""
    item = _item(item_id)
    with _for_committee(
        "award_by_committee", item.case_id, actor, at, details={"meeting": item.meeting_id}
    ) as case:
        return decide(case, Outcome.AWARDED, Body.COMMITTEE, award, actor, at)


@transaction.atomic
def refuse_by_committee(*, item_id: int, reasons: str, actor: User, at: datetime) -> Decision:
    item = _item(item_id)
    with _for_committee(
        "refuse_by_committee", item.case_id, actor, at, details={"meeting": item.meeting_id}
    ) as case:
        return decide(case, Outcome.REFUSED, Body.COMMITTEE, Award(reasons=reasons), actor, at)


@contextmanager
def _for_committee(
    step: str, case_id: int, actor: User, at: datetime, *, reason: str = "", details: dict | None = None
) -> Iterator[Case]:
    """A step while the case is with the committee, by who has a say in it.

    Who is too late reads how it stands now, also when they see the case no more: a parent may have taken the
    consent back.
    """
    case = Case.objects.select_for_update().filter(pk=case_id).first()
    if case is None:
        raise NotPossible("Dit bestaat niet meer.")
    if case.state != Case.State.ON_AGENDA:
        raise NotPossible(how_it_stands(ROUTE, case))
    if ties_between([case], [actor.pk], localdate(at)):
        raise NotPossible(NO_SAY)
    with take(step, case_id, actor, at, reason=reason, details=details) as held:
        yield held


def _meeting(pk: int) -> Meeting:
    """Held before the case is: who closes it waits, or is waited for."""
    meeting = Meeting.objects.select_for_update().filter(pk=pk).first()
    if meeting is None:
        raise NotPossible("Deze vergadering is er niet meer.")
    return meeting


def _item(pk: int) -> AgendaItem:
    """On the agenda of a meeting that is to come or going on; that meeting is held."""
    item = AgendaItem.objects.filter(pk=pk).first()
    if item is None:
        raise NotPossible(NO_LONGER)
    meeting = _meeting(item.meeting_id)
    item = AgendaItem.objects.select_for_update().get(pk=pk)
    if item.taken_off_at or not meeting.is_to_come:
        raise NotPossible(NO_LONGER)
    item.meeting = meeting
    return item


def _take_off(case: Case, at: datetime, but: Meeting | None = None) -> None:
    """From every meeting that is to come, `but` one."""
    items = AgendaItem.objects.filter(case=case, taken_off_at=None, meeting__state__in=TO_COME)
    items = items.exclude(meeting=but) if but else items
    AgendaItem.objects.filter(pk__in=list(items.values_list("pk", flat=True))).update(taken_off_at=at)
