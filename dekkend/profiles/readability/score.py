"""The Flesch-Douma score of a text, and what it means.

W. H. Douma, De leesbaarheid van landbouwbladen (Wageningen, 1960) fitted Flesch's reading ease to Dutch:

    206.84 - 0.77 × (syllables per 100 words) - 0.93 × (words per sentence)

and gave the seven bands that MEANINGS follows. It measures lengths and no more: a short sentence can still be
unclear. Below FEWEST_WORDS the figure says nothing, so there is none.
"""

from dataclasses import dataclass
from functools import cached_property

from dekkend.profiles.readability.sentences import Sentence, sentences_of
from dekkend.profiles.readability.syllables import syllables_in

FEWEST_WORDS = 30


@dataclass(frozen=True)
class Meaning:
    """A band of scores: from which score on, its name, and who it suits."""

    least: int
    name: str
    words: str

    @property
    def is_hard(self) -> bool:
        """Harder than what most parents read with ease (B1)."""
        return self.least < 60


MEANINGS = (
    Meaning(90, "heel makkelijk", "Een kind van 9 jaar kan dit lezen."),
    Meaning(80, "makkelijk", "Bijna elke ouder leest dit zonder moeite."),
    Meaning(70, "vrij makkelijk", "De meeste ouders lezen dit zonder moeite."),
    Meaning(60, "gewoon", "Veel ouders lezen dit goed. Het kan nog iets makkelijker."),
    Meaning(45, "vrij moeilijk", "Een deel van de ouders haakt af. Kortere zinnen en woorden helpen."),
    Meaning(30, "moeilijk", "Veel ouders haken af. Maak zinnen korter en kies gewone woorden."),
    Meaning(-10_000, "heel moeilijk", "Alleen wie lang heeft doorgeleerd, leest dit. Schrijf het korter."),
)


@dataclass(frozen=True)
class Reading:
    """A text that was read: its sentences, and how easy they are."""

    sentences: tuple[Sentence, ...]

    @cached_property
    def words(self) -> int:
        return sum(sentence.length for sentence in self.sentences)

    @cached_property
    def syllables(self) -> int:
        return sum(syllables_in(word) for sentence in self.sentences for word in sentence.words)

    @property
    def score(self) -> int | None:
        """Flesch-Douma, rounded and kept between 0 and 100; None when there is too little text."""
        if self.words < FEWEST_WORDS:
            return None
        figure = flesch_douma(words=self.words, sentences=len(self.sentences), syllables=self.syllables)
        return max(0, min(100, round(figure)))

    @property
    def meaning(self) -> Meaning | None:
        score = self.score
        return None if score is None else next(band for band in MEANINGS if score >= band.least)


def read_text(*sources: str) -> Reading:
    """One reading of one or more texts in our markup."""
    return Reading(tuple(sentence for source in sources for sentence in sentences_of(source)))


def flesch_douma(*, words: int, sentences: int, syllables: int) -> float:
    """The formula itself; `words` and `sentences` are more than nought."""
    return 206.84 - 0.77 * (100 * syllables / words) - 0.93 * (words / sentences)
