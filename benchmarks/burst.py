"""Two hundred readers at once for a minute, over searches and schools' pages, while ten schools publish.

The schools publish in processes of their own, and a worker makes the files, as in production. From the moment
that a publication is done, everyone who begins to read the school's page, or searches for it, must see it.
"""

import asyncio
import random
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import quantiles

from benchmarks.many_profiles import mark_of
from benchmarks.memory import halfway_and_end, stays_flat
from benchmarks.report import Line, bounded, skipped
from benchmarks.search import ALL, data_files, prepared, some_queries
from tools.server import Server

SECONDS = 60
READERS = 200
PUBLISHING = 10
PAGES = 200
PATIENCE = 30
LANGUAGES = ("", "/ar")
NEW_NEED = "care"
FRESH, UNCHANGED = 200, 304


def run() -> Iterator[Line]:
    files = data_files()
    if not files:
        yield skipped("a burst of readers", "the public lists are not here")
        return
    with tempfile.TemporaryDirectory() as folder:
        server, flat = prepared(Path(folder), files, ALL)
        waiting = server.python("-m", "benchmarks.many_profiles", "waiting").split()
        searches = [query.ours for query in some_queries(flat)]
        quiet = [page for code in codes_in(flat) if code not in waiting for page in pages_of(code)]
        burst = Burst(server, searches, quiet, waiting[:PUBLISHING])
        with server, worker(server):
            memory = asyncio.run(burst.run())
    yield burst.line()
    yield stays_flat("in that burst, with all schools of the country in it", *memory, most=None)


def codes_in(flat: Path) -> list[str]:
    """Some, the same at every run."""
    with sqlite3.connect(flat) as connection:
        rows = connection.execute("SELECT code FROM schools ORDER BY code LIMIT ?", [PAGES]).fetchall()
    connection.close()
    return [code for (code,) in rows]


def pages_of(code: str) -> list[str]:
    return [f"{language}/scholen/{code}/" for language in LANGUAGES]


def search_of(code: str) -> str:
    """By its own word, and by a need that only the waiting versions speak of: the index and the facts."""
    return f"/scholen/?zoek={mark_of(code)}&nodig={NEW_NEED}"


@contextmanager
def worker(server: Server) -> Iterator[None]:
    log = (server.folder / "worker.log").open("ab")
    words = [sys.executable, "manage.py", "db_worker"]
    process = subprocess.Popen(words, env=server.environment, stdout=log, stderr=log)
    try:
        yield
    finally:
        process.terminate()
        process.wait(timeout=60)


class HalfPage(Exception):
    """Fewer bytes than were promised, or no end to the page."""


class Connection:
    """One reader's, kept open; as a browser it keeps what it read and asks whether that still holds."""

    def __init__(self, port: int):
        self.port = port
        self.streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None
        self.kept: dict[str, tuple[str, bytes]] = {}

    async def read(self, address: str) -> tuple[int, bytes]:
        """(status, the page as the reader has it now). Raises HalfPage, OSError, EOFError or TimeoutError."""
        try:
            async with asyncio.timeout(PATIENCE):
                return await self.ask(address)
        except BaseException:
            self.close()
            raise

    async def ask(self, address: str) -> tuple[int, bytes]:
        self.streams = self.streams or await asyncio.open_connection("127.0.0.1", self.port, limit=1_000_000)
        etag, known = self.kept.get(address, ("", b""))
        asks = f"If-None-Match: {etag}\r\n" if etag else ""
        self.streams[1].write(f"GET {address} HTTP/1.1\r\nHost: 127.0.0.1\r\n{asks}\r\n".encode())
        status, headers, body = await self.answer(self.streams[0])
        if status == UNCHANGED:
            return status, known
        if status == FRESH and "etag" in headers:
            self.kept[address] = headers["etag"], body
        return status, body

    async def answer(self, stream: asyncio.StreamReader) -> tuple[int, dict[str, str], bytes]:
        first, *lines = (await stream.readuntil(b"\r\n\r\n")).decode("latin-1").strip().split("\r\n")
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
        status = int(first.split()[1])
        if status == UNCHANGED:
            return status, headers, b""
        if "content-length" not in headers:
            raise OSError(f"{status}, and not said how long")
        try:
            body = await stream.readexactly(int(headers["content-length"]))
        except asyncio.IncompleteReadError as fault:
            raise HalfPage(f"{len(fault.partial)} of {fault.expected} bytes") from fault
        if not body.rstrip().endswith(b"</html>"):
            raise HalfPage(repr(body[-80:]))
        return status, headers, body

    def close(self) -> None:
        if self.streams:
            self.streams[1].close()
        self.streams = None


@dataclass
class Burst:
    """`due` is what must be seen at an address by who begins to read there from now on."""

    server: Server
    searches: list[str]
    quiet: list[str]
    publishing: list[str]
    due: dict[str, bytes] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)
    half: list[str] = field(default_factory=list)
    unseen: list[str] = field(default_factory=list)
    taken: list[float] = field(default_factory=list)
    afterwards: int = 0

    async def run(self) -> tuple[int, int]:
        """What the web worker had in memory, halfway and at the end."""
        await self.look_before()
        self.taken.clear()
        chance, begin = random.Random(READERS), time.monotonic()  # noqa: S311
        readers = (self.keep_reading(random.Random(chance.random()), begin) for _ in range(READERS))  # noqa: S311
        schools = (
            self.publish(code, after=number * SECONDS / PUBLISHING)
            for number, code in enumerate(self.publishing)
        )
        memory, *_ = await asyncio.gather(halfway_and_end(self.server, SECONDS), *readers, *schools)
        return memory

    async def look_before(self) -> None:
        """What is to be seen afterwards is not there yet."""
        reader = Connection(self.server.port)
        for code in self.publishing:
            for address, mark in self.signs_of(code).items():
                status, body = await reader.read(address)
                assert status == FRESH, (status, address)
                assert mark not in body, address
        reader.close()

    @staticmethod
    def signs_of(code: str) -> dict[str, bytes]:
        """Where a publication shows, and by what: its own word, and a link from what that word finds."""
        pages = {page: mark_of(code).encode() for page in pages_of(code)}
        return pages | {search_of(code): f'href="/scholen/{code}/"'.encode()}

    async def keep_reading(self, chance: random.Random, begin: float) -> None:
        reader = Connection(self.server.port)
        news = [address for code in self.publishing for address in self.signs_of(code)]
        while time.monotonic() < begin + SECONDS:
            address = chance.choice(chance.choice((self.searches, self.quiet, news)))
            self.afterwards += address in self.due
            await self.read(reader, address)
        reader.close()

    async def publish(self, code: str, after: float) -> None:
        await asyncio.sleep(after)
        words = [sys.executable, "-m", "benchmarks.many_profiles", "publish", code]
        out = asyncio.subprocess.PIPE
        school = await asyncio.create_subprocess_exec(*words, env=self.server.environment, stdout=out)
        assert school.stdout
        assert (await school.stdout.readline()).decode().strip() == code, code
        self.due |= self.signs_of(code)
        reader = Connection(self.server.port)
        for address in self.signs_of(code):
            await self.read(reader, address)
        reader.close()
        assert await school.wait() == 0, code

    async def read(self, reader: Connection, address: str) -> None:
        wanted, begin = self.due.get(address, b""), time.perf_counter()
        try:
            status, body = await reader.read(address)
        except HalfPage as fault:
            self.half.append(f"{address}: {fault}")
        except (OSError, EOFError, TimeoutError) as fault:
            self.errors.append(f"{address}: {fault!r}")
        else:
            self.taken.append(time.perf_counter() - begin)
            if status not in (FRESH, UNCHANGED):
                self.errors.append(f"{address}: {status}")
            elif wanted not in body:
                self.unseen.append(address)

    def line(self) -> Line:
        faults = {"errors": self.errors, "half": self.half, "unseen": self.unseen}
        for name, found in faults.items():
            for fault in found[:5]:
                print(f"{name}: {fault}", file=sys.stderr)
        p95 = quantiles(self.taken, n=20)[-1]
        return bounded(
            f"{READERS} readers for {SECONDS} s while {PUBLISHING} of {ALL:,} schools publish",
            ", ".join(f"{len(found)} {name}" for name, found in faults.items()),
            "0 errors, 0 half, 0 unseen",
            not any(faults.values()) and len(self.publishing) == PUBLISHING and self.afterwards > 0,
            f"{len(self.taken) / SECONDS:,.0f} requests/s, p95 {p95:.1f} s;"
            f" {self.afterwards:,} looked at what had just been published",
        )
