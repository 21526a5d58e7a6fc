"""The texts of our pages and forms, and their translations: `make messages` collects and compiles them.

Pages: what stands in `{% translate %}` and gettext() goes to locale/<language>/LC_MESSAGES/django.po. Forms:
what parents read of a definition goes to locale/ in the folder of that form. The Dutch text is the key, so a
text that changes has to be translated anew. Babel does what elsewhere GNU gettext does: see decision 0018.
"""

import sys
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import django
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation import to_locale
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parents[1]
CODE = ROOT / "dekkend"
PAGES = ROOT / "locale"
DEFINITIONS = ROOT / "definitions"
NO_PAGES = {"tests", "demo", "migrations"}
NAME = "LC_MESSAGES/django.po"
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
NEVER = datetime(2000, 1, 1, tzinfo=UTC)  # else every run would change every file
HEADER: dict[str, Any] = {
    "header_comment": "# Dekkend, EUPL-1.2. See docs/translating.md.",
    "project": "Dekkend",
    "version": "0.1",
    "msgid_bugs_address": "see publiccode.yml",
    "last_translator": "Dekkend",
    "language_team": "Dekkend",
    "creation_date": NEVER,
    "revision_date": NEVER,
    "fuzzy": False,
}
Text = tuple[str | tuple[str, ...], str, list[str], str | None]


def texts_of_pages() -> Iterator[Text]:
    """(text or its two forms, file, comments for translators, context) of every text in our code."""
    for path in sorted(CODE.rglob("*")):
        if path.suffix in (".py", ".html", ".txt") and not NO_PAGES & set(path.parts):
            yield from _texts_in(path)


def _texts_in(path: Path) -> Iterator[Text]:
    source = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        if "translate" not in source and "_(" not in source:
            return
        source = "\n".join(line.strip() for line in templatize(source).splitlines())
    found = extract("python", BytesIO(source.encode()), KEYWORDS, ["Translators:"])
    for _, text, comments, context in found:
        yield text, str(path.relative_to(ROOT)), comments, context


def texts_of_form(folder: Path) -> Iterator[Text]:
    """The same for what parents read of all editions of one form."""
    from dekkend.questionnaires.loader import read_definition
    from dekkend.questionnaires.wording import wording_of

    for path in sorted(folder.glob("*.toml")):
        for place, text in wording_of(read_definition(path)):
            yield text, f"{path.relative_to(ROOT)}:{place}", [], None


def places() -> list[Path]:
    """The folders of translations: of our pages, and of each form."""
    from dekkend.questionnaires.loader import form_files

    return [PAGES, *sorted({path.parent / "locale" for path in form_files()})]


def texts_of(place: Path) -> Iterator[Text]:
    """The texts that belong in a folder of translations."""
    return texts_of_pages() if place == PAGES else texts_of_form(place.parent)


def template_of(texts: Iterable[Text]) -> Catalog:
    """The texts without a translation."""
    catalog = Catalog(**HEADER)
    for text, place, comments, context in texts:
        catalog.add(text, locations=[(place, 0)], auto_comments=comments, context=context)
    return catalog


def path_of(folder: Path, language: str) -> Path:
    return folder / to_locale(language) / NAME


def read(folder: Path, language: str) -> Catalog:
    """A catalogue as it stands in its file; empty when there is none yet."""
    path, locale = path_of(folder, language), language.partition("-")[0]
    if not path.exists():
        return Catalog(locale=locale, **HEADER)
    with path.open("rb") as file:
        return read_po(file, locale=locale, ignore_obsolete=True)


def renewed(folder: Path, language: str, template: Catalog) -> Catalog:
    """The catalogue with exactly the texts of `template`; a translation of a text that is gone goes too."""
    catalog = read(folder, language)
    catalog.update(template, no_fuzzy_matching=True, update_creation_date=False)
    catalog.obsolete.clear()
    return catalog


def as_po(catalog: Catalog) -> bytes:
    file = BytesIO()
    write_po(file, catalog, width=110, sort_output=True, include_lineno=False, ignore_obsolete=True)
    return file.getvalue()


def as_mo(catalog: Catalog) -> bytes:
    file = BytesIO()
    write_mo(file, catalog)
    return file.getvalue()


def missing(catalog: Catalog) -> list[Message]:
    """What has no translation yet, or not in every number."""
    return [message for message in catalog if message.id and not is_translated(message)]


def is_translated(message: Message) -> bool:
    said = message.string if isinstance(message.string, (list, tuple)) else [message.string]
    return all(said) and not message.fuzzy


def languages() -> list[str]:
    """Every language but Dutch, which needs no translation."""
    from django.conf import settings

    return [code for code, _ in settings.LANGUAGES if code != settings.LANGUAGE_CODE]


def main() -> int:
    django.setup()
    for folder in places():
        template = template_of(texts_of(folder))
        for language in languages():
            catalog, path = renewed(folder, language, template), path_of(folder, language)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(as_po(catalog))
            path.with_suffix(".mo").write_bytes(as_mo(catalog))
            open_texts = len(missing(catalog))
            print(f"{path.relative_to(ROOT)}: {len(catalog)} texts, {open_texts} to translate")  # noqa: T201
    return 0


if __name__ == "__main__":
    sys.exit(main())
