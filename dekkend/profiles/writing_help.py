"""What helps a writer at each question of a page: tips, what other schools write, the names they use.

Prepared for a whole page at once: one query, whatever the number of questions and schools.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from dekkend.profiles.examples import Named, examples_for, names_for, said_around
from dekkend.profiles.models import Version
from dekkend.profiles.readability import Reading, read_text, tips_for
from dekkend.profiles.readability.tips import advice_on, longest_first
from dekkend.profiles.sheet import Entry
from dekkend.questionnaires.definition import Chapter, Question, Questionnaire
from dekkend.questionnaires.evaluation import visible_keys
from dekkend.questionnaires.posted import anchor

NUMBERS = {1: "Eén tip", 2: "Twee tips", 3: "Drie tips"}
WRITTEN = ("prose", "ambitions")  # what is worth reading at another school: not a tick or a date
NAMES_SHOWN, WORST_SHOWN = 5, 5


@dataclass(frozen=True)
class Tips:
    """What stands under a field: a title, at most three tips, and how easy the text is."""

    title: str
    tips: list[str]
    score: str

    def as_json(self) -> dict[str, str | list[str]]:
        return {"title": self.title, "tips": self.tips, "score": self.score}


@dataclass(frozen=True)
class Help:
    """`tips` is None where nobody writes sentences; so many `schools` share a text; several use `named`."""

    tips: Tips | None
    schools: int
    named: list[Named]


def help_for(version: Version, entries: Mapping[str, Entry]) -> dict[str, Help]:
    """{question key: what helps there} for the questions that are answered here."""
    said = said_around(version)
    return {
        key: Help(
            tips=tips_at(entry.question, entry.value),
            schools=examples_for(said, entry.question) if entry.question.type in WRITTEN else 0,
            named=names_for(said, entry.question)[:NAMES_SHOWN],
        )
        for key, entry in entries.items()
        if entry.is_answerable
    }


def suggest(entries: Mapping[str, Entry], helps: Mapping[str, Help]) -> None:
    """Put what other schools use behind what the form itself suggests, in the list of each field."""
    for key, help_ in helps.items():
        node = entries[key].node
        known = {text.casefold() for text in node.question.suggestions}
        more = tuple(named.name for named in help_.named if named.name.casefold() not in known)
        if more:
            question = replace(node.question, suggestions=(*node.question.suggestions, *more))
            entries[key].node = replace(node, question=question)


def asks_for_sentences(question: Question) -> bool:
    """A text that parents read, not a name, an address or a code."""
    return question.type == "prose"


def tips_at(question: Question, value: object) -> Tips | None:
    if not asks_for_sentences(question):
        return None
    return tips_of(read_text(value if isinstance(value, str) else ""))


def tips_of(reading: Reading) -> Tips:
    tips = [tip.text for tip in tips_for(reading)]
    title = f"{NUMBERS[len(tips)]} voor een tekst die elke ouder begrijpt" if tips else ""
    return Tips(title, tips, score_words(reading))


def score_words(reading: Reading) -> str:
    """The score and what it means; empty where there is too little text to say so."""
    meaning = reading.meaning
    return f"Leesbaarheid {reading.score} van 100: {meaning.name}. {meaning.words}" if meaning else ""


@dataclass(frozen=True)
class LongSentence:
    """A sentence that is too long, and the question where it stands."""

    advice: str
    question: Question

    @property
    def title(self) -> str:
        return self.question.plain or self.question.label

    @property
    def anchor(self) -> str:
        return anchor(self.question.key)


@dataclass(frozen=True)
class ChapterRead:
    """The texts of one chapter as one reading; `worst` are its longest sentences, the longest first."""

    chapter: Chapter
    texts: list[str]
    reading: Reading
    worst: list[LongSentence]

    @property
    def words(self) -> str:
        return score_words(self.reading)

    @property
    def other_tips(self) -> list[str]:
        return [tip.text for tip in tips_for(self.reading) if tip.kind != "long"]


def chapters_read(questionnaire: Questionnaire, answers: Mapping[str, Any]) -> list[ChapterRead]:
    """Every chapter with a text of the school, in the order of the form."""
    asked = visible_keys(questionnaire, answers)
    chapters = []
    for chapter in questionnaire.pages:
        written = [(q, answers[q.key]) for q in chapter.questions if _is_written(q, answers, asked)]
        if written:
            texts = [text for _, text in written]
            chapters.append(ChapterRead(chapter, texts, read_text(*texts), _worst(written)))
    return chapters


def _is_written(question: Question, answers: Mapping[str, Any], asked: frozenset[str]) -> bool:
    return asks_for_sentences(question) and question.key in asked and bool(answers.get(question.key))


def _worst(written: list[tuple[Question, str]]) -> list[LongSentence]:
    found = [(s, question) for question, text in written for s in longest_first(read_text(text))]
    found.sort(key=lambda pair: -pair[0].length)
    return [LongSentence(advice_on(sentence), question) for sentence, question in found[:WORST_SHOWN]]
