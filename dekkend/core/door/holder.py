"""Who holds a link, and which kind of link it is."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

# "spent": there is no code that can be used now. "shut": that was one wrong code too many, the link is dead.
Outcome = Literal["right", "wrong", "spent", "shut"]


class Holder(Protocol):
    """Of the link and of the code that proves the address only hashes are kept."""

    code_hash: str
    code_sent_at: datetime | None
    code_tries: int
    wrong_codes: int
    opened_at: datetime | None
    seen_at: datetime | None

    @property
    def pk(self) -> int: ...

    @property
    def token_hash(self) -> str | None: ...


@dataclass(frozen=True)
class Door:
    """A kind of link. `path(token)` is the address under which the pages behind it stand.

    `name` is in what is hashed and signed: the code or cookie of one door never opens another.
    """

    name: str
    path: Callable[[str], str]
