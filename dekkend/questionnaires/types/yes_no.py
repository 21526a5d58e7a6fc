"""Yes or no."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext

from dekkend.questionnaires.blocks import Line
from dekkend.questionnaires.definition import Option, Question
from dekkend.questionnaires.types.base import Context, Counted, Kind, option_of

WORDS = {"yes": True, "no": False}


class YesNoKind(Kind):
    name = "yes_no"
    seconds_to_confirm, seconds_to_write = 2, 8

    def accepts(self, question: Question, sign: str, literal: Any) -> bool:
        return sign == "is" and isinstance(literal, bool)

    def choices(self, question: Question) -> tuple[Option, ...]:
        return (Option("yes", gettext("ja")), Option("no", gettext("nee")))

    def clean(self, question: Question, value: Any) -> bool | None:
        if value in (None, ""):
            return None
        return value if isinstance(value, bool) else WORDS[option_of(WORDS, value)]

    def counted(self, question: Question, value: bool) -> Iterator[Counted]:
        yield Counted(option="yes" if value else "no")

    def blocks(self, question: Question, value: bool, context: Context) -> tuple[Line, ...]:
        return (Line(gettext("ja") if value else gettext("nee")),)

    def schema(self, question: Question) -> dict[str, Any]:
        return {"type": "boolean"}
