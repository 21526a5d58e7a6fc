"""How each type of question tells the difference of two answers. An answer that is not there is None.

A new type of question gets its own line in COMPARERS; a test asks for it.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext

from dekkend.profiles.changes.units import (
    Change,
    Unit,
    compare_units,
    paragraphs_of,
    rewritten,
    unit_of,
    whole,
)
from dekkend.profiles.changes.wording import Piece
from dekkend.questionnaires.definition import Question, Questionnaire
from dekkend.questionnaires.tree import QuestionNode
from dekkend.questionnaires.types.check_text import part
from dekkend.questionnaires.types.date import date_of, in_words
from dekkend.questionnaires.types.plan import STATUS

Changes = tuple[Change, ...]
STEPS = {"step": "Stap", "who": "Wie"}


@dataclass(frozen=True)
class Seen:
    """An answer as its reader sees it."""

    questionnaire: Questionnaire
    node: QuestionNode

    @property
    def question(self) -> Question:
        return self.node.question

    @property
    def value(self) -> Any:
        return self.node.value

    def lines(self) -> list[str]:
        return [line for block in self.node.blocks for line in block.lines()]

    def unanswered(self) -> "Seen":
        """The same question before there was an answer."""
        return replace(self, node=replace(self.node, value=None, blocks=(), ambitions=(), attachments=()))


Comparer = Callable[[Seen, Seen], Changes]


def compare_answers(old: Seen, new: Seen) -> Changes:
    """What changed, in the way of their type. Between two types the lines of both are compared."""
    if old.question.type != new.question.type:
        return _lines(old, new)
    return COMPARERS[new.question.type](old, new)


def _prose(old: Seen, new: Seen) -> Changes:
    return compare_units(paragraphs_of(old.value or ""), paragraphs_of(new.value or ""))


def _text(old: Seen, new: Seen) -> Changes:
    return _words(old.value or "", new.value or "")


def _line(old: Seen, new: Seen) -> Changes:
    """A number, a date, a choice: what was, and what is now."""
    return _swap(" ".join(old.lines()), " ".join(new.lines()))


def _list(old: Seen, new: Seen) -> Changes:
    return compare_units(*([unit_of(text) for text in each.value or ()] for each in (old, new)))


def _lines(old: Seen, new: Seen) -> Changes:
    if len(old.lines()) < 2 and len(new.lines()) < 2:
        return _line(old, new)
    return compare_units(*([unit_of(line) for line in each.lines()] for each in (old, new)))


def _check(old: Seen, new: Seen) -> Changes:
    return _swap(_tick(old.value), _tick(new.value))


def _check_text(old: Seen, new: Seen) -> Changes:
    """The tick, and the text that counts only while it is ticked."""
    before, after = ((each.value or {}) for each in (old, new))
    texts = [_rest(each, value) for each, value in ((old, before), (new, after))]
    return (*_swap(_tick(before.get("checked")), _tick(after.get("checked"))), *compare_units(*texts))


def _needs(old: Seen, new: Seen) -> Changes:
    before, after = ((each.value or ()) for each in (old, new))
    gone = (
        whole("removed", unit_of(old.questionnaire.need(key).label)) for key in before if key not in after
    )
    come = (whole("added", unit_of(new.questionnaire.need(key).label)) for key in after if key not in before)
    return (*gone, *come)


def _matrix(old: Seen, new: Seen) -> Changes:
    """Per row, in the order of the form of now."""
    labels = {row.key: row.label for each in (old, new) for row in each.question.rows}
    keys = [row.key for row in new.question.rows]
    keys += [row.key for row in old.question.rows if row.key not in keys]
    rows = ((labels[key], _chosen(old, key), _chosen(new, key)) for key in keys)
    return tuple(change for label, was, now in rows for change in _swap(was, now, label))


def _ambitions(old: Seen, new: Seen) -> Changes:
    """Each under its own id; one that was typed anew, to the letter, counts as the same."""
    before = {row["id"]: _ambition(old, row) for row in old.value or ()}
    after = {row["id"]: _ambition(new, row) for row in new.value or ()}
    _tie(before, after)
    changes = [
        *_came_or_changed(before, after),
        *(whole("removed", unit) for key, unit in before.items() if key not in after),
    ]
    stayed = [[key for key in each if key in before and key in after] for each in (before, after)]
    return (*changes, Change("reordered")) if stayed[0] != stayed[1] else tuple(changes)


def _plan(old: Seen, new: Seen) -> Changes:
    """Per ambition: its steps in words, its date and how it stands as was and is now."""
    rows = ((row["text"], *(_row(each, row["id"]) for each in (old, new))) for row in _of_both(old, new))
    return tuple(
        replace(change, about=ambition) for ambition, was, now in rows for change in _plan_row(was, now)
    )


def _fixed(old: Seen, new: Seen) -> Changes:
    return compare_units(paragraphs_of(old.question.text), paragraphs_of(new.question.text))


def _words(old: str, new: str, label: str = "") -> Changes:
    """One line of text, in words."""
    if old.split() == new.split():
        return ()
    if not (old and new):
        return (whole("removed" if old else "added", unit_of(old or new), label),)
    return (rewritten(unit_of(old), unit_of(new), label),)


def _swap(old: str, new: str, label: str = "") -> Changes:
    """What was and what is now, each as a whole; what has no other half came or went."""
    if old == new:
        return ()
    if not (old and new):
        return (whole("removed" if old else "added", unit_of(old or new), label),)
    return (Change("swapped", (Piece("removed", old), Piece("added", new)), label=label),)


def _tick(value: bool | None) -> str:
    return "" if value is None else gettext("ja") if value else gettext("nee")


def _rest(answer: Seen, value: Mapping[str, Any]) -> list[Unit]:
    rest = value.get(part(answer.question)) if value.get("checked") else None
    return [unit_of(text) for text in ([rest] if isinstance(rest, str) else rest or ()) if text]


def _chosen(answer: Seen, key: str) -> str:
    value = (answer.value or {}).get(key)
    return answer.question.option(value).label if value else ""


def _ambition(answer: Seen, row: Mapping[str, Any]) -> Unit:
    needs = ", ".join(answer.questionnaire.need(key).label for key in row["needs"])
    return unit_of(f"{row['text']} ({needs})" if needs else row["text"])


def _tie(before: dict[str, Unit], after: dict[str, Unit]) -> None:
    """Gives an ambition that came back under another id the id it had, in its own place."""
    left = {unit.key: key for key, unit in before.items() if key not in after}
    tied = [(left.pop(unit.key, key) if key not in before else key, unit) for key, unit in after.items()]
    after.clear()
    after.update(tied)


def _came_or_changed(before: Mapping[str, Unit], after: Mapping[str, Unit]) -> Iterator[Change]:
    for key, unit in after.items():
        if key not in before:
            yield whole("added", unit)
        elif before[key].key != unit.key:
            yield rewritten(before[key], unit)


def _of_both(old: Seen, new: Seen) -> list[Mapping[str, Any]]:
    """The ambitions of now, and those of before that are gone."""
    known = {row["id"] for row in new.node.ambitions}
    return [*new.node.ambitions, *(row for row in old.node.ambitions if row["id"] not in known)]


def _row(answer: Seen, key: str) -> Mapping[str, str]:
    return (answer.value or {}).get(key, {})


def _plan_row(was: Mapping[str, str], now: Mapping[str, str]) -> Iterator[Change]:
    for name, label in STEPS.items():
        yield from _words(was.get(name, ""), now.get(name, ""), label)
    yield from _swap(_due(was), _due(now), "Klaar op")
    yield from _swap(_status(was), _status(now), "Stand")


def _status(row: Mapping[str, str]) -> str:
    word = STATUS.get(row.get("status", ""), "")
    return gettext(word) if word else ""


def _due(row: Mapping[str, str]) -> str:
    return in_words(date_of(row["due"])) if row.get("due") else ""


COMPARERS: dict[str, Comparer] = {
    "text": _text,
    "prose": _prose,
    "date": _line,
    "number": _line,
    "yes_no": _line,
    "choice": _line,
    "scale": _line,
    "check": _check,
    "check_text": _check_text,
    "list": _list,
    "ambitions": _ambitions,
    "plan": _plan,
    "needs": _needs,
    "matrix": _matrix,
    "table": _lines,
    "fixed": _fixed,
}
