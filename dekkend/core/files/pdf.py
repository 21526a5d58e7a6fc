"""What a PDF must not have: a lock, a script, another file inside, or a second face."""

import zipfile
from collections.abc import Iterator
from pathlib import Path

import pikepdf

from dekkend.core.files.kinds import ACTIVE, BROKEN, HOLDS_FILES, LOCKED, Refused

# Actions that run something, send something or open something outside the document.
ACTIONS = {"/JavaScript", "/Launch", "/ImportData", "/SubmitForm", "/Rendition", "/RichMediaExecute"}
ACTIVE_PARTS = {"/JS", "/XFA", "/RichMediaContent", "/3DD"}
FILE_PARTS = {"/EF", "/EmbeddedFiles"}
TAIL = 1024


def check_pdf(path: Path) -> str:
    """Raises Refused; else "pdf". The file itself is left as it is, so a signature under it stays valid."""
    if zipfile.is_zipfile(path) or not _ends_as_pdf(path):
        raise Refused(BROKEN)
    try:
        with pikepdf.open(path) as pdf:
            _check(pdf)
    except pikepdf.PasswordError:
        raise Refused(LOCKED) from None
    return "pdf"


def _check(pdf: pikepdf.Pdf) -> None:
    if pdf.is_encrypted:
        raise Refused(LOCKED)
    if not len(pdf.pages):
        raise Refused(BROKEN)
    for part in _dictionaries(pdf):
        names = set(part.keys())
        if names & ACTIVE_PARTS or str(part.get("/S", "")) in ACTIONS:
            raise Refused(ACTIVE)
        if names & FILE_PARTS:
            raise Refused(HOLDS_FILES)


def _dictionaries(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Object]:
    """Every dictionary in the file, also those no page leads to; what is referred to comes by itself."""
    todo = [*pdf.objects, pdf.trailer]
    while todo:
        part = todo.pop()
        if isinstance(part, (pikepdf.Dictionary, pikepdf.Stream)):
            yield part
            todo += [child for _, child in part.items() if _is_inside(child)]
        elif isinstance(part, pikepdf.Array):
            todo += [child for child in part if _is_inside(child)]


def _is_inside(child: object) -> bool:
    return isinstance(child, pikepdf.Object) and not child.is_indirect


def _ends_as_pdf(path: Path) -> bool:
    """Nothing but white space behind the last end mark: no other file is hung behind this one."""
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - TAIL))
        _, mark, behind = file.read().rpartition(b"%%EOF")
    return bool(mark) and not behind.strip(b"\x00\t\n\f\r ")
