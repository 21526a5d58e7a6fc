"""How the table's rows are asked, and what is read from the answers."""

import re
from collections.abc import Container, Iterable
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.core.cache import cache
from django.db import connection, transaction
from django.urls import reverse

from dekkend.config.tests.access import ARGUMENTS, DO, GO, LATER, NO, NOTHING, SEE, SIGN_IN, Row
from dekkend.config.tests.world import Persona
from dekkend.organisations.models import Membership, Role

LOGIN = "/account/inloggen/"
MARKS = {401: SIGN_IN, 403: NO, 404: NOTHING, 409: LATER}
LET_IN = {SEE, DO, GO, LATER}
# An act that ends at the login page; being asked to sign in for it carries the way back.
ENDS_AT_LOGIN = {"sign-out-everywhere"}


def address(row: Row, things: dict) -> str:
    return reverse(row.name, args=[things[word] for word in ARGUMENTS.get(row.name, [])])


def ask(persona: Persona, row: Row, path: str):
    """The answer this person gets; whatever it changed is undone."""
    with transaction.atomic():
        cache.clear()
        method = persona.client.get if row.method == "GET" else persona.client.post
        cookies = persona.client.cookies.copy()
        answer = method(path, row.data)
        transaction.set_rollback(True)
    persona.client.cookies = cookies
    return answer


def outcome(answer, row: Row, path: str) -> str:
    """The word of the table for an answer; anything unexpected comes back as its status."""
    if answer.status_code in MARKS:
        return MARKS[answer.status_code]
    if answer.status_code == 302:
        target = urlsplit(answer["Location"])
        if target.path == LOGIN and (target.query or row.name not in ENDS_AT_LOGIN):
            return SIGN_IN
        return GO if row.method == "GET" or GO in row.outcomes().values() else DO
    if row.method == "GET":
        return SEE if answer.status_code in (200, 202) else str(answer.status_code)
    return DO if answer.status_code in (200, 422) else str(answer.status_code)


def assert_everyone_finds_it(people: list[Persona], row: Row, path: str) -> None:
    """Each of these people finds what the table says: a refusal with its reason, a page with one heading."""
    expected, found = {}, {}
    for persona in _asked(row, people):
        answer = ask(persona, row, path)
        expected[persona.name] = row.outcomes()[persona.column]
        found[persona.name] = outcome(answer, row, path)
        if found[persona.name] == NO:
            assert says_why(answer), f"{path}: no reason for {persona.name}"
        if found[persona.name] == SEE and answer["Content-Type"].startswith("text/html"):
            assert one_heading(answer), f"{path}: not exactly one h1 for {persona.name}"
        assert title_of(answer).count("Fout:") <= 1, f"{path}: {title_of(answer)}"
    assert found == expected


def _asked(row: Row, people: list[Persona]) -> Iterable[Persona]:
    """Everyone; one of each column where all get in alike: what is open to anyone looks at nobody's role.

    Of people with one who has all their roles that one, where none of them finds anything. On PostgreSQL one
    of each column that gets in: a column is one rule, of which SQLite heard everyone, and who does not get in
    is refused after the same queries, by the same Python.
    """
    marks = row.outcomes()
    people = [one for persona in people for one in _each_or_all_at_once(persona, marks)]
    if connection.vendor != "sqlite":
        return _one_of_each(persona for persona in people if marks[persona.column] in LET_IN)
    is_open = marks["anonymous"] in LET_IN and len(set(marks.values())) == 1
    return _one_of_each(people) if is_open else people


def _each_or_all_at_once(persona: Persona, marks: dict[str, str]) -> Iterable[Persona]:
    finds_something = any(marks[one.column] != NOTHING for one in persona.all_of)
    return persona.all_of if finds_something else [persona]


def _one_of_each(people: Iterable[Persona]) -> Iterable[Persona]:
    return {persona.column: persona for persona in people}.values()


def roles_in(people: list[Persona], elsewhere: Container[str]) -> set[Role]:
    """The roles of those who are asked one by one, but for the columns of other schools and regions."""
    each = [one for persona in people for one in persona.all_of or [persona] if one.column not in elsewhere]
    # Asked for its session, a client without one makes one.
    signed_in = [one.client for one in each if settings.SESSION_COOKIE_NAME in one.client.cookies]
    users = [client.session.get(SESSION_KEY) for client in signed_in]
    return {Role(role) for role in Membership.objects.filter(user__in=users).values_list("role", flat=True)}


def says_why(answer) -> bool:
    """A refusal has words of its own, on a page or for a script."""
    if answer["Content-Type"].startswith("application/json"):
        return bool(answer.json()["error"])
    return one_heading(answer) and len(words_of(answer)) > 80


def one_heading(answer) -> bool:
    return len(re.findall(r"<h1[\s>]", answer.content.decode())) == 1


def title_of(answer) -> str:
    """Empty for what is no page."""
    if not answer.headers.get("Content-Type", "").startswith("text/html"):
        return ""
    return answer.content.decode().partition("<title>")[2].partition("</title>")[0]


def words_of(answer) -> str:
    return re.sub(r"<[^>]+>|\s+", " ", answer.content.decode().partition("<h1")[2])
