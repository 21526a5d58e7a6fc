"""What a form brought back: what was typed at each question, and from which revision. Nothing is saved."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from dekkend.questionnaires.definition import Question
from dekkend.questionnaires.values import InvalidAnswer, read_input

FORGED = "Deze vraag kwam niet goed over. Laad de bladzijde opnieuw en probeer het nog eens."
KEEP_THEIRS = "theirs"


@dataclass
class Typed:
    """What a form said about one question: its value as typed, and the revision it started from."""

    value: Any
    revision: int
    keeps_theirs: bool = False


def read_form(questions: Iterable[Question], data: QueryDict) -> tuple[dict[str, Typed], dict[str, str]]:
    """({key: what was typed}, {key: why it cannot be taken}) for the questions this form brought."""
    typed, refused = {}, {}
    for question in questions:
        if f"rev:{question.key}" not in data or not question.is_answered_here:
            continue
        value = read_input(question, data, question.key)
        keeps = data.get(f"choose:{question.key}") == KEEP_THEIRS
        try:
            typed[question.key] = Typed(value, revision_in(data, question.key), keeps)
        except InvalidAnswer as fault:
            refused[question.key] = str(fault)
            typed[question.key] = Typed(value, 0)
    return typed, refused


def revision_in(data: QueryDict, key: str) -> int:
    """The revision a form started from. Raises InvalidAnswer for one that no page of ours sends."""
    given = data.get(f"rev:{key}", "")
    if not (given.isascii() and given.isdigit() and len(given) < 10):
        raise InvalidAnswer(FORGED)
    return int(given)


def anchor(key: str) -> str:
    """Where a question stands on its page; a dot would need escaping in a selector."""
    return "vraag-" + key.replace(".", "-")
