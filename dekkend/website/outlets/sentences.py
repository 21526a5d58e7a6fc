"""Shortening by rule: whole sentences, whole items, or nothing. No sentence is ever cut."""

from collections.abc import Iterable, Sequence

from django.utils.translation import ngettext

from dekkend.profiles.account import listed
from dekkend.profiles.parents import lines_of
from dekkend.questionnaires.by_need import SENTENCE, speaks_of
from dekkend.questionnaires.definition import Need

ENDS = (".", "!", "?", "…", ":", "”", ")")


def sentences(source: str, about: Need | None = None) -> list[str]:
    """The sentences of a text without markup; with a need, from the first line that speaks about it."""
    lines = [line for line in lines_of(source) if line]
    starts = (at for at, line in enumerate(lines) if about is None or speaks_of(about, line))
    start = next(starts, 0)
    return [_ended(sentence) for line in lines[start:] for sentence in SENTENCE.split(line)]


def _ended(sentence: str) -> str:
    """An item of a list often has no full stop, but needs one among sentences."""
    return sentence if sentence.endswith(ENDS) else f"{sentence.rstrip(';, ')}."


def whole(source: str, most: int, about: Need | None = None) -> str:
    """The first sentences that fit in `most` signs together; "" when the first does not."""
    return fitting(sentences(source, about), most)


def fitting(parts: Iterable[str], most: int) -> str:
    """The parts in their order until one does not fit; a part that announces another is never the last."""
    kept = told = ""
    for part in parts:
        told = f"{told} {part}".strip()
        if len(told) > most:
            break
        kept = kept if part.endswith(":") else told
    return kept


def some(items: Sequence[str], most: int) -> list[str]:
    """The first items, and how many more there are; never “and 1 more” in the place of that one."""
    if len(items) <= most + 1:
        return list(items)
    left = len(items) - most
    more = ngettext("nog %(number)s andere vraag", "nog %(number)s andere vragen", left)
    return [*items[:most], more % {"number": left}]


def in_a_row(items: Sequence[str], most: int) -> str:
    """`some` of them in a sentence: a, b en nog 3 andere vragen; by ; where an item is a row itself."""
    shown = some(items, most)
    if any("," in item or " en " in item for item in shown):
        *first, last = shown
        return f"{'; '.join(first)}; en {last}" if first else last
    return listed(shown)
