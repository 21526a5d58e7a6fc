"""The door of a parent's place: whether a link lets someone in, and if not why not."""

from datetime import date
from typing import Literal

from dekkend.cases.models import Party
from dekkend.cases.parents.links import still_works
from dekkend.core.door import Door
from dekkend.core.door.codes import is_shut
from dekkend.core.tokens import hash_of

# Its pages stand under an address for each language, so its cookie goes with all of them.
DOOR = Door("parent", lambda token: "/")

Standing = Literal["open", "over", "locked"]


def party_by(token: str) -> Party | None:
    """The parent of a link, with all that a page about their case needs. One query.

    Who is kept out, or got a newer link, has none: see `links`. Nor has a file that was destroyed.
    """
    found = Party.objects.filter(token_hash=hash_of(token), removed_at=None).select_related(
        "case__key", "case__partnership", "case__site__school", "case__offering",
        "case__growth_edition", "case__request_edition",
    )  # fmt: skip
    heavy = ("growth_edition", "request_edition", "offering")
    return found.defer(*(f"case__{one}__definition" for one in heavy)).first()


def standing_of(party: Party, on: date) -> Standing:
    """Asked at every request: whoever is in is out at once when this changes."""
    if is_shut(party):
        return "locked"
    return "open" if still_works(party, on) else "over"
