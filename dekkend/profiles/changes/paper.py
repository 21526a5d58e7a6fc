"""A difference as plain data for the typst template.

On paper what was and what is now stand one below the other: who only hears the document cannot hear that
words are struck.
"""

from typing import Any

from dekkend.profiles.changes.comparison import ChangedChapter, ChangedQuestion, Difference
from dekkend.profiles.changes.telling import form_summary, summary
from dekkend.profiles.changes.units import Change
from dekkend.profiles.changes.wording import Piece


def difference_for_pdf(found: Difference) -> dict[str, Any]:
    form = found.form
    parts = (("Nieuw", form.came), ("Vervallen", form.went), ("Andere tekst van de regio", form.reworded))
    return {
        "summary": summary(found),
        "chapters": [_chapter(chapter) for chapter in found.chapters],
        "form": form_summary(found) if form.count else "",
        "form_parts": [
            {"title": title, "questions": [_question(question) for question in questions]}
            for title, questions in parts
            if questions
        ],
    }


def _chapter(changed: ChangedChapter) -> dict[str, Any]:
    chapter = changed.chapter
    return {
        "heading": f"{chapter.number} {chapter.title}".strip(),
        "questions": [_question(question) for question in changed.questions],
    }


def _question(changed: ChangedQuestion) -> dict[str, Any]:
    node = changed.node
    label = node.label or node.plain or "Tekst van de regio"
    return {
        "label": f"{node.group} · {label}" if node.group else label,
        "state": changed.state,
        "changes": [_change(change) for change in changed.changes],
    }


def _change(change: Change) -> dict[str, Any]:
    return {
        "how": change.how,
        "about": change.about,
        "label": change.label,
        "count": change.count,
        "was": [_run(piece) for piece in change.pieces if piece.kind != "added"],
        "now": [_run(piece) for piece in change.pieces if piece.kind != "removed"],
    }


def _run(piece: Piece) -> dict[str, Any]:
    """The shape of a run of `core.markup`, and whether these words came or went."""
    return {
        "text": piece.text,
        "space": piece.space,
        "bold": piece.bold,
        "italic": piece.italic,
        "href": piece.href,
        "kind": piece.kind,
    }
