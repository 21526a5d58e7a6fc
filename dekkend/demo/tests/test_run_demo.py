"""The demo as `make run` starts it: with the product's own settings, on a port and in a folder of its own."""

import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from contextlib import closing
from pathlib import Path

import pytest
from django.conf import settings

from dekkend.conftest import copy_tables
from dekkend.demo.management.commands.run_demo import free_port

pytestmark = [
    pytest.mark.once("the demo keeps its rows in SQLite"),
    pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="whose a process is stands in /proc"),
]
ITS_OWN = {"DJANGO_SETTINGS_MODULE", "DATABASE_URL", "SITE_URL", "SECRET_KEY", "DEKKEND_MASTER_KEYS"}


class Demo:
    """One start of it; what it says stands in a file, so that nobody has to read along."""

    def __init__(self, folder: Path, port: int):
        self.folder, self.port, self.out = folder, port, folder.parent / f"{folder.name}.out"
        environment = {name: value for name, value in os.environ.items() if name not in ITS_OWN}
        environment |= {"DEKKEND_DEMO": "1", "DEKKEND_VAR": str(folder), "PORT": str(port)}
        with self.out.open("w") as out:
            self.process = subprocess.Popen(
                [sys.executable, "manage.py", "run_demo"],
                cwd=settings.BASE_DIR,
                env=environment,
                stdout=out,
                stderr=subprocess.STDOUT,
            )

    def said(self) -> str:
        return self.out.read_text()

    def until(self, happened) -> None:
        """Wait for it; not in vain when the demo has ended, nor for ever."""
        ends = time.monotonic() + 120
        while not happened():
            if self.process.poll() is not None or time.monotonic() > ends:
                pytest.fail(f"not within reach: {self.said()}")
            time.sleep(0.02)

    def stop(self, how: signal.Signals) -> int:
        self.process.send_signal(how)
        return self.process.wait(timeout=40)

    def processes(self) -> set[int]:
        """Of this demo, whoever their parent is: all have its folder in their environment."""
        mark = f"DEKKEND_VAR={self.folder}"
        environs = Path("/proc").glob("[0-9]*/environ")
        return {int(path.parent.name) for path in environs if mark in words(path)}

    def has_a_server(self) -> bool:
        pid = self.process.pid
        children = text(Path(f"/proc/{pid}/task/{pid}/children")).split()
        return any("granian" in words(Path(f"/proc/{child}/cmdline")) for child in children)

    def page(self, path: str) -> str:
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=60) as answer:
            return answer.read().decode()


def text(path: Path) -> str:
    """Of a file in /proc; none where the process is gone meanwhile, or of someone else."""
    try:
        return path.read_text(errors="replace")
    except OSError:
        return ""


def words(path: Path) -> list[str]:
    return text(path).split("\0")


@pytest.fixture
def start(tmp_path):
    """Starts a demo; none outlives the test."""
    started = []

    def one(port: int) -> Demo:
        started.append(Demo(tmp_path / "var", port))
        return started[-1]

    yield one
    for demo in started:
        for process in demo.processes():
            os.kill(process, signal.SIGKILL)
        demo.process.wait()


def nothing_is_left(demo: Demo) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind(("127.0.0.1", demo.port))
    return demo.processes() == set()


def rename_a_school(folder: Path) -> None:
    with closing(sqlite3.connect(folder / "dekkend.sqlite3")) as rows, rows:
        renamed = rows.execute(
            "UPDATE organisations_site SET name = 'De Hernoemde' WHERE name = 'De Buitelaar'"
        )
        assert renamed.rowcount == 1


def test_two_starts_with_the_same_rows(start, db, tmp_path):
    """The first is stopped as its first program appears, the second when all of them run."""
    (tmp_path / "var").mkdir()
    copy_tables(tmp_path / "var" / "dekkend.sqlite3")
    first = start(free_port())
    first.until(first.has_a_server)
    assert first.stop(signal.SIGINT) == 0
    assert nothing_is_left(first)
    assert "De regio Rietland is er: 24 scholen." in first.said()
    assert "staat klaar" not in first.said()
    rename_a_school(first.folder)

    second = start(first.port)
    second.until(lambda: "Mail van de demo" in second.said())
    assert "De regio Rietland was er al." in second.said()
    assert f"http://localhost:{second.port} " in second.said()
    assert "De Hernoemde" in second.page("/scholen/")
    assert len(second.processes()) == 5  # this one, granian and who serves for it, the worker, the post
    assert second.stop(signal.SIGTERM) == 0
    assert nothing_is_left(second)
