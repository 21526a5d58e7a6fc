"""Where files stand: a folder of ours outside the web root, or S3. Their names there say nothing.

Every fault of either comes out as StoreDown, one missing file as NotThere.
"""

import logging
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from django.core.files import File
from django.core.files.storage import Storage, storages

log = logging.getLogger(__name__)


class StoreDown(Exception):
    """The place where files stand does not answer."""


class NotThere(StoreDown):
    """It answers, and says this file is not there."""


class Store:
    """The files of one subject, under the name that settings' STORAGES give that place."""

    def __init__(self, alias: str):
        self.alias = alias

    def keep(self, path: Path) -> str:
        """Put a file away; the name it got. When it goes wrong, nothing of it stays."""
        with path.open("rb") as file:
            return self.write(new_name(), File(file))

    def write(self, name: str, content: File) -> str:
        """As `keep`, under a name from `new_name`."""
        try:
            with self._faults():
                return self._storage.save(name, content)
        except BaseException:
            self.discard(name)
            raise

    def fetch(self, name: str) -> File:
        """The file, open for reading from its beginning."""
        with self._faults():
            return self._storage.open(name)

    def discard(self, name: str) -> bool:
        """Away with it. What cannot be done now, the daily sweep does later."""
        try:
            with self._faults():
                self._storage.delete(name)
        except StoreDown:
            log.exception("file %s of %s could not be discarded", name, self.alias)
            return False
        return True

    def names(self) -> list[str]:
        """Every file there is."""
        try:
            with self._faults():
                return self._storage.listdir("")[1]
        except NotThere:  # no folder yet: nobody added a file
            return []

    def size(self, name: str) -> int:
        """In bytes, as it stands there."""
        with self._faults():
            return self._storage.size(name)

    def kept_since(self, name: str) -> datetime:
        with self._faults():
            return self._storage.get_modified_time(name)

    @property
    def _storage(self) -> Storage:
        return storages[self.alias]

    @contextmanager
    def _faults(self) -> Iterator[None]:
        try:
            yield
        except FileNotFoundError as missing:
            raise NotThere(str(missing)) from missing
        except OSError as fault:
            log.exception("the store of %s does not answer", self.alias)
            raise StoreDown(str(fault)) from fault


def new_name() -> str:
    """A name that nobody can guess and that says nothing."""
    return secrets.token_hex(16)
