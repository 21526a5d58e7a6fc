"""A guest of De Regenton in the chapter "Missie en visie", and a browser that opens the link."""

from datetime import date, datetime, timedelta
from html import unescape

import pytest
from django.urls import reverse
from django.utils.timezone import localdate

from dekkend.profiles import actions
from dekkend.profiles.models import Guest, Version
from tools.kept import kept

NURSE = {
    "chapter": "mission",
    "name": "Noor Vis",
    "role": "jeugdverpleegkundige",
    "email": "noor.vis@ggd.example",
    "writes": True,
    "note": "Kijk jij naar de eerste vraag?",
}


def invite(version: Version, actor, at: datetime, until: date | None = None, **more) -> tuple[Guest, str]:
    words = NURSE | {"until": until or localdate(at) + timedelta(days=14)} | more
    return actions.invite_guest(version_id=version.pk, actor=actor, at=at, **words)


@kept
def invited(version, head, at) -> tuple[Guest, str]:
    return invite(version, head, at)


@kept
def guest(invited) -> Guest:
    return invited[0]


@kept
def token(invited) -> str:
    return invited[1]


def address(token: str, name: str = "guest-chapter", *more) -> str:
    return reverse(name, args=[token, *more])


def come_in(client, token: str, at: datetime):
    """This browser opens the link, and its guest types the code from the mail."""
    code = actions.send_guest_code(token=token, at=at)
    reply = client.post(address(token, "guest-code"), {"code": code})
    assert reply.status_code == 302, words(reply)
    return client


@pytest.fixture
def phone(client_for):
    return client_for()


@pytest.fixture
def inside(phone, token, at):
    """The browser of a guest who is let in."""
    return come_in(phone, token, at)


def words(reply) -> str:
    return " ".join(unescape(reply.content.decode()).split())


def heading(reply) -> str:
    return words(reply).partition("<h1>")[2].partition("</h1>")[0]


def put(client, token: str, value: str, revision: int, key: str = "mission"):
    """What the script of the page sends."""
    return client.post(address(token, "guest-answer", key), {key: value, f"rev:{key}": revision})
