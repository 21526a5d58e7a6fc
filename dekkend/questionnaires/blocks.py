"""The five ways to present an answer. Every output knows these and nothing else."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Line:
    text: str


@dataclass(frozen=True)
class Prose:
    """Markup of a person: paragraphs and lists, as `core.markup` reads it."""

    source: str


@dataclass(frozen=True)
class Mark:
    """A box that is ticked or not, and what stands behind it."""

    checked: bool
    text: str


@dataclass(frozen=True)
class Items:
    items: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """The first cell of each row is its heading."""

    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


Block = Line | Prose | Mark | Items | Table
