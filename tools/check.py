"""Lint, layout, types, the import contract, templates and migrations: all of it, then the verdict."""

import os
import subprocess
import sys
from pathlib import Path

BIN = Path(sys.executable).parent


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


def main() -> int:
    environment = os.environ | {"DEKKEND_DEMO": "1", "DATABASE_URL": "sqlite://:memory:"}
    failed = []
    for name, command in commands().items():
        done = subprocess.run(command, env=environment, check=False, capture_output=True, text=True)  # noqa: S603
        print(f"{'ok  ' if done.returncode == 0 else 'FAIL'} {name}", flush=True)  # noqa: T201
        if done.returncode:
            failed.append(name)
            print(done.stdout + done.stderr)  # noqa: T201
    return bool(failed)


if __name__ == "__main__":
    sys.exit(main())
