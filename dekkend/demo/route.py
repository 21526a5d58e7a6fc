"""One school's way along the route, walked with the product's own actions on days that have passed."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Any

from django.utils.timezone import get_current_timezone, localdate

from dekkend.core.mail import mail_held
from dekkend.demo import alongside
from dekkend.demo.answers import Dates, answers_for
from dekkend.demo.papers import add_paper
from dekkend.demo.places import pupil_counts
from dekkend.demo.region import School, address_of, flat, read_region
from dekkend.demo.team import ask_team
from dekkend.organisations.models import Partnership, Role, Site, User
from dekkend.profiles import actions
from dekkend.profiles.checks import findings_of
from dekkend.profiles.hearing import asks_pupils, voices_of
from dekkend.profiles.models import Answer, Version
from dekkend.profiles.rules import may_add_paper
from dekkend.questionnaires.definition import Questionnaire
from dekkend.questionnaires.loader import questionnaire_of
from dekkend.workflow.terms import add_months

MAIL_DAYS = 7  # acts of the last week still send their mail, so that the demo's mailbox is not empty


@dataclass(frozen=True)
class Calendar:
    """Today, and the day the second form took over from the first."""

    today: date
    turn: date

    @classmethod
    def of(cls, today: date) -> "Calendar":
        """The turn is the newest 1 August at least a year ago."""
        return cls(today, school_year_of(add_months(today, -12)))

    def weeks_ago(self, weeks: int) -> date:
        return self.today - timedelta(weeks=weeks)

    def days_ago(self, days: int) -> date:
        return self.today - timedelta(days=days)


class Route:
    """The acts of one school, its MR and its board; `version` is the one they work on."""

    def __init__(self, school: School, calendar: Calendar):
        self.school, self.calendar = school, calendar
        self.site = Site.objects.select_related("school__board").get(code=school.code)
        self.partnership = Partnership.objects.get(code=school.partnerships[0])
        people = school.people
        self.head, self.coordinator, self.secretary = (
            User.objects.get(email=address_of(name))
            for name in (people["head_teacher"], people["support_coordinator"], school.secretary)
        )
        board = next(board for board in read_region()["boards"] if board["number"] == school.board)
        self.board = User.objects.get(email=address_of((board["signatories"] + board["members"])[0]))
        self.version: Version

    def begin(self, day: date) -> None:
        self.version = actions.start_working_copy(
            site=self.site, partnership=self.partnership, actor=self.head, at=at(day, time(8, 50))
        )

    def write(self, day: date, *, earlier: bool = False, part: float = 1, fault: bool = False) -> None:
        """The coordinator and then the head teacher fill in what the school's file says, after the team."""
        answers = self.answers(day, earlier=earlier, fault=fault)
        if self.school.team[0] and not earlier:
            self.hear_team(day)
        answers = dict(list(answers.items())[: round(len(answers) * part)])
        form = questionnaire_of(self.version.edition)
        care = {key for key in answers if Role.SUPPORT_COORDINATOR in form.question(key).answered_by}
        self._save(self.coordinator, {key: answers[key] for key in answers if key in care}, day, time(15, 40))
        later = day + timedelta(days=2)
        self._save(self.head, {key: answers[key] for key in answers if key not in care}, later, time(10, 15))
        self._add_papers(later)

    def _add_papers(self, day: date) -> None:
        """The papers of the school's file, where the form takes them."""
        form = questionnaire_of(self.version.edition)
        for words in self.school.papers:
            if may_add_paper(form.question(words["key"])):
                add_paper(words, self.version, self.head, at(day, time(10, 40)))

    def remark(self, day: date) -> None:
        """What the support coordinator asks and the head teacher answers, as the school's file has it."""
        question, answer = self.school.remark["question"], self.school.remark["answer"]
        facts: dict[str, Any] = {"version_id": self.version.pk, "key": self.school.remark["key"]}
        asked = actions.add_comment(
            actor=self.coordinator, text=question, answers=None, at=at(day, time(13, 47)), **facts
        )
        if answer:
            actions.add_comment(
                actor=self.head, text=answer, answers=asked.pk, at=at(day, time(15, 20)), **facts
            )

    def welcome(self, words: dict[str, Any]) -> None:
        """A guest of the school's file is invited, and the day after comes in and writes."""
        day = self.calendar.days_ago(words["days_ago"])
        who = {key: words[key] for key in ("name", "role", "chapter", "writes", "note")}
        last_day = day + timedelta(days=words["days"])
        with self._mail(day):
            facts: dict[str, Any] = {"version_id": self.version.pk, "until": last_day, **who}
            email, sent = address_of(words["name"]), at(day, time(11, 25))
            _, token = actions.invite_guest(actor=self.head, email=email, at=sent, **facts)
        come, key = at(day, time(19, 10)), words["key"]
        with mail_held():
            code = actions.send_guest_code(token=token, at=come)
        actions.enter_as_guest(token=token, code=code, at=come)
        if words["writes"]:
            revision = self.version.answers.get(key=key).revision
            values = {key: (words["text"].strip(), revision)}
            actions.save_chapter_as_guest(token=token, values=values, at=come + timedelta(minutes=25))

    def ask_colleagues(self) -> None:
        """The chapters that the school's file says were asked of whom, on their days and in their order."""
        for words in self.school.asked:
            self._ask_colleague(words, self.calendar.days_ago(words["days_ago"]))
        for words in self.school.asked:
            if "done_days_ago" in words:
                self._finish(words, self.calendar.days_ago(words["done_days_ago"]))

    def _ask_colleague(self, words: dict[str, Any], day: date) -> None:
        with self._mail(day):
            actions.assign_chapter(
                version_id=self.version.pk,
                chapter=words["chapter"],
                actor=self.head,
                assignee_id=User.objects.get(email=address_of(words["who"])).pk,
                due_on=workday(self.calendar.today + timedelta(days=words["due_in"])),
                note=words.get("note", ""),
                revision=0,
                at=at(day, time(11, 25)),
            )

    def _finish(self, words: dict[str, Any], day: date) -> None:
        who = User.objects.get(email=address_of(words["who"]))
        with self._mail(day):
            actions.finish_assignment(
                version_id=self.version.pk,
                chapter=words["chapter"],
                actor=who,
                at=at(day, time(16, 35)),
            )

    def receive(self) -> None:
        """Guests, another school and colleagues who propose, in the order of their days."""
        acts: list[tuple[int, Callable[[], None]]]
        acts = [(words["days_ago"], partial(self.welcome, words)) for words in self.school.guests]
        acts += [(9, self._read_along), (1, self._decide)]
        for _, act in sorted(acts, key=lambda each: each[0], reverse=True):
            act()

    def _read_along(self) -> None:
        """Other schools are asked to read along and answer; then they and colleagues propose other texts."""
        days_ago = self.calendar.days_ago
        until = self.calendar.today + timedelta(days=12)
        for words in self.school.friends:
            with self._mail(days_ago(9)):
                sent = at(days_ago(9), time(8, 40))
                asked = alongside.invite(words, self.version, self.head, until=until, at=sent)
                alongside.answer(words, asked, at=at(days_ago(8), time(9, 50)))
            alongside.say(words, self.version, at=at(days_ago(7), time(10, 30)))
        for words in self.school.suggestions:
            alongside.suggest(words, self.version, at=at(days_ago(6), time(10, 50)))

    def _decide(self) -> None:
        """What the head teacher did with the proposals, as the school's file has it."""
        for words in self.school.suggestions:
            day = at(self.calendar.days_ago(1), time(15, 10))
            alongside.decide(words, self.version, self.head, at=day)

    def ask_team(self, day: date, *, last_day: date) -> None:
        """Ask everyone in the team and colleagues without an account; most of them answer."""
        with self._mail(day):
            answers = self.answers(day, earlier=False, fault=False)
            opened = at(day, time(9, 5))
            ask_team(self.school, self.version, self.head, answers, at=opened, last_day=last_day)

    def hear_team(self, day: date) -> None:
        """A round from the day the version began until `day`."""
        self.ask_team(localdate(self.version.started_at), last_day=day)
        with self._mail(day):
            closed = at(day, time(8, 35))
            actions.close_team_round(version_id=self.version.pk, actor=self.head, at=closed)

    def answers(self, day: date, *, earlier: bool, fault: bool) -> dict[str, Any]:
        """What the school writes on a day in the form of its version."""
        form: Questionnaire = questionnaire_of(self.version.edition)
        written = self.school.answers | self.school.needs | self._of_the_day(day)
        if earlier:
            written |= flat(read_region()["earlier"]) | (self.school.earlier or {})
        if fault:
            written |= self.school.fault or {}
        dates = Dates(written_on=day, plans_from=day if earlier else self.calendar.today)
        return answers_for(form, self.school, written, dates)

    def ask_mr(self, day: date) -> None:
        """The head teacher has read every warning, and sends it. Where that is agreed, pupils come first."""
        if asks_pupils(self.version.regime):
            self.ask_pupils(day)
        confirmed = {finding.id for finding in findings_of(self.version, day)}
        with self._mail(day):
            self._act(actions.send_to_mr, self.head, day, time(16, 5), confirmed=confirmed)

    def ask_pupils(self, day: date) -> None:
        """One of the ways in the region's file, the same one at every run."""
        ways = read_region()["pupils"]
        words = ways[sum(self.school.code.encode()) % len(ways)]
        asked_on = workday(day - timedelta(days=6))
        facts: dict[str, Any] = {
            "version_id": self.version.pk,
            "actor": self.coordinator,
            "at": at(day, time(12, 10)),
        }
        actions.record_pupils_opinion(asked_on=asked_on, revision=0, **words, **facts)

    def speak(self, day: date, said: dict[str, dict[str, str]]) -> None:
        """The secretary records what the MR and its sections said in one evening; see `said` in stories."""
        for voice in voices_of(self.version):
            words = said[voice.demand.right]
            facts = {"outcome": words["outcome"], "reasons": words["reasons"].strip()}
            with self._mail(day):
                self._act(
                    actions.record_outcome,
                    self.secretary,
                    day,
                    time(20, 41),
                    say=voice.slug,
                    decided_on=workday(day),
                    **facts,
                )

    def lapse(self, day: date) -> None:
        with self._mail(day):
            actions.note_lapsed(version_id=self.version.pk, at=moment(day, time(6, 0)))

    def to_board(self, day: date) -> None:
        with self._mail(day):
            self._act(actions.send_to_board, self.head, day, time(9, 20))

    def send_back(self, day: date, reason: str) -> None:
        with self._mail(day):
            self._act(actions.send_back, self.board, day, time(14, 30), reason=reason)

    def establish(self, day: date, answer: str, until: date | None = None) -> None:
        """For as long as the partnership allows, or `until` a day."""
        day = workday(day)
        until = until or add_months(day, self.version.regime.valid_months)
        facts = {"on": day, "valid_until": until, "answers": {"mr-advice": answer}, "publish": False}
        with self._mail(day):
            self._act(actions.establish_profile, self.board, day, time(11, 0), **facts)

    def publish(self, day: date) -> None:
        with self._mail(day):
            self._act(actions.publish_profile, self.head, day, time(15, 30))

    def share(self) -> None:
        """Other schools of the region may read its texts as examples."""
        day = at(self.calendar.weeks_ago(1), time(13, 5))
        actions.share_texts(site=self.site, actor=self.head, shares=True, at=day)

    def expire(self) -> None:
        """The calendar does this, on the day after the last one."""
        if last_day := self.version.valid_until:
            with self._mail(last_day):
                actions.expire_profiles(on=last_day + timedelta(days=1))

    def _act(self, action: Any, actor: User, day: date, hour: time, **facts: Any) -> None:
        self.version = action(version_id=self.version.pk, actor=actor, at=at(day, hour), **facts)

    def _save(self, actor: User, answers: dict[str, Any], day: date, hour: time) -> None:
        rows = Answer.objects.filter(version=self.version).values_list("key", "revision")
        known = dict(rows)
        values = {key: (value, known.get(key, 0)) for key, value in answers.items()}
        result = actions.save_chapter(version=self.version, actor=actor, values=values, at=at(day, hour))
        if result.invalid or result.stale:
            raise ValueError(f"{self.school.code}: {result.invalid or result.stale}")

    def _of_the_day(self, day: date) -> dict[str, Any]:
        """Who leads the school, and how many children there are."""
        facts: dict[str, Any] = {
            "school.principal": self.school.people["head_teacher"],
            "school.care_coordinator": [self.school.people["support_coordinator"]],
        }
        counts = pupil_counts(self.school, self.calendar.today)
        known = [(year, pupils) for year, pupils in counts.items() if pupils and date(year, 10, 1) <= day]
        if known:
            facts["school.pupils"] = {"number": known[-1][1], "year": known[-1][0]}
        return facts

    @contextmanager
    def _mail(self, day: date) -> Iterator[None]:
        """What happened long ago sends no mail now."""
        recent = day >= self.calendar.days_ago(MAIL_DAYS)
        with nullcontext() if recent else mail_held():
            yield


def school_year_of(day: date) -> date:
    """The 1 August on which the school year of this day began."""
    begin = date(day.year, 8, 1)
    return begin if begin <= day else begin.replace(year=day.year - 1)


def at(day: date, hour: time) -> datetime:
    """A moment on a day that schools are open: the day itself, or the Friday before."""
    return moment(workday(day), hour)


def moment(day: date, hour: time) -> datetime:
    return datetime.combine(day, hour, tzinfo=get_current_timezone())


def workday(day: date) -> date:
    return day - timedelta(days=max(0, day.weekday() - 4))
