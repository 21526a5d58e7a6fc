"""Presence in words: a line for each person, and one at each question where others are writing."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.urls import reverse

from dekkend.core.templatetags.dekkend import initials
from dekkend.profiles.presence.rows import Present
from dekkend.questionnaires.definition import Chapter, Question, Questionnaire
from dekkend.questionnaires.posted import anchor


@dataclass(frozen=True)
class Line:
    """Someone and where: words, and then a link, which may be empty."""

    initials: str
    name: str
    words: str
    where: str = ""
    url: str = ""


@dataclass(frozen=True)
class Writing:
    """Others at one question."""

    initials: list[str]
    words: str


@dataclass(frozen=True)
class Together:
    """What one page shows of others: `people` in the whole profile, `questions` of its own chapter."""

    people: list[Line] = field(default_factory=list)
    questions: dict[str, Writing] = field(default_factory=dict)


def together(
    questionnaire: Questionnaire, version_id: int, present: Iterable[Present], chapter: str | None
) -> Together:
    """What a page of `chapter` shows; None is a page where nobody writes, and which knows no "here"."""
    near_first = sorted(present, key=lambda one: (one.chapter != chapter, one.name))
    chapters = {page.key: page for page in questionnaire.pages}
    at: dict[str, list[str]] = {}
    for one in near_first:
        if one.question and one.chapter == chapter:
            at.setdefault(one.question, []).append(one.name)
    return Together(
        people=[_line(one, chapters.get(one.chapter), version_id, chapter) for one in near_first],
        questions={
            key: Writing([initials(name) for name in names], _here(names)) for key, names in at.items()
        },
    )


def _line(one: Present, page: Chapter | None, version_id: int, chapter: str | None) -> Line:
    who = f"{one.name} ({one.role})" if one.role else one.name
    mark = initials(one.name)
    if page is None:
        return Line(mark, one.name, f"{who} leest nu het hele profiel.")
    question = next((question for question in page.questions if question.key == one.question), None)
    if one.chapter == chapter:
        if question is None:
            return Line(mark, one.name, f"{who} is nu ook in dit hoofdstuk.")
        return Line(mark, one.name, f"{who} schrijft nu bij", _title(question), f"#{anchor(question.key)}")
    url = reverse("chapter", args=[version_id, page.key]) + (f"#{anchor(question.key)}" if question else "")
    does = "schrijft nu in hoofdstuk" if question else "is nu in hoofdstuk"
    return Line(mark, one.name, f"{who} {does}", f"{page.number} {page.plain or page.title}".strip(), url)


def _title(question: Question) -> str:
    return question.plain or question.label


def _here(names: list[str]) -> str:
    if len(names) == 1:
        return f"{names[0]} schrijft hier nu"
    others = names[1] if len(names) == 2 else f"{len(names) - 1} anderen"
    return f"{names[0]} en {others} schrijven hier nu"
