"""A browser that opens a parent's link, and what its pages say."""

from html import unescape

from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import override

from dekkend.cases import actions
from dekkend.core.door import codes


def address(token: str, name: str = "parent-case", *more, language: str = "nl") -> str:
    with override(language):
        return reverse(name, args=[token, *more])


def token_of(party) -> str:
    """As it stands in the mail to this parent."""
    party.refresh_from_db()
    return party.about["token"]


def come_in(client, party):
    """This browser opens the link, and the parent types the code from the mail."""
    token, at = token_of(party), now() + codes.PAUSE * 2
    code = actions.send_parent_code(token=token, at=at)
    reply = client.post(address(token, "parent-code"), {"code": code})
    assert reply.status_code == 302, words(reply)
    return client


def words(reply) -> str:
    return " ".join(unescape(reply.content.decode()).split())


def heading(reply) -> str:
    return words(reply).partition("<h1>")[2].partition("</h1>")[0]
