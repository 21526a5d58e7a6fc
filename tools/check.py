"""Lint, layout, types, the import contract, templates and migrations: all of it, then the verdict."""

import os
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

BIN = Path(sys.executable).parent
QUICK = ("lint", "layout", "import contract", "templates")  # a second or two: `make test` begins with them


def commands() -> dict[str, list[str]]:
    templates = [str(path) for path in Path("dekkend").rglob("templates/**/*.html")]
    return {
        "lint": [str(BIN / "ruff"), "check", "."],
        "layout": [str(BIN / "ruff"), "format", "--check", "."],
        "types": [str(BIN / "mypy"), "dekkend", "tools"],
        "import contract": [str(BIN / "lint-imports")],
        "templates": [str(BIN / "djade"), "--check", "--target-version", "6.0", *templates],
        "settings": [sys.executable, "manage.py", "check"],
        "migrations": [sys.executable, "manage.py", "makemigrations", "--check", "--dry-run"],
    }


def run(names: Iterable[str]) -> bool:
    """Whether all of these checks found nothing wrong; says of each how it went."""
    known = commands()
    fine = [_is_fine(name, known[name]) for name in names]
    return all(fine)


def _is_fine(name: str, command: list[str]) -> bool:
    environment = os.environ | {"DEKKEND_DEMO": "1", "DATABASE_URL": "sqlite://:memory:"}
    done = subprocess.run(command, env=environment, check=False, capture_output=True, text=True)  # noqa: S603
    print(f"{'FAIL' if done.returncode else 'ok  '} {name}", flush=True)  # noqa: T201
    if done.returncode:
        print(done.stdout + done.stderr)  # noqa: T201
    return done.returncode == 0


if __name__ == "__main__":
    sys.exit(not run(commands()))
