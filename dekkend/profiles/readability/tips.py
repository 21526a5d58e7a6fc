"""What would make a text easier: at most three tips, the most helpful first, in words for its writer.

There is no tip on the passive voice: "wordt" is as often the plain "becomes" as a passive, and telling those
apart needs a parser. A tip that is wrong half of the time would be ignored, and the others with it.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil

from dekkend.profiles.readability.score import Reading
from dekkend.profiles.readability.sentences import Sentence
from dekkend.profiles.readability.vocabulary import jargon, short_forms

MOST_TIPS, MOST_NAMED = 3, 3
LONGEST_SENTENCE, EASY_SENTENCE = 20, 15
QUOTED_WORDS, QUOTED_SIGNS = 6, 60
NUMBERS = {2: "twee", 3: "drie", 4: "vier"}
EDGES = ".,;:!?…\"'“”‘’„«»()[]"
# Capitals with what may hang on them: OPP, OPP's, IB-er, SEO-screening, NT2.
SHORT = re.compile(r"([A-Z]{2,6}\d?)(?:['’-]?[a-z]{1,20})?|([a-z]{2,3}\d?)(?:['’-](?:er|ers|s))?")
ROMAN = re.compile(r"[IVX]+")


@dataclass(frozen=True)
class Tip:
    kind: str
    text: str


def tips_for(reading: Reading) -> list[Tip]:
    """At most three: long sentences, short forms, words of the trade, capitals that nobody explains."""
    known, unknown = _short_forms(reading)
    found = [*_long(reading), *_short(known), *_trade(reading), *_unexplained(unknown)]
    return found[:MOST_TIPS]


def longest_first(reading: Reading) -> list[Sentence]:
    """The sentences that are too long, the worst first."""
    long = [sentence for sentence in reading.sentences if sentence.length > LONGEST_SENTENCE]
    return sorted(long, key=lambda sentence: -sentence.length)


def advice_on(sentence: Sentence) -> str:
    """How long it is, and into how many it could be split."""
    parts = NUMBERS.get(ceil(sentence.length / EASY_SENTENCE), "korte zinnen")
    return f"“{beginning(sentence)}” heeft {sentence.length} woorden. Maak er {parts} van."


def beginning(sentence: Sentence) -> str:
    """The first words of a sentence, to know it by."""
    words = sentence.text.split()
    start = " ".join(words[:QUOTED_WORDS])[:QUOTED_SIGNS].strip(EDGES + " ")
    return f"{start} …" if len(words) > QUOTED_WORDS else start


def _long(reading: Reading) -> Iterator[Tip]:
    long = longest_first(reading)
    if long:
        more = len(long) - 1
        others = {0: "", 1: " Er is nog een lange zin."}.get(more, f" Er zijn nog {more} lange zinnen.")
        yield Tip("long", advice_on(long[0]) + others)


def _trade(reading: Reading) -> Iterator[Tip]:
    found: dict[str, str] = {}
    used: Counter[str] = Counter()
    for sentence in reading.sentences:
        for term, plain in _terms_in(sentence):
            found.setdefault(plain, term)
            used[plain] += 1
    if used:
        named = [plain for plain, _ in used.most_common(MOST_NAMED)]
        yield Tip("trade", f"{_known_to_few([found[p] for p in named])} Schrijf liever {_quoted(named)}.")


def _terms_in(sentence: Sentence) -> Iterator[tuple[str, str]]:
    """(the term as it stands there, plain words); the longest term that fits wins."""
    words = [word.strip(EDGES) for word in sentence.words]
    small = [word.lower().replace("’", "'") for word in words]
    place = 0
    while place < len(words):
        for term in jargon().get(small[place], ()):
            end = place + 1 + len(term.rest)
            if tuple(small[place + 1 : end]) == term.rest:
                yield " ".join(words[place:end]), term.plain
                place = end - 1
                break
        place += 1


def _short_forms(reading: Reading) -> tuple[dict[str, str], list[str]]:
    """({short form as written: what it stands for}, [those we do not know]), unless the text explains it."""
    listed = short_forms()
    first: dict[str, str] = {}
    explained: set[str] = set()
    for sentence in reading.sentences:
        for base, written, is_explained in _capitals_in(sentence):
            first.setdefault(base, written)
            if is_explained:
                explained.add(base)
    # Once for each short form, not for each time it stands there: the search goes through the whole text.
    whole = " ".join(sentence.text for sentence in reading.sentences).lower() if first else ""
    left = [base for base in first if base not in explained and listed.known.get(base, "\0") not in whole]
    meanings = {listed.known[base]: first[base] for base in reversed(left) if base in listed.known}
    known = {written: meaning for meaning, written in reversed(meanings.items())}
    return known, [base for base in left if base not in listed.known and not _needs_none(base)]


def _needs_none(base: str) -> bool:
    return base in short_forms().everyone or bool(ROMAN.fullmatch(base))


def _capitals_in(sentence: Sentence) -> Iterator[tuple[str, str, bool]]:
    """(base, as written, whether it is explained right there) for each short form."""
    if sentence.text.isupper():
        return
    for place, word in enumerate(sentence.words):
        written = word.strip(EDGES)
        match = SHORT.fullmatch(written)
        if not match or (match[2] and match[2] not in short_forms().small):
            continue
        following = sentence.words[place + 1] if place + 1 < len(sentence.words) else ""
        in_brackets = word.startswith("(") and place > 0
        yield (match[1] or match[2]).upper(), written, in_brackets or following.startswith("(")


def _short(known: dict[str, str]) -> Iterator[Tip]:
    if known:
        written = list(known)[:MOST_NAMED]
        meanings = _quoted([known[name] for name in written])
        yield Tip("short", f"{_known_to_few(written)} Schrijf {meanings}.")


def _unexplained(unknown: list[str]) -> Iterator[Tip]:
    if unknown:
        names = _quoted(unknown[:MOST_NAMED])
        yield Tip("unexplained", f"Wat betekent {names}? Schrijf het één keer voluit.")


def _known_to_few(terms: list[str]) -> str:
    return f"{_quoted(terms)} {'kent' if len(terms) == 1 else 'kennen'} niet alle ouders."


def _quoted(texts: list[str]) -> str:
    """“a”, “b” en “c”."""
    quoted = [f"“{text}”" for text in texts]
    return " en ".join(filter(None, [", ".join(quoted[:-1]), quoted[-1]]))
