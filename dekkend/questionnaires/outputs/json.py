"""The tree as JSON, and back to answers."""

from collections.abc import Iterable
from typing import Any

from dekkend.questionnaires.definition import Question, Questionnaire
from dekkend.questionnaires.tree import Attachment, ChapterNode, QuestionNode
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
    row |= {"value": node.value}
    return row | {"papers": [_paper(file) for file in node.attachments]} if node.attachments else row


def _paper(file: Attachment) -> dict[str, Any]:
    return {
        "title": file.title,
        "name": file.name,
        "kind": file.kind,
        "size": file.size,
        "sha256": file.sha256,
        "address": file.address,
    }


def answers_from_json(chapters: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """The answers in what `tree_to_json` made: question key → value."""
    answers: dict[str, Any] = {}
    for chapter in chapters:
        answers |= {row["key"]: row["value"] for row in chapter["questions"] if row.get("value") is not None}
        answers |= answers_from_json(chapter["chapters"])
    return answers


def schema_of(questionnaire: Questionnaire) -> dict[str, Any]:
    """JSON Schema of what `tree_to_json` makes of this edition: which keys there are, and their values."""
    questions = {
        f"question.{question.key}": _question_schema(question) for question in questionnaire.questions
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"{questionnaire.title} ({questionnaire.form} {questionnaire.name})",
        "type": "array",
        "items": {"$ref": "#/$defs/chapter"},
        "$defs": {"chapter": _chapter_schema(questionnaire, list(questions)), **questions},
    }


def _chapter_schema(questionnaire: Questionnaire, questions: list[str]) -> dict[str, Any]:
    question = {"oneOf": [{"$ref": f"#/$defs/{name}"} for name in questions]}
    return _object(
        {
            "key": {"enum": [chapter.key for chapter in questionnaire.chapters]},
            "number": {"type": "string"},
            "title": {"type": "string"},
            "questions": {"type": "array", "items": question},
            "chapters": {"type": "array", "items": {"$ref": "#/$defs/chapter"}},
        }
    )


def _question_schema(question: Question) -> dict[str, Any]:
    """`value` is null for a question that is asked and not answered."""
    head = {"key": {"const": question.key}, "type": {"const": question.type}, "label": {"type": "string"}}
    if question.is_fixed:
        return _object(head | {"text": {"type": "string"}})
    value = {"anyOf": [KINDS[question.type].schema(question), {"type": "null"}]}
    return {"title": question.label} | _object(head | {"value": value}, papers=PAPERS)


def _object(properties: dict[str, Any], **optional: Any) -> dict[str, Any]:
    """An object with exactly these parts, and perhaps the optional ones."""
    return {
        "type": "object",
        "properties": properties | optional,
        "required": list(properties),
        "additionalProperties": False,
    }


TEXT = {"type": "string"}
PAPERS = {
    "type": "array",
    "items": _object(
        {
            "title": TEXT,
            "name": TEXT,
            "kind": TEXT,
            "size": {"type": "integer", "minimum": 1},
            "sha256": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
            "address": TEXT,
        }
    ),
}
