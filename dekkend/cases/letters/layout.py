"""A letter's body in parts: a heading, where it has one, and text in our markup."""

import re
from dataclasses import dataclass

HEADING = re.compile(r"^## (.+)$", re.MULTILINE)
ESCAPED = re.compile(r"\\([^\w\s])")


@dataclass(frozen=True)
class Part:
    heading: str
    text: str


def parts_of(body: str) -> list[Part]:
    """The first part may be without a heading, which is plain text; no part is empty."""
    first, *rest = HEADING.split(body)
    parts = [("", first), *zip(rest[::2], rest[1::2], strict=True)]
    return [
        Part(ESCAPED.sub(r"\1", heading.strip()), text.strip())
        for heading, text in parts
        if heading or text.strip()
    ]
