"""Who sees the file of this child, as a parent is told. Reads only."""

from datetime import date

from django.utils.translation import gettext

from dekkend.cases.conditions import kind_of
from dekkend.cases.involvement import SENT
from dekkend.cases.models import Case, Party
from dekkend.cases.parents.words import others_of
from dekkend.cases.sight import names_at_school
from dekkend.core.audience import Audience


def who_sees_of(
    case: Case, party: Party, parties: list[Party], on: date, *, once_sent: bool = False
) -> list[Audience]:
    """`once_sent`: as it will be after the school sends the request. Two queries."""
    sees = [Audience(_school(case, on), gettext("leest en schrijft in het dossier."))]
    if others_of(parties, party):
        sees.append(Audience(gettext("De andere ouder"), gettext("leest wat u schrijft, en u leest mee.")))
    sees += [_desk(case, once_sent), *_committee(case)]
    sees.append(Audience(gettext("Het schoolbestuur"), gettext("ziet alleen aantallen."), sees=False))
    sees.append(Audience(gettext("Niemand anders"), gettext("kan het dossier lezen."), sees=False))
    return sees


def _school(case: Case, on: date) -> str:
    names = ", ".join(names_at_school(case, on))
    return gettext("De school: %(names)s") % {"names": names} if names else gettext("De school")


def _desk(case: Case, once_sent: bool) -> Audience:
    who = gettext("De mensen van het Loket")
    if once_sent or case.state in SENT:
        return Audience(who, gettext("lezen het dossier en de aanvraag."))
    if case.state == Case.State.WITHDRAWN:
        return Audience(who, gettext("zien dit dossier niet."), sees=False)
    return Audience(who, gettext("zien nog niets, pas als de school het stuurt."), sees=False)


def _committee(case: Case) -> list[Audience]:
    if kind_of(case).awarded_by != "committee":
        return []
    who = gettext("De mensen die beslissen (CTC)")
    if case.state == Case.State.ON_AGENDA:
        return [Audience(who, gettext("lezen het dossier, maar niet wie u of de school goed kent."))]
    if case.state == Case.State.WITHDRAWN:
        return [Audience(who, gettext("zien dit dossier niet."), sees=False)]
    return [Audience(who, gettext("zien het pas als het op hun lijst staat."), sees=False)]
