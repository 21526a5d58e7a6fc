"""What one person sent from their phone, read and checked."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.http import QueryDict

from dekkend.questionnaires.definition import Question
from dekkend.questionnaires.values import choices_of

LONGEST = 600
NOTHING = "Kies bij ten minste één vraag een antwoord."
UNKNOWN = "Kies een van de antwoorden hieronder."


@dataclass
class Opinion:
    """{question key: choice} and {question key: example}, and what is wrong at which question."""

    choices: dict[str, str] = field(default_factory=dict)
    examples: dict[str, str] = field(default_factory=dict)
    faults: dict[str, str] = field(default_factory=dict)
    is_empty: bool = False

    @property
    def can_be_sent(self) -> bool:
        return not self.faults and not self.is_empty


def example_name(key: str) -> str:
    """The name of the field for the example at a question."""
    return f"{key}.example"


def read_opinion(questions: Sequence[Question], data: QueryDict) -> Opinion:
    """Every question may be left open, but not all of them."""
    opinion = Opinion()
    for question in questions:
        _read_choice(question, data.get(question.key, ""), opinion)
        _read_example(question, data.get(example_name(question.key), ""), opinion)
    opinion.is_empty = not opinion.choices and not opinion.faults
    return opinion


def _read_choice(question: Question, given: str, opinion: Opinion) -> None:
    if not given:
        return
    if any(choice.value == given for choice in choices_of(question)):
        opinion.choices[question.key] = given
    else:
        opinion.faults[question.key] = UNKNOWN


def _read_example(question: Question, given: str, opinion: Opinion) -> None:
    text = " ".join(given.replace("\x00", "").split())
    if text:
        opinion.examples[question.key] = text
    if len(text) > LONGEST:
        opinion.faults[question.key] = (
            f"Uw voorbeeld is te lang: {len(text)} tekens. Maak het korter dan {LONGEST}."
        )
