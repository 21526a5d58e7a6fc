"""Published profiles put in place, without the way there."""

from datetime import timedelta

from django.utils.timezone import localdate, now

from dekkend.conftest import make_regime
from dekkend.organisations.models import Partnership, Site
from dekkend.organisations.register import register_of
from dekkend.profiles.models import Regime, SupportProfile, Version
from dekkend.questionnaires.models import Edition


def publish(site: Site, partnership: Partnership, edition: Edition, answers: dict) -> Version:
    """A version that parents read now, with these answers."""
    regime = Regime.objects.filter(partnership=partnership).first() or make_regime(partnership, edition)
    profile = SupportProfile.objects.create(site=site, partnership=partnership)
    named = {"form": edition.form, "name": edition.name, "checksum": edition.checksum}
    register = register_of(site, partnership)
    return Version.objects.create(
        profile=profile,
        number=1,
        edition=edition,
        regime=regime,
        state=Version.State.PUBLISHED,
        started_at=now(),
        established_on=localdate(),
        valid_until=localdate() + timedelta(days=365),
        published_at=now(),
        snapshot={"edition": named, "register": register, "answers": answers, "papers": []},
    )
