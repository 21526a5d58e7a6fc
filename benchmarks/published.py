"""A published page: from memory, rendered at each request, and as a file by nginx."""

import urllib.request
from collections.abc import Iterator

from benchmarks.demo import demo_server
from benchmarks.load import ensure, measure
from benchmarks.proxy import nginx
from benchmarks.report import Line, bounded, compared, skipped
from tools.server import Server

GOAL = 12
SECONDS = 6
CLIENTS = 8
MOST_MEMORY = 200_000_000


def run() -> Iterator[Line]:
    if not ensure("wrk", "wrk"):
        yield skipped("a published page", "wrk is not installed")
        return
    with demo_server() as (server, code):
        page = f"{server.address}/scholen/{code}/"
        urllib.request.urlopen(page).read()  # noqa: S310 our own server; the first request renders the file
        rendered = measure(f"{server.address}/bench/page/{code}/", clients=CLIENTS, seconds=SECONDS)
        kept = measure(page, clients=CLIENTS, seconds=SECONDS)
        note = f"p95 {kept.p95:.1f} ms against {rendered.p95:.1f} ms"
        yield compared(
            "a published page over granian, against a template at each request",
            kept.per_second,
            rendered.per_second,
            unit="/s",
            at_least=GOAL,
            note=note,
        )
        yield memory(server)
        yield from by_nginx(server, code, kept.per_second)


def memory(server: Server) -> Line:
    used = server.memory()
    name = "memory of the web worker after this load"
    return bounded(name, f"{used / 1e6:.0f} MB", "< 200 MB", used < MOST_MEMORY)


def by_nginx(server: Server, code: str, ours: float) -> Iterator[Line]:
    if not ensure("nginx", "nginx-light"):
        yield skipped("the same page by nginx", "nginx is not installed")
        return
    with nginx(server) as port:
        static = measure(f"http://127.0.0.1:{port}/scholen/{code}/", clients=CLIENTS, seconds=SECONDS)
    yield compared(
        "the same page over granian, against nginx with a static file",
        ours,
        static.per_second,
        unit="/s",
        at_least=0,
        note="what production does; the upper limit",
    )
