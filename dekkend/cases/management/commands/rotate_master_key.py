from django.core.management.base import BaseCommand, CommandError

from dekkend.cases.keys import rotate
from dekkend.core.encryption import keyring


class Command(BaseCommand):
    help = (
        "Wrap every key under the first master key of DEKKEND_MASTER_KEYS. May be stopped and run again;"
        " when nothing is left to wrap, the older master keys may go."
    )

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="count, and change nothing")

    def handle(self, *, dry_run, **options):
        done = rotate(dry_run=dry_run)
        verb = "would be wrapped" if dry_run else "wrapped"
        self.stdout.write(f"{done.wrapped} keys {verb} under master key {keyring().current}")
        for fault in done.faults:
            self.stderr.write(fault)
        if done.faults:
            raise CommandError(f"{len(done.faults)} keys could not be opened; keep every master key you have")
