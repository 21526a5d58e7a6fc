"""A document as plain text to paste: headings told apart by lines and capitals, lists by dashes."""

from collections.abc import Iterator
from typing import Any

from dekkend.core.markup import to_blocks
from dekkend.questionnaires.blocks import Items, Prose, Table
from dekkend.website.outlets.document import Document, Heading, Piece


def as_text(document: Document) -> str:
    """UTF-8 text with a newline at its end; pieces are kept apart by an empty line."""
    parts = [f"{document.title}\n{'=' * len(document.title)}"]
    parts += [document.warning] if document.warning else []
    parts += [part for piece in document.pieces for part in _piece(piece)]
    return "\n\n".join([*parts, "\n".join(document.source)]) + "\n"


def _piece(piece: Piece) -> Iterator[str]:
    match piece:
        case Heading(level=1):
            yield f"\n{piece.text.upper()}"
        case Heading(level=2):
            yield f"{piece.text}\n{'-' * len(piece.text)}"
        case Heading():
            yield piece.text
        case Prose():
            yield from map(_block, to_blocks(piece.source))
        case Items():
            yield "\n".join(f"- {item}" for item in piece.items)
        case Table():
            yield "\n".join(_row(row) for row in piece.titled_rows())
        case _:
            yield piece.text


def _row(cells: list[tuple[str, str, bool]]) -> str:
    (_, first, _), *rest = cells
    said = ", ".join(f"{header} {cell}" for header, cell, _ in rest if cell)
    return f"- {first}: {said}" if said else f"- {first}"


def _block(block: dict[str, Any]) -> str:
    if block["kind"] == "paragraph":
        return _runs(block["runs"])
    marks = (f"{number}." if block["kind"] == "numbers" else "-" for number in range(1, 1000))
    return "\n".join(f"{mark} {_runs(item)}" for mark, item in zip(marks, block["items"], strict=False))


def _runs(runs: list[dict[str, Any]]) -> str:
    """A link keeps its address: pasted text has no other way to lead somewhere."""
    return "".join(f"{run['text']} ({run['href']})" if run["href"] else run["text"] for run in runs)
