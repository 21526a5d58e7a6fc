"""The answers as a parent asks for them: for each need how the school meets it, and in which words.

Reads the node tree, so what an audience may not see is not here either. Knows no question by name: `needs`,
`meets` and `told_in` of the definition say which answers are about a need, and `words` of a need which
sentences of a text.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache

from dekkend.questionnaires.definition import Need, Questionnaire
from dekkend.questionnaires.tree import ChapterNode, QuestionNode

NEAR_FIRST = ("basic", "own", "arrangement", "refer")
PARAGRAPH = re.compile(r"\n\s*\n")
SENTENCE = re.compile(r"(?<=[.!?…])\s+(?=[^a-z])")
# A sentence that begins so cannot do without the one before it.
REFERS = re.compile(r"(?:Dat|Dit|Die|Deze|Zij|Ze|Hij|Daar\w*|Hier\w*|Dan|Zo)\b")
LIST = re.compile(r"\s*(?:[-*+]|\d+[.)])\s")


@dataclass(frozen=True)
class Told:
    """A text in which the school says what it does, and the part of it that is about one need."""

    node: QuestionNode
    passages: str

    @property
    def is_whole(self) -> bool:
        return self.passages == self.node.value


@dataclass(frozen=True)
class Way:
    """One way in which a need is met: the boxes that were ticked for it, and the text behind it."""

    meets: str
    ticks: tuple[QuestionNode, ...] = ()
    told: tuple[Told, ...] = ()

    @property
    def passages(self) -> str:
        return "\n\n".join(told.passages for told in self.told if told.passages)


@dataclass(frozen=True)
class NeedAnswers:
    """What a school says about one need, in every way it does, the nearest first; no ways: nothing."""

    need: Need
    ways: tuple[Way, ...]

    @property
    def meets(self) -> tuple[str, ...]:
        return tuple(way.meets for way in self.ways)

    @property
    def nearest(self) -> str:
        return self.ways[0].meets if self.ways else ""

    @property
    def first(self) -> QuestionNode | None:
        """The answer that says it: the nearest text, else the nearest box; none where it was only named."""
        texts = (told.node for way in self.ways for told in way.told if told.passages)
        return next(texts, next((node for way in self.ways for node in way.ticks), None))

    @cached_property
    def texts(self) -> tuple[QuestionNode, ...]:
        """The texts of which only a part, or nothing, was shown as the answer."""
        told = (told for way in self.ways for told in way.told if not told.is_whole)
        return tuple({one.node.key: one.node for one in told}.values())


def by_need(questionnaire: Questionnaire, tree: Iterable[ChapterNode]) -> tuple[NeedAnswers, ...]:
    """Every need of the region's list, in its order, with what the tree says about it."""
    nodes = list(questions_in(tree))
    by_key = {node.key: node for node in nodes}
    said: dict[str, dict[str, list[QuestionNode]]] = {}
    for node in nodes:
        for need in node.needs if node.meets else ():
            said.setdefault(need.key, {}).setdefault(node.meets, []).append(node)
    return tuple(
        NeedAnswers(need, _ways(need, said.get(need.key, {}), by_key, questionnaire.needs))
        for need in questionnaire.needs
    )


def questions_in(tree: Iterable[ChapterNode | QuestionNode]) -> Iterator[QuestionNode]:
    """Every question of a tree, in the order of the form."""
    for node in tree:
        if isinstance(node, ChapterNode):
            yield from questions_in(node.children)
        else:
            yield node


def tagged(tree: Iterable[ChapterNode], tag: str) -> tuple[QuestionNode, ...]:
    """The questions with a tag that have something to read."""
    return tuple(node for node in questions_in(tree) if tag in node.question.tags and node.blocks)


def passages_about(need: Need, text: str, others: Iterable[Need] = ()) -> str:
    """What a text says about a need: the sentences that use one of its words, and what follows on them.

    A sentence that speaks about another need ends it; a list stays whole.
    """
    others = tuple(other for other in others if other.key != need.key)
    parts = (_about(need, part, others) for part in PARAGRAPH.split(text) if speaks_of(need, part))
    return "\n\n".join(parts)


def _about(need: Need, paragraph: str, others: tuple[Need, ...]) -> str:
    """The part of a paragraph; all of it where a part would break its markup."""
    sentences = SENTENCE.split(paragraph)
    kept = [] if LIST.match(paragraph) else sorted(_kept(need, sentences, others))
    some = " ".join(sentences[at] for at in kept)
    return paragraph if _is_broken(some) or len(kept) in (0, len(sentences)) else some


def _is_broken(text: str) -> bool:
    """Whether bold, italic or a link opens without closing."""
    stars = (text.count("**"), text.replace("**", "").count("*"))
    return any(number % 2 for number in stars) or text.count("[") != text.count("]")


def _kept(need: Need, sentences: list[str], others: tuple[Need, ...]) -> set[int]:
    """Which sentences are about a need, by their place."""
    kept: set[int] = set()
    for at, sentence in enumerate(sentences):
        if speaks_of(need, sentence):
            kept |= {at, at - 1} if at and REFERS.match(sentence) else {at}
        elif at - 1 in kept and not any(speaks_of(other, sentence) for other in others):
            kept.add(at)
    return kept


def speaks_of(need: Need, text: str) -> bool:
    """Whether one of the words of a need begins a word of this text."""
    return bool(need.words and _beginnings(need.words).search(text))


@lru_cache(256)
def _beginnings(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, words))})", re.IGNORECASE)


Nodes = dict[str, QuestionNode]


def _ways(
    need: Need, said: dict[str, list[QuestionNode]], by_key: Nodes, needs: tuple[Need, ...]
) -> tuple[Way, ...]:
    return tuple(_way(need, meets, said[meets], by_key, needs) for meets in NEAR_FIRST if meets in said)


def _way(need: Need, meets: str, nodes: list[QuestionNode], by_key: Nodes, needs: tuple[Need, ...]) -> Way:
    """Lists lead to the text they belong to; every other answer speaks for itself."""
    told_in = [by_key[node.question.told_in] for node in nodes if node.question.told_in in by_key]
    told = tuple(Told(node, passages_about(need, node.value, needs)) for node in told_in if node.value)
    return Way(meets, tuple(node for node in nodes if node.type != "needs"), told)
