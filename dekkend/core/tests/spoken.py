"""The texts of a page by the language it says they are in."""

import re
from html.parser import HTMLParser

WORD = re.compile(r"[a-z]{3}")
VOID = {"input", "link", "meta", "br", "hr", "img", "use", "path", "circle", "line", "rect"}
READ_ALOUD = {"aria-label", "placeholder", "title", "data-t"}


class Words(HTMLParser):
    """The texts of a page by language: what a reader sees, and what is read to them."""

    def __init__(self):
        super().__init__()
        self.around: list[tuple[str, str]] = []
        self.found: list[tuple[str, str]] = []

    @property
    def language(self) -> str:
        return next((language for _, language in reversed(self.around) if language), "")

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        language = given.get("lang") or ""
        self.found += [(language or self.language, given[name]) for name in READ_ALOUD & given.keys()]
        if tag not in VOID:
            self.around.append((tag, language))

    def handle_endtag(self, tag):
        while self.around:
            if self.around.pop()[0] == tag:
                break

    def handle_data(self, data):
        if self.around and self.around[-1][0] not in ("script", "style"):
            self.found.append((self.language, " ".join(data.split())))


def words_of(page: str) -> list[tuple[str, str]]:
    """(language, text) of every piece with a word in it."""
    parser = Words()
    parser.feed(page)
    return [(language, text) for language, text in parser.found if text and WORD.search(text)]
