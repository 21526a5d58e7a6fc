"""A box to tick with what it is: one text, or several."""

from collections.abc import Iterator
from typing import Any

from django.http import QueryDict

from dekkend.questionnaires.blocks import Block, Items, Mark
from dekkend.questionnaires.definition import Question
from dekkend.questionnaires.types.base import Context, Counted, Kind, line_of, parts_of, rows_of, tick_of


class CheckTextKind(Kind):
    """Not ticked is an answer too, as with a plain box; its text is kept for when it is ticked again."""

    name = "check_text"
    is_written = True
    seconds_to_confirm, seconds_to_write = 3, 30
    fields = frozenset({"max_length", "suggestions", "several"})

    def inputs(self, question: Question) -> set[str]:
        return {".text"}

    def read(self, question: Question, data: QueryDict, name: str) -> Any:
        texts = data.getlist(f"{name}.text") if question.several else data.get(f"{name}.text", "")
        return {"checked": data.get(name, ""), part(question): texts}

    def clean(self, question: Question, value: Any) -> dict[str, Any] | None:
        if value in (None, ""):
            return None
        parts = parts_of(value, {"checked", part(question)})
        return {
            "checked": tick_of(parts.get("checked")),
            part(question): self.rest(question, parts.get(part(question))),
        }

    def rest(self, question: Question, value: Any) -> str | list[str]:
        if question.several:
            return rows_of(value, lambda raw: self.row(question, raw))
        return self.row(question, value) or ""

    def row(self, question: Question, raw: Any) -> str | None:
        return line_of(raw, self.length(question))

    def needs_of(self, question: Question, value: dict[str, Any]) -> tuple[str, ...]:
        return question.needs if value["checked"] else ()

    def counted(self, question: Question, value: dict[str, Any]) -> Iterator[Counted]:
        yield Counted(option="yes" if value["checked"] else "no")

    def blocks(self, question: Question, value: dict[str, Any], context: Context) -> tuple[Block, ...]:
        rest = value[part(question)] if value["checked"] else ""
        if question.several:
            return (Mark(value["checked"], question.label), *([Items(tuple(rest))] if rest else []))
        return (Mark(value["checked"], question.label, rest),)

    def schema(self, question: Question) -> dict[str, Any]:
        text = {"type": "string", "maxLength": self.length(question)}
        rest = {"type": "array", "items": text} if question.several else text
        return {
            "type": "object",
            "properties": {"checked": {"type": "boolean"}, part(question): rest},
            "required": ["checked", part(question)],
            "additionalProperties": False,
        }


def part(question: Question) -> str:
    return "items" if question.several else "text"
