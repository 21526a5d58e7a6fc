"""Read files of the national school register: sites, pupils, boards, partnerships, coordinates."""

from datetime import date
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.timezone import localdate

from dekkend.organisations.duo.cleaners import BadValue, partnership_code
from dekkend.organisations.duo.importing import import_files
from dekkend.organisations.duo.readers import Circumstances
from dekkend.organisations.duo.report import Report


class Command(BaseCommand):
    help = (
        "Leest bestanden van DUO in: vestigingen, leerlingen, besturen, samenwerkingsverbanden, coördinaten."
    )

    def add_arguments(self, parser):
        parser.add_argument("files", nargs="+", type=Path, metavar="BESTAND")
        parser.add_argument("--json", action="store_true", help="het verslag als één JSON-object")
        parser.add_argument(
            "--on", type=date.fromisoformat, default=None, help="dag van de import, jjjj-mm-dd"
        )
        parser.add_argument(
            "--partnership",
            default="",
            help="samenwerkingsverband van een lijst met de scholen van één regio; "
            "anders de code in de bestandsnaam (po2604_…)",
        )
        parser.add_argument(
            "--allow-closing", action="store_true", help="sluit ook onwaarschijnlijk veel vestigingen"
        )

    def handle(self, *args, files: list[Path], **options):
        now = Circumstances(on=options["on"] or localdate(), partnership=_code(options["partnership"]))
        report = Report()
        refused = import_files(files, now, report, allow_closing=options["allow_closing"])
        if options["json"]:
            report.write_json(self.stdout)
        else:
            report.write_summary(self.stdout)
        if refused:
            raise CommandError(f"Niet (helemaal) ingelezen: {refused} van {len(files)} bestanden.")


def _code(option: str) -> str | None:
    try:
        return partnership_code(option) if option else None
    except BadValue as problem:
        raise CommandError(f"--partnership {option}: {problem}") from None
