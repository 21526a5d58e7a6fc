from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.timezone import localdate

from dekkend.cases.destruction import destroy_expired
from dekkend.cases.retention import expired


class Command(BaseCommand):
    help = (
        "Destroy every file whose last day has passed and that nobody holds, key first."
        " May be stopped and run again. `daily` does it as well."
    )

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="say which, and destroy nothing")

    def handle(self, *, dry_run, **options):
        at = timezone.now()
        if dry_run:
            for case in expired(localdate(at)).select_related("partnership"):
                self.stdout.write(f"{case.partnership.code} {case.number}: kept until {case.retain_until}")
            self.stdout.write(f"{expired(localdate(at)).count()} files would be destroyed")
        else:
            self.stdout.write(f"{destroy_expired(at=at)} files destroyed")
