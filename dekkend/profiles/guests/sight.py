"""What of a working copy a guest's chapter may touch: its own answers, and what decides on its questions."""

from collections.abc import Mapping

from dekkend.questionnaires.definition import Chapter, Questionnaire


def keys_seen(questionnaire: Questionnaire, chapter: Chapter) -> frozenset[str]:
    """The questions of a chapter, and those elsewhere that decide whether they are asked or must be answered.

    The answers elsewhere are never shown, except the ambitions that a plan in this chapter is about.
    """
    found: set[str] = set()
    waiting = [question.key for question in chapter.questions]
    while waiting:
        key = waiting.pop()
        if key not in found:
            found.add(key)
            question = questionnaire.question(key)
            waiting += question.depends_on
            waiting += question.required_when.keys if question.required_when else ()
    return frozenset(found)


def seen[Value](
    questionnaire: Questionnaire, chapter: Chapter, answers: Mapping[str, Value]
) -> dict[str, Value]:
    """Of all answers those that a guest's chapter may touch."""
    keys = keys_seen(questionnaire, chapter)
    return {key: answer for key, answer in answers.items() if key in keys}


def chapter_of(questionnaire: Questionnaire, key: str) -> Chapter | None:
    """A page of the form; None for a key it does not have."""
    return next((page for page in questionnaire.pages if page.key == key), None)
