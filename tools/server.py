"""A real server of our own: granian as a separate process, with its own folder and database."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

APPLICATION = "dekkend.config.wsgi:application"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Server:
    """`folder` is its DEKKEND_VAR; without `database` it uses the SQLite file in there."""

    def __init__(self, folder: Path, database: str = "", application: str = APPLICATION, threads: int = 4):
        self.folder, self.application, self.threads = folder, application, threads
        self.port = free_port()
        self.environment = os.environ | {
            "DEKKEND_VAR": str(folder),
            "DATABASE_URL": database or f"sqlite:///{folder / 'dekkend.sqlite3'}",
            "DJANGO_SETTINGS_MODULE": os.environ.get("SERVER_SETTINGS", "dekkend.config.settings"),
            "SECRET_KEY": "only for measuring and testing",
            "DEKKEND_DEMO": "1",
        }
        self.process: subprocess.Popen | None = None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def manage(self, *words: str) -> str:
        """Run a manage.py command against the same database; returns what it printed."""
        return self.python("manage.py", *words)

    def python(self, *words: str) -> str:
        done = subprocess.run(  # noqa: S603
            [sys.executable, *words], env=self.environment, capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise RuntimeError(f"{' '.join(words)} failed:\n{done.stdout}{done.stderr}")
        return done.stdout

    def start(self) -> None:
        words = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1"]
        words += ["--port", str(self.port), "--workers", "1", "--blocking-threads", str(self.threads)]
        log = (self.folder / "server.log").open("ab")
        self.process = subprocess.Popen(  # noqa: S603
            [*words, "--no-ws", self.application],
            env=self.environment,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
        self.wait_until_it_answers()

    def wait_until_it_answers(self, seconds: float = 30) -> None:
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.02)
        raise RuntimeError(f"The server did not start: {(self.folder / 'server.log').read_text()[-2000:]}")

    def kill(self) -> None:
        """kill -9, workers included: nothing gets the time to finish."""
        self._signal(signal.SIGKILL)

    def stop(self) -> None:
        self._signal(signal.SIGTERM)

    def memory(self) -> int:
        """Bytes in use by the largest of its processes: the web worker."""
        assert self.process, "the server does not run"  # noqa: S101 a fault of the caller
        pids = subprocess.run(  # noqa: S603
            ["pgrep", "-g", str(os.getpgid(self.process.pid))],  # noqa: S607
            capture_output=True,
            text=True,
            check=True,
        ).stdout.split()
        return max(_resident(pid) for pid in pids)

    def _signal(self, number: int) -> None:
        if self.process and self.process.poll() is None:
            os.killpg(self.process.pid, number)
            self.process.wait(timeout=30)

    def __enter__(self) -> "Server":
        self.start()
        return self

    def __exit__(self, *exception) -> None:
        self.stop()


def _resident(pid: str) -> int:
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) * 1024
    return 0
