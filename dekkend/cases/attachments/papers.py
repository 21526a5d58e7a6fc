"""Which papers a request needs, given its answers, and which of those are there. Reads only."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from dekkend.cases.actions.writing import edition_of
from dekkend.cases.attachments.queries import attachments_for
from dekkend.cases.attachments.spots import Spot, spot_of_paper, spots_of
from dekkend.cases.catalogue import Paper
from dekkend.cases.conditions import kind_of
from dekkend.cases.models import Attachment, Case, Entry
from dekkend.cases.queries import answers_in, value_of
from dekkend.organisations.models import Role
from dekkend.questionnaires.evaluation import visible_answers
from dekkend.questionnaires.loader import questionnaire_of


@dataclass(frozen=True)
class Needed:
    """A paper that this request needs, where it is added, and the files that are there for it."""

    paper: Paper
    spot: Spot
    attachments: tuple[Attachment, ...]


def missing_papers(case: Case) -> list[Paper]:
    """What the request needs and the Loket does not find in it. Three queries; none when nothing is asked."""
    if not kind_of(case).papers_needed:
        return []
    there = attachments_for(case, {Role.SERVICE_DESK})
    return [needed.paper for needed in papers_of(case, there) if not needed.attachments]


def papers_of(case: Case, attachments: Iterable[Attachment]) -> list[Needed]:
    """Every paper that the request needs, with those of `attachments` that are it. Two queries.

    What stays inside the school is not there for the Loket.
    """
    seen = [attachment for attachment in attachments if not attachment.inside]
    spots = list(spots_of(case))
    return [_needed(paper, spot_of_paper(paper, spots), seen) for paper in papers_for(case)]


def papers_for(case: Case) -> tuple[Paper, ...]:
    """The papers that the region asks for with this request, given what the school answered. Two queries."""
    answers: dict[str, Any] = {}
    for form in (Entry.Form.GROWTH, Entry.Form.REQUEST):
        stored = {key: value_of(entry) for key, entry in answers_in(case, form).items()}
        answers |= visible_answers(questionnaire_of(edition_of(case, form)), stored)
    return kind_of(case).papers_for(answers)


def _needed(paper: Paper, spot: Spot, seen: list[Attachment]) -> Needed:
    here = (one for one in seen if (one.where, one.key) == (spot.where, spot.key))
    return Needed(paper, spot, tuple(here))
