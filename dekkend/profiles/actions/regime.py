"""Which legal route a partnership follows, from the begin of a school year."""

from datetime import date, datetime
from pathlib import Path

from django.db import transaction
from django.db.models import ProtectedError
from django.utils.formats import date_format
from django.utils.timezone import localdate

from dekkend.organisations.models import Partnership, Role, User
from dekkend.organisations.queries import roles_for
from dekkend.profiles.models import Demand, Regime, RegimeKind
from dekkend.profiles.regimes import read_regimes
from dekkend.profiles.rules import may_adopt
from dekkend.questionnaires.models import Edition
from dekkend.workflow.engine import NotPossible, record
from dekkend.workflow.table import SYSTEM

KIND = "regime"
FIRST_DAY = (8, 1)  # a school year begins on 1 August


@transaction.atomic
def load_regimes(path: Path) -> list[RegimeKind]:
    """Put the routes of a file in the database; what a partnership adopted before stays as it was.

    Raises DefinitionError with every fault, and then stores nothing.
    """
    kinds = []
    for regime in read_regimes(path):
        facts = {"name": regime["name"], "definition": regime}
        kind, _ = RegimeKind.objects.update_or_create(key=regime["key"], defaults=facts)
        kinds.append(kind)
    return kinds


@transaction.atomic
def adopt_regime(
    *,
    partnership: Partnership,
    kind: RegimeKind,
    edition: Edition,
    begins_on: date,
    actor: User | None,
    at: datetime,
) -> Regime:
    """From this school year on, new versions in the partnership follow this route, with this form.

    Versions under way keep their own. One regime a day: an earlier choice for the same day is replaced, as
    long as no version began under it. `actor` is None only from the command line. Raises NotPossible.
    """
    Partnership.objects.select_for_update().get(pk=partnership.pk)
    role = _check_actor(actor, partnership, at)
    if (begins_on.month, begins_on.day) != FIRST_DAY:
        raise NotPossible("Een afspraak begint met een schooljaar, op 1 augustus.")
    _drop_earlier_choice(partnership, begins_on)
    regime = _write(partnership, kind, edition, begins_on)
    details = {"partnership": partnership.code, "key": kind.key, "edition": f"{edition.form}/{edition.name}"}
    details |= {"begins_on": begins_on.isoformat()}
    record(KIND, regime.pk, "adopt", actor=actor, role=role, at=at, details=details)
    return regime


def _check_actor(actor: User | None, partnership: Partnership, at: datetime) -> str:
    if actor is None:
        return SYSTEM
    if not (verdict := may_adopt(roles_for(actor, partnership, localdate(at)))):
        raise NotPossible(verdict.reason)
    return Role.PARTNERSHIP_STAFF


def _drop_earlier_choice(partnership: Partnership, begins_on: date) -> None:
    """Locked first: a school may be beginning under it at this very moment."""
    earlier = Regime.objects.select_for_update().filter(partnership=partnership, begins_on=begins_on).first()
    if earlier is None:
        return
    try:
        earlier.delete()
    except ProtectedError:
        day = date_format(begins_on, "j F Y")
        raise NotPossible(
            f"Scholen werken al volgens de afspraak die begint op {day}. Kies een later schooljaar."
        ) from None


def _write(partnership: Partnership, kind: RegimeKind, edition: Edition, begins_on: date) -> Regime:
    facts = dict(kind.definition)
    demands = facts.pop("demand")
    regime = Regime.objects.create(partnership=partnership, begins_on=begins_on, edition=edition, **facts)
    Demand.objects.bulk_create(Demand(regime=regime, **demand) for demand in demands)
    return regime
