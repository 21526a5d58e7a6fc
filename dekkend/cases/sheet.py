"""A chapter of a file as one side writes it: each question with its answer, and what came back.

Read from a form, shown in a form: nothing here writes.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import get_language

from dekkend.cases.actions.writing import Written
from dekkend.cases.models import Entry, Party
from dekkend.cases.queries import value_of
from dekkend.cases.rules import may_write_entry
from dekkend.questionnaires.definition import Chapter, Question, Questionnaire
from dekkend.questionnaires.evaluation import visible_keys
from dekkend.questionnaires.posted import Typed, anchor
from dekkend.questionnaires.tree import QuestionNode, plain_lines, question_node


@dataclass
class Field:
    """One question on the page of its side; `theirs` are the lines of who saved meanwhile."""

    question: Question
    node: QuestionNode
    value: Any
    revision: int = 0
    by: str = ""
    saved_at: datetime | None = None
    is_asked: bool = True
    error: str = ""
    theirs: list[str] | None = None

    @property
    def key(self) -> str:
        return self.question.key

    @property
    def anchor(self) -> str:
        return anchor(self.key)

    @property
    def title(self) -> str:
        return self.question.plain or self.question.label

    @property
    def is_stale(self) -> bool:
        return self.theirs is not None


def questions_of(chapter: Chapter, side: Party | None) -> list[Question]:
    """What this side answers in a chapter."""
    return [q for q in chapter.questions if q.is_answered_here and may_write_entry(side, q)]


def chapters_of(questionnaire: Questionnaire, side: Party | None) -> list[Chapter]:
    """The chapters in which this side writes anything."""
    return [chapter for chapter in questionnaire.pages if questions_of(chapter, side)]


def fields_of(
    questionnaire: Questionnaire,
    questions: Iterable[Question],
    entries: Mapping[str, Entry],
    others: Mapping[str, Any] | None = None,
) -> dict[str, Field]:
    """{key: field} with what is stored; `others` are answers elsewhere that conditions may look at."""
    values = dict(others or {}) | {key: value_of(entry) for key, entry in entries.items()}
    asked = visible_keys(questionnaire, values)
    fields = {}
    for question in questions:
        entry = entries.get(question.key)
        node = question_node(questionnaire, question, values, language=get_language() or "")
        field = Field(node.question, node, values.get(question.key))
        field.is_asked = question.key in asked
        if entry:
            field.revision, field.by, field.saved_at = entry.revision, entry.saved_by_name, entry.saved_at
        fields[question.key] = field
    return fields


def put_back(
    questionnaire: Questionnaire, fields: dict[str, Field], typed: Mapping[str, Typed], result: Written
) -> list[Field]:
    """What was typed and not saved stands in its field again, with why; those fields, in order."""
    for key, fault in result.invalid.items():
        fields[key].value, fields[key].error = typed[key].value, fault
        fields[key].revision = typed[key].revision
    for key, stale in result.stale.items():
        field = fields[key]
        field.theirs = list(plain_lines(questionnaire, field.question, stale.theirs))
        field.value, field.revision, field.by = stale.yours, stale.revision, stale.by
    return [field for field in fields.values() if field.error or field.is_stale]


def changed_in(typed: Mapping[str, Typed], refused: Iterable[str]) -> dict[str, tuple[Any, int]]:
    """{key: (value, revision)} to be saved: what can be, but for what should stay as someone else left it."""
    refused = set(refused)
    return {
        key: (one.value, one.revision)
        for key, one in typed.items()
        if key not in refused and not one.keeps_theirs
    }
