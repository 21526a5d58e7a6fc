import re

from django.core.management.base import BaseCommand, CommandError
from django.utils.timezone import localdate

from dekkend.core.encryption import new_master_key


class Command(BaseCommand):
    help = "Print a new master key with its name, to be put before the others in DEKKEND_MASTER_KEYS."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("name", nargs="?", help="letters, digits, _ . -; without it the month")

    def handle(self, *, name, **options):
        name = name or f"{localdate():%Y-%m}"
        if not re.fullmatch(r"[A-Za-z0-9_.-]{1,40}", name):
            raise CommandError("A name is made of letters, digits, _ . and -, at most 40")
        self.stdout.write(f"{name}:{new_master_key()}")
        self.stderr.write(
            "Put it first in DEKKEND_MASTER_KEYS, restart, and run manage.py rotate_master_key."
        )
