"""Everything that happened around the demo's children, done in the order of its days."""

from collections.abc import Callable
from contextlib import nullcontext
from datetime import date, datetime, time, timedelta

from dekkend.core.mail import mail_held
from dekkend.demo.route import MAIL_DAYS, Calendar, moment, workday

A_WHILE = timedelta(minutes=12)  # between two acts on a file; what belongs to one act is done sooner

type Act = Callable[[datetime], object]


class Diary:
    """Acts are noted a file at a time and done as they came: files meet in a meeting of the committee."""

    def __init__(self, calendar: Calendar):
        self.calendar = calendar
        self._acts: list[tuple[datetime, int, Act]] = []

    def moment(self, days_ago: int, hour: int = 10) -> datetime:
        """On the working day at or before the one so many days ago (less than none: ahead)."""
        return moment(workday(self.calendar.days_ago(days_ago)), time(hour, 20))

    def day(self, from_today: int) -> date:
        """What people say of a day that is past was on a working day, as what they did then."""
        day = self.calendar.today + timedelta(days=from_today)
        return workday(day) if from_today < 0 else day

    def note(self, at: datetime, act: Act) -> None:
        self._acts.append((at, len(self._acts), act))

    def live(self) -> None:
        """Only what happened in the last week sends mail: nobody waits for the rest any more."""
        for at, _, act in sorted(self._acts):
            with nullcontext() if self._is_recent(at.date()) else mail_held():
                act(at)

    def _is_recent(self, day: date) -> bool:
        return (self.calendar.today - day).days <= MAIL_DAYS
