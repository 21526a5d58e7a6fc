"""Load the fictional region Rietland into an empty database."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from dekkend.demo.load import load_demo
from dekkend.demo.region import read_schools


class Command(BaseCommand):
    help = "Load the fictional region Rietland. Does nothing when it is there already."

    def handle(self, **options):
        if not settings.DEMO:
            raise CommandError("load_demo is for the demo only: set DEKKEND_DEMO=1")
        if load_demo():
            self.stdout.write(f"De regio Rietland is er: {len(read_schools())} scholen.")
        else:
            self.stdout.write("De regio Rietland was er al.")
