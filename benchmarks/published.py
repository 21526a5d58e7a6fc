"""A published page: from memory, rendered at each request, and as a file by nginx.

And what the web worker has in memory while parents read all that is published, in every language, and pages
that are made at each request.
"""

import urllib.request
from collections.abc import Iterator

from benchmarks.demo import demo_server
from benchmarks.load import Load, beside, ensure, measure, reading
from benchmarks.memory import stays_flat
from benchmarks.proxy import nginx
from benchmarks.report import Line, shown, skipped
from tools.server import Server

GOAL = 12
SECONDS = 6
CLIENTS = 8
MADE_AT_EACH_REQUEST = ["/ar/", "/scholen/", "/scholen/?plaats=Oudveen&ver=alles", "/pl/scholen/?zoek=les"]


def run() -> Iterator[Line]:
    if not ensure("wrk", "wrk"):
        yield skipped("a published page", "wrk is not installed")
        return
    with demo_server() as (server, code):
        yield memory(server)
        page, made = f"/scholen/{code}/", f"/bench/page/{code}/"
        assert fetch(server, page) == fetch(server, made), "the same page"
        rendered, kept = load(server.port, made), load(server.port, page)
        name = "a published page over granian, against a template at each request"
        yield beside(name, kept, rendered, at_least=GOAL)
        yield by_nginx(server, page, kept)


def load(port: int, address: str) -> Load:
    return measure(f"http://127.0.0.1:{port}{address}", clients=CLIENTS, seconds=SECONDS)


def fetch(server: Server, address: str) -> bytes:
    with urllib.request.urlopen(server.address + address) as answer:  # noqa: S310 our own server
        return answer.read()


def memory(server: Server) -> Line:
    server.manage("render_published", "--verbosity", "0")
    root = server.folder / "published"
    found = (file for file in root.rglob("scholen/*/**/*.*") if file.suffix != ".gz")
    files = sorted(f"/{file.relative_to(root)}" for file in found)
    addresses = [file.removesuffix("index.html") for file in files] + MADE_AT_EACH_REQUEST
    for address in addresses:
        fetch(server, address)
    used = []
    for _ in range(2):
        measure(server.address, clients=CLIENTS, seconds=SECONDS, script=reading(addresses))
        used.append(server.memory())
    return stays_flat(f"while parents read {len(addresses):,} pages and files", *used)


def by_nginx(server: Server, page: str, ours: Load) -> Line:
    name = "the same page over granian, against nginx with a static file"
    if not ensure("nginx", "nginx-light"):
        return skipped(name, "nginx is not installed")
    with nginx(server) as port:
        static = load(port, page)
    note = "what production does; the upper limit"
    return shown(name, ours.per_second, static.per_second, unit="/s", note=note)
