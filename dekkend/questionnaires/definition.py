"""A questionnaire as immutable data: what a definition file says, checked and in order."""

from dataclasses import dataclass, field
from functools import cached_property
from graphlib import TopologicalSorter
from typing import Any, Literal

from dekkend.questionnaires.conditions import Condition

Required = Literal["required", "advised", "optional"]
Audience = Literal["public", "school", "region"]
# In which part of the school guide an answer stands: the support for everyone, or what comes on top (WPO 13).
SchoolGuide = Literal["", "basic", "extra"]


@dataclass(frozen=True)
class Option:
    value: str
    label: str
    parents: str = ""


@dataclass(frozen=True)
class Need:
    """Something a child may need, in the region's words and in a parent's.

    `words` are beginnings of words by which a text of a school speaks about it.
    """

    key: str
    label: str
    parents: str = ""
    words: tuple[str, ...] = ()

    @property
    def in_parents_words(self) -> str:
        return self.parents or self.label


@dataclass(frozen=True)
class Row:
    key: str
    label: str


@dataclass(frozen=True)
class Column:
    """Of a table with rows; `type` is what stands in its cells."""

    key: str
    label: str
    type: Literal["text", "date"] = "text"

    @property
    def is_date(self) -> bool:
        return self.type == "date"


@dataclass(frozen=True)
class Question:
    """One question. `label` is the form's own, `plain` ours for who writes, `parents` for who reads."""

    key: str
    type: str
    label: str
    plain: str = ""
    parents: str = ""
    group: str = ""
    required: Required = "optional"
    required_when: Condition | None = None
    shown_when: Condition | None = None
    answered_by: tuple[str, ...] = ()
    audience: Audience = "public"
    options: tuple[Option, ...] = ()
    rows: tuple[Row, ...] = ()
    columns: tuple[Column, ...] = ()
    low: str = ""
    high: str = ""
    steps: int = 4
    help: str = ""
    suggestions: tuple[str, ...] = ()
    max_length: int | None = None
    minimum: int | None = None
    maximum: int | None = None
    not_in_future: bool = False
    with_year: bool = False
    several: bool = False
    pattern: str = ""
    normalise: str = ""
    source: str = ""
    offered: str = ""
    needs: tuple[str, ...] = ()
    meets: str = ""
    told_in: str = ""
    ambitions: tuple[str, ...] = ()
    text: str = ""
    papers: bool = False
    school_guide: SchoolGuide = ""
    tags: tuple[str, ...] = ()
    translations: dict[str, dict[str, str]] = field(default_factory=dict)

    @property
    def is_fixed(self) -> bool:
        return self.type == "fixed"

    @property
    def is_answered_here(self) -> bool:
        """Not a text of the region, and not filled from the register."""
        return not (self.is_fixed or self.source)

    @cached_property
    def option_values(self) -> tuple[str, ...]:
        return tuple(option.value for option in self.options)

    def option(self, value: str) -> Option:
        return next(option for option in self.options if option.value == value)

    @property
    def depends_on(self) -> frozenset[str]:
        """The questions that decide whether this one is asked, or what is left of its answer."""
        return frozenset(self.ambitions) | (self.shown_when.keys if self.shown_when else frozenset())


@dataclass(frozen=True)
class Chapter:
    key: str
    number: str
    title: str
    plain: str = ""
    within: str = ""
    intro: str = ""
    groups: dict[str, str] = field(default_factory=dict)
    questions: tuple[Question, ...] = ()


@dataclass(frozen=True)
class Person:
    """Someone who answers; `translated`: in their own language, in which they read the rest along."""

    key: str
    label: str
    translated: bool = False


PEOPLE_OF_A_PROFILE = (
    Person("head_teacher", "directeur"),
    Person("support_coordinator", "intern begeleider"),
    Person("team", "team"),
    Person("region", "samenwerkingsverband"),
    Person("register", "register"),
)


@dataclass(frozen=True)
class Carry:
    """An answer that moves to another key in this edition; `values` renames options."""

    source: str
    target: str
    values: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Questionnaire:
    """`purpose` says what its answers are for, where that is not a profile."""

    form: str
    name: str
    title: str
    language: str
    follows: str
    needs: tuple[Need, ...]
    chapters: tuple[Chapter, ...]
    carries: tuple[Carry, ...]
    checksum: str
    purpose: str = ""
    people: tuple[Person, ...] = PEOPLE_OF_A_PROFILE

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        return tuple(question for chapter in self.chapters for question in chapter.questions)

    @cached_property
    def in_languages(self) -> dict[str, "Questionnaire"]:
        """The same form in other languages, once `wording.in_language` was asked for them."""
        return {}

    @cached_property
    def _by_key(self) -> dict[str, Question]:
        return {question.key: question for question in self.questions}

    @cached_property
    def in_order_of_conditions(self) -> tuple[Question, ...]:
        """Each question after those it depends on (the loader refuses a cycle)."""
        sorter = TopologicalSorter({question.key: question.depends_on for question in self.questions})
        return tuple(self._by_key[key] for key in sorter.static_order())

    @cached_property
    def pages(self) -> tuple[Chapter, ...]:
        """The chapters that hold questions, in order: one page each."""
        return tuple(chapter for chapter in self.chapters if chapter.questions)

    def part_of(self, person: str) -> tuple[Question, ...]:
        """What one of the people is asked, in the order of the form."""
        return tuple(question for question in self.questions if person in question.answered_by)

    @cached_property
    def translated_for(self) -> frozenset[str]:
        """Who of the people answer in their own language."""
        return frozenset(person.key for person in self.people if person.translated)

    def question(self, key: str) -> Question:
        """Raises KeyError for a key that is not in this edition."""
        return self._by_key[key]

    def chapter(self, key: str) -> Chapter:
        """Raises StopIteration for a key that is not in this edition."""
        return next(chapter for chapter in self.chapters if chapter.key == key)

    def need(self, key: str) -> Need:
        return self._needs[key]

    @cached_property
    def _needs(self) -> dict[str, Need]:
        return {need.key: need for need in self.needs}
