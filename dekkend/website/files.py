"""The published pages as files: what nginx, or the server itself, hands out without asking the database.

Files are a cache of what is in the database. They may be thrown away at any time: the views make them again.
"""

import fcntl
import gzip
import os
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
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
    site = folder_of(code, language)
    names = _names_for(name)
    folder, files, end = _begin(site, names)
    try:
        with end:
            yield files[0]
            if files[0].tell() > 0:
                _fill(files)
                with suppress(FileNotFoundError):  # the folder was taken away
                    _put_in_place(folder, names)
    finally:
        for empty in ((site / name).parent, site):
            with suppress(OSError):  # something stands in it
                empty.rmdir()


def _names_for(name: str) -> dict[str, str]:
    """How they come to be called, by what they are called while they are written: the file, and its gzip."""
    path = Path(name)
    temporary = str(path.with_name(f".{path.name}.{uuid4().hex}"))
    ends = ("", ".gz") if path.suffix in PACKED else ("",)
    return {temporary + end: name + end for end in ends}


def _begin(site: Path, names: dict[str, str]) -> tuple[int, list[BinaryIO], ExitStack]:
    """(handle of the folder, files to write in, what ends both).

    All is done by that one handle. Who takes the folder away leaves nothing behind the handle to go on with,
    and what someone else makes at the same address meanwhile is not touched.
    """
    while True:
        site.parent.mkdir(parents=True, exist_ok=True)
        with suppress(FileExistsError):  # `exist_ok` fails when it is gone the moment after
            site.mkdir()
        with suppress(FileNotFoundError), ExitStack() as end:  # another writer took it away, as empty
            folder = os.open(site, os.O_RDONLY)
            end.callback(os.close, folder)
            with _alone_in(folder):
                files = [end.enter_context(_temporary(folder, name)) for name in names]
            return folder, files, end.pop_all()


@contextmanager
def _temporary(folder: int, name: str) -> Iterator[BinaryIO]:
    with suppress(FileExistsError):
        os.mkdir(Path(name).parent, dir_fd=folder)
    handle = os.open(name, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o644, dir_fd=folder)
    try:
        with os.fdopen(handle, "w+b") as file:
            os.fchmod(handle, 0o644)  # whatever the umask is, nginx must read it
            yield file
    finally:
        with suppress(FileNotFoundError):
            os.unlink(name, dir_fd=folder)


def _fill(files: list[BinaryIO]) -> None:
    """The gzip, with what is in the first. All are on the disk then: a power cut leaves no empty file."""
    for packed in files[1:]:
        files[0].seek(0)
        packed.write(gzip.compress(files[0].read(), mtime=0))
    for file in files:
        file.flush()
        os.fsync(file.fileno())


def _put_in_place(folder: int, names: dict[str, str]) -> None:
    """Raises FileNotFoundError when the folder was taken away meanwhile.

    nginx never finds the gzip of another file: writers wait for each other, and who is cut off leaves none.
    """
    with _alone_in(folder):
        for name in list(names.values())[1:]:
            with suppress(FileNotFoundError):
                os.unlink(name, dir_fd=folder)
        for temporary, name in names.items():
            os.replace(temporary, name, src_dir_fd=folder, dst_dir_fd=folder)


@contextmanager
def _alone_in(folder: int) -> Iterator[None]:
    """No one else makes, renames or removes files in this folder of a site meanwhile."""
    fcntl.flock(folder, fcntl.LOCK_EX)
    try:
        yield
    finally:
        fcntl.flock(folder, fcntl.LOCK_UN)


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
            _remove(gone)


def _remove(gone: Path) -> None:
    """Writers who had the folder open before it went are done, or find nothing to put in place after this."""
    handle = os.open(gone, os.O_RDONLY)
    try:
        with _alone_in(handle):
            shutil.rmtree(gone, ignore_errors=True)
    finally:
        os.close(handle)
