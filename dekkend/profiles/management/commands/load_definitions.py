"""Put the definition files in the database: all of definitions/, or the files named."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from dekkend.profiles.actions import load_regimes
from dekkend.profiles.regimes import FILE
from dekkend.questionnaires.loader import DefinitionError, form_files, load_edition


class Command(BaseCommand):
    help = "Load questionnaires and regimes; the same content again changes nothing."

    def add_arguments(self, parser):
        parser.add_argument("files", nargs="*", type=Path)

    def handle(self, *, files, verbosity, **options):
        for path in files or [settings.DEFINITIONS / FILE, *form_files()]:
            try:
                loaded = load(path)
            except DefinitionError as wrong:
                raise CommandError("\n".join(wrong.faults)) from wrong
            for thing in loaded if verbosity else ():
                self.stdout.write(f"{thing} staat klaar")


def load(path: Path) -> Iterable[Any]:
    """A file named regimes.toml holds the legal routes; every other one is an edition of a form."""
    return load_regimes(path) if path.name == FILE else [load_edition(path)]
