"""The whole list of sites through import_duo: rows a second, and memory for a tenth of it and all of it."""

import io
import os
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.report import Line, bounded, skipped
from tools.server import Server

ROWS_A_SECOND = 3000
GROWTH = 1.25


def run() -> Iterator[Line]:
    data = Path(os.environ.get("DEKKEND_DATA", "../shared/data")) / "duo"
    files = sorted(data.glob("duo_alle_vestigingen_bo_2026*.csv"))
    if not files:
        yield skipped("import_duo", "the public lists are not here")
        return
    whole = files[0]
    with tempfile.TemporaryDirectory() as folder:
        tenth = Path(folder) / "tenth.csv"
        lines = whole.read_bytes().splitlines(keepends=True)
        tenth.write_bytes(b"".join(lines[: len(lines) // 10]))
        _, small = timed_import(Path(folder) / "small", tenth)
        seconds, large = timed_import(Path(folder) / "large", whole)
    speed = (len(lines) - 1) / seconds
    yield bounded(
        "import_duo, new sites", f"{speed:,.0f} rows/s", f">= {ROWS_A_SECOND}", speed >= ROWS_A_SECOND
    )
    note = f"{small / 1e6:.0f} MB for a tenth, {large / 1e6:.0f} MB for all"
    yield bounded("import_duo, memory for ten times the rows", f"{large / small:.2f} x", f"<= {GROWTH} x",
                  large / small <= GROWTH, note)  # fmt: skip


def timed_import(folder: Path, file: Path) -> tuple[float, int]:
    """Seconds of the import itself (without Django's start), and the peak memory of its process."""
    folder.mkdir()
    server = Server(folder)
    server.manage("migrate", "--verbosity", "0")
    out = server.python("-m", "benchmarks.importing", str(file))
    seconds, peak = out.split()
    return float(seconds), int(peak)


def import_here(file: str) -> None:
    import django

    django.setup()
    from django.core.management import call_command

    begin = time.perf_counter()
    call_command("import_duo", file, stdout=io.StringIO())
    seconds = time.perf_counter() - begin
    print(seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024)


if __name__ == "__main__":
    import_here(sys.argv[1])
