"""Put the definition files in the database: all of definitions/, or the files named."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from dekkend.questionnaires.loader import DefinitionError, load_edition


class Command(BaseCommand):
    help = "Load questionnaires; the same content again changes nothing."

    def add_arguments(self, parser):
        parser.add_argument("files", nargs="*", type=Path)

    def handle(self, *, files, verbosity, **options):
        for path in files or sorted(settings.DEFINITIONS.glob("*/*.toml")):
            try:
                edition = load_edition(path)
            except DefinitionError as wrong:
                raise CommandError("\n".join(wrong.faults)) from wrong
            if verbosity:
                self.stdout.write(f"{edition} staat klaar")
