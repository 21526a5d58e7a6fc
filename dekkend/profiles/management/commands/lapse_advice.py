from django.core.management.base import BaseCommand
from django.utils import timezone

from dekkend.profiles.actions import lapse_advice


class Command(BaseCommand):
    help = "Note which terms for the MR's advice have passed. Run daily; a second run changes nothing."

    def handle(self, *args, **options):
        self.stdout.write(f"{len(lapse_advice(at=timezone.now()))} lapsed")
