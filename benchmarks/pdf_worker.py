"""Run inside the measured server's environment: times PDFs and prints the seconds.

python -m benchmarks.pdf_worker one CODE       both ways, median of five, as JSON
python -m benchmarks.pdf_worker all PROCESSES  every published profile, in so many processes
python -m benchmarks.pdf_worker share N OF     one of those processes
"""

import io
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dekkend.config.settings")
django.setup()

from dekkend.profiles.documents import profile_pdf  # noqa: E402

from dekkend.profiles.models import Version  # noqa: E402
from dekkend.website.publishing import page_of  # noqa: E402
from dekkend.website.queries import current_version, site_or_404  # noqa: E402

COPIES = 4


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


def all_profiles(processes: int) -> float:
    """Seconds for every published profile, shared out over processes as the workers do."""
    begin = time.perf_counter()
    words = [sys.executable, "-m", "benchmarks.pdf_worker", "share"]
    running = [subprocess.Popen([*words, str(n), str(processes)]) for n in range(processes)]
    for process in running:
        if process.wait():
            raise RuntimeError("a process failed")
    return time.perf_counter() - begin


def share(number: int, of: int) -> None:
    versions = list(Version.objects.filter(state=Version.State.PUBLISHED).order_by("pk")) * COPIES
    for version in versions[number::of]:
        profile_pdf(version)


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["one", code]:
            print(json.dumps(one(code)))
        case ["all", processes]:
            print(all_profiles(int(processes)))
        case ["share", number, of]:
            share(int(number), int(of))
