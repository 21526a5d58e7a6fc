"""Long text with small markup."""

from typing import Any

from dekkend.questionnaires.blocks import Prose
from dekkend.questionnaires.definition import Question
from dekkend.questionnaires.types.base import LONGEST_TEXT, Context, Kind, text_of


class ProseKind(Kind):
    name = "prose"
    is_written = True
    seconds_to_confirm, seconds_to_write = 5, 480
    fields = frozenset({"max_length"})
    longest = LONGEST_TEXT

    def clean(self, question: Question, value: Any) -> str | None:
        return text_of(value, self.length(question))

    def blocks(self, question: Question, value: str, context: Context) -> tuple[Prose, ...]:
        return (Prose(value),)

    def schema(self, question: Question) -> dict[str, Any]:
        return {
            "type": "string",
            "maxLength": self.length(question),
            "description": "Paragraphs, **bold**, *italic*, lists and links, as in Markdown; no HTML.",
        }
