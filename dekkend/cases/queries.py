"""Reads about cases that more than one caller needs. Each function says how many queries it makes."""

from datetime import date

from django.core.exceptions import PermissionDenied
from django.db.models import F, Q, QuerySet
from django.http import Http404

from dekkend.cases.involvement import ADVISED_IN, WRITERS, read_by_desk, roles_for
from dekkend.cases.models import Case, Entry, ExpertOpinion, Offering, Party, Share
from dekkend.cases.rules import may_open
from dekkend.cases.terms import school_year
from dekkend.cases.transitions import KIND
from dekkend.organisations.models import Membership, Partnership, Role, Site, User
from dekkend.workflow.models import Event

# Said to who is not involved, whether there is such a file or not.
UNKNOWN = "Dit dossier kennen wij niet."

WITH_PLACE = (
    "partnership",
    "site__school",
    "offering",
    "growth_edition",
    "request_edition",
    "handler",
    "key",
)


def with_place(cases: QuerySet[Case]) -> QuerySet[Case]:
    """Cases with all that a page about them needs, without the heavy columns."""
    found = cases.select_related(*WITH_PLACE)
    return found.defer("growth_edition__definition", "request_edition__definition", "offering__definition")


def get_case_for(user: User, pk: int, on: date) -> tuple[Case, frozenset[str]]:
    """The case and the roles in which `user` is involved in it. Two queries, at most one more a role.

    Who is not involved learns nothing, not even that it exists: Http404. PermissionDenied for who is, but may
    not open the file itself.
    """
    case = with_place(Case.objects.filter(pk=pk, key__isnull=False)).first()
    roles = roles_for(user, case, on) if case else frozenset()
    if case is None or not roles:
        raise Http404(UNKNOWN)
    if not (verdict := may_open(roles)):
        raise PermissionDenied(verdict.reason)
    return case, roles


def opens_case(user: User, pk: int | None, on: date) -> bool:
    """Whether `get_case_for` gives that case. No query where there is none."""
    try:
        return pk is not None and bool(get_case_for(user, pk, on))
    except (Http404, PermissionDenied):
        return False


def cases_of(memberships: list[Membership], user: User) -> QuerySet[Case]:
    """Every case in which someone with these roles is involved, but for the committee: it has its agendas."""
    schools = [m.site_id for m in memberships if m.role in WRITERS]
    desks = [m.partnership_id for m in memberships if m.role == Role.SERVICE_DESK]
    classes = [m.site_id for m in memberships if m.role == Role.TEACHER]
    # No join: a case would come out once for each share, and to tell them apart all of each would be read.
    shared = Share.objects.filter(user=user, ended_at=None, case__site__in=classes).values("case")
    seats = ExpertOpinion.objects.filter(expert=user, ended_at=None, round=F("case__round")).values("case")
    regions = [m.partnership_id for m in memberships if m.role == Role.EXPERT]
    advises = Q(partnership__in=regions, state__in=ADVISED_IN, pk__in=seats)
    at_desk = Q(partnership__in=desks) & read_by_desk()
    return Case.objects.filter(Q(site__in=schools) | at_desk | Q(pk__in=shared) | advises)


def offering_on(partnership: Partnership, on: date) -> Offering | None:
    """What the partnership offers in the school year of a day. One query."""
    return Offering.objects.filter(partnership=partnership, school_year=school_year(on)).first()


def child_corrections(case: Case) -> QuerySet[Event]:
    """Each time the school corrected who the child is, newest last."""
    found = Event.objects.filter(subject_kind=KIND, subject_id=case.pk, act="correct_child")
    return found.order_by("at", "pk")


def answers_in(case: Case, form: str, party: Party | None = None) -> dict[str, Entry]:
    """{key: entry} of one side in one form of the case. One query."""
    entries = {entry.key: entry for entry in case.entries.filter(form=form, party=party)}
    for entry in entries.values():
        entry.case = case
    return entries


def value_of(entry: Entry) -> object:
    """What stands there, opened."""
    return entry.case.vault.open_value(entry.place, entry.sealed)


def sites_where_may_begin(memberships: list[Membership]) -> list[Site]:
    """The schools at which someone with these roles opens files, by name."""
    sites = {m.site.pk: m.site for m in memberships if m.role in WRITERS and m.site}
    return sorted(sites.values(), key=lambda site: site.name)


def parties_of(case: Case) -> list[Party]:
    """The parents of a case that were not taken off it again, with the case at hand. One query."""
    parties = list(case.parties.filter(removed_at=None))
    for party in parties:
        party.case = case
    return parties
