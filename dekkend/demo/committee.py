"""The demo's committee: a meeting next week, advice that was given, and someone who has no say."""

from datetime import time, timedelta

from dekkend.cases import actions
from dekkend.cases.committee.quorum import members_of, secretaries_of
from dekkend.cases.models import AgendaItem, Case
from dekkend.core.mail import mail_held
from dekkend.demo.route import Calendar, moment, workday
from dekkend.organisations.models import Partnership

PLACE, QUORUM = "Regiohuis Rietland, zaal 2", 2
ADVICE = "De school heeft veel gedaan. Dit kind heeft nu iets anders nodig, en de ouders willen het ook."


def tell_committee(calendar: Calendar, partnership: Partnership) -> None:
    """What the Loket put on the list comes on the agenda; a member knows the family of the first child."""
    at = moment(calendar.today - timedelta(days=1), time(15, 0))
    waiting = Case.objects.filter(partnership=partnership, state=Case.State.ON_AGENDA).order_by("number")
    secretary = secretaries_of(partnership.pk, calendar.today)[0]
    held_at = moment(workday(calendar.today + timedelta(days=6)), time(14, 0))
    with mail_held():
        when = actions.When(held_at, PLACE, QUORUM)
        meeting = actions.plan_meeting(partnership=partnership, when=when, actor=secretary, at=at)
        items = [
            actions.schedule(case_id=case.pk, meeting_id=meeting.pk, actor=secretary, at=at)
            for case in waiting
        ]
        for item in items[:1]:
            _advise(item, calendar)


def _advise(item: AgendaItem, calendar: Calendar) -> None:
    first, *_, last = members_of(item.meeting.partnership_id, calendar.today)
    at = moment(calendar.today, time(8, 30))
    actions.declare_conflict(
        case_id=item.case_id, member=last, ground="Ik ken de ouders van de sportclub.", actor=last, at=at
    )
    actions.advise(item_id=item.pk, vote="for", reasons=ADVICE, revision=0, actor=first, at=at)
