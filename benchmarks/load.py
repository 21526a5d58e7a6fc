"""Requests per second and p95, by wrk (Debian), which takes little of the two cores itself."""

import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import NamedTuple

DONE = """
function done(summary, latency, requests)
  io.write(string.format("RESULT %f %f %d\\n",
    summary.requests / (summary.duration / 1e6), latency:percentile(95) / 1000,
    summary.errors.status + summary.errors.connect + summary.errors.read
      + summary.errors.write + summary.errors.timeout))
end
"""


class Load(NamedTuple):
    """Requests a second, the 95th percentile in milliseconds, and how many went wrong."""

    per_second: float
    p95: float
    errors: int


def ensure(program: str, package: str) -> bool:
    """Find a program, or install Debian's package where we may."""
    if not shutil.which(program) and os.geteuid() == 0 and shutil.which("apt-get"):
        subprocess.run(["apt-get", "install", "-y", "-qq", package], check=False, stdout=subprocess.DEVNULL)
    return bool(shutil.which(program))


def measure(address: str, *, clients: int, seconds: int, script: str = "") -> Load:
    """One thread a client, so that a script's state belongs to one client. Raises when wrk fails."""
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as lua:
        lua.write(script + DONE)
        lua.flush()
        words = ["wrk", f"-t{clients}", f"-c{clients}", f"-d{seconds}s", "--timeout", "20s", "-s", lua.name]
        done = subprocess.run([*words, address], capture_output=True, text=True, check=True)
    result = re.search(r"RESULT ([\d.]+) ([\d.]+) (\d+)", done.stdout)
    if result is None:
        raise RuntimeError(done.stdout + done.stderr)
    return Load(float(result[1]), float(result[2]), int(result[3]))


class Target(NamedTuple):
    """What one client posts to: an address, the field it fills, and its session."""

    path: str
    key: str
    session: str


def posting(targets: list[Target], csrf: str) -> str:
    """A wrk script in which each client saves one answer again and again."""
    columns = {f"{name}s": _lua([getattr(target, name) for target in targets]) for name in Target._fields}
    return (Path(__file__).parent / "posting.lua").read_text() % (columns | {"csrf": csrf})


def _lua(texts: list[str]) -> str:
    return ", ".join(f'"{text}"' for text in texts)
