"""Sets of schools as whole numbers: bit n stands for the school at place n."""

from collections.abc import Iterable, Iterator


def bits_of(places: Iterable[int]) -> int:
    """The set of these places; linear in the highest, however many there are."""
    places = list(places)
    if not places:
        return 0
    data = bytearray(max(places) // 8 + 1)
    for place in places:
        data[place >> 3] |= 1 << (place & 7)
    return int.from_bytes(data, "little")


def places_in(bits: int) -> Iterator[int]:
    """The places in a set, lowest first. Who takes only the first few pays only for those."""
    signs = bin(bits)[:1:-1]
    place = signs.find("1")
    while place >= 0:
        yield place
        place = signs.find("1", place + 1)
