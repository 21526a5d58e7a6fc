"""Letters: the mails of this room, written out, without the post in between."""

import re
from dataclasses import dataclass

import pytest
from django.template.loader import render_to_string

from dekkend.organisations import actions, adapter


@dataclass(frozen=True)
class Letter:
    to: list[str]
    subject: str
    body: str

    @property
    def link(self) -> str:
        """The path of the one link in the letter."""
        (found,) = re.findall(r"https?://[^/\s]+(/\S+)", self.body)
        return found


@pytest.fixture
def letters(monkeypatch) -> list[Letter]:
    sent: list[Letter] = []

    def write(template: str, context: dict, to: list[str]) -> None:
        subject, _, body = render_to_string(template, context).partition("\n")
        sent.append(Letter(to, subject, body.strip()))

    monkeypatch.setattr(actions, "send_mail_on_commit", write)
    monkeypatch.setattr(adapter, "send_mail_on_commit", write)
    return sent
