"""What a parent reads of the file: everything but what stays inside the school. Reads only."""

from dataclasses import replace
from typing import Any

from dekkend.cases.actions.writing import edition_of
from dekkend.cases.catalogue.kinds import Paper
from dekkend.cases.models import Case, Entry
from dekkend.cases.queries import answers_in, value_of
from dekkend.cases.reading import ChapterRead, chapters_read
from dekkend.cases.transitions import kind_of
from dekkend.organisations.models import Role
from dekkend.questionnaires.evaluation import visible_answers
from dekkend.questionnaires.loader import questionnaire_of

READERS = frozenset({Role.PARENT})
# While the school changes its text, parents read only their own: the school's when it is shared again.
UNFINISHED = frozenset({Case.State.DRAFT, Case.State.INTERNAL})


def read_of(case: Case) -> dict[str, Any]:
    """What pages that show the request and the file need. Four queries at most."""
    growth = chapters_read(case, Entry.Form.GROWTH, READERS)
    if case.state in UNFINISHED:
        kept = [_by_parents(chapter) for chapter in growth]
        growth = [chapter for chapter in kept if chapter.said]
        return {"is_unfinished": True, "growth": growth}
    request_read = chapters_read(case, Entry.Form.REQUEST, READERS)
    return {"request_form": request_read, "growth": growth, "papers": papers_for(case)}


def papers_for(case: Case) -> tuple[Paper, ...]:
    """The papers that the region asks for with this request, given what the school answered. Two queries."""
    answers: dict[str, Any] = {}
    for form in (Entry.Form.GROWTH, Entry.Form.REQUEST):
        stored = {key: value_of(entry) for key, entry in answers_in(case, form).items()}
        answers |= visible_answers(questionnaire_of(edition_of(case, form)), stored)
    return kind_of(case).papers_for(answers)


def _by_parents(chapter: ChapterRead) -> ChapterRead:
    return replace(chapter, said=tuple(said for said in chapter.said if said.party))
