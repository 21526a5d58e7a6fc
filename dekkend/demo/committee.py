"""The demo's committee: meetings that were held, with minutes and decisions, and one that is to come."""

import tomllib
from collections.abc import Iterator
from datetime import datetime, time, timedelta
from typing import Any

from dekkend.cases import actions
from dekkend.cases.committee.quorum import members_of, secretaries_of
from dekkend.cases.declaration.days import first_end, school_year_ends
from dekkend.cases.models import AgendaItem, Meeting
from dekkend.demo.casework import Teller, look
from dekkend.demo.diary import A_WHILE, Diary
from dekkend.demo.region import DATA
from dekkend.demo.route import moment, workday
from dekkend.organisations.models import Partnership, Role
from dekkend.workflow.terms import add_months

QUORUM = 2
ADVICE = {
    "awarded": "De school heeft veel gedaan. Dit kind heeft nu iets anders nodig, en dat lees ik terug.",
    "refused": "Eerst moet duidelijk zijn of een andere basisschool het kan. Dat lees ik niet.",
}


def hold_meetings(tellers: list[Teller], partnership: Partnership, diary: Diary) -> None:
    """Note each meeting of `meetings.toml`, with the files that say they were on its agenda."""
    for told in tomllib.loads((DATA / "meetings.toml").read_text())["meeting"]:
        files = [teller for teller in tellers if teller.told.get("meeting") == told["days"]]
        Sitting(told, files, partnership, diary).note_down()


class Sitting:
    """One meeting, from the day it was planned."""

    meeting: Meeting

    def __init__(self, told: dict[str, Any], files: list[Teller], partnership: Partnership, diary: Diary):
        self.told, self.files, self.partnership, self.diary = told, files, partnership, diary
        self.held_at = diary.moment(told["days"], 14).replace(minute=0)
        today = diary.calendar.today
        self.secretary = secretaries_of(partnership.pk, today)[0]
        self.members = members_of(partnership.pk, today)

    def note_down(self) -> None:
        """What was done before it, and for one that is over: on the day itself."""
        is_over = self.told["days"] > 0
        day = self.held_at.date() if is_over else self.diary.calendar.today
        for before, hour, act in ((14, 10, self.plan), (2, 9, self.make_agenda), (1, 16, self.advise)):
            self.diary.note(moment(workday(day - timedelta(days=before)), time(hour, 40)), act)
        if is_over:
            self.diary.note(self.held_at, self.hold)

    def plan(self, at: datetime) -> None:
        when = actions.When(self.held_at, self.told["place"], QUORUM)
        self.meeting = actions.plan_meeting(
            partnership=self.partnership, when=when, actor=self.secretary, at=at
        )

    def make_agenda(self, at: datetime) -> None:
        by: dict[str, Any] = {"meeting_id": self.meeting.pk, "actor": self.secretary, "at": at}
        for teller in self.files:
            actions.schedule(case_id=teller.case.pk, **by)
        actions.send_agenda(**by)

    def advise(self, at: datetime) -> None:
        """One member has a tie to the first file, if the meeting's story says so; another advises on each."""
        first, *_, last = self.members
        for teller, item in self._items():
            if self.told.get("tie") and item.order == 1:
                ground = self.told["tie"]
                actions.declare_conflict(case_id=item.case_id, member=last, ground=ground, actor=last, at=at)
            outcome = teller.told.get("decision", {}).get("outcome", "awarded")
            look(teller.case, first, Role.COMMITTEE_MEMBER, at)
            vote = "for" if outcome == "awarded" else "against"
            actions.advise(
                item_id=item.pk, vote=vote, reasons=ADVICE[outcome], revision=0, actor=first, at=at
            )

    def hold(self, at: datetime) -> None:
        by: dict[str, Any] = {"meeting_id": self.meeting.pk, "actor": self.secretary}
        actions.open_meeting(**by, at=at)
        actions.note_present(**by, members=[one.pk for one in self.members], at=at)
        for teller, item in self._items():
            at += A_WHILE
            self._decide(item, teller.told["decision"], at)
        actions.close_meeting(**by, at=at + A_WHILE)

    def _decide(self, item: AgendaItem, told: dict[str, Any], at: datetime) -> None:
        by: dict[str, Any] = {"item_id": item.pk, "actor": self.secretary, "at": at}
        actions.write_minutes(**by, text=told["minutes"], revision=0)
        if told["outcome"] == "refused":
            actions.refuse_by_committee(**by, reasons=told["reasons"])
        else:
            actions.award_by_committee(**by, award=self._award(told, at))

    def _award(self, told: dict[str, Any], at: datetime) -> actions.Award:
        begins_on = at.date() + timedelta(days=told["begins_in"])
        kind = told.get("school_kind")
        ends = {"first_end": first_end(begins_on), "school_year": school_year_ends(self.diary.calendar.today)}
        return actions.Award(
            reasons=told["reasons"],
            conditions=told.get("conditions", ""),
            begins_on=begins_on,
            ends_on=ends[told["until"]] if kind else add_months(begins_on, told["months"]),
            amount=told.get("amount"),
            declaration=actions.Declared(kind, told.get("category", "")) if kind else None,
        )

    def _items(self) -> Iterator[tuple[Teller, AgendaItem]]:
        by_case = {teller.case.pk: teller for teller in self.files}
        for item in list(self.meeting.items.order_by("order")):
            yield by_case[item.case_id], item
