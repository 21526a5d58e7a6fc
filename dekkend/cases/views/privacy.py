"""The pages of the privacy officer: who looked, and how long is kept what. No file is opened for them."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.timezone import localdate
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from dekkend.cases import actions
from dekkend.cases.forms import ReasonForm
from dekkend.cases.log import lines_of
from dekkend.cases.models import Case, Destruction
from dekkend.cases.queries import UNKNOWN
from dekkend.cases.retention import UNDECIDED, expiring, known_to, rule_of
from dekkend.cases.surveying import LogForm
from dekkend.cases.transitions import ROUTE
from dekkend.cases.views.frame import about_children
from dekkend.cases.views.steps import CLOSED, WRONG
from dekkend.organisations.models import Partnership, Role
from dekkend.organisations.queries import memberships_of
from dekkend.organisations.requests import SignedInRequest

ON_A_PAGE = 100
LAST_DESTROYED = 50
OFFICER = frozenset({Role.PRIVACY_OFFICER})
KEEPERS = OFFICER | {Role.SERVICE_DESK}


@about_children
@require_safe
def privacy_log(request: SignedInRequest) -> HttpResponse:
    """Who looked in which file of the partnership, newest first; by number, by reader, by day."""
    partnerships = _partnerships(request, OFFICER)
    form = LogForm(request.GET or None)
    asked = form.cleaned_data if form.is_bound and form.is_valid() else {}
    pages = Paginator(lines_of(partnerships, **asked), ON_A_PAGE)
    context = {
        "form": form,
        "page": pages.get_page(request.GET.get("bladzijde")),
        "asked": asked,
        "partnerships": partnerships,
        "is_officer": True,
        "here": "privacy-log",
    }
    return render(request, "cases/privacy_log.html", context, status=WRONG if form.errors else 200)


@about_children
@require_safe
def keeping(request: SignedInRequest) -> HttpResponse:
    """What is destroyed within a month, what is held, and what was destroyed.

    The Loket reads of no file that was never sent to it.
    """
    partnerships, on = _partnerships(request, KEEPERS), localdate()
    watched = _partnerships_in(request, OFFICER)
    gone = Destruction.objects.filter(partnership__in=partnerships)
    gone = gone.exclude(~Q(partnership__in=watched), record=UNDECIDED)
    cases = known_to(memberships_of(request.user, on)).select_related("site")
    context = {
        "expiring": list(expiring(cases, on)),
        "held": list(cases.filter(is_on_hold=True)),
        "destroyed": list(gone[:LAST_DESTROYED]),
        "is_officer": bool(watched),
        "here": "keeping",
    }
    return render(request, "cases/keeping.html", context)


@about_children
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def case_keeping(request: SignedInRequest, pk: int) -> HttpResponse:
    """Hold a file, or release it, by its number only."""
    cases = Case.objects.filter(pk=pk, partnership__in=_partnerships(request, OFFICER))
    case = cases.select_related("offering", "site").first()
    if case is None:
        raise Http404(UNKNOWN)
    act = ROUTE.transition("release" if case.is_on_hold else "put_on_hold")
    form = ReasonForm(request.POST if request.method == "POST" else None, label=act.reason_label)
    refused, status = "", 200
    if form.is_bound:
        refused, status = _keep(request, case, act.name, form)
        if not status:
            return redirect("case-keeping", case.pk)
    context = {
        "held": case,
        "rule": rule_of(case),
        "act": act,
        "form": form,
        "refused": refused,
        "here": "keeping",
    }
    return render(request, "cases/case_keeping.html", context, status=status)


def _keep(request: SignedInRequest, case: Case, name: str, form: ReasonForm) -> tuple[str, int]:
    """Why not, and with which status; ("", 0) when it was done."""
    if request.POST.get("act") != name:
        return "Iemand anders was net eerder. Kijk hoe het nu staat.", CLOSED
    if not form.is_valid():
        return "", WRONG
    act = {"put_on_hold": actions.put_on_hold, "release": actions.release}[name]
    try:
        act(case_id=case.pk, actor=request.user, at=timezone.now(), **form.cleaned_data)
    except actions.NotPossible as refusal:
        return refusal.reason, CLOSED
    held = name == "put_on_hold"
    messages.success(
        request,
        f"Dossier {case.number} wordt {'langer' if held else 'niet langer'} bewaard dan de regel zegt.",
    )
    return "", 0


def _partnerships(request: SignedInRequest, roles: frozenset[Role]) -> list[Partnership]:
    """Those in which this person has one of the roles. Raises Http404 where there are none."""
    if not (found := _partnerships_in(request, roles)):
        raise Http404("Deze bladzijde kennen wij niet.")
    return found


def _partnerships_in(request: SignedInRequest, roles: frozenset[Role]) -> list[Partnership]:
    mine = [one for one in memberships_of(request.user, localdate()) if one.role in roles and one.partnership]
    return list({one.partnership_id: one.partnership for one in mine if one.partnership}.values())
