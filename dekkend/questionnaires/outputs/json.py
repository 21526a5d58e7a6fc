"""The tree as JSON, and back to answers."""

from collections.abc import Iterable
from typing import Any

from dekkend.questionnaires.definition import Questionnaire
from dekkend.questionnaires.tree import ChapterNode, QuestionNode
from dekkend.questionnaires.types import KINDS


def tree_to_json(tree: Iterable[ChapterNode]) -> list[dict[str, Any]]:
    return [_chapter(chapter) for chapter in tree]


def _chapter(node: ChapterNode) -> dict[str, Any]:
    questions = [_question(child) for child in node.children if isinstance(child, QuestionNode)]
    chapters = [_chapter(child) for child in node.children if isinstance(child, ChapterNode)]
    return {
        "key": node.key,
        "number": node.number,
        "title": node.title,
        "questions": questions,
        "chapters": chapters,
    }


def _question(node: QuestionNode) -> dict[str, Any]:
    row = {"key": node.question.key, "type": node.question.type, "label": node.label}
    if node.question.is_fixed:
        return row | {"text": node.question.text}
    return row | {"value": node.value}


def answers_from_json(chapters: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """The answers in what `tree_to_json` made: question key → value."""
    answers: dict[str, Any] = {}
    for chapter in chapters:
        answers |= {row["key"]: row["value"] for row in chapter["questions"] if row.get("value") is not None}
        answers |= answers_from_json(chapter["chapters"])
    return answers


def schema_of(questionnaire: Questionnaire) -> dict[str, Any]:
    """JSON Schema of the answers of an edition."""
    asked = (question for question in questionnaire.questions if not question.is_fixed)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"{questionnaire.title} ({questionnaire.form} {questionnaire.name})",
        "type": "object",
        "properties": {q.key: {"title": q.label} | KINDS[q.type].schema(q) for q in asked},
    }
