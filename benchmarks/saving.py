"""Saving one answer against a bare view with one UPDATE by key, under the same settings and server.

And what the web worker has in memory meanwhile.
"""

import json
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks.load import Load, Target, beside, ensure, measure, median_of, posting
from benchmarks.memory import stays_flat
from benchmarks.report import Line, skipped
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
                title = f"save one answer, {name}, {clients} client{'s' * (clients > 1)}"
                yield beside(title, ours, bare, at_least=GOAL)
            yield stays_flat(f"while {clients} clients save, {name}", *memory(server, schools[:clients]))


def in_turns(server: Server, schools: list[dict], clients: int) -> tuple[Load, Load]:
    """Ours and the bare view one after the other, some rounds; the median round of each."""
    ours, bare = [], []
    for turn in range(ROUNDS):
        question = turn if clients == 1 else ROUNDS + turn
        people = schools[:clients]
        for kind, loads in ((saving(people, question), ours), (updating(people), bare)):
            script = posting(kind, CSRF)
            loads.append(measure(server.address, clients=clients, seconds=SECONDS, script=script))
    return median_of(ours), median_of(bare)


def memory(server: Server, people: list[dict]) -> Iterator[int]:
    """Twice the same load, at other questions."""
    for turn in range(2):
        script = posting(saving(people, 2 * ROUNDS + turn), CSRF)
        measure(server.address, clients=len(people), seconds=SECONDS, script=script)
        yield server.memory()


def saving(people: list[dict], question: int) -> list[Target]:
    """Each client is the head teacher of another school, at a question nobody answered yet."""
    return [
        Target(f"/werk/profiel/{one['version']}/antwoord/{key}/", key, one["session"])
        for one in people
        for key in [one["keys"][question]]
    ]


def updating(people: list[dict]) -> list[Target]:
    """Each client updates a row of its own."""
    return [Target(f"/bench/update/{one['row']}/", str(one["row"]), one["session"]) for one in people]
