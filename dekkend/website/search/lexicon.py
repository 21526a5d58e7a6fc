"""Parents' words and the needs they mean, per language: the files in `definitions/needs/`."""

import hashlib
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from rapidfuzz import process
from rapidfuzz.distance import OSA

from dekkend.questionnaires.definition import Need
from dekkend.website.search.spelling import folded, words_of

FOLDER = "needs"
RELATED = "related"
LANGUAGES = ("nl", "en", "uk", "ar", "tr", "pl")
START = "*"
# How many slips a word may hold, by its length; in a shorter one a slip makes another word.
SLIPS = ((8, 2), (5, 1))
SHORTEST_GUESS = SLIPS[-1][0]
SHORTEST_START = 3
SHORTEST_GUESSED_START = 6  # the rest of the word may be anything, so its beginning must say enough


class WordsError(ValueError):
    """`faults` lists everything that is wrong in a file of words, in Dutch."""

    def __init__(self, faults: list[str]):
        super().__init__("\n".join(faults))
        self.faults = faults


@dataclass
class Lexicon:
    """One language: `labels` are what we call each need, `stop` the words that say nothing about one.

    A word of a phrase has a number, and ends in `*` when it is the beginning of a word.
    """

    language: str
    stop: frozenset[str] = frozenset()
    labels: dict[str, str] = field(default_factory=dict)
    written: dict[str, tuple[str, ...]] = field(default_factory=dict)
    whole: dict[str, int] = field(default_factory=dict)
    starts: dict[str, int] = field(default_factory=dict)
    phrases: dict[int, list[tuple[str, frozenset[int]]]] = field(default_factory=dict)

    def add(self, need: str, label: str, phrases: Iterable[str]) -> None:
        self.labels[need], self.written[need] = label, tuple(phrases)
        for phrase in self.written[need]:
            numbers = frozenset(self._number(word) for word in written_words(phrase))
            for number in numbers:
                self.phrases.setdefault(number, []).append((need, numbers))

    def _number(self, word: str) -> int:
        known = self.starts if word.endswith(START) else self.whole
        return known.setdefault(word.removesuffix(START), len(self.whole) + len(self.starts))

    def numbers_of(self, word: str) -> set[int]:
        """The words of our phrases that this one is, or begins with."""
        found = {self.starts[word[:end]] for end in range(2, len(word) + 1) if word[:end] in self.starts}
        return found | {self.whole[word]} if word in self.whole else found

    def guessed(self, word: str) -> set[int]:
        """The same for a word with a slip of the pen: only those that are nearest."""
        slips = next((slips for length, slips in SLIPS if len(word) >= length), 0)
        if not slips:
            return set()
        near = [*self._near(word, self.whole, slips)]
        for length in sorted({len(start) for start in self.starts if len(start) >= SHORTEST_GUESSED_START}):
            starts = {start: number for start, number in self.starts.items() if len(start) == length}
            near += self._near(word[:length], starts, slips if length >= SLIPS[0][0] else 1)
        least = min((slip for slip, _ in near), default=0)
        return {number for slip, number in near if slip == least}

    def _near(self, word: str, known: dict[str, int], slips: int) -> Iterator[tuple[int, int]]:
        long_enough = [other for other in known if len(other) >= SHORTEST_GUESS]
        for other, slip, _ in process.extract(
            word, long_enough, scorer=OSA.distance, score_cutoff=slips, limit=None
        ):
            yield int(slip), known[other]

    def needs_in(self, words: Sequence[set[int]]) -> dict[str, set[int]]:
        """{need: the places of the words that told it}, given the numbers of each word of a text."""
        places: dict[int, set[int]] = {}
        for place, numbers in enumerate(words):
            for number in numbers:
                places.setdefault(number, set()).add(place)
        found: dict[str, set[int]] = {}
        for number in places:
            for need, phrase in self.phrases[number]:
                if phrase <= places.keys():
                    found.setdefault(need, set()).update(*(places[part] for part in phrase))
        return found


def written_words(phrase: str) -> list[str]:
    """The words of a phrase in a file, folded; a * stays."""
    return [word for word in folded(phrase).split() if word]


def lexicon_of(language: str) -> Lexicon:
    """The words of a language; simple Dutch has those of Dutch, and so has what we do not know."""
    short = language.split("-")[0]
    return _read(settings.DEFINITIONS / FOLDER, short if short in LANGUAGES else LANGUAGES[0])


@cache
def lexicon_for(language: str, needs: tuple[Need, ...]) -> Lexicon:
    """The words of a language for these needs only; of a need that has none, its own label tells."""
    whole = lexicon_of(language)
    fitting = Lexicon(whole.language, whole.stop)
    for need in needs:
        words = whole.written.get(need.key) or _words_of_label(need.label)
        fitting.add(need.key, whole.labels.get(need.key, need.label), words)
    return fitting


def _words_of_label(label: str) -> list[str]:
    stop = lexicon_of(LANGUAGES[0]).stop
    return [word + START for word in words_of(label) if word not in stop and len(word) > SHORTEST_START]


def related_to(needs: Iterable[str]) -> list[str]:
    """What parents who look for these may also mean, each once."""
    wanted, related = list(needs), _related(settings.DEFINITIONS / FOLDER)
    found = (other for need in wanted for other in related.get(need, ()))
    return [other for other in dict.fromkeys(found) if other not in wanted]


def checksum() -> str:
    """The name of these words: an index made with others is made again."""
    files = sorted((settings.DEFINITIONS / FOLDER).glob("*.toml"))
    return hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()[:12]


@cache
def _read(folder: Path, language: str) -> Lexicon:
    data = tomllib.loads((folder / f"{language}.toml").read_text(encoding="utf-8"))
    if faults := list(faults_of(data, language)):
        raise WordsError(faults)
    lexicon = Lexicon(language, frozenset(folded(word) for word in data["stop"]))
    for need, facts in data["need"].items():
        lexicon.add(need, facts["label"], facts["words"])
    return lexicon


@cache
def _related(folder: Path) -> dict[str, list[str]]:
    return tomllib.loads((folder / f"{RELATED}.toml").read_text(encoding="utf-8"))


def faults_of(data: dict[str, Any], language: str) -> Iterator[str]:
    """Everything that is wrong with a file of words, in Dutch."""
    if set(data) != {"language", "stop", "need"} or data["language"] != language:
        yield f'{language}: er horen te staan: language = "{language}", stop en behoeften'
        return
    yield from _doubled(f"{language}, stop", data["stop"])
    for need, facts in data["need"].items():
        place = f"{language}, behoefte «{need}»"
        if set(facts) != {"label", "words"} or not str(facts["label"]).strip():
            yield f"{place}: er horen een label en words te staan"
        elif not facts["words"]:
            yield f"{place}: er is geen enkel woord"
        else:
            yield from _doubled(place, facts["words"])
            yield from _unfit(place, facts["words"], set(data["stop"]))


def _doubled(place: str, words: Sequence[str]) -> Iterator[str]:
    for word in sorted({word for word in words if words.count(word) > 1}):
        yield f"{place}: «{word}» staat er twee keer"


def _unfit(place: str, phrases: Sequence[str], stop: set[str]) -> Iterator[str]:
    """What the search would never find, because that is not how it compares words."""
    for phrase in phrases:
        words = phrase.split()
        if [word.removesuffix(START) for word in words] != words_of(phrase.replace(START, " ")):
            yield f"{place}: «{phrase}» staat niet zoals wij vergelijken: kleine letters, geen accenten"
        if any(word.endswith(START) and len(word) <= SHORTEST_START for word in words):
            yield f"{place}: «{phrase}» is als begin te kort"
        if len(words) == 1 and phrase in stop:
            yield f"{place}: «{phrase}» staat ook bij stop"
