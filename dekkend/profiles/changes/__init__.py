"""What changed between two texts, two answers, two versions. Pure: no database, no page."""

from dekkend.profiles.changes.comparison import ChangedChapter, ChangedQuestion, Difference, Text, difference
from dekkend.profiles.changes.units import Change
from dekkend.profiles.changes.wording import Piece, words

__all__ = [
    "Change",
    "ChangedChapter",
    "ChangedQuestion",
    "Difference",
    "Piece",
    "Text",
    "difference",
    "words",
]
