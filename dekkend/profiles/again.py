"""A chapter in a later round: each question with what stood there, and whether it still holds."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet

from django.utils.timezone import localdate

from dekkend.profiles.last_year import LastYear
from dekkend.profiles.models import Answer
from dekkend.profiles.progress import Stand, stand_of
from dekkend.profiles.saving import Writer
from dekkend.profiles.sheet import Again, Entry, moment, shown_by
from dekkend.questionnaires.tree import QuestionNode
from dekkend.questionnaires.values import is_empty


def lay_beside(
    entries: Mapping[str, Entry],
    last_year: LastYear,
    answers: Mapping[str, Answer],
    opened: AbstractSet[str],
    reader: Writer,
) -> None:
    """Give each question that people answer its last year; those in `opened` are to be changed."""
    for key, entry in entries.items():
        if not entry.is_answerable:
            continue
        stored, was, must = answers.get(key), last_year.nodes.get(key), entry.node.required
        stand = stand_of(entry.question, stored, required=must)
        awaits = stand == Stand.OPEN and not (must and is_empty(entry.question, entry.value))
        entry.again = Again(
            was=was,
            established_on=last_year.established_on,
            words=last_year.words,
            stand=stand,
            is_open=key in opened or not _can_be_read(entry, was, stand, awaits),
            awaits=awaits,
            said=said_by(stored, reader) if stored and stored.confirmed_at else "",
        )


def _can_be_read(entry: Entry, was: QuestionNode | None, stand: Stand, awaits: bool) -> bool:
    """As text, without its field: what is shown must be what one says still holds."""
    if was is None or stand == Stand.CHANGED or entry.error or entry.is_stale:
        return False
    if was.label != entry.node.label or (was.value != entry.node.value and _lines(was) != _lines(entry.node)):
        return False
    return awaits or stand == Stand.CONFIRMED


def _lines(node: QuestionNode) -> list[str]:
    return [line for block in node.blocks for line in block.lines()]


def said_by(answer: Answer, reader: Writer) -> str:
    """Klopt nog, zei u vandaag om 13:58."""
    at = answer.confirmed_at
    who = shown_by(answer.confirmed_by_id, answer.confirmed_by_name, reader)
    today = "vandaag " if at and localdate(at) == localdate() else ""
    return f"Klopt nog, zei {who} {today}{moment(at)}"
