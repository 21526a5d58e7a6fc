"""kill -9 of the server while people save: what was acknowledged is there after the restart."""

import asyncio
import json
import random
import sqlite3
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from dekkend.conftest import copy_tables
from tools.saver import Saver
from tools.server import Server

SAVES = 200
KILLS = 5


@pytest.fixture
def server(tmp_path, django_db_setup):
    server = Server(tmp_path)
    copy_tables(tmp_path / "dekkend.sqlite3")
    server.manage("migrate", "--verbosity", "0")
    yield server
    server.kill()


def test_every_acknowledged_save_survives_kill_9(server, tmp_path):
    schools = json.loads(server.python("-m", "benchmarks.prepare", "4"))
    savers = [Saver(server.port, school["session"], school["version"]) for school in schools]
    dice = random.Random(20261123)  # noqa: S311 a fixed order of blows, not a secret
    for _ in range(KILLS):
        server.start()
        aim = sum(saver.saves for saver in savers) + dice.randrange(SAVES // KILLS, 2 * SAVES // KILLS)
        run_apart(save_until_the_blow(server, savers, [school["keys"] for school in schools], aim))
    assert sum(saver.saves for saver in savers) >= SAVES
    server.start()
    assert lost(tmp_path / "dekkend.sqlite3", savers) == []


def run_apart(work: Coroutine) -> None:
    """In a thread of its own: the browser's event loop may already run in this one."""
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, work).result()


async def save_until_the_blow(server: Server, savers: list[Saver], keys: list[list[str]], aim: int) -> None:
    """All save at once; when `aim` saves were acknowledged the server is killed in the middle of the next."""
    tasks = [asyncio.create_task(keep_saving(saver, own)) for saver, own in zip(savers, keys, strict=True)]
    while sum(saver.saves for saver in savers) < aim and not all(task.done() for task in tasks):
        await asyncio.sleep(0.001)
    server.kill()
    await asyncio.gather(*tasks)


async def keep_saving(saver: Saver, keys: list[str]) -> None:
    under_way = set()  # still nothing when the blow falls before the first save
    try:
        await saver.connect()
        for key in [key for key in keys if key not in saver.unsure] * SAVES:
            under_way = {key}
            assert await saver.save(key, f"Keer {saver.saves} van {saver.version}"), saver.errors
    except (ConnectionError, asyncio.IncompleteReadError):
        saver.unsure |= under_way


def lost(database: Path, savers: list[Saver]) -> list[str]:
    """Which acknowledged answers the database does not hold, in words; empty when all is well."""
    with sqlite3.connect(database) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        rows = connection.execute("SELECT version_id, key, value, revision FROM profiles_answer").fetchall()
    stored = {(version, key): (json.loads(value), revision) for version, key, value, revision in rows}
    return [
        f"{saver.version} {key}: {kept} was acknowledged, {stored.get((saver.version, key))} is stored"
        for saver in savers
        for key, kept in saver.acknowledged.items()
        if not holds(stored.get((saver.version, key)), kept, unsure=key in saver.unsure)
    ]


def holds(stored: tuple[str, int] | None, kept: tuple[str, int], *, unsure: bool) -> bool:
    """A save without an answer may have come after the last acknowledged one, but nothing may be older."""
    if unsure:
        return stored is not None and stored[1] in (kept[1], kept[1] + 1)
    return stored == kept
