"""Make facts and search index anew: after an upgrade, or when parents' words were changed."""

from django.core.management.base import BaseCommand

from dekkend.website.search.rebuilding import rebuild

REPORT_EVERY = 100


class Command(BaseCommand):
    help = "Make facts and search index of every published profile; what is right already is left alone."

    def add_arguments(self, parser):
        parser.add_argument("--all", action="store_true", help="also what is right already")

    def handle(self, *, verbosity, **options):
        seen = renewed = 0
        for seen, (_, made) in enumerate(rebuild(everything=options["all"]), start=1):
            renewed += made
            if verbosity and seen % REPORT_EVERY == 0:
                self.stdout.write(f"{seen} scholen bekeken")
        if verbosity:
            self.stdout.write(f"{seen} scholen bekeken, {renewed} opnieuw gemaakt")
