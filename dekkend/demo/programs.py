"""Several programs beside each other, of which none is left once we are told to stop or one of them ends."""

import os
import signal
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress

PATIENCE = 20  # seconds in which a program may end well: the worker may be making a PDF


class Ended(Exception):
    """A program that should go on has ended; its argument is the name of that program."""


class Told:
    """Whether we were told to stop: by Ctrl-C, by SIGTERM, or by a terminal that closed.

    At first being told breaks off what goes on, with KeyboardInterrupt. From `note_only` it is noted and no
    more: an exception could come between a program that starts and our knowing of it.
    """

    def __init__(self) -> None:
        self.to_stop = False
        self._breaks_off = True
        for each in (signal.SIGINT, signal.SIGTERM):
            signal.signal(each, self._hear)
        if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:  # nohup
            signal.signal(signal.SIGHUP, self._hear)

    def note_only(self) -> None:
        self._breaks_off = False

    def _hear(self, *_: object) -> None:
        self.to_stop = True
        if self._breaks_off:
            raise KeyboardInterrupt


class Program:
    """One program; `renew` starts it again when it ended well."""

    def __init__(self, name: str, words: Sequence[str], environment: Mapping[str, str], renew: bool = False):
        self.name, self.words, self.environment, self.renew = name, words, environment, renew
        self.running: subprocess.Popen | None = None

    def start(self) -> None:
        # A session of its own: Ctrl-C then reaches only the parent, which stops them all in order.
        self.running = subprocess.Popen(self.words, env=self.environment, start_new_session=True)  # noqa: S603

    def goes_on(self) -> bool:
        if self.running and self.running.poll() == 0 and self.renew:
            _end_group(self.running)
            self.start()
        return self.running is not None and self.running.poll() is None


@contextmanager
def running(programs: Sequence[Program], *, patience: float = PATIENCE) -> Iterator[None]:
    """Start them in this order; whatever happens inside, none is left after it, nor what one started."""
    try:
        for program in programs:
            program.start()
        yield
    finally:
        started = [program.running for program in programs if program.running]
        for process in started:
            process.terminate()
        until = time.monotonic() + patience
        for process in started:
            _end(process, until)


def _end(process: subprocess.Popen, until: float) -> None:
    with suppress(subprocess.TimeoutExpired):
        process.wait(max(0, until - time.monotonic()))
    _end_group(process)
    process.wait()


def _end_group(process: subprocess.Popen) -> None:
    with suppress(ProcessLookupError, PermissionError):  # nobody left, as Linux and macOS say it
        os.killpg(process.pid, signal.SIGKILL)


def going_on(programs: Sequence[Program], told: Told) -> bool:
    """False once we were told to stop; raises Ended when one of them has."""
    if told.to_stop:
        return False
    for program in programs:
        if not program.goes_on():
            raise Ended(program.name)
    return True
