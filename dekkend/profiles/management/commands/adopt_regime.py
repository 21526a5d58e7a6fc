"""Let a partnership follow a legal route with a form, from the begin of a school year."""

from datetime import date

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from dekkend.organisations.models import Partnership
from dekkend.profiles.actions import NotPossible, adopt_regime
from dekkend.profiles.models import RegimeKind
from dekkend.questionnaires.models import Edition


class Command(BaseCommand):
    help = "For the first time, or without the page: adopt_regime PO9901 school_guide passenderwijs/2021 2026"

    def add_arguments(self, parser):
        parser.add_argument("partnership", help="its code")
        parser.add_argument("regime", help="its key in regimes.toml")
        parser.add_argument("edition", help="form/name")
        parser.add_argument("year", type=int, help="the school year begins on 1 August of this year")

    def handle(self, *, partnership, regime, edition, year, **options):
        form, _, name = edition.partition("/")
        try:
            adopted = adopt_regime(
                partnership=Partnership.objects.get(code=partnership),
                kind=RegimeKind.objects.get(key=regime),
                edition=Edition.objects.for_profiles().get(form=form, name=name),
                begins_on=date(year, 8, 1),
                actor=None,
                at=timezone.now(),
            )
        except (Partnership.DoesNotExist, RegimeKind.DoesNotExist, Edition.DoesNotExist) as unknown:
            raise CommandError(f"{unknown}: see load_definitions and import_duo") from unknown
        except NotPossible as refused:
            raise CommandError(refused.reason) from refused
        self.stdout.write(f"{adopted.partnership}: {adopted} vanaf {adopted.begins_on}")
