"""The languages parents read in. The address says which one: `/scholen/` is Dutch, `/tr/scholen/` Turkish."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache, wraps

from django.conf import settings
from django.urls import translate_url
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

DUTCH = settings.LANGUAGE_CODE
SIMPLE_DUTCH = "nl-simple"


@dataclass(frozen=True)
class Language:
    """`code` stands in settings and addresses, `tag` in `lang`; `name` is what its readers call it."""

    code: str
    name: str

    @property
    def tag(self) -> str:
        return DUTCH if self.code == SIMPLE_DUTCH else self.code

    @property
    def is_dutch(self) -> bool:
        return self.tag == DUTCH

    @property
    def direction(self) -> str:
        return "rtl" if self.code in settings.LANGUAGES_BIDI else "ltr"

    @property
    def prefix(self) -> str:
        """What stands in front of an address, and of the folder of its files: "" or "tr/"."""
        return "" if self.code == DUTCH else f"{self.code}/"


LANGUAGES = {code: Language(code, name) for code, name in settings.LANGUAGES}


def language_of(code: str) -> Language:
    """Also for a language that only stands in a form."""
    return LANGUAGES.get(code) or Language(code, code)


def marking(code: str, around: str) -> SafeString:
    """The `lang` of a piece in another language than what is around it, and its `dir` where that turns."""
    piece, page = language_of(code), language_of(around)
    if piece.tag == page.tag:
        return SafeString("")
    turns = format_html(' dir="{}"', piece.direction) if piece.direction != page.direction else ""
    return format_html(' lang="{}"{}', piece.tag, turns)


def current() -> Language:
    """The language that texts are translated into now."""
    return LANGUAGES[get_language() or DUTCH]


def by_language[T](make: Callable[[], T]) -> Callable[[], T]:
    """For a function whose answer depends on the reader's language alone: it is worked out once for each."""
    kept = lru_cache(lambda language: make())

    @wraps(make)
    def answer() -> T:
        return kept(get_language())

    return answer


def addresses_of(address: str) -> list[tuple[Language, str]]:
    """The same page in each language, this one included; empty for a page that is there in Dutch only."""
    here = current()
    other = SIMPLE_DUTCH if here.code == DUTCH else DUTCH
    if translate_url(address, other) == address:
        return []
    bare = address.removeprefix(f"/{here.prefix}")
    return [(language, f"/{language.prefix}{bare.removeprefix('/')}") for language in LANGUAGES.values()]
