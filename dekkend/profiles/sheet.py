"""A chapter of a working copy as its writers see it: each question with its answer, and what came back.

Read from a form, shown in a form: nothing here writes.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.utils.timezone import localdate, localtime

from dekkend.profiles.models import Answer, Version
from dekkend.profiles.phrases import day
from dekkend.profiles.progress import Stand
from dekkend.profiles.rules import may_answer, may_be_suggested
from dekkend.profiles.saving import Current, Writer, writer_of
from dekkend.questionnaires.definition import Chapter, Question, Questionnaire
from dekkend.questionnaires.evaluation import visible_keys
from dekkend.questionnaires.posted import Typed, anchor
from dekkend.questionnaires.tree import QuestionNode, from_register, question_node
from dekkend.questionnaires.types import KINDS, Context
from dekkend.questionnaires.values import InvalidAnswer, clean, is_empty


@dataclass
class Again:
    """A question that is asked again.

    `was` is what the established version said, None for a question that was not asked then. `is_open` shows
    its field; `awaits` someone who says that it may stay as it is; `said` is who said so, and when.
    """

    was: QuestionNode | None
    established_on: date
    words: str
    stand: Stand
    is_open: bool
    awaits: bool
    said: str

    @property
    def is_confirmed(self) -> bool:
        return self.stand == Stand.CONFIRMED


@dataclass
class Entry:
    """One question on the page; `again` when it was asked in a version before."""

    node: QuestionNode
    question: Question
    current: Current
    value: Any
    revision: int
    is_asked: bool
    is_answerable: bool
    by: str = ""
    error: str = ""
    theirs: list[str] | None = None
    again: Again | None = None

    @property
    def key(self) -> str:
        return self.question.key

    @property
    def title(self) -> str:
        """How the pages name this question: our own words, or else the form's label."""
        return self.question.plain or self.question.label

    @property
    def takes_suggestions(self) -> bool:
        return bool(may_be_suggested(self.question))

    @property
    def nodes(self) -> list[QuestionNode]:
        """For the template that shows text that nobody types here."""
        return [self.node]

    @property
    def anchor(self) -> str:
        return anchor(self.key)

    @property
    def awaits(self) -> bool:
        """Someone must still say that it may stay as it is."""
        return self.again is not None and self.again.awaits

    @property
    def box_id(self) -> str:
        """For its field, where the heading above it has the anchor."""
        return f"veld-{self.anchor}"

    @property
    def saved_at(self) -> str:
        return moment(self.current.saved_at)

    @property
    def save_words(self) -> str:
        """Saved when and by whom; what came from the last version says so itself."""
        if self.current.is_carried or not self.by:
            return self.by
        return f"Opgeslagen {self.saved_at} door {self.by}"

    @property
    def is_stale(self) -> bool:
        return self.theirs is not None


@dataclass
class Block:
    """Questions that stand under one heading."""

    heading: str
    anchor: str
    is_group: bool
    entries: list[Entry] = field(default_factory=list)

    @property
    def is_asked(self) -> bool:
        return any(entry.is_asked for entry in self.entries)

    @property
    def key(self) -> str:
        """Stands for all of them where they are confirmed or opened together."""
        return self.entries[0].key

    @property
    def again(self) -> list[Again]:
        """What was asked before, of what is asked now."""
        beside = (entry.again for entry in self.entries if entry.is_asked)
        return [again for again in beside if again and again.was]

    @property
    def awaits(self) -> list[Again]:
        """Answers of last year that wait for someone who says that they still hold."""
        return [again for again in self.again if again.awaits]

    @property
    def mode(self) -> str:
        """ "read": all of it is text that waits, "open": something is to be changed, "confirmed"."""
        if any(again.is_open for again in self.again):
            return "open"
        return "read" if self.awaits else "confirmed"

    @property
    def is_all_open(self) -> bool:
        """Nothing is left to open: every field that waits is shown."""
        return all(again.is_open for again in self.awaits)

    @property
    def said(self) -> str:
        """Who confirmed it, unless something still waits."""
        return "" if self.awaits else next((again.said for again in self.again if again.said), "")


def entries_of(
    questionnaire: Questionnaire,
    chapter: Chapter,
    answers: Mapping[str, Answer],
    register: Mapping[str, Any],
    reader: Writer,
) -> dict[str, Entry]:
    """{key: the question with what is stored}, in the order of the form; hidden questions too."""
    values = {key: answer.value for key, answer in answers.items()} | from_register(questionnaire, register)
    asked = visible_keys(questionnaire, values)
    entries = {}
    for question in chapter.questions:
        current = Current.of(answers[question.key]) if question.key in answers else Current()
        entries[question.key] = Entry(
            node=question_node(questionnaire, question, values, register=register),
            question=question,
            current=current,
            value=current.value,
            revision=current.revision,
            is_asked=question.key in asked,
            is_answerable=bool(may_answer(question)),
            by=shown_by(current.saved_by_id, current.by, reader),
        )
    return entries


def blocks_of(chapter: Chapter, entries: Mapping[str, Entry]) -> list[Block]:
    """Consecutive questions of one group share a heading; any other question has its own."""
    blocks: list[Block] = []
    group = ""
    for entry in entries.values():
        question = entry.question
        if not question.group or question.group != group:
            blocks.append(_block(chapter, entry))
        blocks[-1].entries.append(entry)
        group = question.group
    return blocks


def together_with(chapter: Chapter, key: str) -> list[str]:
    """The questions under one heading with this one, as `blocks_of` puts them; nothing for an unknown key."""
    runs: list[list[str]] = []
    group = ""
    for question in chapter.questions:
        if not question.group or question.group != group:
            runs.append([])
        runs[-1].append(question.key)
        group = question.group
    return next((run for run in runs if key in run), [])


def heading_anchor(question: Question) -> str:
    """Where the heading of a question stands that others may share."""
    return f"groep-{question.group}" if question.group else anchor(question.key)


def _block(chapter: Chapter, entry: Entry) -> Block:
    question = entry.question
    if question.group:
        name = chapter.groups.get(question.group, "")
        return Block(name, f"groep-{question.group}", True)
    return Block(question.plain or question.label, f"kop-{entry.anchor}", False)


def changed(
    version: Version,
    questions: Mapping[str, Question],
    typed: Mapping[str, Typed],
    answers: Mapping[str, Answer],
) -> dict[str, tuple[Any, int]]:
    """What the writer changed: {key: (value, revision)}. One query, when someone else saved meanwhile.

    A form without script brings every question of its chapter back. One that only someone else changed is no
    conflict: the writer left it as it was at the revision they saw.
    """
    older = [key for key, was in typed.items() if key in answers and was.revision < answers[key].revision]
    before = _values_at(version, older, typed) if older else {}
    return {
        key: (was.value, was.revision)
        for key, was in typed.items()
        if not was.keeps_theirs and not (key in before and _same(questions[key], was.value, before[key]))
    }


def _values_at(version: Version, keys: list[str], typed: Mapping[str, Typed]) -> dict[str, Any]:
    """What each answer was at the revision the form started from."""
    saves = version.answer_revisions.filter(key__in=keys).values_list("key", "revision", "value")
    known = {key: None for key in keys if typed[key].revision == 0}
    return known | {key: value for key, revision, value in saves if typed[key].revision == revision}


def _same(question: Question, raw: Any, value: Any) -> bool:
    try:
        cleaned = clean(question, raw)
    except InvalidAnswer:
        return False
    return (None if is_empty(question, cleaned) else cleaned) == value


def place_of(questionnaire: Questionnaire, key: str) -> tuple[Question, Chapter] | None:
    """A question and the chapter it stands in; None for a key this form does not have."""
    places = ((question, chapter) for chapter in questionnaire.pages for question in chapter.questions)
    return next((place for place in places if place[0].key == key), None)


def visible_in(questionnaire: Questionnaire, chapter: Chapter, values: Mapping[str, Any]) -> dict[str, bool]:
    """Which questions of a chapter are asked, given all answers."""
    asked = visible_keys(questionnaire, values)
    return {question.key: question.key in asked for question in chapter.questions}


def steers(questionnaire: Questionnaire, key: str) -> bool:
    """Whether other questions are shown or hidden by this answer."""
    return any(q.shown_when and key in q.shown_when.keys for q in questionnaire.questions)


def lines_of(
    questionnaire: Questionnaire, question: Question, value: Any, values: Mapping[str, Any]
) -> list[str]:
    """A value in plain lines, to compare; `values` are all answers, for a plan names ambitions."""
    if is_empty(question, value):
        return []
    blocks = KINDS[question.type].blocks(question, value, Context(questionnaire, dict(values)))
    return [line for block in blocks for line in block.lines()]


def moment(at: datetime | None) -> str:
    """When, as it stands in a sentence: "om 14:03" today, else "op 9 oktober 2025 om 14:03"."""
    if at is None:
        return ""
    at = localtime(at)
    clock = f"om {at:%H:%M}"
    return clock if at.date() == localdate() else f"op {day(at.date())} {clock}"


def shown_by(saved_by_id: int | None, name: str, reader: Writer) -> str:
    """Who saved something, as `reader` is told."""
    return "u" if writer_of(saved_by_id, name) == reader else name
