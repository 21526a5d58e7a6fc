"""What a parent reads of the file: everything but what stays inside the school. Reads only."""

from dataclasses import replace
from typing import Any

from dekkend.cases.attachments.papers import papers_for
from dekkend.cases.models import Case, Entry
from dekkend.cases.reading import ChapterRead, chapters_read
from dekkend.cases.rules import UNFINISHED
from dekkend.organisations.models import Role

READERS = frozenset({Role.PARENT})


def read_of(case: Case) -> dict[str, Any]:
    """What pages that show the request and the file need. Four queries at most."""
    growth = chapters_read(case, Entry.Form.GROWTH, READERS)
    if case.state in UNFINISHED:
        kept = [_by_parents(chapter) for chapter in growth]
        growth = [chapter for chapter in kept if chapter.said]
        return {"is_unfinished": True, "growth": growth}
    request_read = chapters_read(case, Entry.Form.REQUEST, READERS)
    return {"request_form": request_read, "growth": growth, "papers": papers_for(case)}


def _by_parents(chapter: ChapterRead) -> ChapterRead:
    return replace(chapter, said=tuple(said for said in chapter.said if said.party))
