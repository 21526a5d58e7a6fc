"""Mail about a case: that something waits, where, and by when. No word about the child, no name of anyone.

Who the child is, stands behind the sign-in only: a mail names the number of the file.
"""

from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import override

from dekkend.cases.committee.conflicts import ties_between
from dekkend.cases.involvement import WRITERS
from dekkend.cases.models import Case, Declaration, ExpertOpinion, Party, Plan
from dekkend.cases.parents.links import link_of, still_works
from dekkend.cases.queries import parties_of
from dekkend.cases.sealed_mail import send_sealed_on_commit
from dekkend.core.mail import send_mail_on_commit
from dekkend.organisations.models import Membership, Partnership, Role, Site
from dekkend.organisations.queries import on_day

DESK = frozenset({Role.SERVICE_DESK})
COMMITTEE = frozenset({Role.COMMITTEE_SECRETARY})
FAULTS_SHOWN = 10


def tell_school(case: Case, what: str, *, on: date, **facts: Any) -> None:
    """`what`: the template in mail/, read by who leads the file at school."""
    people = Membership.objects.filter(on_day(on), site_id=case.site_id, role__in=WRITERS)
    _send(case, what, people, facts)


def tell_special(site: Site, declaration: Declaration, what: str, *, on: date, **facts: Any) -> None:
    """Who leads files at a school that took this declaration in: it knows the declaration, and no file."""
    people = Membership.objects.filter(on_day(on), site=site, role__in=WRITERS)
    _send(declaration.case, what, people, facts | {"number": declaration.number}, reverse("declarations"))


def tell_planners(plan: Plan, what: str, *, on: date, **facts: Any) -> None:
    """Who leads files at the school that writes this plan: they may open the plan, and not the file."""
    people = Membership.objects.filter(on_day(on), site__plans=plan, role__in=WRITERS)
    _send(plan.case, what, people, facts, reverse("plan", args=[plan.case_id]))


def tell_desk(case: Case, what: str, *, on: date, **facts: Any) -> None:
    people = Membership.objects.filter(on_day(on), partnership_id=case.partnership_id, role__in=DESK)
    _send(case, what, people, facts)


def tell_committee(case: Case, what: str, *, on: date, **facts: Any) -> None:
    """The secretaries, but for who has no say in this case: see `committee.conflicts`."""
    people = Membership.objects.filter(on_day(on), partnership_id=case.partnership_id, role__in=COMMITTEE)
    tied = [member for _, member in ties_between([case], list(people.values_list("user", flat=True)), on)]
    _send(case, what, people.exclude(user__in=tied), facts)


def tell_log_broken(partnership: Partnership, faults: list[str], *, on: date) -> None:
    """The privacy officers of the partnership, and who runs this site; each in a mail of their own."""
    officers = Membership.objects.filter(
        on_day(on), partnership=partnership, role=Role.PRIVACY_OFFICER, user__is_active=True
    )
    to = {*officers.values_list("user__email", flat=True), *settings.OPERATORS}
    context = {
        "partnership": partnership.name,
        "faults": faults[:FAULTS_SHOWN],
        "number": len(faults),
        "link": settings.SITE_URL + reverse("privacy-log"),
    }
    send_mail_on_commit("cases/mail/log_broken.txt", context, sorted(to))


def tell_expert(opinion: ExpertOpinion, what: str, **facts: Any) -> None:
    """Who has a seat, and an account."""
    link = settings.SITE_URL + reverse("case-advice", args=[opinion.case_id])
    if opinion.expert and opinion.expert.is_active:
        context = _facts(opinion.case, facts) | {"link": link}
        send_mail_on_commit(f"cases/mail/{what}.txt", context, [opinion.expert.email])


def tell_parents(case: Case, what: str, *, on: date, **facts: Any) -> None:
    """Each parent with a link that works, in their own language, with that link."""
    for party in parties_of(case):
        if still_works(party, on):
            tell_parent(party, what, **facts)


def tell_parent(party: Party, what: str, **facts: Any) -> None:
    with override(party.language):
        context = _facts(party.case, facts) | {"link": link_of(party), "language": party.language}
        send_sealed_on_commit(party.case, f"cases/mail/{what}.txt", context, party.about["email"])


def send_parent_code(party: Party, code: str) -> None:
    tell_parent(party, "parent_code", code=code)


def _send(case: Case, what: str, people: QuerySet[Membership], facts: dict[str, Any], page: str = "") -> None:
    """`page`: the address that the mail leads to, that of the file unless given."""
    to = sorted(set(people.filter(user__is_active=True).values_list("user__email", flat=True)))
    link = settings.SITE_URL + (page or reverse("case", args=[case.pk]))
    send_mail_on_commit(f"cases/mail/{what}.txt", _facts(case, facts) | {"link": link}, to)


def _facts(case: Case, facts: dict[str, Any]) -> dict[str, Any]:
    said = {name: date_format(one, "j E Y") if isinstance(one, date) else one for name, one in facts.items()}
    return {"number": case.number, "due_on": case.due_on and date_format(case.due_on, "j E Y")} | said
