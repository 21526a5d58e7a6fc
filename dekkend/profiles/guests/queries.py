"""Reads about guests. Each is one query."""

from datetime import date

from dekkend.core.tokens import hash_of
from dekkend.profiles.guests.sight import chapter_of
from dekkend.profiles.guests.standing import Row, name_of, row_of
from dekkend.profiles.models import Guest, Version
from dekkend.questionnaires.loader import questionnaire_of


def guest_by(token: str) -> Guest | None:
    """The guest of a link, with all that a page about them needs."""
    found = Guest.objects.filter(token_hash=hash_of(token)).select_related(
        "invited_by", "version__edition", "version__profile__site__school__board",
        "version__profile__partnership",
    )  # fmt: skip
    return found.defer("version__snapshot", "version__edition__definition").first()


def rows_of(version: Version, on: date) -> list[Row]:
    """Every guest of a version, in the order in which they were asked."""
    form = questionnaire_of(version.edition)
    names = {page.key: name_of(page) for page in form.pages}
    guests = version.guests.select_related("invited_by")
    for guest in guests:
        guest.version = version
    return [row_of(guest, names.get(guest.chapter, ""), on) for guest in guests]


def open_at(version: Version, chapter: str, on: date) -> list[Guest]:
    """Who may be at work in a chapter now, for the page of those who lead the writing."""
    return list(version.guests.filter(chapter=chapter, withdrawn_at=None, until__gte=on))


def name_is_taken(version: Version, name: str, email: str) -> bool:
    """Whether a guest of this version at another address has this name: see `Guest.signature`."""
    return version.guests.filter(name__iexact=name).exclude(email__in=["", email]).exists()


def chapter_name(guest: Guest) -> str:
    page = chapter_of(questionnaire_of(guest.version.edition), guest.chapter)
    return name_of(page) if page else ""
