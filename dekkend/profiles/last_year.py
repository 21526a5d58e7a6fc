"""What the version before said, beside the questions of the one that is being written."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.timezone import localdate

from dekkend.profiles.models import Version
from dekkend.questionnaires.definition import Questionnaire
from dekkend.questionnaires.evaluation import came_from
from dekkend.questionnaires.loader import questionnaire_of
from dekkend.questionnaires.tree import ChapterNode, QuestionNode, build_tree


@dataclass(frozen=True)
class LastYear:
    """The frozen answers of the version before, by the keys of the form of now.

    A question that was not asked then has no node; one that was left empty has one without an answer.
    """

    established_on: date
    nodes: Mapping[str, QuestionNode]

    @property
    def words(self) -> str:
        """A profile may hold for years: only that of the last school year is called last year's."""
        years = school_year_of(localdate()) - school_year_of(self.established_on)
        return "Antwoord van vorig jaar" if years == 1 else "Antwoord uit het vorige profiel"


def school_year_of(day: date) -> int:
    """The year in which the school year of this day began: on 1 August."""
    return day.year if day.month >= 8 else day.year - 1


def last_year_of(version: Version, questionnaire: Questionnaire) -> LastYear | None:
    """What stood in the version that `version` began with; None for a first profile.

    No query where the version before came along: see `queries.with_last_year`.
    """
    previous = version.previous
    if previous is None:
        return None
    snapshot = previous.snapshot or {}
    nodes = _nodes(previous, snapshot)
    sources = came_from(questionnaire_of(previous.edition), questionnaire, snapshot["answers"])
    keys = {question.key: sources.get(question.key, question.key) for question in questionnaire.questions}
    return LastYear(
        previous.established_on or localdate(previous.started_at),
        {key: nodes[source] for key, source in keys.items() if source in nodes},
    )


def _nodes(previous: Version, snapshot: Mapping[str, Any]) -> dict[str, QuestionNode]:
    """Every question that was asked, as the school itself may read it."""
    tree = build_tree(
        questionnaire_of(previous.edition),
        snapshot["answers"],
        audience="school",
        register=snapshot["register"],
    )
    return {node.key: node for node in _questions(tree)}


def _questions(nodes: Iterable[ChapterNode | QuestionNode]) -> Iterator[QuestionNode]:
    for node in nodes:
        if isinstance(node, ChapterNode):
            yield from _questions(node.children)
        else:
            yield node
