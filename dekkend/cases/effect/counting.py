"""What happened in a school year, read from the files once: a machine opens them, and keeps counts only.

A request is counted as asked in the year in which it was first sent, and as decided in that of its first
decision. An extension is a request of its own; a decision anew after an objection is not. What was decided is
as it stands on the day of counting.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.timezone import localdate

from dekkend.cases.effect.frame import Frame
from dekkend.cases.effect.publication import Happening
from dekkend.cases.effect.years import days_of
from dekkend.cases.models import Case, Decision, Evaluation, Objection
from dekkend.cases.terms import school_year
from dekkend.cases.transitions import KIND
from dekkend.organisations.models import Partnership
from dekkend.workflow.models import Event

AWARDED = Decision.Outcome.AWARDED
SENT, AGAIN = "send", "ask_extension"


def happenings_of(partnership: Partnership, year: str, frame: Frame) -> list[Happening]:
    """Everything that counts. Five queries, however many files there are."""
    cases = Case.objects.filter(partnership=partnership, key__isnull=False)
    mine = cases.filter(site__code__in=frame.schools).values("pk")
    acts, decisions = _acts(mine), _decisions(mine)
    evaluations = _evaluations(mine, year)
    followed = _followed(cases)
    found = []
    for case in cases.filter(pk__in=mine).select_related("key", "site").iterator(1000):
        file = _File(case, acts[case.pk], decisions[case.pk], followed.get(case.pk))
        counted = [*file.requests(year), *file.ends(year)]
        counted += [("evaluated", _result_of(case, one)) for one in evaluations[case.pk]]
        if counted:
            needs, kind = frozenset(case.needs), frame.kind_of(case.kind)
            found += [Happening(columns, kind, case.site.code, needs) for columns in counted]
    return found


@dataclass(frozen=True)
class _File:
    """What of one file counts; `followed`: (kind, was it awarded) of the file that came after it."""

    case: Case
    acts: list[tuple[str, datetime]]
    decisions: list[Decision]
    followed: tuple[str, bool] | None

    def requests(self, year: str) -> Iterator[tuple[str, ...]]:
        for sent_at, decisions in self._asked():
            if _in(localdate(sent_at), year):
                yield ("asked",)
            if decisions and _in(decisions[0].decided_on, year):
                yield ("decided", *_became(decisions))

    def ends(self, year: str) -> Iterator[tuple[str, ...]]:
        """A period of help that went by: on to a next one, to other help, or to an end."""
        for _, decisions in self._asked()[1:]:
            if decisions and decisions[-1].outcome == AWARDED and _in(decisions[-1].decided_on, year):
                yield ("over", "extended")
        if _in(self.case.closed_on, year) and any(one.outcome == AWARDED for one in self.decisions):
            yield ("over", self._went_on())

    def _asked(self) -> list[tuple[datetime, list[Decision]]]:
        """Each request: when it was first sent, and what was decided on it, in order."""
        found: list[tuple[datetime, list[Decision]]] = []
        waits = True
        for act, at in self.acts:
            if act == SENT and waits:
                found.append((at, []))
            waits = act == AGAIN or (waits and act != SENT)
        for decision in self.decisions:
            before = [decisions for sent_at, decisions in found if sent_at <= decision.recorded_at]
            if before:
                before[-1].append(decision)
        return found

    def _went_on(self) -> str:
        if self.followed is None:
            return "ended"
        kind, was_awarded = self.followed
        if kind != self.case.kind:
            return "passed_on"
        return "extended" if was_awarded else "ended"


def _became(decisions: list[Decision]) -> tuple[str, ...]:
    """The last decision counts; the term is that of the first, an objection may be to any."""
    first, last = decisions[0], decisions[-1]
    is_late = first.due_on is not None and first.decided_on > first.due_on
    return (
        "awarded" if last.outcome == AWARDED else "refused",
        "late" if is_late else "in_time",
        "objected" if any(decision.has_objection for decision in decisions) else "unopposed",  # type: ignore[attr-defined]
    )


def _in(day: date | None, year: str) -> bool:
    return day is not None and school_year(day) == year


def _result_of(case: Case, evaluation: Evaluation) -> str:
    return case.vault.open_value(evaluation.place, evaluation.sealed)["result"]


def _acts(mine: QuerySet) -> dict[int, list[tuple[str, datetime]]]:
    """{case: acts that begin a request, in order}. One query, as each below."""
    events = Event.objects.filter(subject_kind=KIND, subject_id__in=mine, act__in=(SENT, AGAIN))
    found = defaultdict(list)
    for pk, act, at in events.order_by("at", "id").values_list("subject_id", "act", "at"):
        found[pk].append((act, at))
    return found


def _decisions(mine: QuerySet) -> dict[int, list[Decision]]:
    objections = Objection.objects.filter(decision=OuterRef("pk"))
    rows = Decision.objects.filter(case__in=mine).annotate(has_objection=Exists(objections))
    return _by_case(rows.defer("sealed").order_by("round"))


def _evaluations(mine: QuerySet, year: str) -> dict[int, list[Evaluation]]:
    first, last = days_of(year)
    return _by_case(Evaluation.objects.filter(case__in=mine, recorded_at__date__range=(first, last)))


def _followed(cases: QuerySet[Case]) -> dict[int, tuple[str, bool]]:
    awards = Decision.objects.filter(case=OuterRef("pk"), outcome=AWARDED)
    after = Case.objects.filter(follows__in=cases.values("pk")).annotate(was_awarded=Exists(awards))
    rows = after.values_list("follows", "kind", "was_awarded")
    return {pk: (kind, awarded) for pk, kind, awarded in rows if pk is not None}


def _by_case(rows: Iterable) -> dict[int, list]:
    found = defaultdict(list)
    for row in rows:
        found[row.case_id].append(row)
    return found
