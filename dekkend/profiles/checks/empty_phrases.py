import re
from collections.abc import Iterator

from dekkend.profiles.checks.finding import Draft, Finding, named

# The whole answer, not a part of it: "zie schoolplan", "n.v.t.", "nog invullen", "idem".
REFERS = re.compile(
    r"(?:zie|staat in|is te vinden in)\b[\w\s.,:/’'-]{0,40}"
    r"(?:plan|gids|profiel|beleid|site|bijlage|boven|onder|eerder)"
    r"[\w\s.,:/’'-]{0,20}"
)
NOTHING = re.compile(
    r"n\.?v\.?t|niet van toepassing|idem|volgt(?: nog)?|komt nog|nog (?:in te vullen|invullen|doen)|tbd"
    r"|geen idee|weet niet|x+"
)
TEXTS = {"prose", "text"}


def empty_phrases(draft: Draft) -> Iterator[Finding]:
    """A text that only points elsewhere, or says that there is nothing yet: it tells a parent nothing."""
    for question in draft.asked():
        if question.type in TEXTS and _says_nothing(draft.value(question) or ""):
            message = (
                f"Bij {named(question)} staat nog geen eigen tekst. Schrijf op wat een ouder moet weten."
            )
            yield draft.finding("empty_phrases", "warning", question, message)


def _says_nothing(text: str) -> bool:
    plain = " ".join(text.lower().split()).strip(" ()[]*!?.-…")
    return bool(text.strip()) and (not plain or any(p.fullmatch(plain) for p in (NOTHING, REFERS)))
