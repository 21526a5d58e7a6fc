"""How the table's rows are asked, and what is read from the answers."""

from urllib.parse import urlsplit

from django.core.cache import cache
from django.db import transaction
from django.urls import reverse

from dekkend.config.tests.access import ARGUMENTS, DO, GO, LATER, NO, NOTHING, SEE, SIGN_IN, Row
from dekkend.config.tests.world import Persona

LOGIN = "/account/inloggen/"
MARKS = {401: SIGN_IN, 403: NO, 404: NOTHING, 409: LATER}
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
