"""What the school arranges: a new file, who its parents are, and who reads along."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.timezone import localdate
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from dekkend.cases import actions
from dekkend.cases.conditions import asks_parents
from dekkend.cases.forms import NewCaseForm, PartyForm, ReasonForm
from dekkend.cases.models import Case, Party
from dekkend.cases.queries import offering_on, parties_of, sites_where_may_begin
from dekkend.cases.rules import may_lead
from dekkend.cases.transitions import UNDER_WAY
from dekkend.cases.views.frame import about_children, case_frame, open_case_for
from dekkend.core.numbers import number_in
from dekkend.organisations.models import Membership, Partnership, Role, Site, User
from dekkend.organisations.queries import memberships_of, on_day, partnerships_of
from dekkend.organisations.requests import SignedInRequest

CLOSED, WRONG = 409, 422


@about_children
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def new_case(request: SignedInRequest, code: str) -> HttpResponse:
    """Begin a file for a child of the school."""
    site, partnership = _place(request, code)
    offering = offering_on(partnership, localdate())
    if offering is None:
        return render(request, "cases/no_offering.html", {"site": site, "here": "cases"})
    form = NewCaseForm(request.POST or None, catalogue=offering.catalogue)
    if request.method == "POST" and form.is_valid() and (case := _opened(request, form, site, partnership)):
        messages.success(request, f"Dossier {case.number} is begonnen. Zet er nu bij wie het gezag heeft.")
        return redirect("case-parties", case.pk)
    kinds = offering.catalogue.open_kinds
    context = {"form": form, "site": site, "kinds": kinds, "words": offering.catalogue.words, "here": "cases"}
    return render(request, "cases/new.html", context, status=WRONG if form.is_bound else 200)


@about_children
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def case_parties(request: SignedInRequest, pk: int) -> HttpResponse:
    """The parents of the child, and the colleagues who read along."""
    case, roles = _led(request, pk)
    form = PartyForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _added(request, case, form):
        return redirect("case-parties", case.pk)
    return _parties_page(request, case, roles, form, status=WRONG if form.is_bound else 200)


@about_children
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def case_party(request: SignedInRequest, pk: int, number: int) -> HttpResponse:
    """Change what was written of a parent, send the link again, or take them off the file."""
    case, roles = _led(request, pk)
    party = _party(case, number)
    if request.method == "POST" and "remove" in request.POST:
        return _remove(request, case, roles, party)
    if request.method == "POST" and "send_link" in request.POST:
        return _send_link(request, case, party)
    facts = PartyForm.of(party, request.POST or None)
    if request.method == "POST" and facts.is_valid() and _changed(request, party, facts):
        return redirect("case-parties", case.pk)
    return _party_page(request, case, roles, party, facts, _leaving(), WRONG if facts.is_bound else 200)


@about_children
@require_POST
def case_share(request: SignedInRequest, pk: int) -> HttpResponse:
    """Let a colleague read along, or end it."""
    case, _ = _led(request, pk)
    try:
        if ended := request.POST.get("end", ""):
            share = get_object_or_404(case.shares, pk=number_in(ended))
            actions.stop_sharing(share_id=share.pk, actor=request.user, at=timezone.now())
            messages.success(request, "Deze collega leest niet meer mee.")
        else:
            _share(request, case)
    except actions.NotPossible as refused:
        messages.error(request, refused.reason)
    return redirect("case-parties", case.pk)


def _place(request: SignedInRequest, code: str) -> tuple[Site, Partnership]:
    """The school, and the regional partnership that it lies in. Raises Http404, PermissionDenied."""
    memberships = memberships_of(request.user, localdate())
    site = next((m.site for m in memberships if m.site and m.site.code == code), None)
    if site is None:
        raise Http404("Deze school kennen wij niet.")
    if site not in sites_where_may_begin(memberships):
        raise PermissionDenied("Alleen de directeur en de intern begeleider beginnen een dossier.")
    places = sorted(partnerships_of(site, localdate()), key=lambda place: (place.is_national, place.code))
    if not places:
        raise Http404("Deze school ligt in geen samenwerkingsverband.")
    return site, places[0]


def _opened(request: SignedInRequest, form: NewCaseForm, site: Site, partnership: Partnership) -> Case | None:
    facts = {"site": site, "partnership": partnership, "kind": form.cleaned_data["kind"], "child": form.child}
    try:
        return actions.open_case(**facts, actor=request.user, at=timezone.now())
    except actions.NotPossible as refused:
        form.add_error(None, refused.reason)
        return None


def _led(request: SignedInRequest, pk: int) -> tuple[Case, frozenset[str]]:
    case, roles = open_case_for(request, pk, "ouders en collega’s")
    if not (verdict := may_lead(roles)):
        raise PermissionDenied(verdict.reason)
    return case, roles


def _parties_page(
    request: SignedInRequest, case: Case, roles: frozenset[str], form: PartyForm, status: int
) -> HttpResponse:
    shares = list(case.shares.filter(ended_at=None).select_related("user"))
    have = {share.user_id for share in shares}
    teachers = Membership.objects.filter(on_day(localdate()), site=case.site, role=Role.TEACHER)
    colleagues = User.objects.filter(memberships__in=teachers, is_active=True).exclude(pk__in=have)
    more = {"parties": parties_of(case), "shares": shares, "colleagues": colleagues.distinct(), "form": form}
    context = case_frame(case, roles) | more | _of_links(case)
    return render(request, "cases/parties.html", context, status=status)


def _of_links(case: Case) -> dict[str, bool]:
    """What a link brings who gets it now."""
    return {"links_at_once": case.is_shared, "asks_parents": asks_parents(case)}


def _party(case: Case, number: int) -> Party:
    party = get_object_or_404(case.parties, number=number, removed_at=None)
    party.case = case
    return party


def _added(request: SignedInRequest, case: Case, form: PartyForm) -> bool:
    reason = form.cleaned_data["reason"]
    try:
        party = actions.add_party(
            case_id=case.pk, who=form.who, actor=request.user, at=timezone.now(), reason=reason
        )
    except actions.NotPossible as refused:
        form.add_error("reason", refused.reason)
        return False
    told = "Er gaat nu een mail met een link." if party.token_hash else "Er is nog niets verstuurd."
    messages.success(request, f"Deze ouder staat in het dossier. {told}")
    return True


def _changed(request: SignedInRequest, party: Party, form: PartyForm) -> bool:
    reason = form.cleaned_data["reason"]
    try:
        actions.change_party(
            party_id=party.pk, who=form.who, actor=request.user, at=timezone.now(), reason=reason
        )
    except actions.NotPossible as refused:
        form.add_error("reason", refused.reason)
        return False
    messages.success(request, "De gegevens zijn bewaard.")
    return True


def _party_page(
    request: SignedInRequest,
    case: Case,
    roles: frozenset[str],
    party: Party,
    facts: PartyForm,
    leaving: ReasonForm,
    status: int,
) -> HttpResponse:
    """Two forms: what is known of this parent, and why they leave the file. `form`: the one that was sent."""
    more = {
        "party": party,
        "facts": facts,
        "leaving": leaving,
        "form": leaving if leaving.is_bound else facts,
        "is_sent": case.state in UNDER_WAY,
    }
    context = case_frame(case, roles) | _of_links(case) | more
    return render(request, "cases/party.html", context, status=status)


def _leaving(data: QueryDict | None = None) -> ReasonForm:
    return ReasonForm(data, label="Waarom?", prefix="remove")


def _remove(request: SignedInRequest, case: Case, roles: frozenset[str], party: Party) -> HttpResponse:
    form, status = _leaving(request.POST), WRONG
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            actions.remove_party(party_id=party.pk, actor=request.user, at=timezone.now(), reason=reason)
        except actions.NotPossible as refused:
            form.add_error(None, refused.reason)
            status = CLOSED
        else:
            messages.success(request, "Deze ouder staat niet meer in het dossier.")
            return redirect("case-parties", case.pk)
    return _party_page(request, case, roles, party, PartyForm.of(party), form, status)


def _send_link(request: SignedInRequest, case: Case, party: Party) -> HttpResponse:
    try:
        actions.send_parent_link(party_id=party.pk, actor=request.user, at=timezone.now())
        messages.success(request, _told_of_link(party))
    except actions.NotPossible as refused:
        messages.error(request, refused.reason)
    return redirect("case-party", case.pk, party.number)


def _told_of_link(party: Party) -> str:
    """`party` as it was before."""
    if party.link_sent_at is None:
        return f"Er gaat een link naar {party.signature}."
    return f"Er gaat een nieuwe link naar {party.signature}. De oude werkt niet meer."


def _share(request: SignedInRequest, case: Case) -> None:
    user = User.objects.filter(pk=number_in(request.POST.get("user", ""))).first()
    if user is None:
        messages.error(request, "Kies een collega.")
        return
    actions.share_with(case_id=case.pk, user=user, actor=request.user, at=timezone.now())
    messages.success(request, f"{user.name} leest nu mee.")
