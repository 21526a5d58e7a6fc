"""Which files we take, and how much of them."""

from dataclasses import dataclass
from typing import Protocol

MB = 1024 * 1024
MOST_BYTES = 10 * MB


@dataclass(frozen=True)
class Kind:
    """A kind of file that may come in; `extension` is what its name ends with when it goes out."""

    key: str
    extension: str
    content_type: str


KINDS = {
    kind.key: kind
    for kind in (
        Kind("pdf", ".pdf", "application/pdf"),
        Kind("docx", ".docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        Kind("odt", ".odt", "application/vnd.oasis.opendocument.text"),
        Kind("png", ".png", "image/png"),
        Kind("jpeg", ".jpg", "image/jpeg"),
    )
}


class Readable(Protocol):
    """A file from which bytes can be read, whatever it is."""

    def read(self, size: int, /) -> bytes: ...


class Refused(Exception):
    """A file that we do not take; `reason` says why and what to do, in Dutch, for who chose it."""

    def __init__(self, reason: str):
        super().__init__(reason)
        self.reason = reason


def gettext_noop(text: str) -> str:
    """Marks a text to be translated. Django's own asks for settings, and the checker runs without."""
    return text


EMPTY = gettext_noop("Dit bestand is leeg. Kies een ander bestand.")
TOO_LARGE = gettext_noop("Dit bestand is groter dan 10 MB. Maak het kleiner of deel het op.")
BROKEN = gettext_noop("Dit bestand is niet heel. Open het, bewaar het opnieuw als pdf en kies het nog eens.")
UNKNOWN = gettext_noop("Dit soort bestand nemen wij niet aan. Bewaar het als pdf en kies het opnieuw.")
OLD_OFFICE = gettext_noop(
    "Dit is een ouder Office-bestand, of het heeft een wachtwoord. Bewaar het als pdf, zonder wachtwoord."
)
PHONE_PICTURE = gettext_noop(
    "Dit is een foto van het soort heic. Bewaar de foto als jpg en kies hem opnieuw."
)
LOCKED = gettext_noop("Dit bestand heeft een wachtwoord of een slot. Haal dat eraf en kies het opnieuw.")
ACTIVE = gettext_noop("In dit bestand zit een programma (macro of script). Bewaar het als gewone pdf zonder.")
HOLDS_FILES = gettext_noop(
    "In dit bestand zit een ander bestand. Haal dat eruit, of bewaar het geheel als pdf."
)
TOO_MUCH = gettext_noop("Dit bestand is uitgepakt te groot. Maak het kleiner en kies het opnieuw.")
