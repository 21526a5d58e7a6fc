"""What `run_demo` starts: none is left, and a person hears in Dutch what went wrong."""

import os
import signal
import socket
import sys
import time
from pathlib import Path
from threading import Thread
from types import SimpleNamespace

import pytest
from django.core.management import CommandError, call_command

from dekkend.demo.management.commands.run_demo import (
    Command,
    answers,
    chosen_port,
    free_port,
    refuse_taken_port,
    site_url,
    wait_until_it_answers,
)
from dekkend.demo.programs import Ended, Program, Told, going_on, running

STUBBORN = """
import signal, subprocess, sys
signal.signal(signal.SIGTERM, signal.SIG_IGN)
print(subprocess.Popen(["sleep", "60"]).pid, flush=True)
signal.pause()
"""


def python(text: str) -> Program:
    return Program("De proef", [sys.executable, "-c", text], os.environ)


@pytest.fixture
def told():
    return SimpleNamespace(to_stop=False)


@pytest.fixture
def signals():
    """As they were before."""
    before = {each: signal.getsignal(each) for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
    yield
    for each, handler in before.items():
        signal.signal(each, handler)


@pytest.fixture
def quiet_port():
    """A port where someone listens and nobody answers."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield listening.getsockname()[1]


@pytest.fixture
def demo(signals, settings, monkeypatch):
    """What `run_demo` comes to; Ctrl-C is pressed as it prepares."""
    done = []

    def prepare(*_):
        done.append("prepare")
        os.kill(os.getpid(), signal.SIGINT)

    settings.DEMO = True
    monkeypatch.setenv("PORT", str(free_port()))
    monkeypatch.setattr(Command, "prepare", prepare)
    monkeypatch.setattr(Command, "run", lambda *_: done.append("run"))
    return done


def test_all_are_stopped_when_one_fails(told):
    fails, sleeps = python("raise SystemExit(3)"), python("import time; time.sleep(60)")
    with running([fails, sleeps]):
        fails.running.wait()
        with pytest.raises(Ended, match="De proef"):
            going_on([fails, sleeps], told)
    assert sleeps.running.returncode == -signal.SIGTERM


def test_what_cannot_be_started_leaves_nothing():
    sleeps = python("import time; time.sleep(60)")
    with pytest.raises(FileNotFoundError), running([sleeps, Program("Niets", ["/er/niet"], {})]):
        pass
    assert sleeps.running.returncode == -signal.SIGTERM


@pytest.mark.timeout(20)
def test_one_that_will_not_stop_is_ended_with_what_it_started(tmp_path):
    said = tmp_path / "child"
    stubborn = Program(
        "Koppig", ["sh", "-c", f'exec {sys.executable} -c "$0" > {said}', STUBBORN], os.environ
    )
    with running([stubborn], patience=0.2):
        while not (said.exists() and said.read_text()):
            time.sleep(0.05)
    assert stubborn.running.returncode == -signal.SIGKILL
    while alive(int(said.read_text())):  # a signal takes its time
        time.sleep(0.01)


def alive(process: int) -> bool:
    """Whether it still does anything: one that waits to be buried does not."""
    try:
        return Path(f"/proc/{process}/stat").read_text().split()[2] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


@pytest.mark.timeout(20)
def test_one_that_ended_well_is_renewed_without_what_it_left(told, tmp_path):
    """Until told to stop."""
    said = tmp_path / "child"
    once = f"[ -e {said} ] && exec sleep 60; sleep 60 & echo $! > {said}"
    worker = Program("De proef", ["sh", "-c", once], os.environ, renew=True)
    with running([worker]):
        first = worker.running
        first.wait()
        assert going_on([worker], told)
        assert worker.running is not first
        while alive(int(said.read_text())):  # a signal takes its time
            time.sleep(0.01)
        told.to_stop = True
        assert not going_on([worker], told)


def test_a_server_that_ended_or_stays_silent_is_told(told, quiet_port, monkeypatch):
    monkeypatch.setattr("dekkend.demo.management.commands.run_demo.ANSWER_WITHIN", 0.1)
    silent = python("import time; time.sleep(60)")
    with running([silent]), pytest.raises(CommandError, match="antwoordt niet goed"):
        wait_until_it_answers(quiet_port, [silent], told, seconds=0)
    ended = python("raise SystemExit(1)")
    with running([ended]), pytest.raises(Ended, match="De proef"):
        wait_until_it_answers(quiet_port, [ended], told)


@pytest.mark.parametrize("each", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_told_by_a_signal(signals, each):
    told = Told()
    with pytest.raises(KeyboardInterrupt):
        os.kill(os.getpid(), each)
    told.note_only()
    told.to_stop = False
    os.kill(os.getpid(), each)
    assert told.to_stop


def test_nohup_is_heeded(signals):
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    Told()
    assert signal.getsignal(signal.SIGHUP) is signal.SIG_IGN


def test_a_taken_port_is_told_with_another(quiet_port):
    with pytest.raises(CommandError, match=f"Poort {quiet_port} is bezet.*PORT={quiet_port + 1}$"):
        refuse_taken_port(quiet_port)


def test_the_highest_port_has_none_above_it(quiet_port, monkeypatch):
    monkeypatch.setattr("dekkend.demo.management.commands.run_demo.HIGHEST", quiet_port)
    with pytest.raises(CommandError, match=f"Poort {quiet_port} is bezet.*PORT=8001$"):
        refuse_taken_port(quiet_port)


def test_nothing_is_prepared_for_a_taken_port(demo, quiet_port, monkeypatch):
    monkeypatch.setenv("PORT", str(quiet_port))
    with pytest.raises(CommandError, match="is bezet"):
        call_command("run_demo")
    assert demo == []


def test_told_to_stop_while_it_prepares_it_starts_nothing(demo):
    call_command("run_demo")
    assert demo == ["prepare"]


@pytest.mark.parametrize(("status", "fine"), [(200, True), (404, True), (500, False), (503, False)])
def test_a_fault_is_no_answer(status, fine):
    with socket.create_server(("127.0.0.1", 0)) as listening:
        server = Thread(target=answer_once, args=(listening, status), daemon=True)
        server.start()
        assert answers(listening.getsockname()[1]) is fine
        server.join()


def answer_once(listening: socket.socket, status: int) -> None:
    line, _ = listening.accept()
    with line:
        line.recv(1024)
        line.sendall(f"HTTP/1.1 {status} Zo\r\nContent-Length: 0\r\n\r\n".encode())


@pytest.mark.parametrize("said", ["acht", "0", "65536", "-1", "80.5"])
def test_what_is_no_port(said, monkeypatch):
    monkeypatch.setenv("PORT", said)
    with pytest.raises(CommandError, match="is geen poort"):
        chosen_port()


def test_the_demo_may_be_shown_elsewhere(monkeypatch):
    monkeypatch.delenv("SITE_URL", raising=False)
    monkeypatch.delenv("PORT", raising=False)
    assert site_url(chosen_port()) == "http://localhost:8000"
    monkeypatch.setenv("SITE_URL", "https://demo.example.nl")
    assert site_url(8000) == "https://demo.example.nl"
