"""The tree as plain data for the typst template; text stays data and is never run."""

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from dekkend.core.markup import to_blocks
from dekkend.questionnaires.blocks import Block, Prose
from dekkend.questionnaires.tree import ChapterNode, QuestionNode


def tree_for_pdf(tree: Iterable[ChapterNode]) -> list[dict[str, Any]]:
    return [_chapter(node) for node in tree]


def _chapter(node: ChapterNode) -> dict[str, Any]:
    return {
        "kind": "chapter",
        "heading": f"{node.number} {node.title}".strip(),
        "depth": node.depth,
        "language": node.language,
        "intro": to_blocks(node.intro),
        "children": [_chapter(c) if isinstance(c, ChapterNode) else _question(c) for c in node.children],
    }


def _question(node: QuestionNode) -> dict[str, Any]:
    return {
        "kind": "question",
        "label": "" if node.carries_label else node.label,
        "group": node.group if node.opens_group else "",
        "blocks": [_block(block) for block in node.blocks],
        "papers": [
            {"title": file.title, "about": f"{file.kind}, {file.weight}", "address": file.address}
            for file in node.attachments
        ],
    }


def _block(block: Block) -> dict[str, Any]:
    if isinstance(block, Prose):
        return {"kind": "prose", "blocks": to_blocks(block.source)}
    return {"kind": type(block).__name__.lower()} | asdict(block)
