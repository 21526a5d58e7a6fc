"""Saving while 300 people have a profile open, against the same saving while nobody has.

Each of them asks every 20 seconds who is there, as `presence.js` does, and moves to another question now and
then, which asks at once. With and without them in turns, in one run, on the same server: neighbours in time
are compared, for a machine has better and worse minutes.
"""

import asyncio
import json
import random
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from benchmarks.load import Load, beside, ensure, measure, posting
from benchmarks.report import Line, skipped
from benchmarks.saving import REAL_POSTGRES, SECONDS, saving
from tools.postgres import temporary_postgres
from tools.saver import CSRF, Saver
from tools.server import Server

PEOPLE = 300
EVERY = 20
MOVES = 1 / 3  # the part of the questions that come from a move
GOAL = 0.8
ROUNDS = 7
DICE = random.Random(PEOPLE)  # noqa: S311 the same crowd each time


def run() -> Iterator[Line]:
    if not ensure("wrk", "wrk"):
        yield skipped(f"save with {PEOPLE} people present", "wrk is not installed")
        return
    yield from on_database("SQLite", "")
    with temporary_postgres(options=REAL_POSTGRES) as url:
        yield from on_database("PostgreSQL", url)


def on_database(name: str, url: str) -> Iterator[Line]:
    with tempfile.TemporaryDirectory() as folder:
        server = Server(Path(folder), url, application="benchmarks.wsgi:application")
        server.manage("migrate", "--verbosity", "0")
        schools = json.loads(server.python("-m", "benchmarks.prepare"))
        crowd = Crowd(**json.loads(server.python("-m", "benchmarks.colleagues", str(PEOPLE))))
        with server:
            for clients in (1, 16):
                # other schools each time: these save at questions that nobody answered yet
                crowded, quiet = in_turns(server, schools[clients : 2 * clients], crowd)
                title = f"save with {PEOPLE} people present, {name}, {clients} client{'s' * (clients > 1)}"
                line = beside(title, crowded, quiet, at_least=GOAL, note=crowd.told())
                # who is refused costs little: without answers there is nothing to compare
                yield replace(line, holds=line.holds and crowd.met > 0 and not crowd.errors)


@dataclass
class Crowd:
    """People with a profile open, the places they go to, and what became of their questions."""

    people: list[dict]
    places: list[tuple[str, str]]
    asked: int = 0
    met: int = 0
    errors: list[str] = field(default_factory=list)

    @contextmanager
    def present(self, port: int) -> Iterator[None]:
        """They ask for as long as this lasts, in a thread of their own."""
        over = threading.Event()
        thread = threading.Thread(target=lambda: asyncio.run(self.ask_together(port, over)))
        thread.start()
        try:
            yield
        finally:
            over.set()
            thread.join()

    async def ask_together(self, port: int, over: threading.Event) -> None:
        tasks = [asyncio.create_task(self.keep_asking(port, person)) for person in self.people]
        while not over.is_set():
            await asyncio.sleep(0.1)
        for task in tasks:
            task.cancel()
        ends = await asyncio.gather(*tasks, return_exceptions=True)
        self.errors += [repr(end) for end in ends if not isinstance(end, asyncio.CancelledError)]

    async def keep_asking(self, port: int, person: dict) -> None:
        client = Saver(port, person["session"], person["version"])
        chapter, question = DICE.choice(self.places)
        await asyncio.sleep(DICE.uniform(0, EVERY))
        await client.connect()
        while True:
            status, body = await client.post("aanwezig/", {"chapter": chapter, "question": question})
            self.asked += 1
            if status == 200:
                self.met += len(json.loads(body)["people"])
            else:
                self.errors.append(f"{status}: {body[:100]!r}")
            if DICE.random() < MOVES:
                chapter, question = DICE.choice(self.places)
                await asyncio.sleep(DICE.uniform(1, EVERY))
            else:
                await asyncio.sleep(EVERY)

    def told(self) -> str:
        return f"{self.asked} times asked, {self.met} met, {len(self.errors)} errors"


def in_turns(server: Server, schools: list[dict], crowd: Crowd) -> tuple[Load, Load]:
    """With and without the crowd, each round in another order; the two of the round with the median ratio."""
    rounds = []
    for turn in range(ROUNDS):
        if turn % 2:
            quiet = save(server, schools, 2 * turn)
        with crowd.present(server.port):
            crowded = save(server, schools, 2 * turn + 1)
        if not turn % 2:
            quiet = save(server, schools, 2 * turn)
        rounds.append((crowded, quiet))
    wrong = [sum(load.errors for load in loads) for loads in zip(*rounds, strict=True)]
    median = sorted(rounds, key=lambda pair: pair[0].per_second / pair[1].per_second)[ROUNDS // 2]
    return median[0]._replace(errors=wrong[0]), median[1]._replace(errors=wrong[1])


def save(server: Server, schools: list[dict], question: int) -> Load:
    script = posting(saving(schools, question), CSRF)
    return measure(server.address, clients=len(schools), seconds=SECONDS, script=script)
