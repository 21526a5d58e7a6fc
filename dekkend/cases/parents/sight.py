"""Who sees the file of this child, as a parent is told. Reads only."""

from datetime import date

from django.utils.translation import gettext

from dekkend.cases.conditions import kind_of
from dekkend.cases.involvement import desk_reads
from dekkend.cases.models import Case, Party
from dekkend.cases.parents.words import others_of
from dekkend.cases.sight import Readers, names_at_school, readers_of, waits_for_experts
from dekkend.cases.transitions import DECIDED
from dekkend.core.audience import Audience


def who_sees_of(
    case: Case, party: Party, parties: list[Party], on: date, *, once_sent: bool = False
) -> list[Audience]:
    """`once_sent`: as it will be after the school sends the request. As many queries as `sight.who_sees`."""
    readers = readers_of(case, on)
    sees = [Audience(_school(case, on), gettext("leest en schrijft in het dossier."))]
    if others_of(parties, party):
        sees.append(Audience(gettext("De andere ouder"), gettext("leest wat u schrijft, en u leest mee.")))
    sees += [_desk(case, once_sent), *_committee(case, readers), *_experts(case, readers)]
    sees += _new_school(readers)
    sees.append(Audience(gettext("Het schoolbestuur"), gettext("ziet alleen aantallen."), sees=False))
    sees.append(Audience(gettext("Niemand anders"), gettext("kan het dossier lezen."), sees=False))
    return sees


def _school(case: Case, on: date) -> str:
    names = ", ".join(names_at_school(case, on))
    return gettext("De school: %(names)s") % {"names": names} if names else gettext("De school")


def _desk(case: Case, once_sent: bool) -> Audience:
    who = gettext("De mensen van het Loket")
    if once_sent or desk_reads(case):
        return Audience(who, gettext("lezen het dossier en de aanvraag."))
    if case.state == Case.State.WITHDRAWN:
        return Audience(who, gettext("zien dit dossier niet."), sees=False)
    return Audience(who, gettext("zien nog niets, pas als de school het stuurt."), sees=False)


def _committee(case: Case, readers: Readers) -> list[Audience]:
    if kind_of(case).awarded_by != "committee":
        return []
    who = gettext("De mensen die beslissen (CTC)")
    if readers.members:
        return [Audience(who, gettext("lezen het dossier, maar niet wie u of de school goed kent."))]
    if readers.secretary:
        return [Audience(gettext("De secretaris van de CTC"), gettext("leest het dossier.")), _members(case)]
    if case.state == Case.State.WITHDRAWN:
        return [Audience(who, gettext("zien dit dossier niet."), sees=False)]
    return [Audience(who, gettext("zien het pas als het op hun lijst staat."), sees=False)]


def _members(case: Case) -> Audience:
    """While only the secretary reads it."""
    later = gettext("zien het pas als er een vergadering is gepland.")
    is_over = case.state in DECIDED
    return Audience(
        gettext("De leden van de CTC"), gettext("zien het niet meer.") if is_over else later, sees=False
    )


def _experts(case: Case, readers: Readers) -> list[Audience]:
    if readers.experts:
        who = gettext("Deskundigen: %(names)s") % {"names": ", ".join(readers.experts)}
        return [Audience(who, gettext("lezen het dossier tot er een besluit is."))]
    if waits_for_experts(case, readers):
        later = gettext("lezen het dossier pas als het Loket om hun advies vraagt.")
        return [Audience(gettext("Deskundigen"), later, sees=False)]
    return []


def _new_school(readers: Readers) -> list[Audience]:
    if not readers.new_school:
        return []
    who = gettext("De nieuwe school: %(name)s") % {"name": readers.new_school}
    return [Audience(who, gettext("schrijft het plan voor uw kind, en ziet verder niets van dit dossier."))]
