"""How far the writing is. In a first profile: what is answered. In a later one: what still holds."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from math import ceil
from typing import Any, NamedTuple, Protocol

from dekkend.profiles.models import Version
from dekkend.profiles.rules import may_answer
from dekkend.questionnaires.definition import Chapter, Question, Questionnaire
from dekkend.questionnaires.effort import seconds_to_confirm, seconds_to_write
from dekkend.questionnaires.evaluation import is_required, visible_answers, visible_keys
from dekkend.questionnaires.values import is_empty


class Stored(Protocol):
    """What is asked of an answer here; `Answer` is one."""

    @property
    def value(self) -> Any: ...
    @property
    def is_carried(self) -> bool: ...
    @property
    def confirmed_at(self) -> datetime | None: ...


class Row(NamedTuple):
    """The light form of an answer."""

    value: Any
    is_carried: bool
    confirmed_at: datetime | None


class Stand(StrEnum):
    """Where a question is in a yearly round."""

    OPEN = "open"
    CONFIRMED = "confirmed"
    CHANGED = "changed"


def is_round(version: Version) -> bool:
    """Whether it began with the answers of the version before."""
    return version.previous_id is not None


def stand_of(question: Question, stored: Stored | None, *, required: bool) -> Stand:
    """An answer of this year is changed; one of last year is open until someone confirms it.

    No answer can be confirmed too, but not where an answer must stand.
    """
    if stored is None or (required and is_empty(question, stored.value)):
        return Stand.OPEN
    if stored.confirmed_at:
        return Stand.CONFIRMED
    return Stand.OPEN if stored.is_carried else Stand.CHANGED


@dataclass(frozen=True)
class Count:
    """Of the visible questions a school answers: how many are done, and what the rest takes.

    `missing` are required. `confirmed` and `changed` count in a yearly round only.
    """

    is_round: bool
    answered: int
    total: int
    missing: int
    confirmed: int
    changed: int
    seconds: float

    @property
    def done(self) -> int:
        return self.confirmed + self.changed if self.is_round else self.answered

    @property
    def open(self) -> int:
        return self.total - self.done

    @property
    def is_done(self) -> bool:
        return self.open == 0

    @property
    def minutes(self) -> int:
        """What is left, in whole minutes: at least one while something is open."""
        return ceil(self.seconds / 60)

    @property
    def share(self) -> int:
        """The part that is done, in hundredths."""
        return 100 * self.done // (self.total or 1)

    @property
    def words(self) -> str:
        return f"{self.done} van {self.total} vragen klaar"

    @property
    def round_words(self) -> str:
        """How the round goes, and what is left of it; nothing in a first profile."""
        if not self.is_round:
            return ""
        if self.is_done:
            return f"{self.result}. U bent er doorheen."
        so_far = f"{self.result}. " if self.done else ""
        return f"{so_far}Nog ongeveer {self.minutes_left}."

    @property
    def result(self) -> str:
        hold = "1 klopt nog" if self.confirmed == 1 else f"{self.confirmed} kloppen nog"
        return f"{hold}, {self.changed} aangepast"

    @property
    def minutes_left(self) -> str:
        return "1 minuut" if self.minutes == 1 else f"{self.minutes} minuten"


@dataclass(frozen=True)
class Progress(Count):
    """How far a chapter is."""

    chapter: Chapter

    @property
    def words(self) -> str:
        """The line under its name in the list of chapters."""
        if not self.total:
            return "alleen lezen"
        return self._in_round() if self.is_round else self._in_first()

    def _in_round(self) -> str:
        of_all = f"{self.done} van {self.total}"
        if not self.is_done:
            return f"{of_all}, nog {self.minutes_left}"
        if self.changed and self.confirmed:
            return self.result
        return f"aangepast, {of_all}" if self.changed else f"klopt nog, {of_all}"

    def _in_first(self) -> str:
        if not self.answered:
            return f"nog niet begonnen, {self.total} {'vraag' if self.total == 1 else 'vragen'}"
        of_all = f"{self.answered} van {self.total}"
        if self.is_done:
            return f"klaar, {of_all}"
        missing = f", {self.missing} {'moet' if self.missing == 1 else 'moeten'} nog" if self.missing else ""
        return of_all + missing


def progress_of(
    questionnaire: Questionnaire, stored: Mapping[str, Stored], *, is_round: bool
) -> list[Progress]:
    """Per page of the form; for `is_round` see the function of that name."""
    values = {key: answer.value for key, answer in stored.items()}
    visible, known = visible_keys(questionnaire, values), visible_answers(questionnaire, values)
    counted = []
    for chapter in questionnaire.pages:
        asked = [q for q in chapter.questions if q.key in visible and may_answer(q)]
        counted.append(_of_chapter(chapter, asked, stored, known, is_round))
    return counted


def whole_of(progress: Iterable[Progress]) -> Count:
    """All chapters together; their seconds are rounded to minutes once."""
    chapters = list(progress)
    names = ("answered", "total", "missing", "confirmed", "changed", "seconds")
    sums = {name: sum(getattr(chapter, name) for chapter in chapters) for name in names}
    return Count(is_round=any(chapter.is_round for chapter in chapters), **sums)


def _of_chapter(
    chapter: Chapter,
    asked: list[Question],
    stored: Mapping[str, Stored],
    known: Mapping[str, Any],
    is_round: bool,
) -> Progress:
    empty = {q.key for q in asked if q.key not in stored or is_empty(q, stored[q.key].value)}
    required = {q.key for q in asked if is_required(q, known)}
    stands = {q.key: stand_of(q, stored.get(q.key), required=q.key in required) for q in asked}
    # last year's empty answer may stay empty, unless there must be one
    to_write = empty & required if is_round else empty
    left = {key for key, stand in stands.items() if stand == Stand.OPEN} if is_round else empty
    return Progress(
        is_round=is_round,
        answered=len(asked) - len(empty),
        total=len(asked),
        missing=sum(q.required == "required" for q in asked if q.key in empty),
        confirmed=sum(stand == Stand.CONFIRMED for stand in stands.values()),
        changed=sum(stand == Stand.CHANGED for stand in stands.values()),
        seconds=sum(_seconds(q, stored.get(q.key), q.key in to_write) for q in asked if q.key in left),
        chapter=chapter,
    )


def _seconds(question: Question, stored: Stored | None, is_to_write: bool) -> float:
    if is_to_write:
        return seconds_to_write(question)
    return seconds_to_confirm(question, stored.value if stored else None)
