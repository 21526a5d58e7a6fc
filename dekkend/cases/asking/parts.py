"""Of which part a parent says that it is not right: an answer of the school, or a decision. Reads only."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from dekkend.cases.models import Case, Correction, Decision
from dekkend.cases.reading import Said, chapters_read
from dekkend.core.numbers import number_in
from dekkend.organisations.models import Role

Where = Correction.Where
# How an address calls them.
SLUGS = {"groeidocument": Where.GROWTH, "aanvraag": Where.REQUEST, "besluit": Where.DECISION}


@dataclass(frozen=True)
class Part:
    """An answer of the school (`said`) or a decision, as it is now."""

    where: str
    key: str
    revision: int = 0
    chapter: str = ""
    said: Said | None = None
    decision: Decision | None = None

    @property
    def slug(self) -> str:
        return next(slug for slug, where in SLUGS.items() if where == self.where)


def part_at(case: Case, where: str, key: str, roles: AbstractSet[str]) -> Part | None:
    """The part, where someone with these roles may read it; None where it is not, or is a parent's own.

    Two queries at most.
    """
    if where == Where.DECISION:
        return _decision(case, key)
    if where not in Where.values or (Role.PARENT in roles and not case.is_shared):
        return None
    for read in chapters_read(case, where, roles):
        for said in read.said:
            if said.party is None and said.node.key == key:
                return Part(where, key, said.revision, read.chapter.key, said)
    return None


def _decision(case: Case, key: str) -> Part | None:
    for decision in case.decisions.filter(round=number_in(key)):
        decision.case = case
        return Part(Where.DECISION, str(decision.round), decision=decision)
    return None
