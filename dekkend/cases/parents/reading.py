"""What a parent reads of the file and of what happened: all but what stays inside. Reads only."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext

from dekkend.cases.asking.queries import corrections_at
from dekkend.cases.attachments.papers import papers_for
from dekkend.cases.extension import runs_after
from dekkend.cases.letters.facts import amount_of
from dekkend.cases.letters.queries import letter_about, letters_for
from dekkend.cases.models import Case, Correction, Decision, Entry, Letter, Party
from dekkend.cases.parents import words
from dekkend.cases.reading import ChapterRead, chapters_read
from dekkend.cases.reasons import opened
from dekkend.cases.transitions import DECIDED, KIND
from dekkend.organisations.models import Role
from dekkend.workflow.engine import events_of

READERS = frozenset({Role.PARENT})


def read_of(case: Case) -> dict[str, Any]:
    """What pages that show the request and the file need. Four queries at most."""
    growth = chapters_read(case, Entry.Form.GROWTH, READERS)
    if not case.is_shared:
        kept = [_by_parents(chapter) for chapter in growth]
        growth = [chapter for chapter in kept if chapter.said]
        return {"is_unfinished": True, "growth": growth}
    request_read = chapters_read(case, Entry.Form.REQUEST, READERS)
    return {"request_form": request_read, "growth": growth, "papers": papers_for(case)}


@dataclass(frozen=True)
class DecisionRead:
    """A decision as a parent reads it; `amount` as in letters, in Dutch. `letter` tells it to this parent;
    there is none for who came to the file afterwards. `stands`: one can say that one does not agree.
    `runs_until`: of help that goes on, where it is a no to more of it."""

    decision: Decision
    amount: str
    letter: Letter | None
    corrections: list[Correction]
    stands: bool
    runs_until: date | None

    @property
    def outcome(self) -> str:
        """In the reader's language."""
        if self.decision.outcome == Decision.Outcome.AWARDED:
            return gettext("De hulp komt er")
        return gettext("De hulp wordt niet verlengd") if self.runs_until else gettext("De hulp komt er niet")


def decisions_read(case: Case, party: Party) -> list[DecisionRead]:
    """Every decision, newest first. One query while there is none, else three, and one a later no."""
    decisions = list(case.decisions.order_by("-round"))
    if not decisions:
        return []
    letters = letters_for(case, party)
    corrections = corrections_at(case, Correction.Where.DECISION)
    found = []
    for decision in decisions:
        decision.case = case
        amount = amount_of(decision, case.offering.catalogue.kind(decision.kind))
        stands = decision.round == case.round and case.state in DECIDED
        about, doubted = letter_about(decision, letters), corrections.get(str(decision.round), [])
        found.append(DecisionRead(decision, amount, about, doubted, stands, runs_after(decision)))
    return found


@dataclass(frozen=True)
class Happened:
    """An act as this parent is told of it; `reason` only where it was written for parents too."""

    at: datetime
    said: str
    reason: str


def record_for(case: Case, party: Party) -> Iterator[Happened]:
    """What happened, in plain words and the reader's language, newest first. One query."""
    for event in events_of(KIND, case.pk):
        if said := words.act_in_words(event, party):
            reason = opened(case, event.reason) if event.act in words.REASONS else ""
            yield Happened(event.at, said, reason)


def was_abandoned(case: Case) -> bool:
    """Whether nobody withdrew the request, but it was left. One query, when it is withdrawn only."""
    is_withdrawn = case.state == Case.State.WITHDRAWN
    return is_withdrawn and any(event.act == "abandon" for event in events_of(KIND, case.pk))


def _by_parents(chapter: ChapterRead) -> ChapterRead:
    return replace(chapter, said=tuple(said for said in chapter.said if said.party))
