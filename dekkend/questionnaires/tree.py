"""The one tree that every output reads: chapter → question → answer, conditions and audience applied."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from django.utils.translation import get_language, override

from dekkend.questionnaires.blocks import Block, Prose
from dekkend.questionnaires.definition import Audience, Chapter, Need, Question, Questionnaire
from dekkend.questionnaires.evaluation import is_required, visible_answers, visible_keys
from dekkend.questionnaires.types import KINDS, Context
from dekkend.questionnaires.values import is_empty
from dekkend.questionnaires.wording import in_language


def weight_of(size: int) -> str:
    """A number of bytes in words: 240 kB, 1,2 MB."""
    if size < 1_000_000:
        return f"{max(1, round(size / 1000))} kB"
    return f"{size / 1_000_000:.1f} MB".replace(".", ",")


# The school writes all of it, so it reads all of it; what is for the region stays between those two.
SEES = {
    "public": {"public"},
    "region": {"public", "region"},
    "school": {"public", "region", "school"},
}


@dataclass(frozen=True)
class Attachment:
    """A file that belongs to an answer: what the school calls it, and where it can be fetched."""

    title: str
    name: str
    kind: str
    size: int
    sha256: str
    audience: Audience
    address: str

    @property
    def weight(self) -> str:
        return weight_of(self.size)


@dataclass(frozen=True)
class QuestionNode:
    """A question that is asked, with its answer (None: not answered) and how to show it.

    `label`, `plain`, `parents` and `help` are in `words_language`, the answer in `language`: that of the
    school where it wrote something, else that of the words. `group` is the title it shares with its
    neighbours, and `opens_group` says that it is the first of them. `needs` are those the answer says
    something about, in the way of `meets`.
    """

    question: Question
    value: Any
    blocks: tuple[Block, ...]
    required: bool
    needs: tuple[Need, ...]
    label: str
    plain: str
    parents: str
    help: str
    language: str
    words_language: str
    group: str = ""
    opens_group: bool = False
    ambitions: tuple[dict[str, Any], ...] = ()
    offered: str = ""
    attachments: tuple[Attachment, ...] = ()

    is_chapter = False

    @property
    def key(self) -> str:
        return self.question.key

    @property
    def type(self) -> str:
        return self.question.type

    @property
    def meets(self) -> str:
        return self.question.meets

    @property
    def length(self) -> int:
        """The longest text this question takes."""
        return KINDS[self.type].length(self.question)

    @property
    def carries_label(self) -> bool:
        """A tick is shown with its label behind it."""
        return self.type in ("check", "check_text") and bool(self.blocks)

    @property
    def field_template(self) -> str:
        """The template that asks this question."""
        return f"questionnaires/fields/{self.type}.html"


@dataclass(frozen=True)
class ChapterNode:
    key: str
    number: str
    title: str
    plain: str
    intro: str
    depth: int
    language: str
    children: tuple["ChapterNode | QuestionNode", ...]

    is_chapter = True


def build_tree(
    questionnaire: Questionnaire,
    answers: Mapping[str, Any],
    *,
    audience: Audience,
    register: Mapping[str, Any] | None = None,
    only_answered: bool = False,
    language: str = "",
    attachments: Mapping[str, Sequence[Attachment]] | None = None,
) -> tuple[ChapterNode, ...]:
    """The chapters as `audience` may see them. Register facts fill the questions that ask for them.

    The form's words are in `language`, the reader's unless given, where it has them so. With `only_answered`
    questions without an answer are left out. `attachments` are files by question; one for fewer people than
    its question stays out.
    """
    language = language or get_language() or questionnaire.language
    builder = _Builder(questionnaire, answers, register or {}, audience, language, attachments or {})
    with override(language):
        return builder.chapters_within("", 1, only_answered)


def question_node(
    questionnaire: Questionnaire,
    question: Question,
    answers: Mapping[str, Any],
    *,
    register: Mapping[str, Any] | None = None,
    language: str = "",
) -> QuestionNode:
    """One question for a form: also when it is hidden now, or meant for the school only.

    Its words are the form's own, unless `language` is given and has them so.
    """
    language = language or questionnaire.language
    builder = _Builder(questionnaire, answers, register or {}, "school", language)
    return builder.question(builder.questionnaire.question(question.key))


def plain_lines(questionnaire: Questionnaire, question: Question, value: Any) -> tuple[str, ...]:
    """An answer as lines of text, to put beside another one."""
    if is_empty(question, value):
        return ()
    blocks = KINDS[question.type].blocks(question, value, Context(questionnaire, {question.key: value}))
    return tuple(line for block in blocks for line in block.lines())


def from_register(questionnaire: Questionnaire, register: Mapping[str, Any]) -> dict[str, Any]:
    """{key: value} for the questions that the register answers."""
    return {q.key: register[q.source] for q in questionnaire.questions if q.source and register.get(q.source)}


class _Builder:
    def __init__(
        self,
        questionnaire: Questionnaire,
        answers: Mapping[str, Any],
        register: Mapping[str, Any],
        audience: Audience,
        language: str,
        attachments: Mapping[str, Sequence[Attachment]] = MappingProxyType({}),
    ):
        self.attachments = attachments
        self.form, self.questionnaire = questionnaire, in_language(questionnaire, language)
        self.register, self.audience, self.language = register, audience, language
        known = dict(answers) | from_register(questionnaire, register)
        self.shown = visible_keys(questionnaire, known)
        self.answers = visible_answers(questionnaire, known)
        # What may not be seen may not leak through another answer either: a plan shows ambitions.
        seen = {q.key for q in questionnaire.questions if q.audience in SEES[audience]}
        self.context = Context(self.questionnaire, {k: v for k, v in self.answers.items() if k in seen})
        self.school_context = Context(self.form, self.context.answers)

    def chapters_within(self, parent: str, depth: int, only_answered: bool) -> tuple[ChapterNode, ...]:
        chapters = (chapter for chapter in self.questionnaire.chapters if chapter.within == parent)
        nodes = (self.chapter(chapter, depth, only_answered) for chapter in chapters)
        return tuple(node for node in nodes if node.children or node.intro)

    def chapter(self, chapter: Chapter, depth: int, only_answered: bool) -> ChapterNode:
        questions = self.questions(chapter, only_answered)
        return ChapterNode(
            key=chapter.key,
            number=chapter.number,
            title=chapter.title,
            plain=chapter.plain,
            intro=chapter.intro,
            depth=depth,
            language=self.form.language if chapter == self.form.chapter(chapter.key) else self.language,
            children=(*questions, *self.chapters_within(chapter.key, depth + 1, only_answered)),
        )

    def questions(self, chapter: Chapter, only_answered: bool) -> list[QuestionNode]:
        """What is seen of a chapter; the first of neighbours with one group opens it."""
        nodes: list[QuestionNode] = []
        for question in chapter.questions:
            if self.is_seen(question, only_answered):
                opens = bool(question.group) and not (nodes and nodes[-1].question.group == question.group)
                nodes.append(self.question(question, chapter.groups.get(question.group, ""), opens))
        return nodes

    def is_seen(self, question: Question, only_answered: bool) -> bool:
        if question.key not in self.shown or question.audience not in SEES[self.audience]:
            return False
        return not only_answered or self.says_something(question)

    def says_something(self, question: Question) -> bool:
        return question.is_fixed or self.value(question) is not None or bool(self.attached(question))

    def attached(self, question: Question) -> tuple[Attachment, ...]:
        files = self.attachments.get(question.key, ())
        return tuple(file for file in files if file.audience in SEES[self.audience])

    def value(self, question: Question) -> Any:
        """The answer as this audience may see it."""
        value = self.answers.get(question.key)
        return None if value is None else KINDS[question.type].among(question, value, self.context.answers)

    def question(self, question: Question, group: str = "", opens_group: bool = False) -> QuestionNode:
        value, kind = self.value(question), KINDS[question.type]
        words_language = self.language_of_words(question)
        ambitions = (row for key in question.ambitions for row in self.context.answers.get(key) or ())
        needs = () if value is None else kind.needs_of(question, value)
        return QuestionNode(
            question=question,
            value=value,
            blocks=self.blocks(question, value),
            required=is_required(question, self.answers),
            needs=tuple(self.questionnaire.need(key) for key in needs),
            label=question.label,
            plain=question.plain,
            parents=question.parents,
            help=question.help,
            language=self.form.language if kind.is_written else words_language,
            words_language=words_language,
            group=group,
            opens_group=opens_group,
            ambitions=tuple(ambitions),
            offered=self.offered(question),
            attachments=self.attached(question),
        )

    def language_of_words(self, question: Question) -> str:
        """The language asked for, where the form has this question in it."""
        own = self.form.question(question.key)
        is_same = (own.label, own.plain, own.parents) == (question.label, question.plain, question.parents)
        return self.form.language if is_same else self.language

    def blocks(self, question: Question, value: Any) -> tuple[Block, ...]:
        """The answer; what stands between the school's own words stays in the language of those."""
        if question.is_fixed:
            return (Prose(question.text),)
        kind = KINDS[question.type]
        context = self.school_context if kind.is_written else self.context
        return () if value is None else kind.blocks(question, value, context)

    def offered(self, question: Question) -> str:
        """What the register suggests as an answer, in words."""
        value = self.register.get(question.offered) if question.offered else None
        if is_empty(question, value):
            return ""
        blocks = KINDS[question.type].blocks(question, value, self.context)
        return " ".join(line for block in blocks for line in block.lines())
