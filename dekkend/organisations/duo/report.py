"""What an import did. Rows go to temporary files, so that a report of any length costs no memory."""

import json
from collections import Counter
from collections.abc import Iterator
from io import TextIOBase
from tempfile import SpooledTemporaryFile
from typing import Any

IN_MEMORY = 1 << 16
EXAMPLES = 3
LISTS = ("new", "changed", "gone", "refused", "unchanged")


class Pile:
    """A list of JSON values that is only ever added to and read from the start."""

    def __init__(self) -> None:
        self.count = 0
        self._file = SpooledTemporaryFile(IN_MEMORY, "w+", encoding="utf-8")  # noqa: SIM115 lives as long as we

    def add(self, value: Any) -> None:
        self._file.write(json.dumps(value, ensure_ascii=False, default=str) + "\n")
        self.count += 1

    def lines(self) -> Iterator[str]:
        self._file.seek(0)
        for line in self._file:
            yield line.rstrip("\n")


class Report:
    """The five lists: new, changed, gone, refused, unchanged."""

    def __init__(self) -> None:
        self.piles = {name: Pile() for name in LISTS}
        self.reasons: Counter[str] = Counter()
        self.examples: dict[str, list[str]] = {}

    def new(self, *, file: str, row: int, code: str) -> None:
        self.piles["new"].add({"file": file, "row": row, "code": code})

    def changed(self, *, file: str, row: int, code: str, fields: dict[str, tuple[Any, Any]]) -> None:
        """`fields` has per field what it was and what it is."""
        self.piles["changed"].add({"file": file, "row": row, "code": code, "fields": fields})

    def gone(self, *, file: str, code: str, name: str) -> None:
        self.piles["gone"].add({"file": file, "code": code, "name": name})

    def refused(
        self, *, file: str, reason: str, row: int | None = None, column: str = "", value: str = ""
    ) -> None:
        """Without a row it is the whole file, or what the file asked for as a whole."""
        self.piles["refused"].add(
            {"file": file, "row": row, "column": column, "value": value, "reason": reason}
        )
        self.reasons[reason] += 1
        examples = self.examples.setdefault(reason, [])
        if len(examples) < EXAMPLES:
            examples.append(_place(file, row, column, value))

    def unchanged(self, *, code: str) -> None:
        self.piles["unchanged"].add(code)

    def counts(self) -> dict[str, int]:
        return {name: pile.count for name, pile in self.piles.items()}

    def write_json(self, out: TextIOBase) -> None:
        """One JSON object with the five lists, each row on its own line."""
        for position, (name, pile) in enumerate(self.piles.items()):
            out.write(f'{"," if position else "{"}"{name}": [\n')
            for number, line in enumerate(pile.lines()):
                out.write(f"{',' if number else ' '}{line}\n")
            out.write("]\n")
        out.write("}\n")

    def write_summary(self, out: TextIOBase) -> None:
        """A few lines of Dutch: the counts, and per reason how often and where."""
        counts = self.counts()
        out.write(
            f"Nieuw: {counts['new']} · gewijzigd: {counts['changed']} · verdwenen: {counts['gone']} · "
            f"geweigerd: {counts['refused']} · ongewijzigd: {counts['unchanged']}\n"
        )
        for reason, times in self.reasons.most_common():
            more = ", …" if times > EXAMPLES else ""
            out.write(f"  {times} × {reason}\n      {', '.join(self.examples[reason])}{more}\n")


def _place(file: str, row: int | None, column: str, value: str) -> str:
    parts = [file, f"rij {row}" if row else "", column, f"«{value}»" if value else ""]
    return " ".join(part for part in parts if part)
