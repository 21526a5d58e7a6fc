"""Searching all schools of the country over the real stack, beside Datasette over the same rows and filters.

Three filters, a count for each value of each filter, a distance and 20 results as HTML. The searches are all
different, and one in two looks at the whole country. Also at 1,000 and 60,000 schools: how the cost grows.
And what the web worker has in memory after half of the searches in all schools, and after all of them.
"""

import http.client
import json
import math
import os
import random
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median
from urllib.parse import urlencode

from benchmarks.many_profiles import NEEDS
from benchmarks.memory import stays_flat
from benchmarks.report import Line, bounded, compared, skipped
from tools.server import Server, free_port

ALL = 6_107
SIZES = (1_000, ALL, 60_000)
SEARCHES, WARM, SEED = 200, 50, 6_107
GOALS = {"suggest_facets off": 10, "its defaults": 25}
MOST_GROWTH, MOST_PUBLISHING = 15, 1.5
WAYS = {"standaard": "basic", "extra": "own", "regio": "arrangement", "elders": "refer"}
KINDS = {"basisschool": "regular", "sbo": "sbo"}
DENOMINATIONS = ("Openbaar", "Rooms-Katholiek", "Protestants-Christelijk", "Algemeen bijzonder")
KM = ("5", "10", "25")
EARTH = 6371.0


@dataclass(frozen=True)
class Query:
    """One search in both languages; the place is that of a town of the list."""

    need: str
    ways: tuple[str, ...]
    kind: str
    denominations: tuple[str, ...]
    town: str
    point: tuple[float, float, float]
    km: str

    @property
    def ours(self) -> str:
        pairs = [("plaats", self.town), ("nodig", self.need), *(("hoe", way) for way in self.ways)]
        pairs += [("soort", self.kind), *(("richting", value) for value in self.denominations)]
        pairs.append(("ver", self.km or "alles"))
        return f"/scholen/?{urlencode(pairs)}"

    @property
    def theirs(self) -> str:
        ways = ",".join(WAYS[way] for way in self.ways)
        pairs = [("kind", KINDS[self.kind]), (f"{self.need}__in", ways)]
        pairs.append(("denomination__in", ",".join(self.denominations)))
        pairs += [
            ("_facet", name) for name in ("kind", "denomination", "concept", "size", "board", self.need)
        ]
        if self.km:
            x, y, z = self.point
            least = math.cos(float(self.km) / EARTH)
            pairs.append(("_where", f"x*{x!r} + y*{y!r} + z*{z!r} >= {least!r}"))
        return f"/flat/schools?{urlencode([*pairs, ('_size', '20')])}"


def run() -> Iterator[Line]:
    files = data_files()
    if not files:
        yield skipped("searching all schools", "the public lists are not here")
        return
    ours: dict[int, float] = {}
    publishing: dict[int, float] = {}
    for size in SIZES:
        with tempfile.TemporaryDirectory() as folder:
            server, flat = prepared(Path(folder), files, size)
            queries = list(some_queries(flat))
            with server:
                ours[size], counts = measured(server.port, [query.ours for query in queries], our_count)
                if size == ALL:
                    yield stays_flat(f"while all {ALL:,} schools are searched", *memory(server, queries))
            if size == ALL:
                yield from beside_datasette(flat, queries, ours[size], counts)
            publishing[size] = median(
                map(float, server.python("-m", "benchmarks.many_profiles", "publish").split())
            )
    yield growth(ours)
    yield publication(publishing)


def data_files() -> list[Path]:
    folder = Path(os.environ.get("DEKKEND_DATA", "../shared/data")) / "duo"
    return [
        *sorted(folder.glob("duo_alle_vestigingen_bo_2026*.csv")),
        *sorted(folder.glob("edugis_scholen*.geojson")),
    ]


def prepared(folder: Path, files: list[Path], size: int) -> tuple[Server, Path]:
    """A server that is not started yet, with this many schools, and the same schools in a flat file."""
    server, flat = Server(folder), folder / "flat.db"
    server.environment["ALLOWED_HOSTS"] = "127.0.0.1"
    server.manage("migrate", "--verbosity", "0")
    server.manage("collectstatic", "--no-input", "--verbosity", "0")
    server.manage("import_duo", *map(str, files))
    server.python("-m", "benchmarks.many_profiles", str(size), str(flat))
    return server, flat


def some_queries(flat: Path) -> Iterator[Query]:
    """Different ones, the same at every run; in one of two the distance orders, but does not limit."""
    import sqlite3

    chance = random.Random(SEED)  # noqa: S311
    with sqlite3.connect(flat) as connection:
        towns = connection.execute(
            "SELECT city, avg(latitude), avg(longitude) FROM schools GROUP BY city"
            " HAVING count(*) > 3 AND max(latitude) - min(latitude) < 0.2 ORDER BY city"
        ).fetchall()
    connection.close()
    for number in range(WARM + SEARCHES):
        town, latitude, longitude = chance.choice(towns)
        yield Query(
            chance.choice(NEEDS),
            two_of(chance, list(WAYS)),
            "basisschool" if number % 10 else "sbo",
            two_of(chance, sorted(DENOMINATIONS)),
            town,
            vector(latitude, longitude),
            chance.choice(KM) if number % 2 else "",
        )


def vector(latitude: float, longitude: float) -> tuple[float, float, float]:
    """From the middle of the earth, of length 1: as the flat file has every school."""
    high, along = math.radians(latitude), math.radians(longitude)
    return math.cos(high) * math.cos(along), math.cos(high) * math.sin(along), math.sin(high)


def two_of(chance: random.Random, values: list[str]) -> tuple[str, ...]:
    """Two of these, in their own order: that is how one address says it."""
    chosen = chance.sample(values, 2)
    return tuple(value for value in values if value in chosen)


def measured(port: int, addresses: list[str], count) -> tuple[float, list[int]]:
    """(median in ms of one request after the other on one connection, how many each found).

    The first are not counted: both servers have been up for a while.
    """
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    for address in addresses[:WARM]:
        fetch(connection, address)
    taken, found = [], []
    for address in addresses[WARM:]:
        begin = time.perf_counter()
        page = fetch(connection, address)
        taken.append((time.perf_counter() - begin) * 1000)
        found.append(count(page))
    return median(taken), found


def fetch(connection: http.client.HTTPConnection, address: str) -> str:
    connection.request("GET", address)
    response = connection.getresponse()
    body = response.read().decode()
    assert response.status == 200, (response.status, address, body[:500])
    return body


def memory(server: Server, queries: list[Query]) -> Iterator[int]:
    """Twice half of the searches, after all of them were asked already."""
    for half in (queries[::2], queries[1::2]):
        measured(server.port, [query.ours for query in half], our_count)
        yield server.memory()


def our_count(page: str) -> int:
    found = re.search(r'id="lijst">([\d.\u00a0]+) schol?o?len', page) or re.search(
        r'id="lijst">(1) school', page
    )
    return int(re.sub(r"\D", "", found[1])) if found else 0


def their_count(page: str) -> int:
    found = re.search(r"<h3>\s*([\d,]+) rows?", page)
    return int(found[1].replace(",", "")) if found else 0


def beside_datasette(flat: Path, queries: list[Query], ours: float, counts: list[int]) -> Iterator[Line]:
    addresses = [query.theirs for query in queries]
    for name, goal in GOALS.items():
        words = ["--setting", "suggest_facets", "off"] if goal == min(GOALS.values()) else []
        with datasette(flat, words) as port:
            theirs, found = measured(port, addresses, their_count)
        same = sum(a == b for a, b in zip(counts, found, strict=True))
        line = compared(
            f"a search in {ALL:,} schools as HTML, against Datasette with {name}",
            1000 / ours,
            1000 / theirs,
            unit="/s",
            at_least=goal,
            note=f"{ours:.1f} ms against {theirs:.1f} ms, median of {SEARCHES}; {same} found as many",
        )
        yield replace(line, holds=line.holds and same == SEARCHES)


@contextmanager
def datasette(flat: Path, words: list[str]) -> Iterator[int]:
    """Datasette over the flat file, immutable: then it need not count the table again."""
    port = free_port()
    command = [sys.executable, "-m", "datasette", "serve", "-i", str(flat), "--port", str(port), *words]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        wait_until_it_answers(port)
        yield port
    finally:
        process.terminate()
        process.wait(timeout=20)


def wait_until_it_answers(port: int) -> None:
    for _ in range(300):
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            connection.request("GET", "/flat.json")
            json.loads(connection.getresponse().read())
            return
        except (OSError, ValueError):
            time.sleep(0.1)
    raise RuntimeError("Datasette did not start")


def growth(ours: dict[int, float]) -> Line:
    least, most = min(SIZES), max(SIZES)
    ratio = ours[most] / ours[least]
    note = ", ".join(f"{ours[size]:.1f} ms in {size:,}" for size in SIZES)
    name = f"a search in {most // least} times as many schools"
    return bounded(name, f"{ratio:.1f} x the time", f"< {MOST_GROWTH} x", ratio < MOST_GROWTH, note)


def publication(taken: dict[int, float]) -> Line:
    least, most = min(SIZES), max(SIZES)
    ratio = taken[most] / taken[least]
    note = (
        ", ".join(f"{taken[size]:.0f} ms in {size:,}" for size in SIZES) + "; act, facts, index, page, JSON"
    )
    name = f"publishing one school among {most // least} times as many"
    return bounded(name, f"{ratio:.2f} x the time", f"< {MOST_PUBLISHING} x", ratio < MOST_PUBLISHING, note)
