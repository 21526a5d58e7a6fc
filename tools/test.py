"""All tests on SQLite, what can differ on PostgreSQL too (0035). Words after the command go to pytest."""

import os
import subprocess
import sys
from pathlib import Path

from tools import check
from tools.browser import install_browser
from tools.postgres import temporary_postgres


def run_pytest(title: str, words: list[str], **environment: str) -> int:
    print(f"\n== {title}", flush=True)  # noqa: T201
    # A file at a time: what its tests need is made once.
    workers = ["-n", str(os.cpu_count() or 2), "--dist", "loadfile", "--no-loadscope-reorder"]
    command = [sys.executable, "-m", "pytest", "-q", *workers, *words]
    return subprocess.run(command, env=os.environ | environment, check=False).returncode  # noqa: S603


def main(words: list[str]) -> int:
    if not check.run(check.QUICK):
        return 1
    try:
        os.environ["CHROMIUM"] = install_browser()
    except RuntimeError as advice:
        sys.exit(str(advice))
    # Python compiles a file once for both halves, their workers and the servers they start, also in a
    # container that tells it to keep nothing.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    os.environ["PYTHONPYCACHEPREFIX"] = str(Path("build/pycache").resolve())
    os.environ.pop("DATABASE_URL", None)
    if failed := run_pytest("SQLite", words):
        return failed
    with temporary_postgres() as url:
        return run_pytest("PostgreSQL", words, DATABASE_URL=url)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
