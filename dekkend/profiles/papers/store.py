"""Where papers stand: a folder of ours outside the web root, or S3. Their names there say nothing.

Every fault of either comes out as StoreDown, one missing file as NotThere.
"""

import logging
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from django.core.files import File
from django.core.files.storage import FileSystemStorage, Storage, storages

log = logging.getLogger(__name__)


class StoreDown(Exception):
    """The place where papers stand does not answer."""


class NotThere(StoreDown):
    """It answers, and says this file is not there."""


class PapersInFolder(FileSystemStorage):
    """Files that are on the disk before their row is: a power cut must not leave a row without a file."""

    def _save(self, name: str, content: File) -> str:
        name = super()._save(name, content)  # type: ignore[misc]  # the stubs leave it out
        for place in (self.path(name), self.location):
            handle = os.open(place, os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)
        return name


def keep(path: Path) -> str:
    """Put a file away; the name it got. When it goes wrong, nothing of it stays."""
    name = secrets.token_hex(16)
    with path.open("rb") as file:
        try:
            with _faults():
                return _store().save(name, File(file))
        except StoreDown:
            discard(name)
            raise


def fetch(name: str) -> File:
    """The file, open for reading from its beginning."""
    with _faults():
        return _store().open(name)


def discard(name: str) -> bool:
    """Away with it. What cannot be done now, the daily sweep does later."""
    try:
        with _faults():
            _store().delete(name)
    except StoreDown:
        log.exception("paper %s could not be discarded", name)
        return False
    return True


def names() -> list[str]:
    """Every file there is."""
    try:
        with _faults():
            return _store().listdir("")[1]
    except NotThere:  # no folder yet: nobody added a paper
        return []


def kept_since(name: str) -> datetime:
    with _faults():
        return _store().get_modified_time(name)


def _store() -> Storage:
    return storages["papers"]


@contextmanager
def _faults() -> Iterator[None]:
    try:
        yield
    except FileNotFoundError as missing:
        raise NotThere(str(missing)) from missing
    except OSError as fault:
        log.exception("the store of papers does not answer")
        raise StoreDown(str(fault)) from fault
