"""A version as it is read: its chapters, how it went, and the page for the child."""

from dataclasses import dataclass

from dekkend.cases.models import PlanVersion
from dekkend.cases.plan import keys
from dekkend.questionnaires.loader import questionnaire_of
from dekkend.questionnaires.tree import ChapterNode, build_tree


@dataclass(frozen=True)
class ForChild:
    """What we do, what it said, what we did with that; each as it was written."""

    told: str
    said: str
    weighed: str


def tree_of(version: PlanVersion, language: str = "") -> tuple[ChapterNode, ...]:
    """The chapters that were answered, with how it went, without what stays inside the school.

    The words of the form are in `language`, the reader's unless given.
    """
    answers = {**version.answers, **version.evaluation}
    form = questionnaire_of(version.edition)
    tree = build_tree(form, answers, audience="region", only_answered=True, language=language)
    return tuple(chapter for chapter in tree if chapter.children)


def for_child(version: PlanVersion) -> ForChild:
    answers = version.answers
    return ForChild(*(str(answers.get(key) or "") for key in (keys.TOLD_CHILD, keys.HEARD, keys.WEIGHED)))
