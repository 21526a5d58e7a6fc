"""Doors to other rooms on someone's first page: a room says which of its pages are for whom.

So the page that shows them all knows no room but its own.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Entrance:
    """`waits`: how many things behind this door wait for who stands before it."""

    title: str
    lead: str
    url: str
    waits: int = 0


# A user, and their roles of today, each with its place (`organisations.models.Membership`).
type Says = Callable[[Any, Sequence[Any]], Iterable[Entrance]]

_says: list[Says] = []


def register(says: Says) -> Says:
    """Ask this room too; once, when the program starts."""
    _says.append(says)
    return says


def entrances_for(user: Any, memberships: Sequence[Any]) -> list[Entrance]:
    """What every room offers someone with these roles, in the order in which the rooms were built."""
    return [entrance for says in _says for entrance in says(user, memberships)]
