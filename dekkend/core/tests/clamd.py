"""clamd itself, where it is installed, and one of ours that speaks like it and can misbehave."""

import shutil
import socket
import socketserver
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

# In two halves, so that a scanner on the machine of whoever reads this leaves the file alone.
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR" + b"-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
MOST = 1024 * 1024


@pytest.fixture(scope="session")
def real_clamd():
    """Where it listens. It knows one signature, for nothing is fetched here, and takes 1 MB."""
    program = shutil.which("clamd") or shutil.which("clamd", path="/usr/sbin")
    if program is None:
        pytest.skip("needs clamd: apt-get install clamav-daemon")
    with tempfile.TemporaryDirectory(prefix="clamd-") as folder:
        command = [program, "--config-file", _config(Path(folder))]
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.STDOUT)
        try:
            yield _when_it_listens(process, Path(folder) / "socket")
        finally:
            process.terminate()
            process.wait()


def _config(folder: Path) -> Path:
    (folder / "test.ndb").write_text(f"Eicar-Test-Signature:0:0:{EICAR.hex()}\n")
    said = {
        "LocalSocket": folder / "socket",
        "DatabaseDirectory": folder,
        "TemporaryDirectory": folder,
        "StreamMaxLength": MOST,
        "Foreground": "yes",
    }
    config = folder / "clamd.conf"
    config.write_text("".join(f"{name} {value}\n" for name, value in said.items()))
    return config


def _when_it_listens(process: subprocess.Popen, path: Path) -> str:
    for _ in range(600):
        if process.poll() is not None:
            pytest.fail(f"clamd stopped at once, with {process.returncode}")
        with socket.socket(socket.AF_UNIX) as probe:
            if probe.connect_ex(str(path)) == 0:
                return str(path)
        time.sleep(0.1)
    pytest.fail("clamd did not start")


class Speaks(socketserver.StreamRequestHandler):
    """INSTREAM as in `man clamd`. What it heard stands in `server.heard`."""

    def handle(self) -> None:
        assert self.rfile.read(len(b"zINSTREAM\0")) == b"zINSTREAM\0"
        heard = b""
        while length := int.from_bytes(self.rfile.read(4), "big"):
            heard += self.rfile.read(length)
            if len(heard) > MOST:
                self.wfile.write(b"INSTREAM size limit exceeded. ERROR\0")
                return
        self.server.heard = heard
        self.answer(heard)

    def answer(self, heard: bytes) -> None:
        said = b"stream: Eicar-Test-Signature FOUND" if heard == EICAR else b"stream: OK"
        self.wfile.write(said + b"\0")


class HangsUp(Speaks):
    def answer(self, heard: bytes) -> None:
        """Not a word."""


class HangsUpAtOnce(Speaks):
    def handle(self) -> None:
        """It does not even listen."""


class IsSilent(Speaks):
    def answer(self, heard: bytes) -> None:
        self.server.left.wait(20)


class TalksNonsense(Speaks):
    def answer(self, heard: bytes) -> None:
        self.wfile.write(b"UNKNOWN COMMAND\0")


class SaysHalf(Speaks):
    def answer(self, heard: bytes) -> None:
        self.wfile.write(b"stream: O")


class FindsInAll(Speaks):
    def answer(self, heard: bytes) -> None:
        self.wfile.write(b"stream: Win.Test.Own-1 FOUND\0")


@contextmanager
def listening(speaks: type[Speaks]) -> Iterator[socketserver.ThreadingTCPServer]:
    """At a port of this machine: `server.server_address`."""
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), speaks) as server:
        server.heard, server.left = None, threading.Event()
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield server
        finally:
            server.left.set()
            server.shutdown()
            thread.join()
