"""A parent reads the plan for their child, and says yes or no to what the school is going to do."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext, gettext_noop

from dekkend.cases import actions
from dekkend.cases.models import Plan, PlanAgreement
from dekkend.cases.parents.forms import PlanAnswerForm
from dekkend.cases.parents.plan import (
    action_and_rest,
    changed_since,
    plan_sight,
    said_on_paper,
    said_to,
)
from dekkend.cases.parents.words import PLAN, PLAN_OF_CHILD, PLAN_VERSION, others_of
from dekkend.cases.plan.compared import changes_between
from dekkend.cases.plan.contents import for_child, tree_of, views_of, with_names
from dekkend.cases.plan.document import child_pdf, file_name, plan_pdf
from dekkend.cases.plan.queries import plan_of, version_of
from dekkend.cases.queries import parties_of
from dekkend.cases.views.frame import pdf_response
from dekkend.cases.views.parents.frame import NOT_NOW, WRONG, Visit, for_parent, page, told

Answer = PlanAgreement.Answer
NO_PLAN = "Er is nog geen plan."
THANKS = {
    Answer.YES: gettext_noop("U zei ja. De school leest uw antwoord."),
    Answer.NO: gettext_noop(
        "U zei nee. De hulp gaat door, en wat u anders wilt, staat bij het plan. De school praat met u."
    ),
}


@for_parent(PLAN)
def parent_plan(request: HttpRequest, visit: Visit) -> HttpResponse:
    """How it stands with the plan, and every version."""
    return page(request, visit, "plan", {"sight": plan_sight(visit.case, visit.party), "here": "plan"})


@for_parent(PLAN)
def parent_plan_answer(request: HttpRequest, visit: Visit) -> HttpResponse:
    """All of what is written first; then the answer, what it means, and who reads it."""
    form = PlanAnswerForm(request.POST or None)
    if request.method != "POST":
        return _page(request, visit, form)
    if not form.is_valid():
        return _page(request, visit, form, status=WRONG)
    answer, words, digest = (form.cleaned_data[name] for name in ("answer", "words", "digest"))
    try:
        actions.agree_as_parent(party=visit.party, answer=answer, words=words, digest=digest, at=visit.at)
    except actions.NotPossible as refused:
        return _page(request, visit, form, refused=told(refused), status=NOT_NOW)
    messages.success(request, gettext(THANKS[Answer(answer)]))
    return redirect("parent-plan", visit.token)


@for_parent(PLAN_VERSION)
def parent_plan_version(request: HttpRequest, visit: Visit, number: int) -> HttpResponse:
    """One version as it was established, to print; and what changed since the one before."""
    plan = _plan(visit)
    version, before = version_of(plan, number)
    context = {
        "plan": plan,
        "version": version,
        "before": before,
        "changes": changes_between(before, version) if before else [],
        "tree": [*tree_of(version), *with_names(views_of(version, visit.party))],
        "said": list(said_to(version, visit.party)),
        "here": "plan",
    }
    return page(request, visit, "plan_version", context)


@for_parent(PLAN_VERSION)
def parent_plan_pdf(request: HttpRequest, visit: Visit, number: int) -> HttpResponse:
    version, _ = version_of(_plan(visit), number)
    return pdf_response(plan_pdf(version, said_on_paper(version, visit.party)), file_name(version))


@for_parent(PLAN_OF_CHILD)
def parent_plan_child(request: HttpRequest, visit: Visit, number: int) -> HttpResponse:
    """The page for the child itself, in Dutch as the school wrote it."""
    version, _ = version_of(_plan(visit), number)
    return page(
        request, visit, "plan_child", {"version": version, "page_for": for_child(version), "here": "plan"}
    )


@for_parent(PLAN_OF_CHILD)
def parent_plan_child_pdf(request: HttpRequest, visit: Visit, number: int) -> HttpResponse:
    version, _ = version_of(_plan(visit), number)
    return pdf_response(child_pdf(version), file_name(version, "plan-kind"))


def _plan(visit: Visit) -> Plan:
    if plan := plan_of(visit.case):
        return plan
    raise Http404(NO_PLAN)


def _page(
    request: HttpRequest, visit: Visit, form: PlanAnswerForm, *, refused: str = "", status: int = 200
) -> HttpResponse:
    """Read anew: what was refused is shown with the text as it is now, and with what was typed."""
    if (sight := plan_sight(visit.case, visit.party)) is None:
        raise Http404(NO_PLAN)
    action, rest = action_and_rest(sight.plan) if sight.is_shared else ([], [])
    theirs = [one for one in rest if any(said.party for said in one.said)]
    if not form.is_bound and sight.own and sight.own.said:
        form.initial = {"answer": sight.own.said.answer, "words": sight.own.said.words}
    context = {
        "sight": sight,
        "form": form,
        "refused": refused,
        "action": action,
        "rest": [one for one in rest if one not in theirs],
        "theirs": theirs,
        "changes": changed_since(sight.last) if sight.is_shared and sight.last else [],
        "typed": [form["words"].value()] if refused and not sight.is_open and form["words"].value() else [],
        "others": others_of(parties_of(visit.case), visit.party),
        "here": "plan",
    }
    return page(request, visit, "plan_answer", context, status=status)
