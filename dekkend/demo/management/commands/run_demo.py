"""Everything `make run` does once Python's packages are there: prepare, start, wait, stop cleanly."""

import http.client
import io
import os
import shutil
import socket
import sys
import time
from collections.abc import Sequence

from django.conf import settings
from django.core.management import CommandError, call_command
from django.core.management.base import BaseCommand

from dekkend.demo.people import PASSWORD, demo_people
from dekkend.demo.programs import Ended, Program, Told, going_on, running

LOOK = 0.1  # seconds between two looks at how it goes
ANSWER_WITHIN = 2
OTHER = "Kies een andere: make run PORT={}"
HIGHEST = 65535


class Command(BaseCommand):
    help = "Start the demo: server, worker and mail receiver; Ctrl-C stops them."
    requires_migrations_checks = False

    def handle(self, **options):
        if not settings.DEMO:
            raise CommandError("run_demo is for the demo only: set DEKKEND_DEMO=1")
        port = chosen_port()
        refuse_taken_port(port)
        try:
            told = Told()
            self.prepare(port)
            told.note_only()
        except KeyboardInterrupt:  # nothing runs yet
            return
        refuse_taken_port(port)  # preparing takes a while
        try:
            self.run(port, told)
        except Ended as ended:
            raise CommandError(
                f"{ended} is gestopt. Misschien staat hierboven waarom. Dekkend is nu helemaal gestopt."
            ) from ended
        self.stdout.write("\nDekkend is gestopt.")

    def prepare(self, port: int):
        settings.VAR.mkdir(parents=True, exist_ok=True)
        settings.SITE_URL = site_url(port)  # where the links in the demo's post lead
        self.stdout.write("Dekkend klaarzetten …")
        self.stdout.flush()
        call_command("migrate", verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0)
        call_command("load_definitions", verbosity=0)
        call_command("load_demo", stdout=self.stdout)
        # Of an older Dekkend there may be pages in their old form, and schools that cannot be found yet.
        shutil.rmtree(settings.PUBLISHED_ROOT, ignore_errors=True)
        call_command("rebuild_search", stdout=io.StringIO())

    def run(self, port: int, told: Told):
        programs = programs_at(port)
        with running(programs):
            wait_until_it_answers(port, programs, told)
            if going_on(programs, told):
                self.welcome(site_url(port))
            while going_on(programs, told):
                time.sleep(LOOK)

    def welcome(self, address: str):
        self.stdout.write(f"\nDekkend staat klaar op {address}  (stoppen: Ctrl-C)\n\nMensen in de demo:\n")
        for person in demo_people():
            self.stdout.write(f"  {person.email:<44}{person.role}, {person.place}")
        self.stdout.write(f"\nWachtwoord voor iedereen: {PASSWORD}")
        self.stdout.write(f"Mail van de demo: {address}/demo/post/\n")
        self.stdout.flush()


def chosen_port() -> int:
    said = os.environ.get("PORT") or "8000"
    if not (said.isdecimal() and 0 < int(said) <= HIGHEST):
        raise CommandError(f"PORT={said} is geen poort. {OTHER.format(8001)}")
    return int(said)


def site_url(port: int) -> str:
    """Where people come in: here, unless who starts the demo shows it elsewhere."""
    return os.environ.get("SITE_URL") or f"http://localhost:{port}"


def refuse_taken_port(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except PermissionError as refused:
            raise CommandError(f"Poort {port} mag u niet gebruiken. {OTHER.format(8001)}") from refused
        except OSError as taken:
            other = port + 1 if port < HIGHEST else 8001
            raise CommandError(f"Poort {port} is bezet. {OTHER.format(other)}") from taken


def free_port() -> int:
    """A port for the demo's own mail, so that two demos beside each other do not meet."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_until_it_answers(port: int, programs: Sequence[Program], told: Told, seconds: float = 60) -> None:
    """Or until told to stop. Raises Ended, or CommandError when it stays silent."""
    until = time.monotonic() + seconds
    while going_on(programs, told) and not answers(port):
        if time.monotonic() > until:
            raise CommandError("De webserver antwoordt niet goed. Dekkend is gestopt. Probeer het opnieuw.")
        time.sleep(LOOK)


def answers(port: int) -> bool:
    """Whether a page comes, not a fault; granian's port is open before there is someone behind it."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=ANSWER_WITHIN)
    try:
        line.request("GET", "/")
        return line.getresponse().status < 500
    except (OSError, http.client.HTTPException):
        return False
    finally:
        line.close()


def programs_at(port: int) -> list[Program]:
    mail = {"EMAIL_HOST": "127.0.0.1", "EMAIL_PORT": str(free_port())}
    environment = os.environ | {"SITE_URL": site_url(port)} | mail
    manage = [sys.executable, "manage.py"]
    server = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--no-ws"]
    threads = ["--port", str(port), "--workers", "1", "--blocking-threads", "4"]
    # Told to stop in its first second, granian's worker does not hear it and is waited for without end.
    server += [*threads, "--workers-kill-timeout", "3", "dekkend.config.wsgi:application"]
    # Making PDFs takes memory that is not given back, so the worker ends now and then and starts anew.
    worker = ["db_worker", "--no-startup-delay", "--max-tasks", "200"]
    return [
        Program("De webserver", server, environment),
        Program("Het programma voor mail en PDF's", [*manage, *worker], environment, renew=True),
        Program("De post van de demo", [*manage, "demo_mail_server"], environment),
    ]
