"""The cases of someone: the work list of a school, and that of the Loket."""

from collections.abc import Iterable
from datetime import date

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from dekkend.cases.committee.route import COMMITTEE_ROLES
from dekkend.cases.declaration.fetching import SPECIAL
from dekkend.cases.involvement import WRITERS
from dekkend.cases.plan.queries import due_plans
from dekkend.cases.queries import cases_of, sites_where_may_begin
from dekkend.cases.retention import expiring, known_to
from dekkend.cases.views.frame import about_children
from dekkend.cases.worklist import SOON, Asked, work_list
from dekkend.organisations.models import Membership, Role
from dekkend.organisations.queries import memberships_of
from dekkend.organisations.requests import SignedInRequest


@about_children
@require_safe
def cases(request: SignedInRequest) -> HttpResponse:
    """The most pressing first; the committee has its meetings instead. Nine queries at most."""
    on = localdate()
    memberships = memberships_of(request.user, on)
    asked = Asked.of(
        request.GET.get("zet", ""), request.GET.getlist("waar"), request.GET.get("bladzijde", "")
    )
    roles = frozenset(membership.role for membership in memberships)
    if roles and roles <= COMMITTEE_ROLES:
        return redirect("meetings")
    sites = sites_where_may_begin(memberships)
    context = {
        "list": work_list(cases_of(memberships, request.user), asked, roles, on),
        "begins_at": sites,
        "plans": due_plans(sites, on + SOON) if sites else [],
        "fetches": any(m.site and m.site.kind in SPECIAL and m.role in WRITERS for m in memberships),
        "renews": Role.SERVICE_DESK in roles,
        "expiring": _expiring(memberships, on),
        "previous": asked.page - 1,
        "next": asked.page + 1,
        "here": "cases",
    }
    return render(request, "cases/list.html", context)


def _expiring(memberships: Iterable[Membership], on: date) -> int:
    """How many files that the Loket was sent it can hold before they are gone. One query, or none."""
    at_desk = [one for one in memberships if one.role == Role.SERVICE_DESK]
    return expiring(known_to(at_desk), on).count() if at_desk else 0
