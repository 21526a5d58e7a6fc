"""What changed between two versions of a profile, for one audience: chapter → question → change.

What the school changed stands apart from what the form did: two editions may ask other things. Both versions
are read as the audience may see them, so what is hidden on either side is told on neither.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal

from django.utils.translation import gettext, gettext_noop

from dekkend.profiles.changes.answers import Seen, compare_answers
from dekkend.profiles.changes.papers import PAPER, compare_papers
from dekkend.profiles.changes.units import Change
from dekkend.profiles.changes.wording import words_in
from dekkend.questionnaires.definition import Audience, Chapter, Question, Questionnaire
from dekkend.questionnaires.evaluation import came_from, carry
from dekkend.questionnaires.tree import SEES, Attachment, ChapterNode, QuestionNode, build_tree
from dekkend.questionnaires.wording import in_language

WORDS_A_MINUTE = 200
How = Literal["added", "removed", "changed"]
STATES: dict[How, str] = {
    "added": gettext_noop("Nieuw antwoord"),
    "removed": gettext_noop("Antwoord vervallen"),
    "changed": gettext_noop("Antwoord aangepast"),
}
FIXED_STATES: dict[How, str] = {
    "added": gettext_noop("Nieuwe tekst"),
    "removed": gettext_noop("Tekst vervallen"),
    "changed": gettext_noop("Tekst aangepast"),
}


@dataclass(frozen=True)
class Text:
    """One of the two versions: its form, answers, facts from the register, and papers by question."""

    questionnaire: Questionnaire
    answers: Mapping[str, Any]
    register: Mapping[str, Any] = field(default_factory=dict)
    attachments: Mapping[str, Sequence[Attachment]] = field(default_factory=dict)


@dataclass(frozen=True)
class ChangedQuestion:
    """A question and what changed in its answer. `node` is as it is now, or as it was when it is gone.

    `not_asked`: another answer made that the question is not asked any more.
    """

    node: QuestionNode
    how: How
    changes: tuple[Change, ...] = ()
    not_asked: bool = False

    @property
    def state(self) -> str:
        """What happened, in words."""
        if self.changes and all(change.label == PAPER for change in self.changes):
            return gettext("Stukken aangepast")
        if self.not_asked and not self.node.question.is_fixed:
            return gettext("Vraag niet meer gesteld")
        state = (FIXED_STATES if self.node.question.is_fixed else STATES)[self.how]
        return gettext(state)


@dataclass(frozen=True)
class ChangedChapter:
    chapter: Chapter
    questions: tuple[ChangedQuestion, ...]


@dataclass(frozen=True)
class FormChanges:
    """What came, went or got other words with the form, whatever the school did."""

    came: tuple[ChangedQuestion, ...] = ()
    went: tuple[ChangedQuestion, ...] = ()
    reworded: tuple[ChangedQuestion, ...] = ()

    @property
    def count(self) -> int:
        return len(self.came) + len(self.went) + len(self.reworded)


@dataclass(frozen=True)
class Difference:
    """`same_*` count what stayed: questions that both versions ask, and chapters without any change."""

    chapters: tuple[ChangedChapter, ...]
    form: FormChanges
    same_questions: int
    same_chapters: int

    @property
    def is_empty(self) -> bool:
        return not self.chapters and not self.form.count

    @cached_property
    def questions(self) -> tuple[ChangedQuestion, ...]:
        return tuple(question for chapter in self.chapters for question in chapter.questions)

    @property
    def minutes(self) -> int:
        """How long reading it takes."""
        asked = (*self.questions, *self.form.came, *self.form.went, *self.form.reworded)
        pieces = (piece for question in asked for change in question.changes for piece in change.pieces)
        return max(1, round(sum(len(words_in(piece.text)) for piece in pieces) / WORDS_A_MINUTE))


def difference(old: Text, new: Text, audience: Audience) -> Difference:
    """What changed from `old` to `new` for these readers."""
    return _Comparison(old, new, audience).result()


class _Comparison:
    def __init__(self, old: Text, new: Text, audience: Audience):
        self.old, self.new, self.sees = old, new, SEES[audience]
        self.before, self.after = _nodes(old, audience), _nodes(new, audience)
        self.one_form = old.questionnaire.checksum == new.questionnaire.checksum
        self.sources = self.sources_of_keys()
        self.carried = self.carried_answers()
        self.same_questions = 0

    def sources_of_keys(self) -> dict[str, str]:
        """{key in the new form: the key that its answer had in the old one}."""
        known = {question.key: question.key for question in self.old.questionnaire.questions}
        if self.one_form:
            return known
        moved = came_from(self.old.questionnaire, self.new.questionnaire, known)
        kept = {key: key for key in known if key not in moved.values()}
        return kept | moved

    def carried_answers(self) -> dict[str, Any]:
        """The old answers in the new form's terms, where those differ."""
        if self.one_form:
            return {}
        answers = {key: node.value for key, node in self.before.items() if node.value is not None}
        return carry(self.old.questionnaire, self.new.questionnaire, answers)

    def result(self) -> Difference:
        pages = in_language(self.new.questionnaire).pages
        found_on = [(page, self.questions_of(page)) for page in pages if self.shows(page)]
        changed = tuple(ChangedChapter(page, found) for page, found in found_on if found)
        return Difference(
            chapters=changed,
            form=FormChanges() if self.one_form else self.form_changes(),
            same_questions=self.same_questions,
            same_chapters=len(pages) - len(changed),
        )

    def shows(self, page: Chapter) -> bool:
        keys = {question.key for question in page.questions}
        return any(key in self.after or self.sources.get(key) in self.before for key in keys)

    def questions_of(self, page: Chapter) -> tuple[ChangedQuestion, ...]:
        """The questions of a chapter whose answer the school changed."""
        found = []
        for question in page.questions:
            changed = self.question(question) if self.is_schools(question) else None
            found += [changed] if changed else []
        return tuple(found)

    def is_schools(self, question: Question) -> bool:
        """Both forms ask it, of readers like these: then a difference is the school's doing."""
        source = self.sources.get(question.key)
        if question.is_fixed or source is None or question.audience not in self.sees:
            return False
        return self.old.questionnaire.question(source).audience in self.sees

    def question(self, question: Question) -> ChangedQuestion | None:
        old, new = self.before.get(self.sources[question.key]), self.after.get(question.key)
        if old and new:
            return self.answer(old, new)
        if new:
            return self.only(new, "added") if new.value is not None or new.attachments else None
        if old and (old.value is not None or old.attachments):
            return self.only(old, "removed", not_asked=True)
        return None

    def answer(self, old: QuestionNode, new: QuestionNode) -> ChangedQuestion | None:
        papers = tuple(compare_papers(old.attachments, new.attachments))
        changes = () if self.is_same(old, new) else compare_answers(self.was(old), self.now(new))
        if not changes and not papers:
            self.same_questions += 1
            return None
        gone, come = old.value is not None, new.value is not None
        how: How = "changed" if papers or gone == come else "removed" if gone else "added"
        return ChangedQuestion(new, how, changes + papers)

    def is_same(self, old: QuestionNode, new: QuestionNode) -> bool:
        if self.one_form or new.question.source:
            return old.value == new.value and old.ambitions == new.ambitions
        return self.carried.get(new.key) == new.value and old.ambitions == new.ambitions

    def only(self, node: QuestionNode, how: Literal["added", "removed"], **more: bool) -> ChangedQuestion:
        """An answer without another one beside it."""
        seen = self.now(node) if how == "added" else self.was(node)
        two = (seen.unanswered(), seen) if how == "added" else (seen, seen.unanswered())
        papers = compare_papers(two[0].node.attachments, two[1].node.attachments)
        return ChangedQuestion(node, how, (*compare_answers(*two), *papers), **more)

    def form_changes(self) -> FormChanges:
        came = (self.after.get(q.key) for q in self.new.questionnaire.questions if not self.was_asked(q))
        went = (self.before.get(q.key) for q in self.old.questionnaire.questions if not self.is_asked(q))
        return FormChanges(
            came=tuple(self.only(node, "added") for node in came if node),
            went=tuple(self.only(node, "removed") for node in went if node),
            reworded=tuple(self.reworded()),
        )

    def was_asked(self, question: Question) -> bool:
        """Whether the old form had this for these readers."""
        source = self.sources.get(question.key)
        return source is not None and self.old.questionnaire.question(source).audience in self.sees

    def is_asked(self, question: Question) -> bool:
        """Whether the new form still has this for these readers."""
        targets = (key for key, source in self.sources.items() if source == question.key)
        known = {asked.key: asked for asked in self.new.questionnaire.questions}
        return any(key in known and known[key].audience in self.sees for key in targets)

    def reworded(self) -> Iterator[ChangedQuestion]:
        """Texts of the region that are other ones now."""
        for node in self.after.values():
            old = self.before.get(self.sources.get(node.key, ""))
            if old is None or not (node.question.is_fixed and old.question.is_fixed):
                continue
            if changes := compare_answers(self.was(old), self.now(node)):
                yield ChangedQuestion(node, "changed", changes)

    def was(self, node: QuestionNode) -> Seen:
        return Seen(in_language(self.old.questionnaire), node)

    def now(self, node: QuestionNode) -> Seen:
        return Seen(in_language(self.new.questionnaire), node)


def _nodes(text: Text, audience: Audience) -> dict[str, QuestionNode]:
    """{key: question as this audience sees it}, in the order of the form."""
    tree = build_tree(
        text.questionnaire,
        text.answers,
        audience=audience,
        register=text.register,
        attachments=text.attachments,
    )
    return {node.key: node for node in _questions(tree)}


def _questions(nodes: Sequence[ChapterNode | QuestionNode]) -> Iterator[QuestionNode]:
    for node in nodes:
        if isinstance(node, QuestionNode):
            yield node
        else:
            yield from _questions(node.children)
