"""The number of a declaration: the code of the partnership, and a serial number that it gives out once."""

import re

SHAPE = re.compile(r"(PO)?([0-9]{4})([0-9]{1,9})")
FIGURES = 6


def written(code: str, serial: int) -> str:
    """As it stands on paper and in the register: "PO9901-000042"."""
    return f"{code}-{serial:0{FIGURES}}"


def read(text: str) -> tuple[str, int] | None:
    """(code, serial) of a number as people type it, "po 99.01 - 42" too; None when it is none.

    Without a dash the serial begins after the four figures of the code.
    """
    found = SHAPE.fullmatch(re.sub(r"[\s.\-–/]", "", text).upper())
    return (f"PO{found[2]}", int(found[3])) if found and found[3].strip("0") else None
