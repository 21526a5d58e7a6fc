"""Where in a case files can be added: at a question that takes them, at a paper that the kind asks for, and
beside what a parent said on paper."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext

from dekkend.cases.actions.writing import edition_of
from dekkend.cases.catalogue import Paper
from dekkend.cases.conditions import kind_of
from dekkend.cases.models import Attachment, Case, Party
from dekkend.cases.rules import may_write_entry
from dekkend.core.verdict import YES, Verdict
from dekkend.questionnaires.definition import Question
from dekkend.questionnaires.loader import questionnaire_of
from dekkend.questionnaires.wording import in_language

Where = Attachment.Where
# How an address calls them.
SLUGS = {"groeidocument": Where.GROWTH, "aanvraag": Where.REQUEST, "stuk": Where.PAPER}


@dataclass(frozen=True)
class Spot:
    """One such place, with the words that it has in the form or in what the partnership offers."""

    where: str
    key: str
    title: str
    why: str = ""
    question: Question | None = None

    @property
    def stays_inside(self) -> bool:
        """Whatever stands here, only the school reads."""
        return self.question is not None and self.question.audience == "school"

    @property
    def can_stay_inside(self) -> bool:
        """Whether the school may keep a file here to itself; what the Loket asks for is for the Loket."""
        return self.question is not None

    @property
    def slug(self) -> str:
        return next(slug for slug, where in SLUGS.items() if where == self.where)

    def is_for(self, side: Party | None) -> Verdict:
        """A question is of who answers it; a paper may come from both sides."""
        return may_write_entry(side, self.question) if self.question else YES


def spot_at(case: Case, where: str, key: str) -> Spot | None:
    """The place with this key; None when there is none that takes files.

    A question is in the reader's language, a paper in that of the region, which is Dutch.
    """
    return next((spot for spot in spots_of(case) if (spot.where, spot.key) == (where, key)), None)


def spot_of_paper(paper: Paper, spots: Iterable[Spot]) -> Spot:
    """Where a paper is added; `spots` are those of its case."""
    return next(
        spot
        for spot in spots
        if (spot.where, spot.key) == (Where.PAPER, paper.key) or (spot.question and spot.key == paper.at)
    )


def spots_of(case: Case) -> Iterator[Spot]:
    """Every place in the order of the forms, then the papers that have one of their own."""
    yield from (questions := list(_questions(case)))
    keys = {spot.key for spot in questions}
    for paper in kind_of(case).papers_needed:
        if paper.at not in keys:
            yield Spot(Where.PAPER, paper.key, paper.title, paper.why)


def _questions(case: Case) -> Iterator[Spot]:
    for where in (Where.GROWTH, Where.REQUEST):
        for question in in_language(questionnaire_of(edition_of(case, where.value))).questions:
            if question.papers:
                yield Spot(where, question.key, question.plain or question.label, question.help, question)


def spot_of_consent(party: Party) -> Spot:
    return Spot(Where.CONSENT, str(party.number), gettext("Wat u op papier zei"))
