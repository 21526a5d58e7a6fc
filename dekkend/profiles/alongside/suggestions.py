"""The proposals at the questions of a version: what stands there now, and how it differs."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce

from dekkend.organisations.models import Site
from dekkend.profiles.changes import Change
from dekkend.profiles.changes.units import compare_units, paragraphs_of, unit_of
from dekkend.profiles.comments import remarks_by_question
from dekkend.profiles.models import Suggestion, Version
from dekkend.profiles.saving import Current
from dekkend.questionnaires.definition import Question


@dataclass(frozen=True)
class Proposal:
    """A suggestion beside the answer of now."""

    suggestion: Suggestion
    question: Question
    current: Current

    @property
    def is_stale(self) -> bool:
        """The answer is another one than the proposer saw."""
        return self.current.revision != self.suggestion.base_revision

    @property
    def text_now(self) -> str:
        return self.current.value or ""

    @cached_property
    def changes(self) -> tuple[Change, ...]:
        """What would change, word for word; nothing when the answer says so already."""
        return difference_of(self.question, self.text_now, self.suggestion.text)

    @property
    def ticket(self) -> str:
        """What a button says was seen: which proposal, as it was, beside which answer."""
        return f"{self.suggestion.pk}-{self.suggestion.revision}-{self.current.revision}"


def difference_of(question: Question, old: str, new: str) -> tuple[Change, ...]:
    """The difference of two texts of one question: paragraphs for prose, else one line."""
    units = paragraphs_of if question.type == "prose" else lambda text: [unit_of(text)] if text else []
    return compare_units(units(old), units(new))


def open_suggestions(version: Version) -> dict[str, list[Suggestion]]:
    """{question key: its open proposals}, the oldest first. One query."""
    found: dict[str, list[Suggestion]] = {}
    for suggestion in version.suggestions.filter(state=Suggestion.State.OPEN):
        found.setdefault(suggestion.key, []).append(suggestion)
    return found


def suggestions_at(version: Version, key: str, friend: Site | None) -> list[Suggestion]:
    """The proposals at one question, the newest first: all of them, or those from one other school."""
    here = version.suggestions.filter(key=key).order_by("-written_at", "-pk")
    return list(here.filter(friend=friend) if friend else here)


def proposals_of(
    suggestions: Mapping[str, list[Suggestion]],
    questions: Mapping[str, Question],
    current: Mapping[str, Current],
) -> dict[str, list[Proposal]]:
    """The suggestions of these questions, each beside the answer of now."""
    return {
        key: [Proposal(each, questions[key], current.get(key, Current())) for each in waiting]
        for key, waiting in suggestions.items()
        if key in questions
    }


def said_by_question(version: Version, friend: Site | None = None) -> dict[str, int]:
    """{question key: how many open remarks and proposals}: all of the team's, or those of one other school.

    Two queries.
    """
    counts = {key: len(remarks.open) for key, remarks in remarks_by_question(version, friend).items()}
    waiting = version.suggestions.filter(state=Suggestion.State.OPEN)
    keys = (waiting.filter(friend=friend) if friend else waiting).values_list("key", flat=True)
    for key in keys:
        counts[key] = counts.get(key, 0) + 1
    return counts


def number_of_open() -> Coalesce:
    """How many proposals wait for the writers of a version, as a column beside it: no query of its own."""
    open_ones = Suggestion.objects.filter(state=Suggestion.State.OPEN, version=OuterRef("pk"))
    counted = open_ones.order_by().values("version").annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted), 0)
