"""How pages and mail name a chapter that somebody was asked to write."""

from django.utils.formats import date_format

from dekkend.profiles.models import Assignment, Version
from dekkend.questionnaires.definition import Chapter
from dekkend.questionnaires.loader import questionnaire_of


def page_of(version: Version, key: str) -> Chapter | None:
    """A chapter with a page of its own, by its key."""
    return next((page for page in questionnaire_of(version.edition).pages if page.key == key), None)


def chapter_name(chapter: Chapter) -> str:
    """hoofdstuk 2 “Waar staat onze school voor?”"""
    return " ".join(filter(None, ["hoofdstuk", chapter.number, f"“{chapter.plain or chapter.title}”"]))


def name_of(assignment: Assignment) -> str:
    """The same, by who was asked for it."""
    page = page_of(assignment.version, assignment.chapter)
    return chapter_name(page) if page else "een hoofdstuk"


def to_do(assignment: Assignment) -> str:
    """What waits for whom was asked."""
    return f"Schrijf {name_of(assignment)}"


def asked(assignment: Assignment) -> str:
    """Who, and until when: for the record, where who was asked before stays to be read."""
    return f"Aan {assignment.assignee_name}, uiterlijk {date_format(assignment.due_on, 'j F Y')}."
