"""Every version of a plan as it was established: to read, to compare, and on paper."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from dekkend.cases.plan.compared import changes_between
from dekkend.cases.plan.contents import for_child, tree_of, views_of, with_names
from dekkend.cases.plan.document import child_pdf, file_name, plan_pdf
from dekkend.cases.plan.queries import version_of
from dekkend.cases.plan.rules import NO_ACTION
from dekkend.cases.views.frame import about_children, pdf_response
from dekkend.cases.views.plan import open_plan, plan_frame
from dekkend.organisations.requests import SignedInRequest


@about_children
@require_safe
def plan_version(request: SignedInRequest, pk: int, number: int) -> HttpResponse:
    """One version, to print; and what changed since the one before."""
    found, roles = open_plan(request, pk, "een versie van het plan (opp)")
    version, before = version_of(found, number)
    context = {
        "version": version,
        "tree": [*tree_of(version), *with_names(views_of(version))],
        "changes": changes_between(before, version) if before else [],
        "before": before,
        "no_action": NO_ACTION,
    }
    return render(request, "cases/plan/version.html", plan_frame(found, roles, request) | context)


@about_children
@require_safe
def plan_version_pdf(request: SignedInRequest, pk: int, number: int) -> HttpResponse:
    found, _ = open_plan(request, pk, "een versie van het plan (opp), als pdf")
    version, _ = version_of(found, number)
    return pdf_response(plan_pdf(version, version.parents), file_name(version))


@about_children
@require_safe
def plan_for_child(request: SignedInRequest, pk: int, number: int) -> HttpResponse:
    """One page that the child can read: what we do, what it said, what we did with that."""
    found, roles = open_plan(request, pk, "het plan (opp) voor het kind")
    version, _ = version_of(found, number)
    context = {"version": version, "page_for": for_child(version)}
    return render(request, "cases/plan/child.html", plan_frame(found, roles, request) | context)


@about_children
@require_safe
def plan_for_child_pdf(request: SignedInRequest, pk: int, number: int) -> HttpResponse:
    found, _ = open_plan(request, pk, "het plan (opp) voor het kind, als pdf")
    version, _ = version_of(found, number)
    return pdf_response(child_pdf(version), file_name(version, "plan-kind"))
