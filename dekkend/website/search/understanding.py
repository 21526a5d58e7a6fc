"""What a parent's words mean: needs, and words that are no need."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from dekkend.questionnaires.definition import Need
from dekkend.website.search.lexicon import LANGUAGES, Lexicon, lexicon_for, lexicon_of
from dekkend.website.search.spelling import SHORTEST_STEM, words_of

MOST_WORDS = 30


@dataclass(frozen=True)
class Understood:
    """`needs` in the order in which they were said; `words` are the others that may name something."""

    needs: tuple[str, ...] = ()
    words: tuple[str, ...] = ()


type Known = Callable[[Iterable[str]], set[str]]


def understand(text: str, language: str, known: Known, needs: Iterable[Need]) -> Understood:
    """What `text` asks for, in the language of the page or else in another one of ours.

    Only `needs` can be meant: those that the regions here work with. `known` tells which words name a school,
    place or board, or stand in what schools write: those are no slips of the pen.
    """
    words = words_of(text)[:MOST_WORDS]
    if not words:
        return Understood()
    tried = dict.fromkeys([lexicon_of(language).language, *LANGUAGES])
    lexicons = [lexicon_for(each, tuple(needs)) for each in tried]
    for lexicon in lexicons:
        if found := _exactly(lexicon, words):
            return found
    unknown = set(words) - known(words)
    for lexicon in lexicons:
        if found := _guessed(lexicon, words, unknown):
            return found
    return Understood((), _names(words, lexicons))


def _exactly(lexicon: Lexicon, words: list[str]) -> Understood | None:
    return _with(lexicon, words, [lexicon.numbers_of(word) for word in words])


def _guessed(lexicon: Lexicon, words: list[str], unknown: set[str]) -> Understood | None:
    guesses = [
        lexicon.guessed(word) if word in unknown and word not in lexicon.stop else lexicon.numbers_of(word)
        for word in words
    ]
    return _with(lexicon, words, guesses)


def _with(lexicon: Lexicon, words: list[str], numbers: list[set[int]]) -> Understood | None:
    found = lexicon.needs_in(numbers)
    if not found:
        return None
    used = set().union(*found.values())
    rest = [word for place, word in enumerate(words) if place not in used]
    return Understood(tuple(sorted(found, key=lambda need: min(found[need]))), _names(rest, [lexicon]))


def _names(words: Iterable[str], lexicons: list[Lexicon]) -> tuple[str, ...]:
    """Words that may name something; where every word is a small one, they are all there is."""
    long_enough = [word for word in dict.fromkeys(words) if len(word) >= SHORTEST_STEM or word.isdecimal()]
    telling = [word for word in long_enough if not any(word in lexicon.stop for lexicon in lexicons)]
    return tuple(telling)
