"""Many schools with a published profile that ends in three months, and a head teacher each.

Run with the measured database's environment: python -m benchmarks.many_schools NUMBER
"""

import os
import sys
from datetime import date

import django
from django.conf import settings

BATCH = 1000


def make_schools(number: int) -> None:
    from django.utils.timezone import localdate, now

    from dekkend.organisations.models import Board, Membership, Partnership, Role, School, Site, User
    from dekkend.profiles.models import Regime, SupportProfile, Version
    from dekkend.questionnaires.loader import load_edition
    from dekkend.workflow.terms import add_months

    edition = load_edition(settings.DEFINITIONS / "passenderwijs" / "2021.toml")
    region = Partnership.objects.create(code="PO9990", name="Meetregio")
    regime = Regime.objects.create(
        partnership=region, begins_on=date(2020, 8, 1), edition=edition, key="profile", valid_months=48
    )
    board = Board.objects.create(number="99990", name="Meetbestuur")
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    codes = [f"{n // 676 + 10}{letters[n // 26 % 26]}{letters[n % 26]}" for n in range(number)]

    def all_of(model, rows):
        return model.objects.bulk_create(list(rows), batch_size=BATCH)

    schools = all_of(School, (School(brin=code, board=board) for code in codes))
    sites = all_of(
        Site, (Site(code=s.brin + "00", school=s, name=f"School {s.brin}", kind="BO") for s in schools)
    )
    heads = all_of(
        User, (User(email=f"{site.code}@example.org", name=f"Hoofd {site.code}") for site in sites)
    )
    all_of(
        Membership,
        (
            Membership(user=head, role=Role.HEAD_TEACHER, site=site, begins_on=date(2020, 8, 1))
            for head, site in zip(heads, sites, strict=True)
        ),
    )
    profiles = all_of(SupportProfile, (SupportProfile(site=site, partnership=region) for site in sites))
    facts = {
        "number": 1,
        "edition": edition,
        "regime": regime,
        "state": "published",
        "started_at": now(),
        "published_at": now(),
        "established_on": date(2022, 8, 1),
        "valid_until": add_months(localdate(), 3),
        "snapshot": {},
    }
    all_of(Version, (Version(profile=profile, **facts) for profile in profiles))


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dekkend.config.settings")
    django.setup()
    make_schools(int(sys.argv[1]))
