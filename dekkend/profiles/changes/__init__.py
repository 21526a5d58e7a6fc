"""What changed between two texts, two answers, two versions. Pure: no database, no page."""

from dekkend.profiles.changes.wording import Piece, words

__all__ = ["Piece", "words"]
