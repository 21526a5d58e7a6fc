"""What every question type can do. A type is one class in a module of its own."""

import unicodedata
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from django.http import QueryDict
from django.utils.translation import gettext, gettext_noop, ngettext

from dekkend.core.signs import allowed
from dekkend.questionnaires.blocks import Block
from dekkend.questionnaires.definition import Option, Question, Questionnaire

LONGEST_LINE, LONGEST_TEXT, MOST_ROWS = 300, 8000, 100
UNREADABLE = gettext_noop("Dit antwoord is niet te lezen. Vul de vraag opnieuw in.")
TICKS = {"on": True, "yes": True, "true": True, "": False, "no": False, "false": False}


class InvalidAnswer(ValueError):
    """`message` tells the user in Dutch what is wrong and how to put it right."""

    def __init__(self, message: str):
        super().__init__(message)
        self.message = message


class Counted(NamedTuple):
    """A fact in an answer: in which row of the question, the option that was chosen, or the number given."""

    row: str = ""
    option: str = ""
    number: int | None = None


class Context:
    """What a value may refer to while it is shown: needs, and the other answers."""

    def __init__(self, questionnaire: Questionnaire, answers: Mapping[str, Any]):
        self.questionnaire, self.answers = questionnaire, answers

    def need(self, key: str) -> str:
        return self.questionnaire.need(key).label


class Kind:
    """One question type. Values are what JSON can hold; None is no answer.

    `fields` are the fields of a definition that this type knows besides those of every question; with
    `chooses_needs` its options are the region's list of needs. `longest` is how much text fits by default.
    `is_written`: people wrote the answer in words of their own, in the school's language.
    `seconds_to_confirm` are for deciding and pressing, besides the reading; `seconds_to_write` for a first
    answer: see `effort`.
    """

    name: str
    fields: frozenset[str] = frozenset()
    chooses_needs = False
    is_written = False
    longest = LONGEST_LINE
    seconds_to_confirm = seconds_to_write = 0

    def faults(self, question: Question) -> Iterator[str]:
        """What is wrong with a question of this type in its definition, in Dutch."""
        return iter(())

    def accepts(self, question: Question, sign: str, literal: Any) -> bool:
        """Whether a condition may compare the answer with this literal."""
        return False

    def inputs(self, question: Question) -> set[str]:
        """The ends of the input names besides the key itself, where another key could collide with them."""
        return set()

    def choices(self, question: Question) -> tuple[Option, ...]:
        """What one can choose from, as a browser sends it, where that is a few answers; else nothing."""
        return ()

    def read(self, question: Question, data: QueryDict, name: str) -> Any:
        """The raw value that the browser sent for the field `name`."""
        return data.get(name, "")

    def clean(self, question: Question, value: Any) -> Any:
        """The value as it is stored, from a raw or a stored one; raises InvalidAnswer."""
        raise InvalidAnswer("Deze vraag heeft geen antwoord.")

    def row(self, question: Question, raw: Any) -> Any:
        """One row of an answer that has rows, cleaned; raises InvalidAnswer."""
        raise InvalidAnswer(gettext(UNREADABLE))

    def is_empty(self, value: Any) -> bool:
        return value in (None, "", [], {})

    def among(self, question: Question, value: Any, answers: Mapping[str, Any]) -> Any:
        """What is left of a value beside these answers, for a value that refers to them."""
        return value

    def salvage(self, question: Question, value: Any) -> Any:
        """What this question can still take of a value from an older edition."""
        return value

    def needs_of(self, question: Question, value: Any) -> tuple[str, ...]:
        """The needs that an answer says something about."""
        return question.needs if value else ()

    def counted(self, question: Question, value: Any) -> Iterator[Counted]:
        """What can be counted of an answer that is not empty; texts cannot."""
        return iter(())

    def blocks(self, question: Question, value: Any, context: Context) -> tuple[Block, ...]:
        """How to present an answer that is not empty."""
        return ()

    def schema(self, question: Question) -> dict[str, Any]:
        """JSON Schema of a value."""
        return {}

    def length(self, question: Question) -> int:
        """The longest text that fits."""
        return question.max_length or self.longest


def text_of(value: Any, longest: int, tidy: Callable[[str], str] = str) -> str | None:
    """A text without control characters, not longer than allowed; None when nothing is left."""
    if value is None:
        return None
    if not isinstance(value, str):
        raise InvalidAnswer("Dit is geen tekst. Vul de vraag opnieuw in.")
    text = tidy(unicodedata.normalize("NFC", allowed(value)).strip())
    if (over := len(text) - longest) > 0:
        fault = ngettext(
            "Deze tekst is %(over)s teken te lang. Er passen er %(longest)s. Maak hem korter.",
            "Deze tekst is %(over)s tekens te lang. Er passen er %(longest)s. Maak hem korter.",
            over,
        )
        raise InvalidAnswer(fault % {"over": over, "longest": longest})
    return text or None


def line_of(value: Any, longest: int) -> str | None:
    """A text on one line."""
    return text_of(value, longest, lambda text: " ".join(text.split()))


def rows_of(value: Any, clean_row: Callable[[Any], Any]) -> list[Any]:
    """The rows of a list that hold something; a refusal names its row."""
    if value in (None, ""):
        return []
    if not isinstance(value, list):
        raise InvalidAnswer(gettext(UNREADABLE))
    if len(value) > MOST_ROWS:
        raise InvalidAnswer(f"Dit zijn {len(value)} regels. Houd het bij {MOST_ROWS} of minder.")
    return [row for number, raw in enumerate(value, 1) if (row := _row(number, raw, clean_row))]


def _row(number: int, raw: Any, clean_row: Callable[[Any], Any]) -> Any:
    try:
        return clean_row(raw)
    except InvalidAnswer as wrong:
        raise InvalidAnswer(f"Regel {number}: {wrong.message}") from None


def parts_of(value: Any, allowed: Collection[str]) -> dict[str, Any]:
    """An answer of several parts; raises InvalidAnswer for a part that no form of ours sends."""
    if not isinstance(value, dict) or not value.keys() <= set(allowed):
        raise InvalidAnswer(gettext(UNREADABLE))
    return value


def tick_of(value: Any) -> bool:
    if isinstance(value, bool):
        return value
    if value is not None and (not isinstance(value, str) or value not in TICKS):
        raise InvalidAnswer("Dit vinkje is niet te lezen. Zet het opnieuw.")
    return TICKS[value or ""]


def option_of(values: Collection[str], value: Any) -> str:
    if not isinstance(value, str) or value not in values:
        raise InvalidAnswer(gettext("Deze keuze staat niet in de lijst. Kies een van de antwoorden."))
    return value


def options_of(question: Question, value: Any) -> list[str]:
    """Several of the options, each once, in the order of the form."""
    if value in (None, ""):
        return []
    if not isinstance(value, list):
        raise InvalidAnswer(gettext(UNREADABLE))
    values = question.option_values
    chosen = {option_of(values, item) for item in value}
    return [option for option in values if option in chosen]


def twice(keys: Iterable[str]) -> list[str]:
    """The keys that stand in a list more than once."""
    return [key for key, times in Counter(keys).items() if times > 1]
