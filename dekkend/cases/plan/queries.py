"""Reads about plans: who may open one, which are due, and what parents said. Each says its queries."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.http import Http404
from django.utils.timezone import localdate

from dekkend.cases.involvement import WRITERS, roles_for
from dekkend.cases.models import Case, Entry, Party, Plan, PlanAgreement, PlanVersion
from dekkend.cases.plan.keys import ACTION, chapter_of
from dekkend.cases.queries import UNKNOWN, parties_of, with_place
from dekkend.organisations.models import Role, Site, User
from dekkend.organisations.queries import held_by

Answer = PlanAgreement.Answer
ESTABLISH, EVALUATE = "establish", "evaluate"
READERS = WRITERS | {Role.TEACHER, Role.SERVICE_DESK}


@dataclass(frozen=True)
class DuePlan:
    """`what` is to be done by `due_on`: a key of this module."""

    plan: Plan
    what: str
    due_on: date

    @property
    def to_do(self) -> str:
        return {ESTABLISH: "Stel het plan vast", EVALUATE: "Evalueer het plan met de ouders"}[self.what]


def due_plans(sites: Iterable[Site | int], on: date | None = None) -> list[DuePlan]:
    """Every plan of these schools that waits for something, what is due first on top. One query.

    With `on` only what is due by that day.
    """
    found = []
    for plan in plans_of(sites, on).select_related("case", "site"):
        is_there = plan.is_there  # type: ignore[attr-defined]  # annotated
        if due_on := plan.evaluate_by if is_there else plan.due_on:
            found.append(DuePlan(plan, EVALUATE if is_there else ESTABLISH, due_on))
    return sorted(found, key=lambda due: (due.due_on, due.plan.pk))


def plans_of(sites: Iterable[Site | int], on: date | None = None) -> QuerySet[Plan]:
    """The plans of help that runs at these schools, with `is_there`: whether the last was established there.

    Of a child that moved the plan of the school before is read, and does not count as one of the new school.
    Help also runs while more of it is asked, or a decision on it is taken anew. With `on` those for which
    something is due by that day.
    """
    newest = PlanVersion.objects.filter(plan=OuterRef("plan")).order_by("-number").values("number")[:1]
    versions = PlanVersion.objects.filter(plan=OuterRef("pk"), site=OuterRef("site"), number=Subquery(newest))
    running = Q(case__state__in=(Case.State.IN_FORCE, Case.State.EVALUATED))
    running |= Q(case__closed_on=None, case__ends_on__gte=localdate())
    plans = Plan.objects.filter(running, site__in=sites).annotate(is_there=Exists(versions))
    due = Q(is_there=True, evaluate_by__lte=on) | Q(is_there=False, due_on__lte=on)
    return plans if on is None else plans.filter(due)


def get_plan_for(user: User, case_pk: int, on: date) -> tuple[Plan, frozenset[str]]:
    """The plan of a case and the roles in which someone has to do with it. Raises Http404 for others.

    The school that writes it, and a teacher with whom the file was shared. The Loket reads the plan of the
    school that asked; a new school's plan is not for it, nor for the old school. Between two schools it is
    for nobody.
    """
    plan = Plan.objects.filter(case_id=case_pk).select_related("site", "edition").first()
    case = with_place(Case.objects.filter(pk=case_pk)).first() if plan else None
    if plan is None or case is None:
        raise Http404(UNKNOWN)
    plan.case = case
    if not (roles := _roles(user, plan, on)):
        raise Http404(UNKNOWN)
    return plan, roles


def _roles(user: User, plan: Plan, on: date) -> frozenset[str]:
    if plan.site_id is None:
        return frozenset()
    if plan.site_id == plan.case.site_id:
        return roles_for(user, plan.case, on) & READERS
    here = (m.role for m in held_by(user, on) if m.site_id == plan.site_id and m.role in WRITERS)
    return frozenset(here)


def writes_plan(user: User, plan: Plan, on: date) -> frozenset[str]:
    """In which roles someone writes it; empty for who only reads."""
    return _roles(user, plan, on) & (WRITERS | {Role.TEACHER})


def last_version(plan: Plan) -> PlanVersion | None:
    version = plan.versions.select_related("edition").last()
    if version:
        version.plan = plan
    return version


def versions_of(plan: Plan) -> list[PlanVersion]:
    """Every version that was established, newest first, with the plan at hand. One query."""
    versions = list(plan.versions.select_related("edition", "established_by", "site").order_by("-number"))
    for version in versions:
        version.plan = plan
    return versions


def version_of(plan: Plan, number: int) -> tuple[PlanVersion, PlanVersion | None]:
    """A version and the one before it. Raises Http404."""
    by_number = {version.number: version for version in versions_of(plan)}
    if number not in by_number:
        raise Http404("Deze versie kennen wij niet.")
    return by_number[number], by_number.get(number - 1)


def plan_of(case: Case) -> Plan | None:
    """With all that a page about it needs, and the case at hand. One query."""
    plan = Plan.objects.filter(case=case).select_related("site__school", "edition").first()
    if plan:
        plan.case = case
    return plan


def is_shared(plan: Plan) -> bool:
    """Whether parents may read what is being written: nothing was changed in the action part since they were
    asked. One query at most."""
    return bool(plan.shared_digest) and plan.shared_digest == action_digest(plan)


def asks_parents(plan: Plan) -> bool:
    """Whether parents say and write what they think of it. As `is_shared`; what was asked when the help ended
    they still read."""
    return not plan.is_over and is_shared(plan)


@dataclass(frozen=True)
class PlanStance:
    """A parent with authority, and what they last said to the action part as it is now."""

    party: Party
    said: PlanAgreement | None

    @property
    def agrees(self) -> bool:
        return self.said is not None and self.said.answer == Answer.YES

    @property
    def in_words(self) -> str:
        return self.said.get_answer_display() if self.said else ""

    @property
    def words(self) -> str:
        return self.said.words if self.said else ""


def plan_stances(plan: Plan) -> list[PlanStance]:
    """Each parent whose yes is asked, in order. Three queries."""
    digest = action_digest(plan)
    said = {one.party_id: one for one in plan.agreements.filter(digest=digest).select_related("party")}
    asked = (party for party in parties_of(plan.case) if party.has_authority and not party.kept_out)
    stances = [PlanStance(party, said.get(party.pk)) for party in asked]
    for stance in stances:
        if stance.said:
            stance.said.plan = plan
    return stances


def action_digest(plan: Plan) -> str:
    """Names the action part as it is, and who is going to do it: what changes afterwards, also the school,
    asks for a new yes. One query."""
    by_school = plan.case.entries.filter(form=Entry.Form.PLAN, party=None).order_by("key")
    said = [row for row in by_school.values_list("key", "revision") if chapter_of(row[0]) == ACTION]
    return hashlib.sha256(json.dumps([plan.site_id, said]).encode()).hexdigest()
