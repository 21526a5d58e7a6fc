"""How it stands with a guest: whether the link lets someone in, and if not why not. Pure."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from dekkend.core.door.codes import is_shut
from dekkend.profiles.models import Guest, Version
from dekkend.profiles.phrases import day
from dekkend.profiles.sheet import moment
from dekkend.questionnaires.definition import Chapter

TWO_WEEKS = timedelta(days=14)
LONGEST_MONTHS = 3
FORGOTTEN_AFTER = timedelta(days=30)

Standing = Literal["open", "withdrawn", "over", "closed", "locked"]


def standing_of(guest: Guest, on: date) -> Standing:
    """Asked at every request: whoever is in is out at once when this changes."""
    if guest.withdrawn_at:
        return "withdrawn"
    if guest.version.state != Version.State.WORKING:
        return "closed"
    if on > guest.until:
        return "over"
    return "locked" if is_shut(guest) else "open"


def name_of(chapter: Chapter) -> str:
    """A chapter by the name its writers know it by: "3 Zo helpen wij"."""
    return " ".join(filter(None, [chapter.number, chapter.plain or chapter.title]))


@dataclass(frozen=True)
class Row:
    """A guest in the list of who leads the writing: `icon` and `words` say how it stands."""

    guest: Guest
    chapter: str
    standing: Standing
    icon: str
    words: str

    @property
    def is_forgotten(self) -> bool:
        """Without an address nothing can be sent any more."""
        return not self.guest.email


def row_of(guest: Guest, chapter: str, on: date) -> Row:
    standing = standing_of(guest, on)
    icon, words = _in_words(guest, standing)
    return Row(guest, chapter, standing, icon, words)


def _in_words(guest: Guest, standing: Standing) -> tuple[str, str]:
    there = f" Het laatst hier {moment(guest.seen_at)}." if guest.seen_at else ""
    match standing:
        case "withdrawn":
            return "noeye", f"Ingetrokken {moment(guest.withdrawn_at)}.{there}"
        case "closed":
            return "noeye", f"Voorbij: u schrijft nu niet meer aan deze versie.{there}"
        case "over":
            return "noeye", f"Voorbij sinds {day(guest.until)}.{there}"
        case "locked":
            return "bad", "Dicht: iemand gaf te vaak een verkeerde code. Stuur een nieuwe link."
    if guest.opened_at is None:
        return "clock", f"Uitgenodigd {moment(guest.sent_at)}. Nog niet geopend."
    return "krul", f"Geopend {moment(guest.opened_at)}.{there}"
