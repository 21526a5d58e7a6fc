"""What someone can do next in a case: the acts of the route that they may take now, each with its page."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date

from dekkend.cases.conditions import kind_of
from dekkend.cases.models import Case
from dekkend.cases.transitions import ROUTE
from dekkend.core.verdict import Verdict
from dekkend.workflow.engine import may
from dekkend.workflow.table import Transition, acting_role

# In which order a page offers them: what moves the case on, what keeps it, what takes it back.
MAIN = (
    "share_with_parents",
    "send",
    "ask_parents_again",
    "answer_desk",
    "go_on_unanswered",
    "accept",
    "award_by_desk",
    "put_on_agenda",
    "evaluate",
    "ask_extension",
)
# Acts with a page of their own elsewhere: a parent's, and those of the committee and of the calendar.
ELSEWHERE = {
    "answer_request",
    "withdraw_consent",
    "award_by_committee",
    "refuse_by_committee",
    "take_off_agenda",
    "schedule",
    "declare_conflict",
    "lift_conflict",
    "advise",
    "write_minutes",
    "lapse",
    "ask_expert",
    "give_opinion",
    "decline_opinion",
    "record_opinion",
    "free_seat",
    "object",
    "adjourn_objection",
    "note_committees_advice",
    "end_objection",
    "uphold_objection",
    "abandon",
    "cancel_talk",
}


# Acts that nobody misses while there is no need for them.
AT_NEED = {"ask_parents_again"}
# Acts that only belong to a kind of support that this body decides on.
DECIDED_BY = {"award_by_desk": "desk", "refuse_by_desk": "desk", "put_on_agenda": "committee"}


@dataclass(frozen=True)
class Way:
    """One act: theirs to take now, or theirs but not yet, with the reason why."""

    step: Transition
    verdict: Verdict

    @property
    def is_main(self) -> bool:
        return self.step.name in MAIN


def ways_for(case: Case, roles: AbstractSet[str], on: date) -> list[Way]:
    """The acts of this state that belong to these roles, what moves it on first."""
    decider = kind_of(case).awarded_by
    mine = (
        Way(step, may(step, case, roles, on))
        for step in ROUTE.transitions
        if case.state in step.source and step.name not in ELSEWHERE and acting_role(step, roles)
        if DECIDED_BY.get(step.name, decider) == decider
    )
    rank = {name: place for place, name in enumerate(MAIN)}
    offered = (way for way in mine if way.verdict or way.step.name not in AT_NEED)
    return sorted(offered, key=lambda way: rank.get(way.step.name, len(MAIN)))
