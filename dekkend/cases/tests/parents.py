"""A browser that opens a parent's link, and what its pages say."""

import re
from html import unescape

from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import override

from dekkend.cases import actions
from dekkend.core.door import codes
from dekkend.core.languages import LANGUAGES
from dekkend.core.tests.spoken import WORD, words_of

FOREIGN = [code for code, language in LANGUAGES.items() if not language.is_dutch]
DRAWING = re.compile(r"<svg.*?</svg>", re.DOTALL)
# What is Dutch in every language: names of the tests' region, and of languages.
NAMES = ("Femke", "Kees", "Regenton", "Oudveen", "English", "Polski", "Dekkend", "Samenwerking")
NAMES += ("E-mail", "Open data", "Privacy")


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


def read(client, path: str) -> list[tuple[str, str]]:
    """(language, text) of every piece; a drawing is no piece, and would end what is around it."""
    return words_of(DRAWING.sub("", client.get(path).content.decode()))


def left_in_dutch(client, party, pages, languages=FOREIGN) -> set[str]:
    """What these pages, (name, *arguments), say in Dutch while they call it another language; no names."""
    token, left = token_of(party), set()
    for name, *more in pages:
        dutch = {text for _, text in read(client, address(token, name, *more))}
        for language in languages:
            spoken = read(client, address(token, name, *more, language=language))
            ours = {text for tag, text in spoken if tag == LANGUAGES[language].tag and WORD.search(text)}
            left |= ours & dutch
    return {text for text in left if not any(name in text for name in NAMES)}
