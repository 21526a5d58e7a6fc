"""A published page: from memory, rendered at each request, and as a file by nginx."""

import subprocess
import tempfile
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.demo import demo_server
from benchmarks.load import ensure, measure
from benchmarks.report import Line, bounded, compared, skipped
from tools.server import Server, free_port

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
    with nginx(server.folder / "published") as port:
        static = measure(f"http://127.0.0.1:{port}/scholen/{code}/", clients=CLIENTS, seconds=SECONDS)
    yield compared(
        "the same page over granian, against nginx with a static file",
        ours,
        static.per_second,
        unit="/s",
        at_least=0,
        note="what production does; the upper limit",
    )


@contextmanager
def nginx(root: Path) -> Iterator[int]:
    """Debian's nginx on a free port, handing out the published files as deploy/nginx.conf does."""
    port = free_port()
    with tempfile.TemporaryDirectory() as folder:
        configuration = Path(folder) / "nginx.conf"
        configuration.write_text(
            f"daemon off; worker_processes 2; pid {folder}/pid; error_log {folder}/error.log;\n"
            "user root;\n"
            "events { worker_connections 512; }\n"
            f"http {{ access_log off; types {{ text/html html; }} server {{ listen 127.0.0.1:{port};\n"
            f"root {root}; location / {{ try_files $uri ${{uri}}index.html =404; }} }} }}\n"
        )
        process = subprocess.Popen(
            ["nginx", "-p", folder, "-c", str(configuration)], stderr=subprocess.DEVNULL
        )
        try:
            wait_for(port)
            yield port
        finally:
            process.terminate()
            process.wait(timeout=20)


def wait_for(port: int) -> None:
    import socket
    import time

    for _ in range(200):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.02)
    raise RuntimeError("nginx did not start")
