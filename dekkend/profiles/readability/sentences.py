"""A text in our small markup as sentences and words. Every pattern is bounded, so the time is linear."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

ITEM = re.compile(r"\s{0,8}(?:[-*+•]|\d{1,4}[.)])\s+")
LINK = re.compile(r"\[([^\[\]\n]{1,300})\]\([^()\s]{0,500}\)")
SIGNS = re.compile(r"[*\\]+")
ADDRESS = re.compile(r"^\W*(?:https?://|www\.)|\w@\w", re.IGNORECASE)
LETTERS = re.compile(r"[^\W_]")
# What ends a sentence: a sign, whatever closes behind it, and nothing more.
STOP = re.compile(r"([.!?…]{1,10})[\"'”’»)\]]{0,5}$")
OPENING = "\"'“‘«([„"

# After these a sentence goes on, whatever comes next.
NEVER_LAST = frozenset(
    "a.d.h.v. a.h.v. bijv. bv. blz. ca. cf. d.d. d.m.v. dhr. dr. drs. d.w.z. evt. excl. fam. gem. hfdst. i.c.m. "
    "i.h.b. i.h.k.v. i.o.m. i.p.v. i.r.t. i.s.m. i.v.m. incl. ing. ir. jl. m.a.w. m.b.t. m.b.v. m.i.v. max. "
    "mevr. min. mr. mw. n.a.v. nl. nr. nrs. o.a. o.b.v. o.g.v. o.l.v. o.i. o.m. ong. p. par. pag. prof. resp. "
    "st. t.a.v. t.b.v. t.g.v. t.n.v. t.o.v. t.w. tel. v.a. vgl. vlg. zgn. zg.".split()
)
# These can stand at the end of a sentence too: a capital after them begins the next one.
MAY_BE_LAST = frozenset("c.q. e.a. e.d. enz. etc. e.v. jr. m.m. n.v.t. p.j. p.w. s.v.p. sr. z.o.z.".split())
INITIAL = re.compile(r"[^\W\d_]\.(?:[^\W\d_]\.)*$")
WRAPPED = 50


@dataclass(frozen=True)
class Sentence:
    """One sentence without markup, and its words as they are read."""

    text: str
    words: tuple[str, ...]

    @property
    def length(self) -> int:
        return len(self.words)


def sentences_of(source: str) -> list[Sentence]:
    """The sentences of a text. A heading, a row of a list and a line of its own are sentences too."""
    found = (Sentence(" ".join(tokens), _words(tokens)) for line in _lines(source) for tokens in _split(line))
    return [sentence for sentence in found if sentence.words]


def _lines(source: str) -> Iterator[str]:
    """Pieces of text that stand by themselves: a line that was only broken off goes on in the next one."""
    kept: list[str] = []
    for raw in LINK.sub(r"\1", source).splitlines():
        item = ITEM.match(raw)
        line = SIGNS.sub("", raw[item.end() :] if item else raw).strip()
        if kept and (item or not line or not _goes_on(kept[-1], line)):
            yield " ".join(kept)
            kept = []
        if line:
            kept.append(line)
    if kept:
        yield " ".join(kept)


def _goes_on(line: str, following: str) -> bool:
    """Pasted text is often broken at the width of another page."""
    return len(line) >= WRAPPED and following[0].islower() and not STOP.search(line[-16:])


def _split(line: str) -> Iterator[list[str]]:
    tokens = line.split()
    sentence: list[str] = []
    for token, following in zip(tokens, [*tokens[1:], ""], strict=True):
        sentence.append(token)
        if _ends(token, following):
            yield sentence
            sentence = []
    if sentence:
        yield sentence


def _ends(token: str, following: str) -> bool:
    """Whether a sentence ends with this token, given the next one."""
    stop = STOP.search(token[-16:])
    if not stop or not following:
        return False
    opened = following.lstrip(OPENING)
    if opened[:1].islower():
        return False
    word = token.strip(OPENING).lower()
    if stop[1] == ".":
        return word not in NEVER_LAST and (word in MAY_BE_LAST or not INITIAL.fullmatch(word))
    return True


def _words(tokens: list[str]) -> tuple[str, ...]:
    """What counts as a word: anything with a letter or figure, but no address."""
    return tuple(token for token in tokens if LETTERS.search(token) and not ADDRESS.search(token))
