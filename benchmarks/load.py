"""Requests per second and p95, by wrk (Debian), which takes little of the two cores itself."""

import os
import re
import shutil
import subprocess
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from benchmarks.report import Line, compared

# `wrong` is counted by a script that looks at its answers: wrk itself takes a redirect for a success.
DONE = """
function done(summary, latency, requests)
  local errors, wrong = summary.errors, 0
  for _, thread in ipairs(threads or {}) do wrong = wrong + thread:get("wrong") end
  io.write(string.format("RESULT %f %f %d\\n",
    summary.requests / (summary.duration / 1e6), latency:percentile(95) / 1000,
    math.max(errors.status, wrong) + errors.connect + errors.read + errors.write + errors.timeout))
end
"""
# Each client goes round by all addresses.
READING = """
local addresses = { %s }
local count = 0
function request()
  count = count + 1
  return wrk.format("GET", addresses[1 + count %% #addresses])
end
"""


class Load(NamedTuple):
    """Requests a second, the 95th percentile in milliseconds, and how many went wrong."""

    per_second: float
    p95: float
    errors: int


def median_of(rounds: list[Load]) -> Load:
    """The median round, with what went wrong in all of them."""
    return sorted(rounds)[len(rounds) // 2]._replace(errors=sum(each.errors for each in rounds))


def beside(name: str, ours: Load, other: Load, *, at_least: float, note: str = "") -> Line:
    """One load against another. It holds only when nothing went wrong: an error is a quick answer."""
    p95 = f"p95 {ours.p95:.1f} ms against {other.p95:.1f} ms; errors {ours.errors} and {other.errors}"
    told = "; ".join(filter(None, [p95, note]))
    line = compared(name, ours.per_second, other.per_second, unit="/s", at_least=at_least, note=told)
    return replace(line, holds=line.holds and not ours.errors and not other.errors)


def ensure(program: str, package: str) -> bool:
    """Find a program, or install Debian's package where we may."""
    if not shutil.which(program) and os.geteuid() == 0 and shutil.which("apt-get"):
        for words in (["update", "-qq"], ["install", "-y", "-qq", package]):
            subprocess.run(["apt-get", *words], check=False, stdout=subprocess.DEVNULL)
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


def reading(addresses: list[str]) -> str:
    """A wrk script in which each client reads these addresses, again and again."""
    return READING % _lua(addresses)


def _lua(texts: list[str]) -> str:
    return ", ".join(f'"{text}"' for text in texts)
