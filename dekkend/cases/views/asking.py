"""What parents ask of school and Loket, and what they say is not right: read, answered, closed."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.timezone import localdate
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from dekkend.cases import actions
from dekkend.cases.asking.forms import AnswerForm, OutcomeForm
from dekkend.cases.asking.parts import part_at
from dekkend.cases.asking.queries import corrections_of, enquiries_to, is_changed_since
from dekkend.cases.asking.rules import asked_as
from dekkend.cases.models import Case, Correction, Enquiry
from dekkend.cases.parents.links import still_works
from dekkend.cases.rules import may_write
from dekkend.cases.views.acting import CLOSED, WRONG, posted
from dekkend.cases.views.frame import about_children, case_frame, open_case_for
from dekkend.organisations.requests import SignedInRequest

READING = "vragen van ouders"
TOLD = "Uw antwoord staat er. De ouder krijgt een mail."
NOT_TOLD = "Uw antwoord staat er. Deze ouder heeft geen link die werkt: bel, of stuur een nieuwe link."


@about_children
@require_safe
def case_enquiries(request: SignedInRequest, pk: int) -> HttpResponse:
    """All that parents asked of who looks, and every correction, what waits first."""
    case, roles = _open(request, pk)
    corrections = [one for one in corrections_of(case) if one.to in asked_as(roles)]
    context = {
        "enquiries": enquiries_to(case, roles),
        "corrections": sorted(corrections, key=lambda one: (bool(one.outcome), -one.number)),
        "here": "case",
    }
    return render(request, "cases/asking/list.html", case_frame(case, roles) | context)


@about_children
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def case_enquiry(request: SignedInRequest, pk: int, number: int) -> HttpResponse:
    """What was said in one question, and a form to answer."""
    case, roles = _open(request, pk)
    enquiry = _enquiry(case, roles, number)
    form, refused, status = AnswerForm(posted(request)), "", 200
    if request.method == "POST" and "close" in request.POST:
        return _close(request, case, number)
    if request.method == "POST":
        refused, status = _done(form, lambda: _answer(request, case, number, form))
        if status == 200:
            _tell(request, enquiry)
            return redirect("case-enquiry", pk, number)
        enquiry = _enquiry(case, roles, number)  # as it is now: someone may have been first
    context = {"enquiry": enquiry, "form": form, "refused": refused, "here": "case"}
    return render(request, "cases/asking/enquiry.html", case_frame(case, roles) | context, status=status)


@about_children
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def case_correction(request: SignedInRequest, pk: int, number: int) -> HttpResponse:
    """The part as it is, what a parent says of it, and a form to answer once."""
    case, roles = _open(request, pk)
    correction = _correction(case, roles, number)
    form, refused, status = OutcomeForm(posted(request), correction=correction), "", 200
    if request.method == "POST":
        refused, status = _done(form, lambda: _settle(request, case, number, form))
        if status == 200:
            _tell(request, correction)
            return redirect("case-enquiries", pk)
        correction = _correction(case, roles, number)
    context = {
        "correction": correction,
        "part": part_at(case, correction.where, correction.key, roles),
        "is_changed": is_changed_since(correction),
        "writes": bool(may_write(roles, case.state)) and correction.where != Correction.Where.DECISION,
        "form": form,
        "refused": refused,
        "here": "case",
    }
    return render(request, "cases/asking/correction.html", case_frame(case, roles) | context, status=status)


def _open(request: SignedInRequest, pk: int) -> tuple[Case, frozenset[str]]:
    """As `open_case_for`; PermissionDenied for who is involved, but is asked nothing."""
    case, roles = open_case_for(request, pk, READING)
    if not asked_as(roles):
        raise PermissionDenied("Vragen van ouders zijn voor wie het dossier leidt, en voor het Loket.")
    return case, roles


def _enquiry(case: Case, roles: frozenset[str], number: int) -> Enquiry:
    """Raises Http404 for one that is not there, or is for someone else."""
    found = next((one for one in enquiries_to(case, roles) if one.number == number), None)
    if found is None:
        raise Http404("Deze vraag kennen wij niet.")
    return found


def _correction(case: Case, roles: frozenset[str], number: int) -> Correction:
    """Read anew each time. Raises Http404 as `_enquiry`."""
    mine = case.corrections.filter(number=number, to__in=asked_as(roles)).select_related("party")
    if (found := mine.first()) is None:
        raise Http404("Deze verbetering kennen wij niet.")
    found.case = case
    return found


def _done(form: AnswerForm | OutcomeForm, act: Callable[[], None]) -> tuple[str, int]:
    """Why it was refused, and the status of the page; 200 when it was done."""
    if not form.is_valid():
        return "", WRONG
    try:
        act()
    except actions.NotPossible as closed:
        return closed.reason, CLOSED
    return "", 200


def _answer(request: SignedInRequest, case: Case, number: int, form: AnswerForm) -> None:
    said = form.cleaned_data
    actions.answer_enquiry(
        case_id=case.pk, number=number, words=said["words"], seen=said["seen"],
        actor=request.user, at=timezone.now(),
    )  # fmt: skip


def _settle(request: SignedInRequest, case: Case, number: int, form: OutcomeForm) -> None:
    said = form.cleaned_data
    actions.answer_correction(
        case_id=case.pk, number=number, outcome=said["outcome"], answer=said["answer"],
        actor=request.user, at=timezone.now(),
    )  # fmt: skip


def _close(request: SignedInRequest, case: Case, number: int) -> HttpResponse:
    try:
        actions.close_enquiry(case_id=case.pk, number=number, actor=request.user, at=timezone.now())
        messages.success(request, "Deze vraag is gesloten. De ouder kan verder vragen.")
    except actions.NotPossible as refused:
        messages.error(request, refused.reason)
    return redirect("case-enquiry", case.pk, number)


def _tell(request: SignedInRequest, asked: Enquiry | Correction) -> None:
    if still_works(asked.party, localdate()):
        messages.success(request, TOLD)
    else:
        messages.warning(request, NOT_TOLD)
