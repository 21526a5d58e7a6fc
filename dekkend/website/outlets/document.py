"""A text to take along, as data: headings, and under them what the node tree has blocks for.

The page, the Word file and the plain text are made of the same pieces, so they say the same.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from dekkend.questionnaires.blocks import Items, Line, Prose, Table


@dataclass(frozen=True)
class Heading:
    """Level 1 to 3, below the title of the document."""

    level: int
    text: str

    @property
    def on_page(self) -> int:
        """Its level where the title is the h1."""
        return self.level + 1


Piece = Heading | Line | Prose | Items | Table


@dataclass(frozen=True)
class Document:
    """`source` says from which version it came; `warning` that it no longer holds."""

    title: str
    pieces: tuple[Piece, ...]
    source: tuple[str, ...]
    warning: str = ""


def under(heading: Heading, pieces: Iterable[Piece]) -> tuple[Piece, ...]:
    """The heading with what stands under it; nothing when nothing does."""
    kept = tuple(pieces)
    return (heading, *kept) if kept else ()
