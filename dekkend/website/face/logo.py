"""A logo: a picture by its content, not by its name, and no larger than a header needs."""

from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from pathlib import Path

from PIL import Image

from dekkend.core.files.inspection import inspected
from dekkend.core.files.kinds import Refused
from dekkend.core.files.scanning import INFECTED, NOT_CHECKED

KINDS = ("png", "jpeg")
MOST_BYTES = 2 * 1024 * 1024
MOST_PIXELS = 4_000_000
FITS = (480, 144)  # twice what the header shows, for sharp screens
LEAST, LONGEST = 32, 8  # pixels on the shortest side; how many times as long as high

NO_PICTURE = "Kies een plaatje van het soort png of jpg. Een svg of pdf kan niet: bewaar hem eerst als png."
TOO_LARGE = "Dit plaatje is groter dan 2 MB of 4 miljoen beeldpunten. Maak het kleiner en kies het opnieuw."
TOO_SMALL = f"Dit plaatje is te klein om scherp te zijn. Kies er een van minstens {LEAST} beeldpunten hoog."
TOO_LONG = (
    f"Dit plaatje is te lang voor de kop van de pagina. Kies er een die hoogstens {LONGEST} keer zo lang is."
)


@dataclass(frozen=True)
class Picture:
    """A logo as it is kept, and handed out."""

    content: bytes
    content_type: str
    width: int
    height: int

    @property
    def hash(self) -> str:
        return sha256(self.content).hexdigest()[:12]


def read_logo(path: Path) -> Picture:
    """The picture in a file, drawn anew and as large as we show it. Raises Refused, with words of ours."""
    if path.stat().st_size > MOST_BYTES:
        raise Refused(TOO_LARGE)
    try:
        with inspected(path) as file:
            if file.kind.key not in KINDS:
                raise Refused(NO_PICTURE)
            return _fitted(file.path, file.kind.content_type)
    except Refused as refused:
        raise Refused(refused.reason if refused.reason in OURS else NO_PICTURE) from None


OURS = {TOO_LARGE, TOO_SMALL, TOO_LONG, INFECTED, NOT_CHECKED}


def _fitted(path: Path, content_type: str) -> Picture:
    with Image.open(path, formats=("PNG", "JPEG")) as picture:
        _judge(*picture.size)
        picture.thumbnail(FITS)
        written = BytesIO()
        picture.save(written, picture.format or "PNG", optimize=True)
        return Picture(written.getvalue(), content_type, *picture.size)


def _judge(width: int, height: int) -> None:
    """Before it is unpacked: only the size was read."""
    if width * height > MOST_PIXELS:
        raise Refused(TOO_LARGE)
    if min(width, height) < LEAST:
        raise Refused(TOO_SMALL)
    if max(width, height) > LONGEST * min(width, height):
        raise Refused(TOO_LONG)
