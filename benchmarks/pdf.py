"""The PDF of the demo's fullest profile against WeasyPrint with the same data; all public files in bulk."""

import json
from collections.abc import Iterator

from benchmarks.demo import demo_server
from benchmarks.report import Line, bounded, compared
from tools.server import Server

GOAL = 8


def run() -> Iterator[Line]:
    with demo_server() as (server, code):
        one = json.loads(server.python("-m", "benchmarks.pdf_worker", "one", code))
        yield compared(
            "one PDF with typst, against WeasyPrint with the same content",
            60 / one["typst"],
            60 / one["weasyprint"],
            unit="/min",
            at_least=GOAL,
            note=f"{one['typst'] * 1000:.0f} ms for {one['pages']} p."
            f" against {one['weasyprint'] * 1000:.0f} ms for {one['their_pages']} p.",
        )
        one_core, two_cores = (bulk(server, processes) for processes in (1, 2))
        gain = one_core / two_cores
        name = "page, JSON, PDF and the rest of all profiles in bulk, two processes against one"
        note = f"{two_cores:.1f} s against {one_core:.1f} s, the start of Python included"
        yield bounded(name, f"{gain:.2f} x as fast", ">= 1.4 x", gain >= 1.4, note)


def bulk(server: Server, processes: int) -> float:
    """Seconds for the demo's public files, some times over, in so many processes."""
    return float(server.python("-m", "benchmarks.pdf_worker", "bulk", str(processes)))
