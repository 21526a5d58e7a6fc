"""Everything `make run` does once Python's packages are there: prepare, start, wait, stop cleanly."""

import io
import os
import shutil
import signal
import socket
import subprocess
import sys
import time

from django.conf import settings
from django.core.management import CommandError, call_command
from django.core.management.base import BaseCommand

from dekkend.demo.people import PASSWORD, demo_people


class Command(BaseCommand):
    help = "Start the demo: server, worker and mail receiver; Ctrl-C stops them."
    requires_migrations_checks = False

    def handle(self, **options):
        if not settings.DEMO:
            raise CommandError("run_demo is for the demo only: set DEKKEND_DEMO=1")
        port = int(os.environ.get("PORT", "8000"))
        refuse_taken_port(port)
        settings.VAR.mkdir(parents=True, exist_ok=True)
        settings.SITE_URL = f"http://localhost:{port}"  # where the links in the demo's post lead
        self.prepare()
        processes = start_processes(port)
        wait_until_it_answers(port)
        self.welcome(port)
        sys.exit(wait_for(processes))

    def prepare(self):
        self.stdout.write("Dekkend klaarzetten …")
        call_command("migrate", verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0)
        call_command("load_definitions", verbosity=0)
        call_command("load_demo", stdout=self.stdout)
        # Of an older Dekkend there may be pages in their old form, and schools that cannot be found yet.
        shutil.rmtree(settings.PUBLISHED_ROOT, ignore_errors=True)
        call_command("rebuild_search", stdout=io.StringIO())

    def welcome(self, port: int):
        address = f"http://localhost:{port}"
        self.stdout.write(f"\nDekkend staat klaar op {address}  (stoppen: Ctrl-C)\n\nMensen in de demo:\n")
        for person in demo_people():
            self.stdout.write(f"  {person.email:<44}{person.role}, {person.place}")
        self.stdout.write(f"\nWachtwoord voor iedereen: {PASSWORD}")
        self.stdout.write(f"Mail van de demo: {address}/demo/post/\n")
        self.stdout.flush()


def refuse_taken_port(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as taken:
            raise CommandError(f"Poort {port} is bezet. Kies een andere: make run PORT={port + 1}") from taken


def free_port() -> int:
    """A port for the demo's own mail, so that two demos beside each other do not meet."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_until_it_answers(port: int, seconds: float = 30) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)


def start_processes(port: int) -> list["Process"]:
    mail = {"EMAIL_HOST": "127.0.0.1", "EMAIL_PORT": str(free_port())}
    environment = os.environ | {"SITE_URL": f"http://localhost:{port}"} | mail
    manage = [sys.executable, "manage.py"]
    server = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--no-ws"]
    threads = ["--port", str(port), "--workers", "1", "--blocking-threads", "4"]
    return [
        Process([*server, *threads, "dekkend.config.wsgi:application"], environment),
        # Making PDFs takes memory that is not given back, so the worker ends now and then and starts anew.
        Process([*manage, "db_worker", "--no-startup-delay", "--max-tasks", "200"], environment, renew=True),
        Process([*manage, "demo_mail_server"], environment),
    ]


class Process:
    """One program of the demo; `renew` starts it again when it ended well."""

    def __init__(self, words: list[str], environment: dict[str, str], *, renew: bool = False):
        self.words, self.environment, self.renew = words, environment, renew
        self.start()

    def start(self) -> None:
        # A session of its own: Ctrl-C then reaches only the parent, which stops them all in order.
        self.running = subprocess.Popen(self.words, env=self.environment, start_new_session=True)  # noqa: S603

    def goes_on(self) -> bool:
        if self.running.poll() == 0 and self.renew:
            self.start()
        return self.running.poll() is None


def wait_for(processes: list[Process]) -> int:
    """Wait until we are told to stop or one of them fails; then stop all. Returns the exit status."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        while all(process.goes_on() for process in processes):
            time.sleep(0.2)
        return 1
    except KeyboardInterrupt:
        return 0
    finally:
        for process in processes:
            process.running.terminate()
        for process in processes:
            process.running.wait(timeout=20)
