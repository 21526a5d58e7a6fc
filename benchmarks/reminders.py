"""A run of reminders: for ten times the schools ten times the time; killed halfway, no mail twice."""

import os
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from email import message_from_bytes
from itertools import pairwise
from pathlib import Path

from aiosmtpd.controller import Controller

from benchmarks.report import Line, bounded
from tools.server import Server, free_port

SMALL, WHOLE_COUNTRY = 1000, 6107
KILLS = 5
GROWTH = 1.25


class Log:
    """What the mail server took in: how often each (address, subject)."""

    def __init__(self):
        self.mails: Counter[tuple[str, str]] = Counter()

    async def handle_DATA(self, server, session, envelope):
        subject = message_from_bytes(envelope.content)["Subject"]
        self.mails.update((to, subject) for to in envelope.rcpt_tos)
        return "250 Kept"


def run() -> Iterator[Line]:
    with tempfile.TemporaryDirectory() as folder:
        small, _ = seconds_for(Path(folder) / "small", SMALL)
        large, server = seconds_for(Path(folder) / "large", WHOLE_COUNTRY)
        growth = (large / WHOLE_COUNTRY) / (small / SMALL)
        yield bounded(
            "reminders, time for a school among 6,107 and among 1,000",
            f"{growth:.2f} x",
            f"<= {GROWTH} x",
            growth <= GROWTH,
            f"{WHOLE_COUNTRY / large:,.0f} schools/s; again with nothing to do: {again(server):.1f} s",
        )
        killed = prepared(Path(folder) / "killed", WHOLE_COUNTRY)
        mails, halts = mails_after_kills(killed, KILLS)
        reminders = Counter({mail: times for mail, times in mails.items() if "geldt nog" in mail[1]})
        right = len(reminders) == WHOLE_COUNTRY and set(mails.values()) == {1}
        midway = [0, *halts, WHOLE_COUNTRY]
        right = right and all(before < after for before, after in pairwise(midway))
        yield bounded(
            f"reminders, killed (-9) {KILLS} times: mails at the SMTP server",
            f"{sum(reminders.values()):,} to {len(reminders):,} people",
            f"{WHOLE_COUNTRY:,} to {WHOLE_COUNTRY:,}",
            right,
            f"killed after {', '.join(f'{halt:,}' for halt in halts)};"
            f" with the weekly overviews {sum(mails.values()):,} mails, {len(mails):,} different",
        )


def prepared(folder: Path, schools: int) -> Server:
    folder.mkdir(parents=True)
    server = Server(folder)
    server.manage("migrate", "--verbosity", "0")
    server.python("-m", "benchmarks.many_schools", str(schools))
    return server


def seconds_for(folder: Path, schools: int) -> tuple[float, Server]:
    """Seconds of the run itself, without Django's start."""
    server = prepared(folder, schools)
    return again(server), server


def again(server: Server) -> float:
    return float(server.python("-m", "benchmarks.reminders"))


def mails_after_kills(server: Server, kills: int) -> tuple[Counter[tuple[str, str]], list[int]]:
    """Kill the run in the middle, again and again; let the last one finish, and deliver everything.

    Also how many were reminded after each blow.
    """
    halts = []
    for number in range(kills):
        run = subprocess.Popen(
            [sys.executable, "manage.py", "daily"],
            env=server.environment,
            stdout=subprocess.DEVNULL,
            start_new_session=True,
        )
        while run.poll() is None and reminded(server) == (halts or [0])[-1]:
            time.sleep(0.02)
        time.sleep(0.1 * number)
        os.killpg(run.pid, signal.SIGKILL)
        run.wait()
        halts.append(reminded(server))
    server.manage("daily")
    log = Log()
    post = Controller(log, hostname="127.0.0.1", port=free_port())
    post.start()
    try:
        server.environment |= {"EMAIL_HOST": "127.0.0.1", "EMAIL_PORT": str(post.port)}
        server.manage("db_worker", "--batch", "--no-startup-delay", "--verbosity", "0")
    finally:
        post.stop()
    return Counter(log.mails), halts


def reminded(server: Server) -> int:
    with closing(sqlite3.connect(server.folder / "dekkend.sqlite3", timeout=60)) as connection:
        return connection.execute("SELECT count(*) FROM profiles_signal").fetchone()[0]


def remind_here() -> None:
    import django

    django.setup()
    from django.utils.timezone import now

    from dekkend.profiles.actions import send_reminders

    begin = time.perf_counter()
    send_reminders(at=now())
    print(time.perf_counter() - begin)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dekkend.config.settings")
    remind_here()
