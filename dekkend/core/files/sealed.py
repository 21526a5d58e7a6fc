"""Files of which only ciphertext is stored, under a name that says nothing.

What a person called their file may hold someone's name. It is no business of this module: it stands in no
path, log or address, and who fetches the file gets it under the name that the caller gives.
"""

from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from io import BufferedReader
from itertools import chain

from django.core.files import File
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse

from dekkend.core.encryption import DataKey
from dekkend.core.files.kinds import Kind, Readable
from dekkend.core.files.serving import PRIVATE, download_headers
from dekkend.core.files.store import Store, new_name
from dekkend.core.files.stream import Pieces, opened_pieces, opened_size, sealed_pieces


class SealedFiles:
    """Files sealed with the key of their owner, each for its place there and under its own stored name.

    Every function that reaches the store raises StoreDown, or NotThere when it does not have the file.
    """

    def __init__(self, alias: str = "sealed"):
        self._store = Store(alias)

    def keep(self, key: DataKey, place: str, content: Readable) -> str:
        """Seal what is left to read of a file; the name it got. When it goes wrong, nothing of it stays."""
        stored = new_name()
        pieces = sealed_pieces(key, _at(place, stored), content)
        return self._store.write(stored, File(BufferedReader(Pieces(pieces))))

    def read(self, key: DataKey, place: str, stored: str) -> "Opened":
        """The file, bit by bit. Raises CannotOpen: now, or halfway when it was spoiled further on."""
        file = self._store.fetch(stored)
        return Opened(file, opened_pieces(key, _at(place, stored), file))

    def copy(self, key: DataKey, place: str, stored: str, into: DataKey) -> str:
        """Seal the file anew with another key, for the same place there; the name of the copy.

        Bit by bit: it is never whole in the clear. Raises as `read` and `keep` do.
        """
        with closing(self.read(key, place, stored)) as opened:
            return self.keep(into, place, BufferedReader(Pieces(opened)))

    def size(self, stored: str) -> int:
        """How many bytes `read` gives. Raises CannotOpen."""
        return opened_size(self._store.size(stored))

    def forget(self, stored: str) -> bool:
        """Away with it; no when the store does not answer, so that it is to be done later."""
        return self._store.discard(stored)

    def names(self) -> list[str]:
        """Every file there is, to find those that no row names any more."""
        return self._store.names()

    def kept_since(self, stored: str) -> datetime:
        return self._store.kept_since(stored)


class Opened(Iterator[bytes]):
    """The pieces of a file. The first is opened at once: a wrong key shows before an answer has begun."""

    def __init__(self, file: File, pieces: Iterator[bytes]):
        self._file = file
        self._pieces = pieces
        self._pieces = chain([next(self)], pieces)

    def __next__(self) -> bytes:
        try:
            return next(self._pieces)
        except Exception:  # at its end, too
            self.close()
            raise

    def close(self) -> None:
        """For who stops halfway."""
        self._file.close()


sealed_files = SealedFiles()


def sealed_response(
    request: HttpRequest, key: DataKey, place: str, stored: str, *, name: str, kind: Kind
) -> HttpResponseBase:
    """The file as a download called `name` with the ending of its kind; nobody on the way may keep it.

    Raises StoreDown, NotThere and CannotOpen. What turns out to be spoiled further on breaks the answer off
    before the promised length: a browser then says that the download failed.
    """
    headers = download_headers(f"{name}{kind.extension}", kind, PRIVATE)
    headers["Content-Length"] = str(sealed_files.size(stored))
    if request.method == "HEAD":
        return HttpResponse(headers=headers)
    return StreamingHttpResponse(sealed_files.read(key, place, stored), headers=headers)


def _at(place: str, stored: str) -> str:
    """Also two files of the same place cannot be exchanged."""
    return f"{place} in {stored}"
