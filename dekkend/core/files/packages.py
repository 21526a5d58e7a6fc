"""Documents that are a zip inside: Word (docx) and OpenDocument (odt), without macros and not too large."""

import re
import zipfile
from pathlib import Path
from typing import IO
from xml.etree import ElementTree

from dekkend.core.files.kinds import ACTIVE, BROKEN, HOLDS_FILES, LOCKED, MB, TOO_MUCH, UNKNOWN, Refused

MOST_PARTS = 2000
MOST_UNPACKED = 100 * MB
MOST_OF_A_LIST = 5 * MB
PIECE = 256 * 1024
LENGTH_OF_END = 22

WORD_TEXT = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
ODT_TEXT = b"application/vnd.oasis.opendocument.text"
WORD_ACTIVE = re.compile(r"vbaproject|vbadata|activex|\.bin$", re.IGNORECASE)
WORD_FILES = re.compile(r"(^|/)embeddings/", re.IGNORECASE)
ODT_ACTIVE = re.compile(r"^(basic|scripts)/", re.IGNORECASE)
# A template or an object fetched from elsewhere when someone opens the document.
FETCHED = re.compile(r"/(attachedTemplate|oleObject|frame|subDocument)$")
ELSEWHERE = re.compile(r"^(https?|ftp|mhtml):|^(file:)?([\\/]{2}|[\\/]{4,})[^\\/]", re.IGNORECASE)


def check_package(path: Path) -> str:
    """Raises Refused; else "docx" or "odt"."""
    if not _ends_as_zip(path):
        raise Refused(BROKEN)
    with zipfile.ZipFile(path) as package:
        names = _names(package)
        _read_all(package)
        if "[Content_Types].xml" in names:
            return _check_word(package, names)
        if names[0] == "mimetype" and package.read("mimetype") == ODT_TEXT:
            return _check_odt(package, names)
    raise Refused(UNKNOWN)


def _ends_as_zip(path: Path) -> bool:
    """Its list of parts is the very last thing in it: no other file is hung behind this one."""
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - LENGTH_OF_END))
        return file.read(4) == b"PK\x05\x06"


def _names(package: zipfile.ZipFile) -> list[str]:
    """The parts in order, when they could be a document: each once, in the folder, and not locked."""
    parts = package.infolist()
    names = [part.filename for part in parts]
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise Refused(TOO_MUCH)
    if any(part.flag_bits & 1 for part in parts):
        raise Refused(LOCKED)
    if not names or len(set(names)) < len(names) or any(_leads_out(name) for name in names):
        raise Refused(BROKEN)
    if min(part.header_offset for part in parts):
        raise Refused(BROKEN)  # something stands before the first part: this is two files in one
    return names


def _leads_out(name: str) -> bool:
    return name.startswith("/") or "\\" in name or ".." in name.split("/")


def _read_all(package: zipfile.ZipFile) -> None:
    """Unpack everything once, to nowhere: sizes may lie, and what is damaged shows itself."""
    unpacked = 0
    for part in package.infolist():
        with package.open(part) as file:
            while piece := file.read(PIECE):
                unpacked += len(piece)
                if unpacked > MOST_UNPACKED:
                    raise Refused(TOO_MUCH)


def _check_word(package: zipfile.ZipFile, names: list[str]) -> str:
    kinds = [element.get("ContentType", "") for element in _xml(package, "[Content_Types].xml")]
    if any("macroenabled" in kind.lower() for kind in kinds) or any(map(WORD_ACTIVE.search, names)):
        raise Refused(ACTIVE)
    if WORD_TEXT not in kinds or "word/document.xml" not in names:
        raise Refused(UNKNOWN)
    if any(map(WORD_FILES.search, names)):
        raise Refused(HOLDS_FILES)
    if any(_fetches(package, name) for name in names if name.endswith(".rels")):
        raise Refused(ACTIVE)
    return "docx"


def _fetches(package: zipfile.ZipFile, name: str) -> bool:
    return any(
        link.get("TargetMode") == "External"
        and FETCHED.search(link.get("Type", ""))
        and ELSEWHERE.search(link.get("Target", ""))
        for link in _xml(package, name)
    )


def _check_odt(package: zipfile.ZipFile, names: list[str]) -> str:
    if "content.xml" not in names or "META-INF/manifest.xml" not in names:
        raise Refused(BROKEN)
    with package.open("META-INF/manifest.xml") as manifest:
        if b"encryption-data" in manifest.read(MOST_OF_A_LIST):
            raise Refused(LOCKED)
    if any(map(ODT_ACTIVE.search, names)):
        raise Refused(ACTIVE)
    for name in {"content.xml", "styles.xml"} & set(names):
        with package.open(name) as text:
            if _holds(text, b"script:event-listener"):
                raise Refused(ACTIVE)
    return "odt"


def _holds(file: IO[bytes], words: bytes) -> bool:
    """Whether the words stand somewhere in it, read piece by piece."""
    before = b""
    while piece := file.read(PIECE):
        if words in before + piece:
            return True
        before = piece[-len(words) :]
    return False


def _xml(package: zipfile.ZipFile, name: str) -> ElementTree.Element:
    """A list inside the package. One that declares entities is made to grow: no office program does that."""
    with package.open(name) as file:
        text = file.read(MOST_OF_A_LIST + 1)
    if len(text) > MOST_OF_A_LIST or b"<!" in text:
        raise Refused(BROKEN)
    return ElementTree.fromstring(text)  # noqa: S314  without declarations it cannot grow
