"""The five ways to present an answer. Every output knows these and nothing else."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Line:
    text: str

    def lines(self) -> list[str]:
        return [self.text]


@dataclass(frozen=True)
class Prose:
    """Markup of a person: paragraphs and lists, as `core.markup` reads it."""

    source: str

    def lines(self) -> list[str]:
        return self.source.splitlines()


@dataclass(frozen=True)
class Mark:
    """A box that is ticked or not, the form's words behind it, and what the school wrote after those."""

    checked: bool
    text: str
    more: str = ""

    def lines(self) -> list[str]:
        return [": ".join(filter(None, ["ja" if self.checked else "nee", self.text, self.more]))]


@dataclass(frozen=True)
class Items:
    items: tuple[str, ...]

    def lines(self) -> list[str]:
        return list(self.items)


@dataclass(frozen=True)
class Table:
    """The first cell of each row is its heading; `ours` are columns in words of ours, not of people."""

    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    ours: tuple[int, ...] = ()

    def lines(self) -> list[str]:
        return [" · ".join(filter(None, row)) for row in self.rows]

    def titled_rows(self) -> list[list[tuple[str, str, bool]]]:
        """Each cell with the header above it, and whether its words are ours."""
        ours = [number in self.ours for number in range(len(self.headers))]
        return [list(zip(self.headers, row, ours, strict=True)) for row in self.rows]


Block = Line | Prose | Mark | Items | Table
