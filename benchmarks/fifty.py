"""Fifty people saving at once for a minute on SQLite: what was acknowledged is what is stored."""

import asyncio
import json
import sqlite3
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.memory import halfway_and_end, stays_flat
from benchmarks.report import Line, bounded
from tools.saver import Saver
from tools.server import Server

SECONDS = 60


def run() -> Iterator[Line]:
    with tempfile.TemporaryDirectory() as folder:
        server = Server(Path(folder))
        server.manage("migrate", "--verbosity", "0")
        schools = json.loads(server.python("-m", "benchmarks.prepare"))
        savers = [Saver(server.port, school["session"], school["version"]) for school in schools]
        with server:
            memory = asyncio.run(save_together(server, savers, [school["keys"] for school in schools]))
        faults = compare(savers, Path(folder) / "dekkend.sqlite3")
    saves, errors = sum(saver.saves for saver in savers), sum(len(saver.errors) for saver in savers)
    figure = f"{saves:,} saves, {errors} errors, {faults} lost or doubled"
    right = not errors and not faults and all(saver.saves for saver in savers)
    yield bounded(f"50 people save for {SECONDS} s, SQLite", figure, "0 errors, 0 lost or doubled", right)
    yield stays_flat(f"while 50 people save for {SECONDS} s", *memory)


async def save_together(server: Server, savers: list[Saver], keys: list[list[str]]) -> tuple[int, int]:
    """What the web worker had in memory, halfway and at the end."""
    until = time.monotonic() + SECONDS
    acts = (keep_saving(saver, own, until) for saver, own in zip(savers, keys, strict=True))
    memory, *_ = await asyncio.gather(halfway_and_end(server, SECONDS), *acts)
    return memory


async def keep_saving(saver: Saver, keys: list[str], until: float) -> None:
    await saver.connect()
    count = 0
    while time.monotonic() < until:
        count += 1
        await saver.save(keys[count % len(keys)], f"Keer {count} van versie {saver.version}")


def compare(savers: list[Saver], database: Path) -> int:
    """How many answers or history rows differ from what was acknowledged."""
    with sqlite3.connect(database) as connection:
        stored = {
            (version, key): (json.loads(value), revision)
            for version, key, value, revision in connection.execute(
                "SELECT version_id, key, value, revision FROM profiles_answer WHERE key <> 'bench'"
            )
        }
        history = connection.execute("SELECT count(*) FROM profiles_answerrevision").fetchone()[0]
    wanted = {(saver.version, key): kept for saver in savers for key, kept in saver.acknowledged.items()}
    differing = sum(stored.get(place) != kept for place, kept in wanted.items())
    return differing + abs(history - sum(saver.saves for saver in savers))
