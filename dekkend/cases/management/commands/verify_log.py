from django.core.management.base import BaseCommand, CommandError

from dekkend.cases.destruction import uncleared
from dekkend.cases.proving import faults_in
from dekkend.organisations.models import Partnership


class Command(BaseCommand):
    help = (
        "Prove the log of who read what, and of what was destroyed: that no line was changed, added or taken"
        " away. Says what is wrong, and then ends with an error."
    )

    def add_arguments(self, parser):
        parser.add_argument("--partnership", help="only this one: PO9901")

    def handle(self, *, partnership, **options):
        partnerships = Partnership.objects.all()
        if partnership:
            partnerships = partnerships.filter(code=partnership)
            if not partnerships:
                raise CommandError(f"There is no partnership {partnership}")
        broken = sum(not self.holds(one) for one in partnerships)
        if broken:
            raise CommandError(f"the log of {broken} partnership{'s' * (broken > 1)} does not hold")

    def holds(self, partnership: Partnership) -> bool:
        wrong = [*faults_in(partnership), *uncleared(partnership)]
        for said in wrong:
            self.stderr.write(f"{partnership.code}: {said}")
        if not wrong:
            lines = partnership.readings.count()
            self.stdout.write(f"{partnership.code}: {lines} lines, the chain holds")
        return not wrong
