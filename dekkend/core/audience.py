"""Who sees something, and who does not: for the panel above the button that sends."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Audience:
    """Who will see an act, and what; `sees` is False for those who do not."""

    who: str
    what: str
    sees: bool = True
