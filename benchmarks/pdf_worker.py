"""Run inside the measured server's environment: times PDFs and prints the seconds.

python -m benchmarks.pdf_worker one CODE        typst and WeasyPrint from the same data, as JSON
python -m benchmarks.pdf_worker bulk PROCESSES  every public file of all profiles, in so many processes
"""

import io
import json
import os
import sys
import time
from collections.abc import Callable
from statistics import median
from unittest.mock import patch

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dekkend.config.settings")
django.setup()

from dekkend.profiles import documents  # noqa: E402
from dekkend.website.management.commands.render_published import published_codes, render_all  # noqa: E402
from dekkend.website.queries import current_version, site_or_404  # noqa: E402

ROUNDS = 7
COPIES = 12


def one(code: str) -> dict[str, float]:
    """Both begin at the version and end in bytes, in turns; the median of each."""
    from benchmarks.as_html import left_out, pdf_of

    version = current_version(site_or_404(code))

    def typst() -> bytes:
        return documents.profile_pdf(version)

    def weasyprint() -> bytes:
        with patch.object(documents, "render_pdf", lambda template, data, *, title: pdf_of(data, title)):
            return documents.profile_pdf(version)

    with patch.object(documents, "render_pdf") as given:
        documents.profile_pdf(version)
    lost = left_out(given.call_args.args[1], given.call_args.kwargs["title"])
    assert not lost, lost
    rounds = [(seconds(typst), seconds(weasyprint)) for _ in range(ROUNDS)]
    pages = {"pages": pages_in(typst()), "their_pages": pages_in(weasyprint())}
    return dict(zip(("typst", "weasyprint"), map(median, zip(*rounds, strict=True)), strict=True)) | pages


def pages_in(pdf: bytes) -> int:
    import pikepdf

    return len(pikepdf.open(io.BytesIO(pdf)).pages)


def seconds(act: Callable[[], object]) -> float:
    begin = time.perf_counter()
    act()
    return time.perf_counter() - begin


def bulk(processes: int) -> float:
    codes = list(published_codes()) * COPIES
    begin = time.perf_counter()
    for _ in render_all(codes, processes):
        pass
    return time.perf_counter() - begin


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["one", code]:
            print(json.dumps(one(code)))
        case ["bulk", processes]:
            print(bulk(int(processes)))
