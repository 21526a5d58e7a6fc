"""A file that was sealed comes back whole, or not at all."""

import hashlib
import io
import tracemalloc
from dataclasses import replace

import pytest

from dekkend.core.encryption import CannotOpen, DataKey
from dekkend.core.files.stream import (
    HEADER,
    PIECE,
    TAG,
    Pieces,
    opened_pieces,
    opened_size,
    sealed_pieces,
)

KEY = DataKey("case 7f3c", bytes(range(32)))
PLACE = "attachment 4"
SEALED_PIECE = PIECE + TAG
CONTENT = bytes(range(256)) * 600  # two whole pieces and a part
MB = 1024 * 1024


def seal(content: bytes, key: DataKey = KEY, place: str = PLACE) -> bytes:
    return b"".join(sealed_pieces(key, place, io.BytesIO(content)))


def unseal(sealed: bytes, key: DataKey = KEY, place: str = PLACE) -> bytes:
    return b"".join(opened_pieces(key, place, io.BytesIO(sealed)))


@pytest.mark.parametrize("size", [0, 1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE, 3 * PIECE + 7])
def test_a_file_of_any_size_comes_back(size):
    content = (CONTENT * 2)[:size]
    sealed = seal(content)
    assert unseal(sealed) == content
    assert opened_size(len(sealed)) == size


def test_nothing_of_it_can_be_read_and_it_is_never_the_same_twice():
    content = b"Noor de Vries " * 9000
    first, second = seal(content), seal(content)
    assert b"Noor" not in first
    assert not {first[at : at + 32] for at in range(HEADER, 9000)} & {
        second[at : at + 32] for at in range(HEADER, 9000)
    }


def test_what_was_sealed_long_ago_still_opens():
    """Written down once: whoever changes the layout makes every stored file unreadable."""
    sealed = (
        "02"
        "791f47b9fcdd8af9d4f6d74c885479c13cf9c131a96ba40b125f815e42a03fa3"
        "f6eca095f691a0"
        "480d26e5a2242ce0d15cdafa182daf4d3a68c660849ebaed437620203073c4fb905d"
    )
    assert unseal(bytes.fromhex(sealed)) == b"Noor tekent graag."


def cut(sealed: bytes) -> tuple[bytes, list[bytes]]:
    """The header, and the pieces."""
    begins = range(HEADER, len(sealed), SEALED_PIECE)
    return sealed[:HEADER], [sealed[at : at + SEALED_PIECE] for at in begins]


def flip(at: int):
    def flipped(sealed: bytes) -> bytes:
        changed = bytearray(sealed)
        changed[at] ^= 1
        return bytes(changed)

    return flipped


def pieces_in_order(*order: int):
    def laid(sealed: bytes) -> bytes:
        header, pieces = cut(sealed)
        return header + b"".join(pieces[number] for number in order)

    return laid


def with_piece_of_another(sealed: bytes) -> bytes:
    """Of the same size, the same owner and the same place."""
    header, pieces = cut(sealed)
    _, others = cut(seal(CONTENT))
    return header + pieces[0] + others[1] + pieces[2]


SPOILED = {
    "empty": lambda sealed: b"",
    "half a header": lambda sealed: sealed[:20],
    "only a header": lambda sealed: sealed[:HEADER],
    "a header and part of a tag": lambda sealed: sealed[: HEADER + 9],
    "its last byte gone": lambda sealed: sealed[:-1],
    "its last piece gone": pieces_in_order(0, 1),
    "its first piece only": pieces_in_order(0),
    "its last piece only": pieces_in_order(2),
    "its first piece gone": pieces_in_order(1, 2),
    "its middle gone": pieces_in_order(0, 2),
    "in another order": pieces_in_order(1, 0, 2),
    "a piece twice": pieces_in_order(0, 1, 1, 2),
    "its last piece twice": pieces_in_order(0, 1, 2, 2),
    "itself behind itself": lambda sealed: sealed + sealed,
    "a byte behind it": lambda sealed: sealed + b"\0",
    "another version": flip(0),
    "another salt": flip(1),
    "another nonce": flip(HEADER - 1),
    "a changed first byte": flip(HEADER),
    "a changed byte in the middle": flip(HEADER + SEALED_PIECE + 70),
    "a changed last byte": flip(-1),
    "the header of another": lambda sealed: seal(CONTENT)[:HEADER] + sealed[HEADER:],
    "a piece of another": with_piece_of_another,
    "a single sealed value": lambda sealed: KEY.seal(PLACE, CONTENT),
    "never sealed": lambda sealed: CONTENT,
}


@pytest.mark.parametrize("how", SPOILED)
def test_what_was_spoiled_does_not_open(how):
    """What came out before that showed is still what was sealed: never anything else."""
    came = []
    with pytest.raises(CannotOpen):
        came.extend(opened_pieces(KEY, PLACE, io.BytesIO(SPOILED[how](seal(CONTENT)))))
    assert CONTENT.startswith(b"".join(came))


@pytest.mark.parametrize(
    ("key", "place"),
    [
        (replace(KEY, secret=bytes(32)), PLACE),
        (replace(KEY, owner="case 0000"), PLACE),
        (KEY, "attachment 5"),
    ],
)
def test_it_opens_for_its_own_key_owner_and_place_only(key, place):
    with pytest.raises(CannotOpen):
        unseal(seal(CONTENT), key, place)


@pytest.mark.parametrize("size", [0, HEADER, HEADER + TAG - 1])
def test_too_short_to_be_one_has_no_size(size):
    with pytest.raises(CannotOpen):
        opened_size(size)


class Long(io.RawIOBase):
    """50 MB that are nowhere: made while they are read, in odd portions."""

    def __init__(self):
        self.left, self.digest = 50 * MB, hashlib.sha256()

    def read(self, size=-1):
        portion = (self.left % 251).to_bytes() * min(self.left, size, 50_021)
        self.left -= len(portion)
        self.digest.update(portion)
        return portion


def test_50_mb_pass_through_little_memory():
    content, came = Long(), hashlib.sha256()
    tracemalloc.start()
    try:
        for piece in opened_pieces(KEY, PLACE, Pieces(sealed_pieces(KEY, PLACE, content))):
            came.update(piece)
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert content.left == 0
    assert came.digest() == content.digest.digest()
    assert most < MB
