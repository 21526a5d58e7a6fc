"""The PDF of the demo's fullest profile against the same content through WeasyPrint, and all in bulk."""

import json
from collections.abc import Iterator

from benchmarks.demo import demo_server
from benchmarks.report import Line, bounded, compared

GOAL = 8


def run() -> Iterator[Line]:
    with demo_server() as (server, code):
        one = json.loads(server.python("-m", "benchmarks.pdf_worker", "one", code))
        yield compared(
            "one PDF with typst, against WeasyPrint (documents a minute)",
            60 / one["typst"],
            60 / one["weasyprint"],
            unit="/min",
            at_least=GOAL,
            note=f"{one['typst'] * 1000:.0f} ms against {one['weasyprint'] * 1000:.0f} ms, {one['pages']} p.",
        )
        single = float(server.python("-m", "benchmarks.pdf_worker", "all", "1"))
        both = float(server.python("-m", "benchmarks.pdf_worker", "all", "2"))
        gain = single / both
        name = "all schools' PDFs, two processes against one"
        yield bounded(
            name, f"{gain:.2f} x as fast", ">= 1.5 x", gain >= 1.5, f"{both:.1f} s against {single:.1f} s"
        )
