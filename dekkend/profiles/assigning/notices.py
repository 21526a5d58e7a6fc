"""Mail about a chapter that somebody was asked to write, to who is waited for.

Nobody is mailed about what they did themselves, or who has no role in the team (any more).
"""

from datetime import date
from typing import Any, Literal

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format

from dekkend.core.mail import send_mail_on_commit
from dekkend.organisations.faces import sender_of
from dekkend.organisations.models import Role, User
from dekkend.profiles.assigning.telling import name_of
from dekkend.profiles.models import Assignment
from dekkend.profiles.queries import people_to_mail, people_with
from dekkend.profiles.rules import TEAM, WRITERS

Why = Literal["asked", "changed", "reopened"]


def ask(assignment: Assignment, why: Why, *, by: User, on: date) -> None:
    """Whoever was asked hears what to write, and by when."""
    if by != assignment.assignee:
        _send(assignment, "ask_chapter", [assignment.assignee], on, why=why, by=by.name)


def tell_over(assignment: Assignment, person: User, *, by: User, on: date) -> None:
    """It is no longer asked of this person."""
    if by != person:
        _send(assignment, "tell_chapter_over", [person], on, by=by.name)


def tell_done(assignment: Assignment, *, on: date) -> None:
    _send(assignment, "tell_chapter_done", _askers(assignment, on), on)


def remind(assignment: Assignment, *, is_late: bool, on: date) -> None:
    """The day comes near, or has passed. Of the last whoever asked hears too, and of who has left."""
    works_here = assignment.assignee in people_with(assignment.version, tuple(TEAM), on)
    if works_here:
        _send(assignment, "remind_chapter", [assignment.assignee], on, is_late=is_late)
    if is_late or not works_here:
        facts = {"is_late": is_late, "has_left": not works_here}
        _send(assignment, "tell_chapter_waits", _askers(assignment, on), on, **facts)


def _askers(assignment: Assignment, on: date) -> list[User]:
    """Whoever asked; when they no longer write here, the head teachers."""
    if assignment.asked_by in people_with(assignment.version, tuple(WRITERS), on):
        others = [assignment.asked_by]
    else:
        others = people_with(assignment.version, (Role.HEAD_TEACHER,), on)
    return [person for person in others if person != assignment.assignee]


def _send(assignment: Assignment, name: str, people: list[User], on: date, **facts: Any) -> None:
    version = assignment.version
    wanting = people_to_mail(version, tuple(TEAM), on) if people else []
    to = [person.email for person in people if person in wanting]
    if not to:
        return
    chapter = name_of(assignment)
    context = {
        "school": version.profile.site.name,
        "city": version.profile.site.city,
        "chapter": chapter,
        "assignment": assignment,
        "due": date_format(assignment.due_on, "j F Y"),
        "link": settings.SITE_URL + reverse("chapter", args=[version.pk, assignment.chapter]),
    }
    sender = sender_of(version.profile.partnership)
    send_mail_on_commit(f"profiles/mail/{name}.txt", context | facts, to, sender=sender)
