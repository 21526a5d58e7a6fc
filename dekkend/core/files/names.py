"""Names and titles that people give: readable, on one line, and safe on every computer."""

import re
import unicodedata

from dekkend.core.files.kinds import Kind

LONGEST_NAME = 80
LONGEST_TITLE = 100
NAMELESS = "stuk"
# Not allowed in a file name on Windows, or with a meaning in an address.
UNSAFE = re.compile(r'[<>:"|?*#%&;]+')
ENDING = re.compile(r"\.[A-Za-z0-9]{1,5}$")


def clean_name(given: str, kind: Kind) -> str:
    """The name a file gets when it goes out: what it was called, with the ending of what it is.

    No folder, no control signs, and none that turn the direction of the text: those make "cod.exe" of a name.
    """
    last = re.split(r"[/\\]", given.replace("\x00", ""))[-1]
    bare = ENDING.sub("", one_line(UNSAFE.sub(" ", last))).strip(". ")
    return f"{bare[: LONGEST_NAME - len(kind.extension)].strip('. ') or NAMELESS}{kind.extension}"


def clean_title(given: str, name: str) -> str:
    """What the school calls it, or else the name of the file without its ending."""
    return (one_line(given) or ENDING.sub("", name))[:LONGEST_TITLE].strip()


def one_line(text: str) -> str:
    """Text on one line, without signs that nobody sees."""
    spaced = re.sub(r"\s+", " ", unicodedata.normalize("NFC", text))
    return "".join(sign for sign in spaced if unicodedata.category(sign)[0] != "C").strip()
