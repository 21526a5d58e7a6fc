"""A version as it is read: its chapters, how it went, and the page for the child."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext

from dekkend.cases.models import Party, PlanEvaluation, PlanVersion
from dekkend.cases.plan import keys
from dekkend.core.templatetags.dekkend import day
from dekkend.questionnaires.loader import questionnaire_of
from dekkend.questionnaires.tree import ChapterNode, QuestionNode, build_tree
from dekkend.questionnaires.types import KINDS


@dataclass(frozen=True)
class ForChild:
    """What we do, what it said, what we did with that; each as it was written."""

    told: str
    said: str
    weighed: str


@dataclass(frozen=True)
class View:
    """What one parent wrote of a version; `who` as the reader knows them."""

    who: str
    chapters: tuple[ChapterNode, ...]


def tree_of(version: PlanVersion, language: str = "") -> tuple[ChapterNode, ...]:
    """The chapters that the school answered, and then how it went, without what stays inside the school.

    The words of the form are in `language`, the reader's unless given.
    """
    chapters = _answered(version, version.answers, language)
    if not version.evaluated:
        return chapters
    established = (chapter for chapter in chapters if chapter.key != keys.EVALUATION)
    return (*established, *(node for one in version.evaluated for node in _how_it_went(one, language)))


def views_of(version: PlanVersion, reader: Party | None = None, language: str = "") -> list[View]:
    """What each parent wrote, in their own words. Staff read it of "ouder 1", a parent of "u"."""
    return [
        View(_who(view["who"], reader), _written_in(_answered(version, view["answers"], language), view))
        for view in version.views
    ]


def with_names(views: Iterable[View]) -> tuple[ChapterNode, ...]:
    """Their chapters, each with whose it is in its title; two parents wrote the same one."""
    return tuple(
        replace(
            chapter, key=f"{chapter.key}-{number}", title=f"{_title(chapter)}: {view.who}", plain="", intro=""
        )
        for number, view in enumerate(views, 1)
        for chapter in view.chapters
    )


def _title(chapter: ChapterNode) -> str:
    return chapter.plain or chapter.title


def for_child(version: PlanVersion) -> ForChild:
    answers = version.answers
    return ForChild(*(str(answers.get(key) or "") for key in (keys.TOLD_CHILD, keys.HEARD, keys.WEIGHED)))


def _how_it_went(evaluation: PlanEvaluation, language: str) -> Iterator[ChapterNode]:
    """Of one time that it was looked back on, with the day where there were more."""
    version = evaluation.version
    for chapter in _answered(version, {**version.answers, **evaluation.answers}, language):
        if chapter.key == keys.EVALUATION and len(version.evaluated) == 1:
            yield chapter
        elif chapter.key == keys.EVALUATION:
            title = f"{chapter.plain or chapter.title}, {day(evaluation.evaluated_on)}"
            yield replace(chapter, key=f"{chapter.key}-{evaluation.number}", title=title, plain="")


def _answered(version: PlanVersion, answers: Mapping[str, Any], language: str) -> tuple[ChapterNode, ...]:
    form = questionnaire_of(version.edition)
    tree = build_tree(form, answers, audience="region", only_answered=True, language=language)
    return tuple(chapter for chapter in tree if chapter.children)


def _written_in(nodes: tuple[Any, ...], view: Mapping[str, Any]) -> tuple[Any, ...]:
    """The same, where each text says the language that the parent writes in."""
    return tuple(_in_language(node, view) for node in nodes)


def _in_language(node: ChapterNode | QuestionNode, view: Mapping[str, Any]) -> ChapterNode | QuestionNode:
    if isinstance(node, ChapterNode):
        return replace(node, children=_written_in(node.children, view))
    return replace(node, language=view["language"]) if KINDS[node.type].is_written else node


def _who(signature: str, reader: Party | None) -> str:
    if reader is None:
        return signature
    return gettext("u") if signature == reader.signature else gettext("de andere ouder")
