"""The published pages as files: what nginx, or the server itself, hands out without asking the database.

Files are a cache of what is in the database. They may be thrown away at any time: the views make them again.
"""

import fcntl
import gzip
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO
from uuid import uuid4

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
# Beside these stands their gzip, which nginx hands out; the other kinds are compressed as they are.
PACKED = {".html", ".txt", ".json"}


def content_type_of(name: str) -> str:
    """Raises KeyError for a file that we do not make."""
    return CONTENT_TYPES[Path(name).suffix]


def folder_of(code: str, language: str = DUTCH) -> Path:
    """The folder of one site, by its establishment code; its path equals the address of the page in it."""
    return Path(settings.PUBLISHED_ROOT, LANGUAGES[language].prefix, "scholen", code)


@contextmanager
def new_file(code: str, name: str, language: str = DUTCH) -> Iterator[BinaryIO]:
    """What is written comes in place at once, at the end: a reader sees the old file or the new, never half.

    Ask the database only within. When the files of the site are removed meanwhile, for something else may be
    read now, what is written goes with them. When nothing is written, nothing changes.
    """
    path = folder_of(code, language) / name
    handle, temporary = _beside(path)
    try:
        with os.fdopen(handle, "wb") as file:
            os.fchmod(handle, 0o644)  # mkstemp makes it private, but nginx must read it
            yield file
            is_written = file.tell() > 0
        if is_written:
            with suppress(FileNotFoundError):  # the folder was taken away
                _put_in_place(Path(temporary), path)
    finally:
        for left in (temporary, f"{temporary}.gz"):
            Path(left).unlink(missing_ok=True)
        for folder in (path.parent, folder_of(code, language)):
            with suppress(OSError):  # something stands in it
                folder.rmdir()


def _beside(path: Path) -> tuple[int, str]:
    """(handle, name) of a file to write in, in a folder that another writer may take away as empty."""
    while True:
        path.parent.mkdir(parents=True, exist_ok=True)
        with suppress(FileNotFoundError):
            return tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")


def _put_in_place(temporary: Path, path: Path) -> None:
    """The file, and its gzip beside it. Raises FileNotFoundError when its folder was taken away meanwhile.

    nginx never finds the gzip of another file: writers wait for each other, who is cut off leaves none, and
    all is done in the one folder where the temporary file stands.
    """
    if path.suffix not in PACKED:
        temporary.replace(path)
        return
    _pack(temporary)
    with _alone_in(path.parent) as folder:
        os.stat(temporary.name, dir_fd=folder)
        with suppress(FileNotFoundError):
            os.unlink(f"{path.name}.gz", dir_fd=folder)
        for end in ("", ".gz"):
            os.replace(temporary.name + end, path.name + end, src_dir_fd=folder, dst_dir_fd=folder)


def _pack(file: Path) -> None:
    packed = Path(f"{file}.gz")
    packed.write_bytes(gzip.compress(file.read_bytes(), mtime=0))
    packed.chmod(0o644)


@contextmanager
def _alone_in(folder: Path) -> Iterator[int]:
    """A handle of this folder, in which no one else puts a file meanwhile."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield handle
    finally:
        os.close(handle)


def write_file(code: str, name: str, content: bytes, language: str = DUTCH) -> None:
    """For what does not change: the rest asks the database within `new_file`."""
    with new_file(code, name, language) as file:
        file.write(content)


def read_file(code: str, name: str, language: str = DUTCH) -> bytes | None:
    """What is kept under this name; None when it must be made."""
    try:
        return (folder_of(code, language) / name).read_bytes()
    except FileNotFoundError:
        return None


def remove_files(code: str) -> None:
    """All of a site, in every language, with what is being written; nothing happens where there are none."""
    for language in LANGUAGES:
        folder = folder_of(code, language)
        gone = folder.with_name(f".{code}.{uuid4().hex}")
        with suppress(FileNotFoundError):
            folder.rename(gone)
            shutil.rmtree(gone, ignore_errors=True)
