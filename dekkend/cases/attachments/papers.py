"""Which papers a request needs, given its answers, and which of those are there. Reads only."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from dekkend.cases.attachments.queries import attachments_for
from dekkend.cases.attachments.spots import Spot, spot_of_paper, spots_of
from dekkend.cases.catalogue import Paper
from dekkend.cases.models import Attachment, Case, Entry
from dekkend.cases.queries import value_of
from dekkend.cases.transitions import kind_of
from dekkend.organisations.models import Role

FORMS = (Entry.Form.GROWTH, Entry.Form.REQUEST)


@dataclass(frozen=True)
class Needed:
    """A paper that this request needs, where it is added, and the files that are there for it."""

    paper: Paper
    spot: Spot
    attachments: tuple[Attachment, ...]


def missing_papers(case: Case) -> list[Paper]:
    """What the request needs and the Loket does not find in it. Two queries, none when nothing is needed."""
    if not kind_of(case).papers_needed:
        return []
    there = attachments_for(case, {Role.SERVICE_DESK})
    return [needed.paper for needed in papers_of(case, there) if not needed.attachments]


def papers_of(case: Case, attachments: Iterable[Attachment]) -> list[Needed]:
    """Every paper that the request needs, with those of `attachments` that are it. At most one query.

    What stays inside the school is not there for the Loket.
    """
    seen = [attachment for attachment in attachments if not attachment.inside]
    spots = list(spots_of(case))
    papers = kind_of(case).papers_for(_answers(case))
    return [_needed(paper, spot_of_paper(paper, spots), seen) for paper in papers]


def _needed(paper: Paper, spot: Spot, seen: list[Attachment]) -> Needed:
    here = (one for one in seen if (one.where, one.key) == (spot.where, spot.key))
    return Needed(paper, spot, tuple(here))


def _answers(case: Case) -> dict[str, Any]:
    """What the school answered to the questions that decide on papers; only those are opened."""
    keys = {key for paper in kind_of(case).papers_needed if paper.when for key in paper.when.keys}
    if not keys:
        return {}
    entries = list(case.entries.filter(form__in=FORMS, party=None, key__in=keys))
    for entry in entries:
        entry.case = case
    return {entry.key: value_of(entry) for entry in entries}
