"""Yes, or no with a reason in the user's words."""

from typing import NamedTuple


class Verdict(NamedTuple):
    """True when allowed; otherwise `reason` says in Dutch why not."""

    allowed: bool
    reason: str = ""

    def __bool__(self) -> bool:
        return self.allowed


YES = Verdict(True)


def no(reason: str) -> Verdict:
    """A refusal, with its reason in the user's words."""
    return Verdict(False, reason)
