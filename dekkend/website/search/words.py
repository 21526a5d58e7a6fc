"""Words that are no need: in which names they stand, and in which texts."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from operator import and_, or_

from rapidfuzz import process
from rapidfuzz.distance import OSA

from dekkend.website.models import EntryWord
from dekkend.website.search.columns import Columns
from dekkend.website.search.lexicon import SLIPS
from dekkend.website.search.spelling import stem_of
from dekkend.website.terrain.bits import bits_of

SHORTEST_BEGINNING = 3


@dataclass(frozen=True)
class WordsFound:
    """`bits` are the schools with all words that were found anywhere; None when no word was.

    `unfound` are the others, `guessed` the words that were read as another one.
    """

    bits: int | None = None
    unfound: tuple[str, ...] = ()
    guessed: tuple[str, ...] = ()


def known_among(columns: Columns, words: Iterable[str]) -> set[str]:
    """The words that name something or stand in a school's text. One query, when not all are names."""
    words = set(words)
    names = {word for word in words if word in columns.named}
    rest = {stem_of(word): word for word in words - names}
    stems = EntryWord.objects.filter(word__in=rest).values_list("word", flat=True).distinct() if rest else ()
    return names | {rest[stem] for stem in stems}


def find_words(columns: Columns, words: Iterable[str]) -> WordsFound:
    """The schools in whose name, place, board or text these words stand. One query."""
    words = list(words)
    if not words:
        return WordsFound()
    texts = _in_texts(columns, words)
    sets, unfound, guessed = [], [], []
    for word in words:
        bits = _in_names(columns, word) | texts.get(stem_of(word), 0)
        if not bits and (bits := _nearly_in_names(columns, word)):
            guessed.append(word)
        if bits:
            sets.append(bits)
        else:
            unfound.append(word)
    return WordsFound(reduce(and_, sets) if sets else None, tuple(unfound), tuple(guessed))


def named_so(columns: Columns, words: Iterable[str]) -> int:
    """The schools in whose name all these words stand."""
    sets = [bits_of(columns.named.get(word, ())) for word in words]
    return reduce(and_, sets) if sets else 0


def _in_names(columns: Columns, word: str) -> int:
    if len(word) < SHORTEST_BEGINNING:
        return bits_of(columns.named.get(word, ()))
    return bits_of(place for name in columns.names_like(word) for place in columns.named[name])


def _nearly_in_names(columns: Columns, word: str) -> int:
    """Names that differ by a slip of the pen, the nearest only."""
    slips = next((slips for length, slips in SLIPS if len(word) >= length), 0)
    if not slips:
        return 0
    near = process.extract(word, columns.sorted_names, scorer=OSA.distance, score_cutoff=slips, limit=None)
    least = min((slip for _, slip, _ in near), default=0)
    sets = (bits_of(columns.named[name]) for name, slip, _ in near if slip == least)
    return reduce(or_, sets, 0)


def _in_texts(columns: Columns, words: list[str]) -> dict[str, int]:
    stems = {stem_of(word) for word in words}
    places: dict[str, list[int]] = {}
    for word, site in EntryWord.objects.filter(word__in=stems).values_list("word", "entry"):
        if site in columns.places:
            places.setdefault(word, []).append(columns.places[site])
    return {word: bits_of(found) for word, found in places.items()}
