"""What the search keeps of one school: its words for everyone, and a sentence for each need."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db import transaction

from dekkend.organisations.models import Site
from dekkend.profiles.addendum.queries import in_force
from dekkend.profiles.facts import questions_in
from dekkend.profiles.models import Version
from dekkend.profiles.readability.sentences import sentences_of
from dekkend.questionnaires.loader import questionnaire_of
from dekkend.questionnaires.tree import QuestionNode, build_tree
from dekkend.website.models import Change, Entry, EntryWord, Passage
from dekkend.website.search import lexicon
from dekkend.website.search.spelling import LONGEST_WORD, SHORTEST_STEM, WORD, stem_of, words_of

RULES = "1"  # another number makes every entry anew: see `recipe`
WRITTEN = {"prose", "text", "check_text"}
LONGEST_SHOWN = 260
FEWEST_WORDS = 3

type Marks = list[tuple[int, int]]


@dataclass(frozen=True)
class Shown:
    """A sentence with the places of the words that tell of a need."""

    text: str
    marks: Marks

    @property
    def worth(self) -> tuple[bool, int, int]:
        """More is better: one that fits, whose words tell more (long ones do), and that is short."""
        told = sum(end - begin for begin, end in self.marks)
        return len(self.text) <= LONGEST_SHOWN, told, -len(self.text)


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
        sentences = [*public_sentences(version)]
        entry = Entry.objects.create(site=site, version=version, recipe=recipe(), prose="\n".join(sentences))
        words = {stem for sentence in sentences for stem in stems_of(sentence)}
        EntryWord.objects.bulk_create(EntryWord(entry=entry, word=word) for word in sorted(words))
        shown = passages_of(sentences)
        Passage.objects.bulk_create(
            Passage(entry=entry, need=need, text=best.text, marks=best.marks) for need, best in shown.items()
        )
    Change.objects.create(site=site)


def public_sentences(version: Version) -> Iterator[str]:
    """What the school itself wrote for everyone, sentence by sentence; what changed since comes first."""
    for beside in in_force(version):
        yield from _sentences(beside.addendum.text)
    snapshot = version.snapshot or {}
    tree = build_tree(
        questionnaire_of(version.edition),
        snapshot["answers"],
        audience="public",
        register=snapshot["register"],
        only_answered=True,
    )
    for node in questions_in(tree):
        if node.type in WRITTEN and node.question.is_answered_here:
            for text in _texts(node):
                yield from _sentences(text)


def _texts(node: QuestionNode) -> Iterator[str]:
    if isinstance(node.value, str):
        yield node.value
    elif isinstance(node.value, dict) and node.value["checked"]:
        yield from node.value.get("items") or filter(None, [node.value.get("text", "")])


def _sentences(text: str) -> Iterator[str]:
    return (" ".join(sentence.text.split()) for sentence in sentences_of(text))


def stems_of(text: str) -> set[str]:
    """The words of a text that can be searched for."""
    return {stem_of(word) for word in words_of(text) if SHORTEST_STEM <= len(word) <= LONGEST_WORD}


def passages_of(sentences: Iterable[str]) -> dict[str, Shown]:
    """{need: the sentence that shows it best}; names of methods and other scraps show nothing."""
    dutch = lexicon.lexicon_of("nl")
    best: dict[str, Shown] = {}
    for sentence in sentences:
        places = [(found.start(), found.end()) for found in WORD.finditer(sentence)]
        if len(places) < FEWEST_WORDS:
            continue
        numbers = [_numbers(dutch, sentence[begin:end]) for begin, end in places]
        for need, used in dutch.needs_in(numbers).items():
            shown = Shown(sentence, joined([places[place] for place in sorted(used)], sentence))
            if need not in best or shown.worth > best[need].worth:
                best[need] = shown
    return best


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
