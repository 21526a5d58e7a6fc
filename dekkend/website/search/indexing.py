"""What the search keeps of one school: its words for everyone, and a sentence for each need."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db import transaction

from dekkend.organisations.models import Site
from dekkend.profiles.addendum.queries import in_force
from dekkend.profiles.documents import tree_of
from dekkend.profiles.facts import chapters_in
from dekkend.profiles.models import Version
from dekkend.profiles.readability.sentences import sentences_of
from dekkend.questionnaires.tree import ChapterNode, QuestionNode
from dekkend.website.models import Change, Entry, EntryWord, Passage
from dekkend.website.search import lexicon
from dekkend.website.search.spelling import LONGEST_WORD, SHORTEST_STEM, WORD, stem_of, words_of

RULES = "1"  # another number makes every entry anew: see `recipe`
WRITTEN = {"prose", "text", "check_text"}
LONGEST_SHOWN, LONGEST_QUESTION = 260, 120
FEWEST_WORDS = 3

type Marks = list[tuple[int, int]]
type Worth = tuple[bool, bool, bool, int, int]


@dataclass(frozen=True)
class Said:
    """A sentence that the school wrote for everyone, and where: among ticks and names, or in running text.

    `about` are the needs that the same chapter ticks: there the school explains what it means by them.
    """

    text: str
    running: bool = True
    about: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Shown:
    """A sentence with the places of the words that tell of a need."""

    text: str
    marks: Marks


def recipe() -> str:
    """By which words and rules an entry is made now."""
    return f"{RULES}-{lexicon.checksum()}"


@transaction.atomic
def renew_entry(site: Site, version: Version | None) -> None:
    """Make the entry of a site that of `version`, what parents read now; without one it has no entry.

    The same number of queries and rows, however many schools there are.
    """
    Entry.objects.filter(site=site).delete()
    if version is not None:
        said = list(public_sentences(version))
        prose = "\n".join(sentence.text for sentence in said)
        entry = Entry.objects.create(site=site, version=version, recipe=recipe(), prose=prose)
        words = sorted(stems_of(prose))
        EntryWord.objects.bulk_create(EntryWord(entry=entry, word=word) for word in words)
        shown = passages_of(said)
        Passage.objects.bulk_create(
            Passage(entry=entry, need=need, text=best.text, marks=best.marks) for need, best in shown.items()
        )
    Change.objects.create(site=site)


def public_sentences(version: Version) -> Iterator[Said]:
    """What the school itself wrote for everyone, sentence by sentence; what changed since comes first."""
    for beside in in_force(version):
        yield from (Said(text) for text in _sentences(beside.addendum.text))
    for chapter in chapters_in(tree_of(version, "public", only_answered=True, with_papers=False)):
        yield from _said_in(chapter)


def _said_in(chapter: ChapterNode) -> Iterator[Said]:
    """What stands in a chapter itself, without the chapters in it."""
    nodes = [child for child in chapter.children if isinstance(child, QuestionNode)]
    about = frozenset(need.key for node in nodes if node.meets for need in node.needs)
    for node in nodes:
        if node.type in WRITTEN and node.question.is_answered_here:
            sentences = (sentence for text in _texts(node) for sentence in _sentences(text))
            yield from (Said(sentence, node.type == "prose", about) for sentence in sentences)


def _texts(node: QuestionNode) -> Iterator[str]:
    if isinstance(node.value, str):
        yield node.value
    elif isinstance(node.value, dict) and node.value["checked"]:
        yield from node.value.get("items") or filter(None, [node.value.get("text", "")])


def _sentences(text: str) -> Iterator[str]:
    """A question is shown with the answer that the school gives to it."""
    asked = ""
    for sentence in sentences_of(text):
        told = " ".join(f"{asked} {sentence.text}".split())
        asked = told if told.endswith("?") and len(told) < LONGEST_QUESTION else ""
        if not asked:
            yield told
    if asked:
        yield asked


def stems_of(text: str) -> set[str]:
    """The words of a text that can be searched for."""
    return {stem_of(word) for word in words_of(text) if SHORTEST_STEM <= len(word) <= LONGEST_WORD}


def passages_of(said: Iterable[Said]) -> dict[str, Shown]:
    """{need: the sentence that shows it best}; names of methods and other scraps show nothing."""
    dutch = lexicon.lexicon_of("nl")
    best: dict[str, tuple[Worth, Shown]] = {}
    for sentence in said:
        text = sentence.text
        places = [(found.start(), found.end()) for found in WORD.finditer(text)]
        if len(places) < FEWEST_WORDS:
            continue
        numbers = [_numbers(dutch, text[begin:end]) for begin, end in places]
        for need, used in dutch.needs_in(numbers).items():
            shown = Shown(text, joined([places[place] for place in sorted(used)], text))
            worth = _worth(need, sentence, shown)
            if need not in best or worth > best[need][0]:
                best[need] = worth, shown
    return {need: shown for need, (_, shown) in best.items()}


def _worth(need: str, said: Said, shown: Shown) -> Worth:
    """More is better: running text, where the need is explained, that fits, whose words tell more, short."""
    told = sum(end - begin for begin, end in shown.marks)
    return said.running, need in said.about, len(said.text) <= LONGEST_SHOWN, told, -len(said.text)


def _numbers(dutch: lexicon.Lexicon, word: str) -> set[int]:
    return set().union(*(dutch.numbers_of(part) for part in words_of(word)))


def joined(marks: Marks, text: str) -> Marks:
    """Marks with only a space between them are one mark."""
    whole: Marks = []
    for begin, end in marks:
        if whole and text[whole[-1][1] : begin].isspace():
            whole[-1] = (whole[-1][0], end)
        else:
            whole.append((begin, end))
    return whole
