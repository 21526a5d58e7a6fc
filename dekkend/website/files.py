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


def folder_of(code: str, language: str = DUTCH) -> Path:
    """The folder of one site, by its establishment code; its path equals the address of the page in it."""
    return Path(settings.PUBLISHED_ROOT, LANGUAGES[language].prefix, "scholen", code)


def write_file(code: str, name: str, content: bytes, language: str = DUTCH) -> None:
    """Put `content` in place at once: a reader sees the old file or the new one, never half of one."""
    folder = folder_of(code, language)
    folder.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=folder, prefix=f".{name}.")
    with os.fdopen(handle, "wb") as file:
        file.write(content)
    Path(temporary).chmod(0o644)  # mkstemp makes it private, but nginx must read it
    Path(temporary).replace(folder / name)


def read_file(code: str, name: str, language: str = DUTCH) -> bytes | None:
    try:
        return (folder_of(code, language) / name).read_bytes()
    except FileNotFoundError:
        return None


def remove_files(code: str) -> None:
    for language in LANGUAGES:
        shutil.rmtree(folder_of(code, language), ignore_errors=True)
