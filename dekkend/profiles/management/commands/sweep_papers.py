from django.core.management.base import BaseCommand
from django.utils import timezone

from dekkend.profiles.actions import sweep_papers


class Command(BaseCommand):
    help = "Clear papers that were taken away a month ago, and files that belong to nothing. Run daily."

    def handle(self, *args, **options):
        self.stdout.write(f"{sweep_papers(at=timezone.now())} cleared")
