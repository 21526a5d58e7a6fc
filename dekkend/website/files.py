"""The published pages as files: what nginx, or the server itself, hands out without asking the database.

Files are a cache of what is in the database. They may be thrown away at any time: the views make them again.
"""

import os
import shutil
import tempfile
from pathlib import Path

from django.conf import settings

from dekkend.core.languages import DUTCH, LANGUAGES

PAGE, PDF, JSON = "index.html", "profiel.pdf", "profiel.json"
BRIEF, BRIEF_PDF = "kort/index.html", "kort.pdf"
GUIDE, GUIDE_WORD, GUIDE_TEXT = "schoolgids/index.html", "schoolgids.docx", "schoolgids.txt"
CARD = "kaart/index.html"
TEXT_SHORT, TEXT_LONG = "tekst-500.txt", "tekst-2000.txt"
FILES = (PAGE, PDF, JSON, BRIEF, BRIEF_PDF, GUIDE, GUIDE_WORD, GUIDE_TEXT, CARD, TEXT_SHORT, TEXT_LONG)
# By what stands behind the address of the school: "" is its page, "kort/" the summary.
ADDRESSES = {name.removesuffix(PAGE): name for name in FILES}
CONTENT_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".json": "application/json; charset=utf-8",
    ".pdf": "application/pdf",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


def content_type_of(name: str) -> str:
    """Raises KeyError for a file that we do not make."""
    return CONTENT_TYPES[Path(name).suffix]


def folder_of(code: str, language: str = DUTCH) -> Path:
    """The folder of one site, by its establishment code; its path equals the address of the page in it."""
    return Path(settings.PUBLISHED_ROOT, LANGUAGES[language].prefix, "scholen", code)


def write_file(code: str, name: str, content: bytes, language: str = DUTCH) -> None:
    """Put `content` in place at once: a reader sees the old file or the new one, never half of one."""
    path = folder_of(code, language) / name
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    with os.fdopen(handle, "wb") as file:
        file.write(content)
    Path(temporary).chmod(0o644)  # mkstemp makes it private, but nginx must read it
    Path(temporary).replace(path)


def read_file(code: str, name: str, language: str = DUTCH) -> bytes | None:
    """What is kept under this name; None when it must be made."""
    try:
        return (folder_of(code, language) / name).read_bytes()
    except FileNotFoundError:
        return None


def remove_files(code: str) -> None:
    """All of a site, in every language; nothing happens where there are none."""
    for language in LANGUAGES:
        shutil.rmtree(folder_of(code, language), ignore_errors=True)
