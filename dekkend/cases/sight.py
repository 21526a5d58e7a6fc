"""Who sees what of a case, now and once it is sent: by name where there are names to give. Reads only."""

from datetime import date

from dekkend.cases.conditions import kind_of
from dekkend.cases.involvement import SENT, WRITERS
from dekkend.cases.models import Case, Party
from dekkend.cases.parents.links import still_works
from dekkend.core.audience import Audience
from dekkend.organisations.models import Membership, Role
from dekkend.organisations.queries import on_day

NAMED = 3
NO_MAIL = "krijgt een brief op papier: deze ouder heeft geen link die werkt."


def who_sees(case: Case, parties: list[Party], on: date, *, once_sent: bool = False) -> list[Audience]:
    """Everyone in or near the case. `once_sent`: as it will be after the school sends it. Two queries."""
    is_sent = once_sent or case.state in SENT
    desk = _desk(case, on)
    return [
        Audience(_school(case, on), "ziet alles, ook wat binnen de school blijft."),
        *(_parent(party, case) for party in parties),
        Audience(desk, "ziet alles wat de school verstuurde.")
        if is_sent
        else Audience("Het Loket", "ziet nog niets, pas als u verstuurt.", sees=False),
        *_committee(case),
        Audience("Het bestuur", "ziet niets over dit kind, alleen aantallen.", sees=False),
        Audience("Niemand buiten de school", "ziet wat u binnen de school bespreekt.", sees=False),
    ]


def told_of_decision(case: Case, parties: list[Party], on: date) -> list[Audience]:
    """Who gets a letter about a decision, and who does not. One query, two where a teacher reads along."""
    mail = "krijgt een mail. De brief staat op de eigen bladzijde."
    return [
        Audience(_school(case, on), "krijgt een mail. De brief staat in het dossier."),
        *(
            Audience(_parent_name(party), "krijgt geen brief.", sees=False)
            if party.kept_out
            else Audience(_parent_name(party), mail if still_works(party, on) else NO_MAIL)
            for party in parties
        ),
        Audience(_desk(case, on), "ziet het besluit in het dossier."),
    ]


def names_at_school(case: Case, on: date) -> list[str]:
    """Who leads the file there, and with whom it was shared. Two queries."""
    writers = Membership.objects.filter(on_day(on), site_id=case.site_id, role__in=WRITERS)
    names = [*writers.values_list("user__name", flat=True)]
    names += case.shares.filter(ended_at=None).values_list("user__name", flat=True)
    return list(dict.fromkeys(names))


def _school(case: Case, on: date) -> str:
    return _with_names("De school", names_at_school(case, on))


def _desk(case: Case, on: date) -> str:
    here = Membership.objects.filter(on_day(on), partnership_id=case.partnership_id, role=Role.SERVICE_DESK)
    return _with_names("Het Loket", list(here.order_by("user__name").values_list("user__name", flat=True)))


def _with_names(place: str, names: list[str]) -> str:
    """One that sees, however many people there are."""
    return f"{place} ({_listed(names)})" if names else place


def _listed(names: list[str]) -> str:
    """A, B en C; of many the first few and how many more."""
    if len(names) > NAMED:
        names = [*names[:NAMED], f"nog {len(names) - NAMED}"]
    return " en ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))


def _parent(party: Party, case: Case) -> Audience:
    who = _parent_name(party)
    if party.kept_out:
        return Audience(who, "krijgt geen link en ziet niets.", sees=False)
    if party.token_hash is None:
        return Audience(who, "ziet nog niets, pas als u het deelt.", sees=False)
    return Audience(who, "ziet alles, behalve wat binnen de school blijft, en wie er keek.")


def _parent_name(party: Party) -> str:
    return f"{party.about['name']} ({party.about['relation']})"


def _committee(case: Case) -> list[Audience]:
    if kind_of(case).awarded_by != "committee":
        return []
    if case.state == Case.State.ON_AGENDA:
        return [Audience("De CTC", "ziet het dossier, maar niet wie u, de ouders of de school goed kent.")]
    return [Audience("De CTC", "ziet het pas als het op haar lijst staat.", sees=False)]
