"""How long a file is kept, by the rules of its partnership and with their ground in law."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.db.models import Q, QuerySet

from dekkend.cases.catalogue import Retention
from dekkend.cases.extension import award_that_runs
from dekkend.cases.involvement import read_by_desk
from dekkend.cases.models import Case, Decision
from dekkend.organisations.models import Membership, Role
from dekkend.workflow.terms import add_months

DECIDED, UNDECIDED = "file", "unsent"
# Nobody is surprised: so long before it goes, it stands on the list of the Loket.
NOTICE = timedelta(days=30)


def close(case: Case, on: date, *, decided: bool) -> None:
    """Nothing is to come any more: from this day the file is kept for as long as its rule says."""
    case.closed_on = on
    case.retain_until = keep_until(case, on, decided=decided)


def end_request(case: Case, on: date, *, decided: bool) -> date | None:
    """What was asked does not come. Help that runs goes on: until when; else the file is closed."""
    award = award_that_runs(case, on)
    if award is None:
        close(case, on, decided=decided)
        return None
    case.ends_on, case.is_shared = award.ends_on, True  # the Loket reads what was written: so do the parents
    case.asked_round = _last_asked(case, award)
    return award.ends_on


def _last_asked(case: Case, award: Decision) -> int:
    """The round in which parents said what carries this award; one begun by an objection asked nobody."""
    said = case.consents.filter(round__lte=award.round).order_by("round").last()
    return said.round if said else award.round


def reopen(case: Case) -> None:
    case.closed_on = case.retain_until = None


def keep_until(case: Case, on: date, *, decided: bool) -> date:
    """The last day of a file that is closed on `on`, or was decided on that day.

    Where the rule counts from the last decision, that day is not moved by what came after it.
    """
    last = _last_decision(case)
    rule = _rule(case, decided=decided or last is not None)
    begins = last if last and rule.after == "last_decision" else on
    return max(add_months(begins, rule.months), on + NOTICE)


def rule_of(case: Case) -> Retention:
    """By which rule a closed file is kept. One query."""
    return _rule(case, decided=_last_decision(case) is not None)


def known_to(memberships: Iterable[Membership]) -> QuerySet[Case]:
    """The files of which someone with these roles knows how long they are kept: the privacy officer of every
    one in the region, the Loket of what was sent to it."""
    places: dict[str, list[int | None]] = {}
    for one in memberships:
        places.setdefault(one.role, []).append(one.partnership_id)
    watched = Q(partnership__in=places.get(Role.PRIVACY_OFFICER, []))
    at_desk = Q(partnership__in=places.get(Role.SERVICE_DESK, [])) & read_by_desk()
    return Case.objects.filter(watched | at_desk)


def expiring(cases: QuerySet[Case], on: date) -> QuerySet[Case]:
    """Those that are destroyed within a month unless someone holds them, the first to go first."""
    soon = cases.filter(retain_until__gte=on, retain_until__lt=on + NOTICE, is_on_hold=False)
    return soon.order_by("retain_until", "pk")


def expired(on: date) -> QuerySet[Case]:
    """Files whose last day has passed and that nobody holds."""
    return Case.objects.filter(retain_until__lt=on, is_on_hold=False).order_by("pk")


def _rule(case: Case, *, decided: bool) -> Retention:
    return case.offering.catalogue.retention_of(DECIDED if decided else UNDECIDED)


def _last_decision(case: Case) -> date | None:
    return case.decisions.order_by("round").values_list("decided_on", flat=True).last()
