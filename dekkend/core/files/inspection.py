"""What kind of file someone chose, found out by a program of its own (see checker.py)."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import file_digest
from pathlib import Path

from django.conf import settings

from dekkend.core.files.kinds import EMPTY, KINDS, MOST_BYTES, TOO_LARGE, TOO_MUCH, Kind, Refused
from dekkend.core.files.scanning import refuse_infected

SECONDS = 60


@dataclass(frozen=True)
class Inspected:
    """A file that may come in: what is to be kept of it stands at `path`."""

    kind: Kind
    path: Path
    size: int
    sha256: str
    is_scanned: bool


@contextmanager
def inspected(path: Path) -> Iterator[Inspected]:
    """The file, checked, and scanned where that is on; a picture without its hidden data. Raises Refused.

    What stands at `path` of the outcome is there as long as this lasts.
    """
    _check_size(path)
    with tempfile.TemporaryDirectory(prefix="dekkend-file-") as folder:
        copy = Path(folder) / "copy"
        kind = KINDS[_ask(path, copy)]
        with path.open("rb") as came:
            is_scanned = refuse_infected(came)
        kept = copy if copy.exists() else path
        _check_size(kept)
        with kept.open("rb") as file:
            digest = file_digest(file, "sha256").hexdigest()
        yield Inspected(kind, kept, kept.stat().st_size, digest, is_scanned)


def _check_size(path: Path) -> None:
    size = path.stat().st_size
    if not size:
        raise Refused(EMPTY)
    if size > MOST_BYTES:
        raise Refused(TOO_LARGE)


def _ask(path: Path, copy: Path) -> str:
    """The key of its kind, from the checker. One that was stopped halfway had too much to read."""
    command = [sys.executable, "-m", "dekkend.core.files.checker", str(path), str(copy)]
    environment = {"PATH": os.environ.get("PATH", ""), "PYTHONPATH": str(settings.BASE_DIR)}
    try:
        done = subprocess.run(  # noqa: S603  our own program; the paths are ours too
            command, env=environment, capture_output=True, timeout=SECONDS, check=True
        )
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired):
        raise Refused(TOO_MUCH) from None
    said = json.loads(done.stdout)
    if reason := said.get("refused"):
        raise Refused(reason)
    return said["kind"]
