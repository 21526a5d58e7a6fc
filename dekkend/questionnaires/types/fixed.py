"""Text of the region: it is read, not answered."""

from collections.abc import Iterator
from typing import Any

from django.http import QueryDict

from dekkend.questionnaires.definition import Question
from dekkend.questionnaires.types.base import Kind


class FixedKind(Kind):
    name = "fixed"
    is_written = True
    fields = frozenset({"text"})

    def faults(self, question: Question) -> Iterator[str]:
        if not question.text:
            yield "text ontbreekt"
        if question.required != "optional" or question.required_when:
            yield "een vaste tekst kan niet verplicht zijn"

    def read(self, question: Question, data: QueryDict, name: str) -> Any:
        return None
