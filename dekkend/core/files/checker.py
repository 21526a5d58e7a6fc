"""Looks inside one file: `python -m dekkend.core.files.checker <file> <place for a cleaned copy>`.

A program of its own, with little time and memory: a file made to choke its reader then takes this process
down and no other. Says in JSON which kind of file it is, or why we do not take it.
"""

import json
import resource
import sys
from pathlib import Path

from dekkend.core.files.kinds import BROKEN, OLD_OFFICE, PHONE_PICTURE, TOO_MUCH, UNKNOWN, Refused

SECONDS = 20
MEMORY = 1024**3
LARGEST_COPY = 32 * 1024**2
OLD_OFFICE_START = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
HEIC = {b"heic", b"heix", b"hevc", b"mif1", b"msf1"}


def kind_of(path: Path, copy: Path) -> str:
    """The key of its kind; a picture is also written to `copy`, without what a camera put in it.

    Raises Refused. A name says nothing: only the first bytes and then all that follows decide.
    """
    # Each kind has a library of its own that takes a while to import, and one of them is needed.
    with path.open("rb") as file:
        start = file.read(16)
    if start.startswith(b"%PDF-"):
        from dekkend.core.files.pdf import check_pdf

        return check_pdf(path)
    if start.startswith(b"PK\x03\x04"):
        from dekkend.core.files.packages import check_package

        return check_package(path)
    if start.startswith((b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")):
        from dekkend.core.files.pictures import clean_picture

        return clean_picture(path, copy)
    raise Refused(_why(start))


def _why(start: bytes) -> str:
    if start.startswith(OLD_OFFICE_START):
        return OLD_OFFICE
    return PHONE_PICTURE if start[4:8] == b"ftyp" and start[8:12] in HEIC else UNKNOWN


def limit() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (LARGEST_COPY, LARGEST_COPY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main(path: str, copy: str) -> None:
    limit()
    try:
        said = {"kind": kind_of(Path(path), Path(copy))}
    except Refused as refused:
        said = {"refused": refused.reason}
    except MemoryError:
        said = {"refused": TOO_MUCH}
    except Exception:  # whatever a library says of a file it cannot read: it is not whole
        said = {"refused": BROKEN}
    sys.stdout.write(json.dumps(said))


if __name__ == "__main__":
    main(*sys.argv[1:])
