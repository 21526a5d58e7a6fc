"""What the commands that read geography share."""

from collections.abc import Callable
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from dekkend.organisations.duo.files import UnreadableFile
from dekkend.organisations.duo.report import Report


class ImportCommand(BaseCommand):
    """Reads files one by one with `read` and prints the report; a file that is refused stops no other."""

    read: Callable[[Path, Report], None]

    def add_arguments(self, parser):
        parser.add_argument("files", nargs="+", type=Path, metavar="BESTAND")
        parser.add_argument("--json", action="store_true", help="het verslag als één JSON-object")

    def handle(self, *args, files: list[Path], **options):
        report, refused = Report(), 0
        for path in files:
            try:
                type(self).read(path, report)
            except UnreadableFile as problem:
                report.refused(file=path.name, reason=str(problem))
                refused += 1
        write = report.write_json if options["json"] else report.write_summary
        write(self.stdout)
        if refused:
            raise CommandError(f"Niet ingelezen: {refused} van {len(files)} bestanden.")
