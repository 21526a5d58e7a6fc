"""A chapter of a working copy, asked of a teacher; and the mail that follows."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.template.loader import render_to_string
from django.utils.timezone import localdate

from dekkend.profiles import actions
from dekkend.profiles.assigning import notices
from dekkend.profiles.models import Assignment
from tools.kept import kept

NOTE = "Let vooral op dyslexie."
MISSION, SCHOOL = "mission", "school"  # chapters of the small form


@kept
def ask(version, head, teacher, at) -> Callable[..., Assignment]:
    """ask() asks the teacher for "mission", within two weeks; each word can be another."""

    def act(**more) -> Assignment:
        words = {"version_id": version.pk, "chapter": MISSION, "actor": head, "assignee_id": teacher.pk}
        words |= {"due_on": localdate(at) + timedelta(days=14), "note": NOTE, "revision": 0, "at": at}
        return actions.assign_chapter(**(words | more))

    return act


@kept
def asked(ask) -> Assignment:
    return ask()


@kept
def act(version, at):
    """act("finish", teacher) does that to the question about "mission"."""

    def do(name: str, actor, **more) -> Assignment:
        words = {"version_id": version.pk, "chapter": MISSION, "actor": actor, "at": at}
        return getattr(actions, f"{name}_assignment")(**(words | more))

    return do


@pytest.fixture
def sent(monkeypatch) -> list[tuple[str, list[str], str]]:
    """[(template, receivers, text)] of every mail an act asked for."""
    mails = []

    def keep(template, context, to, sender=""):
        mails.append((template.split("/")[-1], sorted(to), render_to_string(template, context)))

    monkeypatch.setattr(notices, "send_mail_on_commit", keep)
    return mails
