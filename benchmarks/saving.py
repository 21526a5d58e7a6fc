"""Saving one answer against a bare view with one UPDATE by key, under the same settings and server."""

import json
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks.load import Load, ensure, measure, posting
from benchmarks.report import Line, compared, skipped
from tools.postgres import temporary_postgres
from tools.saver import CSRF
from tools.server import Server

GOAL = 0.4
SECONDS = 6
ROUNDS = 3
REAL_POSTGRES = "-c listen_addresses='' -c max_connections=100"


def run() -> Iterator[Line]:
    if not ensure("wrk", "wrk"):
        yield skipped("save one answer", "wrk is not installed")
        return
    yield from on_database("SQLite", "")
    with temporary_postgres(options=REAL_POSTGRES) as url:
        yield from on_database("PostgreSQL", url)


def on_database(name: str, url: str) -> Iterator[Line]:
    with tempfile.TemporaryDirectory() as folder:
        server = Server(Path(folder), url, application="benchmarks.wsgi:application")
        server.manage("migrate", "--verbosity", "0")
        schools = json.loads(server.python("-m", "benchmarks.prepare"))
        with server:
            for clients in (1, 16):
                ours, bare = in_turns(server, schools, clients)
                note = f"p95 {ours.p95:.1f} ms against {bare.p95:.1f} ms; errors {ours.errors}, {bare.errors}"
                title = f"save one answer, {name}, {clients} client{'s' * (clients > 1)}"
                yield compared(title, ours.per_second, bare.per_second, unit="/s", at_least=GOAL, note=note)


def in_turns(server: Server, schools: list[dict], clients: int) -> tuple[Load, Load]:
    """Ours and the bare view one after the other, some rounds; the median round of each."""
    ours, bare = [], []
    for school in schools[:ROUNDS] if clients == 1 else schools[ROUNDS : 2 * ROUNDS]:
        ours.append(measure(server.address, clients=clients, seconds=SECONDS, script=saving(school, clients)))
        bare.append(
            measure(server.address, clients=clients, seconds=SECONDS, script=updating(school, clients))
        )
    return sorted(ours)[ROUNDS // 2], sorted(bare)[ROUNDS // 2]


def saving(school: dict, clients: int) -> str:
    path = f"/werk/profiel/{school['version']}/antwoord/KEY/"
    return posting(path, school["session"], CSRF, school["keys"][:clients])


def updating(school: dict, clients: int) -> str:
    rows = [str(row) for row in school["answers"][:clients]]
    return posting("/bench/update/KEY/", school["session"], CSRF, rows)
