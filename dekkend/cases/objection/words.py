"""What staff call it when a decision is looked at again: an objection by law, or a reconsideration."""

from dataclasses import dataclass

from dekkend.cases.conditions import kind_of
from dekkend.cases.models import Case


@dataclass(frozen=True)
class ReviewWords:
    """`one` and `short` take "het"; `asked` and `none` say whether it was done."""

    name: str
    one: str
    many: str
    short: str
    way: str
    asked: str
    none: str


OBJECTION = ReviewWords(
    name="Bezwaar",
    one="bezwaar",
    many="bezwaren",
    short="bezwaar",
    way="Bezwaar maken tegen",
    asked="Er is bezwaar gemaakt tegen het besluit",
    none="Er is geen bezwaar gemaakt",
)
RECONSIDERATION = ReviewWords(
    name="Heroverweging",
    one="verzoek om heroverweging",
    many="verzoeken om heroverweging",
    short="verzoek",
    way="Heroverweging vragen van",
    asked="Er is gevraagd om heroverweging van het besluit",
    none="Er is geen heroverweging gevraagd",
)


def review_words(case: Case) -> ReviewWords:
    return OBJECTION if kind_of(case).review.is_objection else RECONSIDERATION


# The acts in the record of a reconsideration.
DONE = {
    "object": "Heroverweging gevraagd",
    "withdraw_objection": "Verzoek om heroverweging ingetrokken",
    "adjourn_objection": "Besluit op het verzoek om heroverweging uitgesteld",
    "end_objection": "Op het verzoek om heroverweging beslist: het besluit blijft",
    "uphold_objection": "Verzoek om heroverweging gegrond: er komt een nieuw besluit",
}


def label_of(act: str, words: ReviewWords) -> str:
    """What a button of a step says."""
    return {
        "adjourn_objection": f"Stel het besluit op het {words.one} uit",
        "note_committees_advice": "Leg het advies van de commissie vast",
        "end_objection": f"Beslis op het {words.one}",
    }[act]
