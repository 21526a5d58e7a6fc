"""Serve published pages from memory, before Django wakes up.

A page that was rendered at publication needs no session, no database and no template. This wrapper answers
GET and HEAD for files below PUBLISHED_ROOT, in any language, and leaves everything else to Django. In
production nginx does the same with `try_files`; see deploy/nginx.conf.
"""

import re
from collections import OrderedDict
from collections.abc import Callable, Iterable
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

from dekkend.website.files import ADDRESSES, CARD, content_type_of

ADDRESS = re.compile(r"/((?:[a-z-]+/)?scholen/[0-9]{2}[A-Z]{2}[0-9]{2})/([a-z0-9.-]*/?)")
Environ = dict[str, Any]
StartResponse = Callable[..., Any]


class Kept(NamedTuple):
    """A file in memory: `stamp` tells whether the one on disk is still the same."""

    stamp: tuple[int, int, int]
    body: bytes
    headers: list[tuple[str, str]]
    etag: str


class PublishedPages:
    """A WSGI application around another one; holds at most `memory` bytes of pages.

    `framed` are the headers of the card, the only page that other sites may show within their own.
    """

    def __init__(
        self,
        application,
        root: Path,
        headers: dict[str, str],
        framed: dict[str, str],
        memory: int = 32_000_000,
    ):
        self.application = application
        self.root = root
        self.headers, self.framed = list(headers.items()), list(framed.items())
        self.memory = memory
        self.kept: OrderedDict[Path, Kept] = OrderedDict()
        self.size = 0

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        kept = self.find(environ)
        if kept is None:
            return self.application(environ, start_response)
        if kept.etag in environ.get("HTTP_IF_NONE_MATCH", ""):
            start_response("304 Not Modified", [("ETag", kept.etag), ("Cache-Control", "no-cache")])
            return []
        start_response("200 OK", list(kept.headers))
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [kept.body]

    def find(self, environ: Environ) -> Kept | None:
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
            return None
        address = ADDRESS.fullmatch(environ.get("PATH_INFO", ""))
        if address is None or address[2] not in ADDRESSES:
            return None
        return self.load(self.root / address[1] / ADDRESSES[address[2]])

    def load(self, path: Path) -> Kept | None:
        try:
            status = path.stat()
        except OSError:
            return None
        stamp = (status.st_mtime_ns, status.st_ino, status.st_size)
        kept = self.kept.get(path)
        if kept is None or kept.stamp != stamp:
            kept = self.read(path, stamp)
        return kept

    def read(self, path: Path, stamp: tuple[int, int, int]) -> Kept | None:
        try:
            body = path.read_bytes()
        except OSError:
            return None
        etag = f'"{sha256(body).hexdigest()[:32]}"'
        own = [("Content-Type", content_type_of(path.name)), ("Content-Length", str(len(body)))]
        headers = self.framed if path.match(CARD) else self.headers
        kept = Kept(stamp, body, [*own, ("ETag", etag), ("Cache-Control", "no-cache"), *headers], etag)
        self.keep(path, kept)
        return kept

    def keep(self, path: Path, kept: Kept) -> None:
        if old := self.kept.pop(path, None):
            self.size -= len(old.body)
        self.kept[path] = kept
        self.size += len(kept.body)
        while self.size > self.memory and len(self.kept) > 1:
            _, oldest = self.kept.popitem(last=False)
            self.size -= len(oldest.body)
