"""What is written in a file, in the order of its form, as someone may read it. Reads only."""

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, NamedTuple

from django.utils.translation import get_language

from dekkend.cases.actions.writing import edition_of
from dekkend.cases.asking.queries import corrections_at
from dekkend.cases.models import Case, Correction, Entry, Party
from dekkend.cases.queries import value_of
from dekkend.cases.rules import may_see_question
from dekkend.questionnaires.definition import Chapter, Question, Questionnaire
from dekkend.questionnaires.evaluation import visible_answers
from dekkend.questionnaires.loader import questionnaire_of
from dekkend.questionnaires.tree import QuestionNode, question_node
from dekkend.questionnaires.types import KINDS
from dekkend.questionnaires.wording import in_language


@dataclass(frozen=True)
class Said:
    """One answer, by whom and when; `stays_inside` for what only the school reads.

    `corrections`: what parents say is not right in it.
    """

    node: QuestionNode
    by: str
    saved_at: datetime
    party: Party | None
    stays_inside: bool
    revision: int
    corrections: tuple[Correction, ...] = ()


class Answer(NamedTuple):
    """An answer, and all that its side answered and that counts."""

    entry: Entry
    counts: Mapping[str, Any]


@dataclass(frozen=True)
class ChapterRead:
    chapter: Chapter
    said: tuple[Said, ...]


def chapters_read(case: Case, form: str, roles: AbstractSet[str]) -> list[ChapterRead]:
    """What someone with these roles may read of a form, chapters without an answer left out.

    One query, and one for each case at hand; for the plan that one is not needed.

    Parents read with the role `Role.PARENT`: everything but what stays inside the school.
    """
    questionnaire = questionnaire_of(edition_of(case, form))
    entries = list(case.entries.filter(form=form).select_related("party").order_by("party__number"))
    for entry in entries:
        entry.case = case
    by_key = _by_key(questionnaire, entries)
    corrections = corrections_at(case, form)
    chapters = (
        ChapterRead(chapter, tuple(_said(questionnaire, chapter.questions, by_key, corrections, roles)))
        for chapter in in_language(questionnaire).pages
    )
    return [chapter for chapter in chapters if chapter.said]


def _by_key(questionnaire: Questionnaire, entries: Iterable[Entry]) -> dict[str, list[Answer]]:
    """What each side is asked and answered; conditions look at its own answers, then at the school's."""
    of_sides: dict[int | None, dict[str, Entry]] = {None: {}}
    for entry in entries:
        of_sides.setdefault(entry.party_id, {})[entry.key] = entry
    by_school = _values(of_sides[None])
    by_key: dict[str, list[Answer]] = {}
    for side, own in of_sides.items():
        counts = visible_answers(questionnaire, by_school | _values(own) if side else by_school)
        for key, entry in own.items():
            if key in counts:
                by_key.setdefault(key, []).append(Answer(entry, counts))
    return by_key


def _values(entries: Mapping[str, Entry]) -> dict[str, Any]:
    return {key: value_of(entry) for key, entry in entries.items()}


def _said(
    questionnaire: Questionnaire,
    questions: Iterable[Question],
    by_key: dict[str, list[Answer]],
    corrections: dict[str, list[Correction]],
    roles: AbstractSet[str],
) -> Iterable[Said]:
    for question in questions:
        if not may_see_question(roles, question):
            continue
        for entry, counts in by_key.get(question.key, ()):
            node = _node(questionnaire, question, counts, entry.party)
            inside = question.audience == "school"
            about = () if entry.party else tuple(corrections.get(entry.key, ()))
            yield Said(node, entry.saved_by_name, entry.saved_at, entry.party, inside, entry.revision, about)


def _node(
    questionnaire: Questionnaire, question: Question, counts: Mapping[str, Any], party: Party | None
) -> QuestionNode:
    """The words of the form in the reader's language, those of a parent in that parent's own."""
    node = question_node(questionnaire, question, counts, language=get_language() or "")
    return replace(node, language=party.language) if party and KINDS[question.type].is_written else node
