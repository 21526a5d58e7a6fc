"""Files about children: what sealing costs a page, what destroying costs a file, and a list of thousands."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.report import Line, bounded
from tools.postgres import temporary_postgres
from tools.server import Server

REAL_POSTGRES = "-c listen_addresses='' -c max_connections=100"
FIELDS, SEALED_AT_MOST = 40, 1.5
FEW, MANY, GROWTH = 100, 1000, 1.5
KILLS = 4
SHORT, LONG, LIST_AT_MOST, QUERIES = 50, 5000, 3, 12


def run() -> Iterator[Line]:
    yield from on_database("SQLite", "")
    with temporary_postgres(options=REAL_POSTGRES) as url:
        yield from on_database("PostgreSQL", url)


def on_database(name: str, url: str) -> Iterator[Line]:
    with tempfile.TemporaryDirectory() as folder:
        server = Server(Path(folder), url)
        server.manage("migrate", "--verbosity", "0")
        server.manage("createcachetable")
        server.manage("collectstatic", "--no-input", "--verbosity", "0")
        yield opening(name, server)
        yield from destroying(name, server)
        yield listing(name, server)


def opening(name: str, server: Server) -> Line:
    sealed, plain = figures(server, "open", str(FIELDS))
    ratio = sealed / plain
    return bounded(
        f"open a file of {FIELDS} sealed fields, {name}",
        f"{ratio:.2f} x the same page unsealed",
        f"<= {SEALED_AT_MOST} x",
        ratio <= SEALED_AT_MOST,
        f"{sealed:.1f} ms against {plain:.1f} ms",
    )


def destroying(name: str, server: Server) -> Iterator[Line]:
    """Few, then many: the same for each. Then as many again, killed in between."""
    few, many = (destroyed(server, number) for number in (FEW, MANY))
    growth = (many / MANY) / (few / FEW)
    yield bounded(
        f"destroy and prove {MANY:,} files against {FEW}, for each, {name}",
        f"{growth:.2f} x",
        f"<= {GROWTH} x",
        growth <= GROWTH,
        f"{MANY / many:,.0f} files/s",
    )
    figures(server, "expire", str(MANY))
    broken, left = after_kills(server)
    destroyed_by(server)
    figures(server, "prove")
    rest = figures(server, "half")
    yield bounded(
        f"destroy {MANY:,} files, killed (-9) {KILLS} times, {name}: half a file left",
        f"{broken} of {MANY:,}",
        "0, and none in the end",
        broken == 0 and rest == [0, 0] and 0 < left < MANY,
        f"{left} were whole after the last blow; the next run did those",
    )


def destroyed(server: Server, number: int) -> float:
    figures(server, "expire", str(number))
    return destroyed_by(server) + figures(server, "prove")[0]


def destroyed_by(server: Server) -> float:
    """The seconds it took; before that the run says when its first batch is gone."""
    return float(server.python("-m", "benchmarks.many_cases", "destroy").split()[-1])


def after_kills(server: Server) -> tuple[int, int]:
    """The most that was half at once, and how many files were whole in the end."""
    worst, left, blow = 0, 0, 0.3
    for _ in range(KILLS):
        run = subprocess.Popen(
            [sys.executable, "-m", "benchmarks.many_cases", "destroy"],
            env=server.environment,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        run.stdout.readline()  # a batch is gone by now, however slow the machine
        time.sleep(blow := blow * 1.15)
        os.killpg(run.pid, signal.SIGKILL)
        run.communicate()
        broken, left = map(int, figures(server, "half"))
        worst = max(worst, broken)
    return worst, left


def listing(name: str, server: Server) -> Line:
    figures(server, "make", str(SHORT))
    short, _ = figures(server, "list")
    figures(server, "make", str(LONG - SHORT))
    long, queries = figures(server, "list")
    ratio = long / short
    return bounded(
        f"the Loket's list of {LONG:,} running files against {SHORT}, {name}",
        f"{ratio:.2f} x, {queries:.0f} queries",
        f"<= {LIST_AT_MOST} x, <= {QUERIES}",
        ratio <= LIST_AT_MOST and queries <= QUERIES,
        f"{long:.1f} ms against {short:.1f} ms",
    )


def figures(server: Server, *words: str) -> list[float]:
    return [float(figure) for figure in server.python("-m", "benchmarks.many_cases", *words).split()]
