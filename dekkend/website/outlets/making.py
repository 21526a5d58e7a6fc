"""Every outlet by the name of its file: who asks for it, and the worker, make it the same way."""

from collections.abc import Callable
from functools import partial

from django.template.loader import render_to_string
from django.urls import reverse

from dekkend.organisations.faces import face_of
from dekkend.organisations.models import Site
from dekkend.profiles.models import Version
from dekkend.website import files
from dekkend.website.outlets.brief import brief_of, brief_pdf
from dekkend.website.outlets.guide import guide_of
from dekkend.website.outlets.national import LONG, SHORT, national_text
from dekkend.website.outlets.plain import as_text
from dekkend.website.outlets.word import as_docx

Maker = Callable[[Version], bytes]


def guide_page(version: Version) -> bytes:
    return _page("website/outlets/guide.html", version, document=guide_of(version))


def guide_text(version: Version) -> bytes:
    return as_text(guide_of(version)).encode()


def guide_word(version: Version) -> bytes:
    at = version.published_at or version.started_at
    return as_docx(guide_of(version), author=version.profile.site.name, at=at)


def brief_page(version: Version) -> bytes:
    address = reverse("outlet-brief", args=[version.profile.site.code])
    return _page("website/outlets/brief.html", version, brief=brief_of(version), page_address=address)


def card_page(version: Version) -> bytes:
    return _page("website/outlets/card.html", version, brief=brief_of(version))


def text(version: Version, most: int) -> bytes:
    """The text for the national site, of at most so many signs."""
    return f"{national_text(version, most)}\n".encode()


MADE_AT_ONCE: dict[str, Maker] = {
    files.GUIDE: guide_page,
    files.GUIDE_WORD: guide_word,
    files.GUIDE_TEXT: guide_text,
    files.BRIEF: brief_page,
    files.CARD: card_page,
    files.TEXT_SHORT: partial(text, most=SHORT),
    files.TEXT_LONG: partial(text, most=LONG),
}
# Those that are there in every language; the others are Dutch, as the school wrote them.
IN_EVERY_LANGUAGE = (files.BRIEF, files.BRIEF_PDF)
# Typst is for the worker only: it keeps the memory it once used.
OUTLETS: dict[str, Maker] = {**MADE_AT_ONCE, files.BRIEF_PDF: brief_pdf}


def _page(template: str, version: Version, **context) -> bytes:
    """A page that is kept as a file: it knows no visitor."""
    site: Site = version.profile.site
    frame = {"site": site, "version": version, "face": face_of(version.profile.partnership)}
    return render_to_string(template, context | frame | {"public_page": True}).encode()
