"""Run inside the measured server's environment: times PDFs and prints the seconds.

python -m benchmarks.pdf_worker one CODE       both ways, median of five, as JSON
python -m benchmarks.pdf_worker all PROCESSES  every published profile, in so many processes
python -m benchmarks.pdf_worker share N OF     one of those processes
"""

import io
import json
import os
import statistics
import sys
import time
from collections.abc import Callable

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dekkend.config.settings")
django.setup()

from dekkend.profiles.documents import profile_pdf  # noqa: E402
from dekkend.website.management.commands.render_published import published_codes, render_all  # noqa: E402
from dekkend.website.publishing import page_of  # noqa: E402
from dekkend.website.queries import current_version, site_or_404  # noqa: E402

COPIES = 12


def one(code: str) -> dict[str, float]:
    import pikepdf
    import weasyprint

    site = site_or_404(code)
    version = current_version(site)
    page = page_of(site, version).decode()
    pages = len(pikepdf.open(io.BytesIO(profile_pdf(version))).pages)
    return {
        "typst": seconds(lambda: profile_pdf(version)),
        "weasyprint": seconds(lambda: weasyprint.HTML(string=page).write_pdf(pdf_tags=True)),
        "pages": pages,
    }


def seconds(act: Callable[[], object], times: int = 5) -> float:
    taken = []
    for _ in range(times):
        begin = time.perf_counter()
        act()
        taken.append(time.perf_counter() - begin)
    return statistics.median(taken)


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
