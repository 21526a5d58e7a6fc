"""What parents read of a form besides the answers, and the same form in another language.

Where they answer a part themselves, they also read what all concerned read, and the help with their own part.

A translation is found by the Dutch text itself, in the catalogue beside the form: it holds for every edition
that says the same, also for one that was stored long ago, and not for a text that was changed.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from django.utils.translation import get_language, gettext, override

from dekkend.questionnaires.definition import Chapter, Column, Need, Option, Question, Questionnaire, Row

TICKS = ("check", "check_text")


def wording_of(questionnaire: Questionnaire) -> Iterator[tuple[str, str]]:
    """(where it stands, text) for all that has a translation; a text may come more than once."""
    for need in questionnaire.needs:
        yield from _filled(f"need.{need.key}", need.label, need.parents)
    for chapter in questionnaire.chapters:
        yield from _filled(chapter.key, chapter.title, chapter.plain, chapter.intro, *chapter.groups.values())
        for question in chapter.questions:
            if question.audience == "public" or (
                questionnaire.translated_for and question.audience != "school"
            ):
                yield from _of_question(question)
            if questionnaire.translated_for & set(question.answered_by):
                yield from _filled(question.key, question.plain, question.help, *question.suggestions)


def _of_question(question: Question) -> Iterator[tuple[str, str]]:
    """Not the plain words for the writer, unless parents read those too: above a text, or as a tick.

    Nor what a fixed text says: that is the region's own, and stays Dutch.
    """
    plain = question.plain if question.is_fixed or question.type in TICKS else ""
    yield from _filled(question.key, question.label, plain, question.parents, question.low, question.high)
    for option in question.options:
        yield from _filled(f"{question.key}={option.value}", option.label, option.parents)
    parts: tuple[Row | Column, ...] = (*question.rows, *question.columns)
    for part in parts:
        yield from _filled(f"{question.key}/{part.key}", part.label)


def _filled(place: str, *texts: str) -> Iterator[tuple[str, str]]:
    return ((place, text) for text in texts if text)


def in_language(questionnaire: Questionnaire, language: str = "") -> Questionnaire:
    """The same form in the words of `language` (the reader's, unless given), as far as it has those."""
    language = language or get_language() or questionnaire.language
    if language == questionnaire.language:
        return questionnaire
    kept = questionnaire.in_languages
    if language not in kept:
        with override(language):
            kept[language] = _translated(questionnaire, language)
    return kept[language]


def _translated(form: Questionnaire, language: str) -> Questionnaire:
    needs = tuple(_need(need) for need in form.needs)
    return replace(form, needs=needs, chapters=tuple(_chapter(each, language) for each in form.chapters))


def _chapter(chapter: Chapter, language: str) -> Chapter:
    return replace(
        chapter,
        title=_say(chapter.title),
        plain=_say(chapter.plain),
        intro=_say(chapter.intro),
        groups={key: _say(title) for key, title in chapter.groups.items()},
        questions=tuple(_question(question, language) for question in chapter.questions),
    )


def _question(question: Question, language: str) -> Question:
    """Words that stand in the definition itself go before those of the catalogue."""
    words: dict[str, Any] = {
        name: _say(getattr(question, name)) for name in ("label", "plain", "parents", "help", "low", "high")
    }
    return replace(
        question,
        options=tuple(_option(option) for option in question.options),
        rows=tuple(_labelled(row) for row in question.rows),
        columns=tuple(_labelled(column) for column in question.columns),
        suggestions=tuple(_say(text) for text in question.suggestions),
        **words | question.translations.get(language, {}),
    )


def _need(need: Need) -> Need:
    return replace(need, label=_say(need.label), parents=_say(need.parents))


def _option(option: Option) -> Option:
    return replace(option, label=_say(option.label), parents=_say(option.parents))


def _labelled[Part: (Row, Column)](part: Part) -> Part:
    return replace(part, label=_say(part.label))


def _say(text: str) -> str:
    return gettext(text) if text else ""  # an empty text asks gettext for the head of the catalogue
