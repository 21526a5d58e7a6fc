"""Sealing a file piece by piece, so that no file is ever in memory as a whole.

This is the STREAM construction (Hoang, Reyhanitabar, Rogaway and Vizár, "Online Authenticated-Encryption and
its Nonce-Reuse Misuse-Resistance", 2015), in the shape of Tink's AES256-GCM-HKDF streams. What is stored:

    version (1 byte) · salt (32) · nonce prefix (7) · pieces: at most 64 KiB, and a tag (16)

Each file has a key of its own, made of the data key and the salt. The nonce of a piece is the prefix, its
number and whether it is the last, so that none can be left out, added, moved or taken from another file.
"""

import io
import os
from collections.abc import Iterator

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from dekkend.core.encryption import KEY_BYTES, CannotOpen, DataKey
from dekkend.core.files.kinds import Readable

PIECE = 64 * 1024
TAG = 16
VERSION = b"\x02"  # a single value, sealed by a DataKey itself, has 1
SALT, PREFIX, NUMBER = 32, 7, 4
HEADER = len(VERSION) + SALT + PREFIX
PURPOSE = b"dekkend sealed file"


def sealed_pieces(key: DataKey, place: str, content: Readable) -> Iterator[bytes]:
    """What is to be stored of a file, bit by bit."""
    salt, prefix = os.urandom(SALT), os.urandom(PREFIX)
    yield VERSION + salt + prefix
    cipher, bound = _cipher(key, salt), key.bound_to(place)
    for number, piece, is_last in _numbered(content, PIECE):
        yield cipher.encrypt(_nonce(prefix, number, is_last), piece, bound)


def opened_pieces(key: DataKey, place: str, sealed: Readable) -> Iterator[bytes]:
    """The file again, each piece once it proved to be what was sealed.

    Raises CannotOpen, at the latest at the end: a reader has the whole file only when this ended by itself.
    """
    salt, prefix = _header(_read(sealed, HEADER))
    cipher, bound = _cipher(key, salt), key.bound_to(place)
    for number, piece, is_last in _numbered(sealed, PIECE + TAG):
        try:
            yield cipher.decrypt(_nonce(prefix, number, is_last), piece, bound)
        except InvalidTag as wrong:
            raise CannotOpen(f"Piece {number} is not what was sealed with this key, in this file") from wrong


def opened_size(sealed_size: int) -> int:
    """How many bytes come out of so many that are stored. Raises CannotOpen."""
    body = sealed_size - HEADER
    size = body - TAG * max(1, -(-body // (PIECE + TAG)))
    if size < 0:
        raise CannotOpen("Too short to be a sealed file")
    return size


class Pieces(io.RawIOBase):
    """Pieces as a file that can be read once, from its beginning."""

    def __init__(self, pieces: Iterator[bytes]):
        super().__init__()
        self._pieces = pieces
        self._left = memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, into) -> int:
        while not self._left:
            piece = next(self._pieces, None)
            if piece is None:
                return 0
            self._left = memoryview(piece)
        taken = min(len(into), len(self._left))
        into[:taken], self._left = self._left[:taken], self._left[taken:]
        return taken


def _cipher(key: DataKey, salt: bytes) -> AESGCM:
    return AESGCM(HKDF(SHA256(), KEY_BYTES, salt, PURPOSE).derive(key.secret))


def _nonce(prefix: bytes, number: int, is_last: bool) -> bytes:
    return prefix + number.to_bytes(NUMBER, "big") + bytes([is_last])


def _header(given: bytes) -> tuple[bytes, bytes]:
    if len(given) < HEADER or not given.startswith(VERSION):
        raise CannotOpen("This file was not sealed by us")
    return given[len(VERSION) : -PREFIX], given[-PREFIX:]


def _numbered(file: Readable, size: int) -> Iterator[tuple[int, bytes, bool]]:
    """Each piece with its number and whether it is the last: known only when nothing follows."""
    number, piece = 0, _read(file, size)
    while following := _read(file, size):
        yield number, piece, False
        number, piece = number + 1, following
    yield number, piece, True


def _read(file: Readable, size: int) -> bytes:
    """So many bytes, also from what gives fewer at a time; fewer only at the end."""
    got = file.read(size)
    while len(got) < size and (more := file.read(size - len(got))):
        got += more
    return got
