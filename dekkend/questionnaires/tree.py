"""The one tree that every output reads: chapter → question → answer, conditions and audience applied."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dekkend.questionnaires.blocks import Block, Mark, Prose
from dekkend.questionnaires.definition import Audience, Chapter, Need, Question, Questionnaire
from dekkend.questionnaires.evaluation import is_required, visible_answers, visible_keys
from dekkend.questionnaires.types import KINDS, Context
from dekkend.questionnaires.values import is_empty

# The school writes all of it, so it reads all of it; what is for the region stays between those two.
SEES = {
    "public": {"public"},
    "region": {"public", "region"},
    "school": {"public", "region", "school"},
}


@dataclass(frozen=True)
class QuestionNode:
    """A question that is asked, with its answer (None: not answered) and how to show it."""

    question: Question
    value: Any
    blocks: tuple[Block, ...]
    required: bool
    needs: tuple[Need, ...]
    label: str
    ambitions: tuple[dict[str, Any], ...] = ()
    offered: Any = None

    is_chapter = False

    @property
    def key(self) -> str:
        return self.question.key

    @property
    def type(self) -> str:
        return self.question.type

    @property
    def length(self) -> int:
        """The longest text this question takes."""
        return KINDS[self.question.type].length(self.question)

    @property
    def is_mark(self) -> bool:
        """A tick carries its own label."""
        return bool(self.blocks) and isinstance(self.blocks[0], Mark)

    @property
    def field_template(self) -> str:
        """The template that asks this question."""
        return f"questionnaires/fields/{self.question.type}.html"


@dataclass(frozen=True)
class ChapterNode:
    key: str
    number: str
    title: str
    plain: str
    intro: str
    depth: int
    children: tuple["ChapterNode | QuestionNode", ...]

    is_chapter = True


def build_tree(
    questionnaire: Questionnaire,
    answers: Mapping[str, Any],
    *,
    audience: Audience,
    register: Mapping[str, Any] | None = None,
    only_answered: bool = False,
    language: str = "nl",
) -> tuple[ChapterNode, ...]:
    """The chapters as `audience` may see them. Register facts fill the questions that ask for them."""
    known = dict(answers) | from_register(questionnaire, register or {})
    builder = _Builder(questionnaire, known, audience, only_answered, language, register or {})
    return builder.chapters_within("", 1)


def question_node(
    questionnaire: Questionnaire,
    question: Question,
    answers: Mapping[str, Any],
    *,
    register: Mapping[str, Any] | None = None,
) -> QuestionNode:
    """One question for a form: also when it is hidden now, or meant for the school only."""
    known = dict(answers) | from_register(questionnaire, register or {})
    builder = _Builder(questionnaire, known, "school", False, questionnaire.language, register or {})
    return builder.question(question)


def plain_lines(questionnaire: Questionnaire, question: Question, value: Any) -> tuple[str, ...]:
    """An answer as lines of text, to put beside another one."""
    if is_empty(question, value):
        return ()
    blocks = KINDS[question.type].blocks(question, value, Context(questionnaire, {question.key: value}))
    return tuple(line for block in blocks for line in block.lines())


def from_register(questionnaire: Questionnaire, register: Mapping[str, Any]) -> dict[str, Any]:
    return {q.key: register[q.source] for q in questionnaire.questions if q.source and register.get(q.source)}


class _Builder:
    def __init__(self, questionnaire, answers, audience, only_answered, language, register):
        self.questionnaire, self.audience, self.language = questionnaire, audience, language
        self.only_answered, self.register = only_answered, register
        self.shown = visible_keys(questionnaire, answers)
        self.answers = visible_answers(questionnaire, answers)
        # What may not be seen may not leak through another answer either: a plan shows ambitions.
        seen = {q.key for q in questionnaire.questions if q.audience in SEES[audience]}
        self.context = Context(questionnaire, {key: v for key, v in self.answers.items() if key in seen})

    def chapters_within(self, parent: str, depth: int) -> tuple[ChapterNode, ...]:
        nodes = (self.chapter(c, depth) for c in self.questionnaire.chapters if c.within == parent)
        return tuple(node for node in nodes if node.children or node.intro)

    def chapter(self, chapter: Chapter, depth: int) -> ChapterNode:
        questions = tuple(self.question(q) for q in chapter.questions if self.is_seen(q))
        children = (*questions, *self.chapters_within(chapter.key, depth + 1))
        return ChapterNode(
            chapter.key, chapter.number, chapter.title, chapter.plain, chapter.intro, depth, children
        )

    def is_seen(self, question: Question) -> bool:
        if question.key not in self.shown or question.audience not in SEES[self.audience]:
            return False
        return question.is_fixed or not self.only_answered or question.key in self.answers

    def question(self, question: Question) -> QuestionNode:
        value = self.answers.get(question.key)
        words = question.translations.get(self.language, {})
        return QuestionNode(
            question=question,
            value=value,
            blocks=self.blocks(question, value),
            required=is_required(question, self.answers),
            needs=tuple(self.questionnaire.need(key) for key in question.needs),
            label=words.get("label", question.label),
            ambitions=tuple(row for key in question.ambitions for row in self.context.answers.get(key) or ()),
            offered=self.register.get(question.offered) if question.offered else None,
        )

    def blocks(self, question: Question, value: Any) -> tuple[Block, ...]:
        if question.is_fixed:
            return (Prose(question.text),)
        return () if value is None else KINDS[question.type].blocks(question, value, self.context)
