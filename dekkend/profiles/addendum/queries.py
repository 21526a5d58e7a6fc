"""Reads of addenda, with who may see them."""

from dataclasses import dataclass
from datetime import date

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404
from django.utils.timezone import localdate

from dekkend.organisations.models import User
from dekkend.profiles.models import Addendum, Version
from dekkend.profiles.queries import roles_for
from dekkend.profiles.rules import may_read_addendum, may_see
from dekkend.questionnaires.definition import Question
from dekkend.questionnaires.loader import questionnaire_of


@dataclass(frozen=True)
class Beside:
    """An addendum with the question it belongs to, for pages that show it beside the text."""

    addendum: Addendum
    question: Question
    chapter: str

    @property
    def title(self) -> str:
        return self.question.plain or self.question.label


def get_addendum_for(user: User, pk: int, on: date | None = None) -> tuple[Addendum, frozenset[str]]:
    """The addendum and the roles `user` has for its school. Five queries.

    Raises Http404 when the user has nothing to do with the school, PermissionDenied(reason) when not yet.
    """
    found = prepared(Addendum.objects.filter(pk=pk)).first()
    roles = roles_for(user, found.version, on or localdate()) if found else frozenset()
    if found is None or not may_see(roles):
        raise Http404("Deze aanvulling kennen wij niet.")
    if not (verdict := may_read_addendum(roles, found.state)):
        raise PermissionDenied(verdict.reason)
    return found, roles


def in_force(version: Version) -> list[Beside]:
    """What holds beside the text of a version, the oldest first; public questions only.

    One query, or none where the version brought its addenda along.
    """
    holding = [addendum for addendum in version.addenda.all() if addendum.state == Addendum.State.IN_FORCE]
    beside = [beside_text(version, addendum) for addendum in sorted(holding, key=_since)]
    return [one for one in beside if one.question.audience == "public"]


def _since(addendum: Addendum) -> tuple:
    return addendum.in_force_on, addendum.pk


def beside_text(version: Version, addendum: Addendum) -> Beside:
    """An addendum with its question in the form of its version."""
    questionnaire = questionnaire_of(version.edition)
    chapter = next(
        chapter for chapter in questionnaire.pages if any(q.key == addendum.key for q in chapter.questions)
    )
    return Beside(addendum, questionnaire.question(addendum.key), chapter.key)


def prepared(addenda: QuerySet[Addendum]) -> QuerySet[Addendum]:
    """With all that its page asks at hand: three queries, however many."""
    return (
        addenda.select_related(
            "version__profile__site__school__board",
            "version__profile__partnership",
            "version__edition",
            "version__regime",
        )
        .defer("version__edition__definition", "version__snapshot")
        .prefetch_related("sayings", "version__regime__demands")
    )
