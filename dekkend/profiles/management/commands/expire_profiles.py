from django.core.management.base import BaseCommand
from django.utils.timezone import localdate

from dekkend.profiles.actions import expire_profiles


class Command(BaseCommand):
    help = "Let profiles expire whose last day has passed. Run daily; a second run changes nothing."

    def handle(self, *args, **options):
        self.stdout.write(f"{len(expire_profiles(on=localdate()))} expired")
