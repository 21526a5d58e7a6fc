"""What parents read of a form besides the answers. These are the texts that have translations.

A translation is found by the Dutch text itself, in the catalogue beside the form: it holds for every edition
that says the same, also for one that was stored long ago, and not for a text that was changed.
"""

from collections.abc import Iterator

from dekkend.questionnaires.definition import Chapter, Question, Questionnaire


def wording_of(questionnaire: Questionnaire) -> Iterator[tuple[str, str]]:
    """(where it stands, text) for each of them; a text may come more than once."""
    for need in questionnaire.needs:
        yield from _filled(f"need.{need.key}", need.label, need.parents)
    for chapter in questionnaire.chapters:
        yield from _of_chapter(chapter)


def _of_chapter(chapter: Chapter) -> Iterator[tuple[str, str]]:
    yield from _filled(chapter.key, chapter.title, chapter.plain, chapter.intro, *chapter.groups.values())
    for question in chapter.questions:
        if question.audience == "public":
            yield from _of_question(question)


def _of_question(question: Question) -> Iterator[tuple[str, str]]:
    """Of a fixed text only what stands above it: the text itself is the region's own, and stays Dutch."""
    heading = question.plain if question.is_fixed else question.parents
    yield from _filled(question.key, question.label, heading, question.low, question.high)
    for option in question.options:
        yield from _filled(f"{question.key}={option.value}", option.label, option.parents)
    for row in question.rows:
        yield from _filled(f"{question.key}/{row.key}", row.label)


def _filled(place: str, *texts: str) -> Iterator[tuple[str, str]]:
    return ((place, text) for text in texts if text)
