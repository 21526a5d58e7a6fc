"""How a paper goes out: whole or the part that was asked for, and not again to who has it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from django.core.files import File
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.http import parse_etags

from dekkend.core.files.kinds import KINDS
from dekkend.core.files.serving import download_headers
from dekkend.profiles.papers import store

PIECE = 64 * 1024
ONE_RANGE = re.compile(r"bytes=(\d{0,15})-(\d{0,15})")


class Served(Protocol):
    name: str
    kind: str
    size: int
    sha256: str
    stored: str


@dataclass
class Piece:
    """Part of a file, handed out bit by bit; the server closes it, also when the reader hangs up."""

    file: File
    first: int
    length: int

    def __iter__(self) -> Iterator[bytes]:
        self.file.seek(self.first)
        left = self.length
        while left and (bit := self.file.read(min(PIECE, left))):
            left -= len(bit)
            yield bit

    def close(self) -> None:
        self.file.close()


def paper_response(request: HttpRequest, paper: Served, *, cache: str) -> HttpResponseBase:
    """The file, the part that was asked for (206), or 304 when the reader has it.

    Raises StoreDown and NotThere. `cache` is PRIVATE or PUBLIC of `core/files/serving.py`.
    """
    etag = f'"{paper.sha256}"'
    headers = _headers(paper, etag, cache)
    known = parse_etags(request.headers.get("If-None-Match", ""))
    if etag in known or known == ["*"]:
        return HttpResponse(status=304, headers={"ETag": etag, "Cache-Control": cache})
    asked = _asked(request, paper, etag)
    if asked is None:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{paper.size}"})
    first, length = asked
    headers["Content-Length"] = str(length)
    is_part = length < paper.size
    if is_part:
        headers["Content-Range"] = f"bytes {first}-{first + length - 1}/{paper.size}"
    if request.method == "HEAD":
        return HttpResponse(status=206 if is_part else 200, headers=headers)
    piece = Piece(store.fetch(paper.stored), first, length)
    return StreamingHttpResponse(piece, status=206 if is_part else 200, headers=headers)


def _headers(paper: Served, etag: str, cache: str) -> dict[str, str]:
    return download_headers(paper.name, KINDS[paper.kind], cache) | {"Accept-Ranges": "bytes", "ETag": etag}


def _asked(request: HttpRequest, paper: Served, etag: str) -> tuple[int, int] | None:
    """(first byte, how many): the whole unless one range was asked for; None when it lies outside."""
    match = ONE_RANGE.fullmatch(request.headers.get("Range", ""))
    if not match or match[0] == "bytes=-" or request.headers.get("If-Range", etag) != etag:
        return 0, paper.size
    first, last = match[1], match[2]
    if not first:
        length = min(int(last), paper.size)
        return (paper.size - length, length) if length else None
    end = min(int(last), paper.size - 1) if last else paper.size - 1
    if int(first) > end:
        return None
    return int(first), end - int(first) + 1
