"""A pasted list of colleagues' addresses, cleaned and checked line by line."""

import re
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

MOST = 100
IN_BRACKETS = re.compile(r"<([^<>]*)>")
BETWEEN = re.compile(r"[;,\s]+")


@dataclass(frozen=True)
class Addresses:
    """The addresses in the order of the list, each once, and what is wrong with which line."""

    found: tuple[str, ...]
    faults: tuple[str, ...]


def read_addresses(text: str) -> Addresses:
    """One or more addresses a line, with or without a name: "Noor Vis <noor@school.nl>; jan@school.nl"."""
    found: dict[str, None] = {}
    faults = []
    for number, line in enumerate(text.splitlines(), 1):
        for word in _words(line):
            if _is_address(word):
                found[word.lower()] = None
            else:
                faults.append(f"Regel {number}: “{word[:60]}” is geen e-mailadres.")
    if len(found) > MOST:
        faults.append(f"Dit zijn {len(found)} adressen. U kunt er hoogstens {MOST} toevoegen.")
    return Addresses(tuple(found), tuple(faults))


def _words(line: str) -> list[str]:
    """What should be addresses; names before an address in brackets are not."""
    words = IN_BRACKETS.findall(line) or BETWEEN.split(line)
    return [word.strip() for word in words if word.strip()]


def _is_address(word: str) -> bool:
    try:
        validate_email(word)
    except ValidationError:
        return False
    return len(word) <= 254
