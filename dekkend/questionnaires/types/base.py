"""What every question type can do."""

from typing import TYPE_CHECKING, Any

from django.http import QueryDict

from dekkend.questionnaires.blocks import Block

if TYPE_CHECKING:
    from dekkend.questionnaires.definition import Question, Questionnaire

LONGEST_LINE, LONGEST_TEXT = 300, 8000


class InvalidAnswer(ValueError):
    """`message` tells the user in Dutch what is wrong and how to put it right."""

    def __init__(self, message: str):
        super().__init__(message)
        self.message = message


class Kind:
    """One question type. Values are what JSON can hold; None is no answer."""

    name: str
    default_length = LONGEST_LINE

    def clean(self, question: "Question", value: Any) -> Any:
        """The value as it is stored; raises InvalidAnswer."""
        raise InvalidAnswer("Deze vraag heeft geen antwoord.")

    def read(self, question: "Question", data: QueryDict, name: str) -> Any:
        """The raw value that the browser sent for the field `name`."""
        return data.get(name, "")

    def is_empty(self, value: Any) -> bool:
        return value in (None, "", [], {})

    def blocks(self, question: "Question", value: Any, context: "Context") -> tuple[Block, ...]:
        return ()

    def schema(self, question: "Question") -> dict[str, Any]:
        """JSON Schema of a value."""
        return {}

    def length(self, question: "Question") -> int:
        return question.max_length or self.default_length


class Context:
    """What a value may refer to while it is shown: needs, and the other answers."""

    def __init__(self, questionnaire: "Questionnaire", answers: dict[str, Any]):
        self.questionnaire, self.answers = questionnaire, answers

    def need(self, key: str) -> str:
        return self.questionnaire.need(key).label


def text_of(question: "Question", value: Any, longest: int) -> str | None:
    """A text without control characters, not longer than allowed."""
    if value is None:
        return None
    if not isinstance(value, str):
        raise InvalidAnswer("Dit is geen tekst. Vul de vraag opnieuw in.")
    text = value.replace("\r\n", "\n").replace("\x00", "").strip()
    if len(text) > longest:
        over = len(text) - longest
        raise InvalidAnswer(f"Deze tekst is {over} tekens te lang. Er passen er {longest}. Maak hem korter.")
    return text or None


def option_of(values: set[str], value: Any) -> str:
    if value not in values:
        raise InvalidAnswer("Deze keuze staat niet in de lijst. Kies een van de antwoorden.")
    return value
