"""Who sees what of a case, now and once it is sent: by name where there are names to give. Reads only.

Whoever `involvement` or the plan lets in stands here, and in `parents.sight`.
"""

from dataclasses import dataclass
from datetime import date

from dekkend.cases.conditions import kind_of
from dekkend.cases.involvement import (
    ADVISED_IN,
    SENT,
    WRITERS,
    came_to_committee,
    desk_reads,
    is_on_an_agenda,
    seats_in,
)
from dekkend.cases.models import Case, Party, Plan
from dekkend.cases.objection.words import review_words
from dekkend.cases.parents.links import still_works
from dekkend.cases.rules import WRITING
from dekkend.cases.transitions import DECIDED
from dekkend.core.audience import Audience
from dekkend.organisations.models import Membership, Role
from dekkend.organisations.queries import on_day

NAMED = 3
NO_MEETING = "zien het pas als er een vergadering is gepland."
NO_MAIL = "krijgt een brief op papier: deze ouder heeft geen link die werkt."


def who_sees(case: Case, parties: list[Party], on: date, *, once_sent: bool = False) -> list[Audience]:
    """Everyone in or near the case. `once_sent`: as it will be after the school sends it.

    Three queries, one more of a file on hold, two for the committee, and two for a declaration.
    """
    readers = readers_of(case, on)
    return [
        Audience(_school(case, on), "ziet alles, ook wat binnen de school blijft."),
        *(_parent(party, case) for party in parties),
        _desk_of(case, on, once_sent=once_sent),
        *_committee(case, readers),
        *_experts(case, readers),
        *_new_school(readers),
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


@dataclass(frozen=True)
class Readers:
    """Who reads it besides the school, the parents and the Loket, but for who has a tie.

    `new_school` is the one that took the child in and writes the plan; empty where there is none.
    """

    secretary: bool
    members: bool
    experts: list[str]
    new_school: str


def readers_of(case: Case, on: date) -> Readers:
    """Two queries at most where the committee decides, and two more for a declaration."""
    kind = kind_of(case)
    decides = kind.awarded_by == "committee"
    return Readers(
        secretary=decides and came_to_committee(case),
        members=decides and is_on_an_agenda(case),
        experts=_names_of_experts(case, on) if kind.is_declaration else [],
        new_school=_name_of_new_school(case) if kind.is_declaration else "",
    )


def waits_for_experts(case: Case, readers: Readers) -> bool:
    """None of them reads it yet, and one will."""
    undecided = case.state in WRITING or case.state in ADVISED_IN
    return kind_of(case).is_declaration and undecided and not readers.experts


def names_at_school(case: Case, on: date) -> list[str]:
    """Who leads the file there, and with whom it was shared. Two queries."""
    here = Membership.objects.filter(on_day(on), site_id=case.site_id, user__is_active=True)
    shared = case.shares.filter(ended_at=None).values("user")
    names = [*here.filter(role__in=WRITERS).values_list("user__name", flat=True)]
    names += here.filter(role=Role.TEACHER, user__in=shared).values_list("user__name", flat=True)
    return list(dict.fromkeys(names))


def _names_of_experts(case: Case, on: date) -> list[str]:
    experts = Membership.objects.filter(on_day(on), partnership_id=case.partnership_id, role=Role.EXPERT)
    there = experts.filter(user__in=seats_in(case).values("expert"), user__is_active=True)
    return list(there.order_by("user__name").values_list("user__name", flat=True))


def _name_of_new_school(case: Case) -> str:
    elsewhere = Plan.objects.filter(case=case).exclude(site=case.site_id)
    return elsewhere.values_list("site__name", flat=True).first() or ""


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


def _desk_of(case: Case, on: date, *, once_sent: bool) -> Audience:
    if once_sent or case.state in SENT:
        return Audience(_desk(case, on), "ziet alles wat de school verstuurde.")
    if desk_reads(case):
        until = f"leest mee tot er een besluit is op het {review_words(case).one}."
        return Audience(_desk(case, on), until)
    if case.state == Case.State.WITHDRAWN:
        return Audience("Het Loket", "ziet dit dossier niet.", sees=False)
    return Audience("Het Loket", "ziet nog niets, pas als u verstuurt.", sees=False)


def _committee(case: Case, readers: Readers) -> list[Audience]:
    if kind_of(case).awarded_by != "committee":
        return []
    if readers.members:
        return [Audience("De CTC", "ziet het dossier, maar niet wie u, de ouders of de school goed kent.")]
    if readers.secretary:
        members = "zien het niet meer." if case.state in DECIDED else NO_MEETING
        return [
            Audience("De secretaris van de CTC", "ziet het dossier."),
            Audience("De leden van de CTC", members, sees=False),
        ]
    if case.state == Case.State.WITHDRAWN:
        return [Audience("De CTC", "ziet dit dossier niet.", sees=False)]
    return [Audience("De CTC", "ziet het pas als het op haar lijst staat.", sees=False)]


def _experts(case: Case, readers: Readers) -> list[Audience]:
    if readers.experts:
        who = _with_names("Deskundigen", readers.experts)
        return [Audience(who, "zien het dossier tot er een besluit is.")]
    if waits_for_experts(case, readers):
        later = "zien het dossier pas als het Loket om hun advies vraagt."
        return [Audience("Deskundigen", later, sees=False)]
    return []


def _new_school(readers: Readers) -> list[Audience]:
    if not readers.new_school:
        return []
    who = _with_names("De nieuwe school", [readers.new_school])
    return [Audience(who, "schrijft het plan (opp), en ziet verder niets van dit dossier.")]
