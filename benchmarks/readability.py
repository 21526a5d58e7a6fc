"""Reading a text for tips: against splitting it plainly, against a list of hyphens, and over its length."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from time import perf_counter

import pyphen

from benchmarks.report import Line, bounded, compared
from dekkend.profiles.readability import read_text, syllables, syllables_in, tips_for
from dekkend.profiles.readability.vocabulary import jargon

# As schools write, in our own words: short and long sentences, a list, short forms, words of the trade.
TEXT = """
Wij kijken elke week samen met de IB-er wat een kind nodig heeft. Leest een kind moeilijk? Dan krijgt het
o.a. leeshulp in een klein groepje, vier keer per week, van een leerkracht die daarvoor is opgeleid.

- In november en april toetsen wij lezen, spelling en rekenen.
- Ouders lezen de uitslag in het **rapport** en in het [systeem](https://school.example/ouders).

Als de hulp niet genoeg is, vragen wij in het kader van handelingsgericht werken een interventie aan, zodat de
onderwijsbehoeften van het kind en de mogelijkheden van de groep weer bij elkaar passen, i.o.m. de ouders.
Daarna evalueren wij. Het OPP wordt twee keer per jaar besproken!
"""
FIELD = 2000  # signs: what a school writes at one question, or more
MOST_MILLISECONDS = 10
LEAST = 0.015  # of the speed of splitting


def run() -> Iterator[Line]:
    field, pages = text_of(FIELD), text_of(200_000)
    yield in_a_field(field)
    yield against_split(pages)
    yield against_hyphens()
    yield over_length()


def in_a_field(field: str) -> Line:
    """What a writer waits for while typing, besides the network: not long, and as `against_split`."""
    taken, plain = (1000 * seconds(read, field) for read in (tips, plain_split))
    name = f"tips for one answer of {FIELD} signs, against splitting it"
    line = compared(name, 1000 / taken, 1000 / plain, unit="/s", at_least=LEAST, note=f"{taken:.1f} ms")
    is_quick = taken < MOST_MILLISECONDS
    return replace(line, goal=f"{line.goal}, < {MOST_MILLISECONDS} ms", holds=line.holds and is_quick)


def against_split(text: str) -> Line:
    """The least that any reader must do: find the sentences and the words."""
    ours, plain = (len(text) / seconds(read, text) / 1000 for read in (tips, plain_split))
    note = "ours also knows short forms, counts syllables and looks up words"
    name = "reading 200 kB for tips, against splitting it"
    return compared(name, ours, plain, unit="kB/s", at_least=LEAST, note=note)


def against_hyphens() -> Line:
    """Syllables as other readers of Dutch count them: by the places where a word may be broken.

    Every word for the first time: both remember what they have seen.
    """
    words = sorted({word for first in jargon() for word in re.findall(r"[^\W\d_]+", first)})
    hyphens = pyphen.Pyphen(lang="nl_NL")

    def ours(_: str) -> None:
        syllables._of_word.cache_clear()
        sum(syllables_in(word) for word in words)

    def others(_: str) -> None:
        hyphens.hd.cache.clear()
        sum(len(hyphens.positions(word)) + 1 for word in words)

    a_second = [len(words) / seconds(count, "") for count in (ours, others)]
    name = "counting syllables of new words, against Pyphen"
    return compared(name, *a_second, unit="/s", at_least=1, note=f"{len(words)} words of the trade")


def over_length() -> Line:
    """Linear: eight times the text in about eight times the time."""
    times = seconds(tips, text_of(400_000)) / seconds(tips, text_of(50_000))
    return bounded("eight times the text", f"{times:.1f} x the time", "< 12 x", times < 12)


def tips(text: str) -> None:
    reading = read_text(text)
    _ = reading.score
    tips_for(reading)


def plain_split(text: str) -> None:
    for sentence in re.split(r"[.!?]\s", text):
        sentence.split()


def text_of(size: int) -> str:
    return (TEXT * (size // len(TEXT) + 1))[:size]


def seconds(act: Callable[[str], object], text: str) -> float:
    """The best of five, each over at least a few milliseconds."""
    act(text)
    return min(once(act, text) for _ in range(5))


def once(act: Callable[[str], object], text: str) -> float:
    started, times = perf_counter(), 0
    while times == 0 or perf_counter() - started < 0.05:
        act(text)
        times += 1
    return (perf_counter() - started) / times
